//! Base64 as Go's `encoding/base64.StdEncoding` reads it: padded, line breaks skipped.

use ::base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use memchr::memchr2;

const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
        .with_decode_allow_trailing_bits(true),
);

const URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
        .with_decode_allow_trailing_bits(true),
);

/// As [`decode`], with `-` and `_` instead of `+` and `/` (`URLEncoding`).
pub fn decode_url(text: &str) -> Option<Vec<u8>> {
    let kept: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    URL.decode(kept).ok()
}

/// The byte at which [`decode_url`] refuses a text: one that does not belong, or the group of four
/// that is not whole.
pub fn fault(text: &str) -> usize {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=\r\n".contains(&byte);
    text.bytes().position(|byte| !known(byte)).unwrap_or(text.len() / 4 * 4)
}

/// The bytes that a text stands for; `None` where Go refuses it.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    if memchr2(b'\r', b'\n', text.as_bytes()).is_none() {
        return STANDARD.decode(text).ok();
    }
    let kept: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    STANDARD.decode(kept).ok()
}

/// The text that stands for bytes.
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
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
        // Bits after the last byte are not looked at; line breaks may be anywhere.
        assert_eq!(text("YR==").as_deref(), Some("a"));
        assert_eq!(text("\r\nY\nQ=\r\n=\n").as_deref(), Some("a"));
        for refused in [
            "a",
            "YQ",
            "YQ=",
            "aGVsbG8",
            "aGVsbG8==",
            "YQ==YQ==",
            "YQ==\nYQ==",
            "a b=",
            "YQ== ",
            "Y===",
            "=",
            "====",
            "-_-_",
            "YWJj=",
            "YWJj====",
            "ä",
            "YQ==\t",
        ] {
            assert_eq!(text(refused), None, "{refused}");
        }
    }
}
