//! Durations as Go writes them: `1h30m`, `1.5s`.

/// A duration in nanoseconds, by Go's `time.ParseDuration`; `None` where that refuses.
pub fn parse(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (amount, after) = term(rest)?;
        total = total.checked_add(amount).filter(|sum| *sum <= 1 << 63)?;
        rest = after;
    }
    if negative {
        return Some(0_i64.wrapping_sub_unsigned(total));
    }
    i64::try_from(total).ok()
}

/// One number with its unit, in nanoseconds, and what follows it.
fn term(text: &str) -> Option<(u64, &str)> {
    let (whole, rest) = digits(text);
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => digits(rest),
        None => ("", rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let unit: u64 = match name {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let amount = whole.checked_mul(unit).filter(|amount| *amount <= 1 << 63)?;
    Some((amount + part_of(fraction, unit), rest))
}

/// A decimal fraction of a unit, cut to whole nanoseconds.
fn part_of(fraction: &str, unit: u64) -> u64 {
    let mut scaled = 0_u128;
    let mut scale = 1_u128;
    for digit in fraction.bytes().take(20) {
        scaled = scaled * 10 + u128::from(digit - b'0');
        scale *= 10;
    }
    (scaled * u128::from(unit) / scale) as u64
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn as_go_reads_them() {
        assert_eq!(parse("1h30m"), Some(5_400_000_000_000));
        assert_eq!(parse("1.5h"), parse("1h30m"));
        assert_eq!(parse("1ns"), Some(1));
        for text in ["1us", "1µs", "1μs", "1000ns"] {
            assert_eq!(parse(text), Some(1000), "{text}");
        }
        assert_eq!(parse("1ms2s"), Some(2_001_000_000));
        assert_eq!(parse("-1.5s"), Some(-1_500_000_000));
        assert_eq!(parse(".5ms"), Some(500_000));
        assert_eq!(parse("0"), Some(0));
        for text in ["", "-", "5", "1d", "1h 2m", ".s", "9999999h"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
