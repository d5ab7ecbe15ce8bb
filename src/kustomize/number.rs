//! Numbers and times on their way into JSON.

use serde_json::Value as Json;

/// A float in JSON: without a fraction it is read back as an integer.
pub(super) fn json(value: f64) -> Json {
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let text = format!("{value:.0}");
        if let Ok(int) = text.parse::<i64>() {
            return int.into();
        }
        if let Ok(int) = text.parse::<u64>() {
            return int.into();
        }
    }
    value.into()
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
