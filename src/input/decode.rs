//! Bytes into text: UTF-8, and UTF-16 with a byte order mark.

use std::char::REPLACEMENT_CHARACTER;

use super::{Failure, Source, Span};

/// A source from the bytes of a file. Bytes that are not text are replaced and become its failure.
pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Source {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(name.into(), rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(name.into(), rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Source { skipped: 3, ..utf8(name.into(), rest.to_vec()) },
        _ => utf8(name.into(), bytes),
    }
}

fn utf8(name: String, bytes: Vec<u8>) -> Source {
    match String::from_utf8(bytes) {
        Ok(text) => Source::new(name, text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes());
            replaced(name, text.into_owned(), at, "UTF-8")
        }
    }
}

fn utf16(name: String, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Source {
    let units = bytes.chunks(2).map(|pair| match pair {
        [a, b] => unit([*a, *b]),
        // Half a unit at the end: a lone surrogate, which is no character either.
        _ => 0xD800,
    });
    let mut bad = None;
    let mut text = String::with_capacity(bytes.len() / 2);
    for read in char::decode_utf16(units) {
        if read.is_err() && bad.is_none() {
            bad = Some(text.len());
        }
        text.push(read.unwrap_or(REPLACEMENT_CHARACTER));
    }
    match bad {
        Some(at) => replaced(name, text, at, "UTF-16"),
        None => Source::new(name, text),
    }
}

fn replaced(name: String, text: String, at: usize, encoding: &'static str) -> Source {
    let end = at + REPLACEMENT_CHARACTER.len_utf8();
    let at = Span::new(at as u32, end as u32);
    Source { failure: Some(Failure::Encoding { at, name: encoding }), ..Source::new(name, text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let read = |bytes: &[u8]| decode("x", bytes.to_vec());
        assert_eq!(&*read(b"\xEF\xBB\xBFa: 1").text, "a: 1");
        assert_eq!(read(b"\xEF\xBB\xBFa: 1").skipped, 3);
        assert_eq!(&*read(b"\xFF\xFEa\0\x5C\xD5").text, "a한");
        assert_eq!(&*read(b"\xFE\xFF\0a\xD5\x5C").text, "a한");
        assert_eq!(
            read(b"a: \xC7\xD1").failure,
            Some(Failure::Encoding { at: Span::new(3, 6), name: "UTF-8" })
        );
        assert!(matches!(read(b"\xFF\xFEa").failure, Some(Failure::Encoding { .. })));
    }
}
