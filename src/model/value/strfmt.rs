//! The formats of `k8s.io/kube-openapi/pkg/validation/strfmt`, by which schemas and expressions
//! check texts.

use super::{duration, time::is_date};

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 24 * 3600 * SECOND;

/// Whole groups of four, the last of them filled up with `=`; the server requires one.
pub fn is_base64(text: &str) -> bool {
    let bare = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let is_letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    !bare.is_empty() && text.len().is_multiple_of(4) && bare.bytes().all(is_letter)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A date and a time, whatever letters have which case (`IsDateTime`).
pub fn is_date_time(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts = lower.split('t');
    let (Some(date), Some(time)) = (parts.next(), parts.next()) else { return false };
    is_date(date) && clock(time).is_some()
}

/// `15:04:05`, any fraction after any character, and `z` or an offset.
fn clock(time: &str) -> Option<()> {
    let (clock, rest) = time.split_at_checked(8)?;
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts[..] else { return None };
    let is_at_most = |part: &str, most| part.len() == 2 && is_digits(part) && part <= most;
    let is_clock = is_at_most(hour, "23") && is_at_most(minute, "59") && is_at_most(second, "59");
    let offset = |text: &str| {
        let form = text.strip_prefix(['+', '-'])?.split_once(':')?;
        let is_two = |part: &str| part.len() == 2 && is_digits(part);
        (is_two(form.0) && is_two(form.1)).then_some(())
    };
    let is_zone = |text: &str| text == "z" || offset(text).is_some();
    let fraction = || {
        let mut letters = rest.chars();
        letters.next()?;
        let digits = letters.as_str();
        let end = digits.find(|c: char| !c.is_ascii_digit())?;
        (end > 0 && is_zone(&digits[end..])).then_some(())
    };
    (is_clock && (is_zone(rest) || fraction().is_some())).then_some(())
}

/// A duration as `strfmt.ParseDuration` reads it: as Go does, or numbers with units such as
/// `2 weeks`, wherever they are in the text.
pub fn duration(text: &str) -> Option<i64> {
    if let Some(nanos) = duration::parse(text) {
        return Some(nanos);
    }
    let (mut total, mut found) = (0_i64, false);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let after = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &rest[at..rest.len() - after.len()];
        let spaced = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let end = spaced.find(|c: char| !c.is_ascii_alphabetic() && c != 'µ');
        let (unit, behind) = spaced.split_at(end.unwrap_or(spaced.len()));
        rest = if unit.is_empty() { after } else { behind };
        if unit.is_empty() {
            continue;
        }
        let number: i64 = number.parse().ok()?;
        for nanos in units(&unit.to_lowercase()) {
            found = true;
            total = total.wrapping_add(number.wrapping_mul(nanos));
        }
    }
    found.then_some(total)
}

/// The lengths of the units that a word stands for.
fn units(word: &str) -> impl Iterator<Item = i64> {
    const UNITS: [(&[&str], i64); 8] = [
        (&["ns", "nano"], 1),
        (&["us", "µs", "micro"], 1_000),
        (&["ms", "milli"], 1_000_000),
        (&["s", "sec"], SECOND),
        (&["m", "min"], 60 * SECOND),
        (&["h", "hr", "hour"], 3600 * SECOND),
        (&["d", "day"], DAY),
        (&["w", "wk", "week"], 7 * DAY),
    ];
    UNITS.into_iter().filter_map(move |(names, nanos)| {
        let long = names.last().is_some_and(|long| word.starts_with(long));
        (long || names.contains(&word)).then_some(nanos)
    })
}

/// The 32 digits of a UUID, whose dashes may be left out.
pub fn uuid(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(32);
    let mut was_dash = false;
    for byte in text.bytes() {
        let is_place = matches!(digits.len(), 8 | 12 | 16 | 20) && !was_dash;
        was_dash = byte == b'-' && is_place;
        match byte {
            _ if was_dash => {}
            _ if byte.is_ascii_hexdigit() => digits.push(byte.to_ascii_lowercase()),
            _ => return None,
        }
    }
    (digits.len() == 32 && !was_dash).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_may_have_words() {
        for (text, seconds) in [
            ("1h30m", Some(5400)),
            ("2 weeks", Some(1_209_600)),
            ("1 day 2 hours", Some(93_600)),
            ("3 apples", None),
            ("", None),
        ] {
            assert_eq!(duration(text), seconds.map(|seconds: i64| seconds * SECOND), "{text}");
        }
    }
}
