//! Bytes to text: UTF-8, UTF-16 with a byte order mark, and the rest as well as it goes.

use super::{
    complaint::{Complaint, ComplaintKind},
    edit::Safety,
};
use crate::input::Span;

/// A file's text.
#[derive(Debug)]
pub struct Decoded {
    /// Without byte order mark. What could not be decoded is U+FFFD.
    pub text: String,
    /// The bytes in front of `text` in the file: 3 for a UTF-8 byte order mark, 2 for UTF-16 (whose
    /// other offsets do not match the file's either).
    pub skipped: u32,
    /// Whether the file is UTF-16.
    pub utf16: bool,
    /// One if bytes are not what the encoding allows.
    pub complaints: Vec<Complaint>,
}

/// Decodes a file's bytes; never fails.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let rest = rest.to_vec();
            Decoded { skipped: 3, ..utf8(rest) }
        }
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Decoded {
    let (text, complaints) = match String::from_utf8(bytes) {
        Ok(text) => (text, Vec::new()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to() as u32;
            let byte = error.as_bytes()[at as usize];
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let message = format!("byte 0x{byte:02X} is not UTF-8");
            (text, vec![complaint(Span::new(at, at + 3), message)])
        }
    };
    Decoded { text, skipped: 0, utf16: false, complaints }
}

fn complaint(span: Span, message: String) -> Complaint {
    Complaint::new(ComplaintKind::Encoding, span, message)
        .help("save the file as UTF-8")
        .edits(Safety::Shown, Vec::new())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut bad = None;
    for c in char::decode_utf16(units) {
        if c.is_err() {
            bad.get_or_insert(text.len());
        }
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if odd {
        bad.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let span = bad.map(|at| Span::new(at as u32, at as u32 + 3));
    let complaints = span
        .map(|span| complaint(span, "half a UTF-16 character stands alone".into()))
        .into_iter()
        .collect();
    Decoded { text, skipped: 2, utf16: true, complaints }
}
