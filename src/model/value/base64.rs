//! Base64 as Go's `encoding/base64.StdEncoding` reads it: padded, line breaks skipped.

/// The bytes that a text stands for; `None` where Go refuses it.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut held, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes().filter(|b| !matches!(b, b'\r' | b'\n')) {
        if byte == b'=' {
            padding += 1;
            group <<= 6;
        } else if padding > 0 {
            return None;
        } else {
            group = group << 6 | u32::from(digit(byte)?);
        }
        held += 1;
        if held == 4 {
            let [_, first, second, third] = group.to_be_bytes();
            match padding {
                0 => bytes.extend([first, second, third]),
                1 => bytes.extend([first, second]),
                2 => bytes.push(first),
                _ => return None,
            }
            (group, held) = (0, 0);
        }
    }
    (held == 0).then_some(bytes)
}

/// The text that stands for bytes.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(*chunk.get(index).unwrap_or(&0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let known = digit <= chunk.len();
            let digit = DIGITS[(group >> (18 - 6 * digit) & 63) as usize];
            text.push(if known { char::from(digit) } else { '=' });
        }
    }
    text
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn there_and_back() {
        for text in ["", "a", "ab", "abc", "abcd", "\u{ff}\u{0}ä"] {
            assert_eq!(decode(&encode(text.as_bytes())).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(encode(b"hello"), "aGVsbG8=");
        assert_eq!(encode(b"hi"), "aGk=");
    }

    #[test]
    fn as_go_reads_it() {
        let text =
            |encoded| decode(encoded).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(text("").as_deref(), Some(""));
        assert_eq!(text("aGVsbG8=").as_deref(), Some("hello"));
        assert_eq!(text("aGVs\nbG8h").as_deref(), Some("hello!"));
        assert_eq!(text("YQ==").as_deref(), Some("a"));
        for refused in ["a", "aGVsbG8", "aGVsbG8==", "YQ==YQ==", "a b=", "Y===", "ä"] {
            assert_eq!(text(refused), None, "{refused}");
        }
    }
}
