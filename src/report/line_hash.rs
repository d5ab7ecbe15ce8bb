//! GitHub's hash of a line, by which code scanning follows an alert when lines move.
//!
//! As `codeql-action` computes it (`src/fingerprints.ts`), which warns of results whose hash
//! differs: over the 100 UTF-16 units from the line's start, without blanks and tabs, with every
//! line break as one line feed and an end mark after the text.

use std::collections::BTreeMap;

const WINDOW: usize = 100;
const FACTOR: u64 = 37;
const END: u64 = 0xffff;

/// The hash of every line, as GitHub counts lines (a lone carriage return ends one, too), from 0.
/// Equal ones are numbered: `54703d4cd895b18:1`.
pub(super) fn of_lines(text: &str) -> Vec<String> {
    let (units, starts) = units(text);
    let unit = |at: usize| units.get(at).copied().unwrap_or(0);
    // What the first unit of a window weighs: 37 to the power of 99.
    let weight = (1..WINDOW).fold(1_u64, |weight, _| weight.wrapping_mul(FACTOR));
    let push = |hash: u64, unit: u64| hash.wrapping_mul(FACTOR).wrapping_add(unit);
    let mut hash = (0..WINDOW).fold(0, |hash, at| push(hash, unit(at)));
    let mut at = 0;
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    let mut hashes = Vec::with_capacity(starts.len());
    for start in starts {
        while at < start {
            hash = push(hash.wrapping_sub(weight.wrapping_mul(unit(at))), unit(at + WINDOW));
            at += 1;
        }
        let count = seen.entry(hash).or_insert(0);
        *count += 1;
        hashes.push(format!("{hash:x}:{count}"));
    }
    hashes
}

/// The units that count, with the end mark, and which of them start lines.
fn units(text: &str) -> (Vec<u64>, Vec<usize>) {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut starts = vec![0];
    let mut after_return = false;
    for unit in text.encode_utf16() {
        let skipped = matches!(unit, 0x20 | 0x09) || (after_return && unit == 0x0a);
        after_return = unit == 0x0d;
        if skipped {
            continue;
        }
        let is_break = matches!(unit, 0x0a | 0x0d);
        units.push(if is_break { 0x0a } else { u64::from(unit) });
        if is_break {
            starts.push(units.len());
        }
    }
    units.push(END);
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the tests next to the original.
    #[test]
    fn hashes_are_those_of_github() {
        assert_eq!(of_lines(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            of_lines(" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
        );
        let expected = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        for breaks in ["\n", "\r", "\r\n"] {
            let text = " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n".replace('\n', breaks);
            assert_eq!(of_lines(&text), expected, "{breaks:?}");
        }
    }

    #[test]
    fn equal_windows_are_numbered() {
        let text = "Lorem ipsum dolor sit amet.\n".repeat(12);
        let hashes = of_lines(&text);
        assert!(hashes[0].ends_with(":1") && hashes[1].ends_with(":2"), "{hashes:?}");
        assert_eq!(hashes[0].split(':').next(), hashes[1].split(':').next());
    }
}
