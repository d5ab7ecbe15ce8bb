//! PEM blocks (RFC 7468) as Go's `encoding/pem` finds them in a text.

use crate::syntax::base64;

/// One block: `-----BEGIN label-----`, base64, `-----END label-----`.
pub struct Block<'t> {
    pub label: &'t str,
    /// Whether lines of the form `Name: value` are before the content.
    pub headers: bool,
    pub bytes: Vec<u8>,
}

impl Block<'_> {
    /// Whether the content is one ASN.1 sequence of the right length, as every certificate, key
    /// and request is.
    pub fn is_sequence(&self) -> bool {
        is_sequence(&self.bytes)
    }
}

/// Whether bytes are one ASN.1 sequence of the right length (DER).
pub fn is_sequence(bytes: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = bytes else { return false };
    let size = usize::from(*length & 0x7f);
    if *length < 0x80 {
        return rest.len() == size;
    }
    let (Some(digits), 1..=4) = (rest.get(..size), size) else { return false };
    let announced = digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit));
    rest.len() - size == announced
}

/// The readable blocks of a text; what cannot be read is passed over.
pub fn blocks(text: &str) -> impl Iterator<Item = Block<'_>> {
    let mut lines = text.lines().map(str::trim_end);
    std::iter::from_fn(move || {
        loop {
            let begin = lines.next()?;
            let label = begin.strip_prefix("-----BEGIN ").and_then(|l| l.strip_suffix("-----"));
            let Some(label) = label else { continue };
            let end = format!("-----END {label}-----");
            let mut content = String::new();
            let mut headers = false;
            let closed = lines.by_ref().find(|line| {
                headers |= line.contains(": ");
                if *line != end && !line.contains(": ") {
                    content.push_str(line);
                }
                *line == end
            });
            closed?;
            if let Some(bytes) = base64::decode(&content) {
                return Some(Block { label, headers, bytes });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_of_a_text() {
        let text = "x\n-----BEGIN A B-----\nMAMCAQE=\n-----END A B-----\n-----BEGIN C-----\nMAMC\n-----END C-----\n-----BEGIN D-----\nMA==\n";
        let found: Vec<_> = blocks(text).map(|b| (b.label, b.is_sequence())).collect();
        assert_eq!(found, [("A B", true), ("C", false)]);
    }
}
