//! Numbers and times as Go writes them.

/// A float that went through JSON: without a fraction it is an integer.
pub(super) fn yaml_float(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let text = format!("{value:.0}");
        let fits = text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
        if fits {
            return if text == "-0" { "0".into() } else { text };
        }
    }
    general(value)
}

/// `strconv.FormatFloat(value, 'g', -1, 64)`
fn general(value: f64) -> String {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// As `encoding/json` writes it.
pub(super) fn json_float(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let sign = if exponent.starts_with('-') { "" } else { "+" };
        return format!("{mantissa}e{sign}{exponent}");
    }
    value.to_string()
}

/// A YAML time in RFC 3339, as JSON has it: `2001-1-2` is `2001-01-02T00:00:00Z`.
pub(super) fn time(text: &str) -> String {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let zone = rest.find(['Z', '+', '-']).map_or("Z", |at| &rest[at..]);
    let zone = if matches!(zone, "+00:00" | "-00:00") { "Z" } else { zone };
    let clock = rest.find(['Z', '+', '-']).map_or(rest, |at| &rest[..at]);
    let clock = if clock.is_empty() { "0:0:0" } else { clock };
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let fraction = fraction.get(..9).unwrap_or(fraction).trim_end_matches('0');
    let two = |text: &str, separator: char| {
        let parts: Vec<String> = text.split(separator).map(|part| format!("{part:0>2}")).collect();
        parts.join(&separator.to_string())
    };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{}T{}{dot}{fraction}{zone}", two(date, '-'), two(clock, ':'))
}
