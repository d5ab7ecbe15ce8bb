//! Times as the server prints them: in UTC, to the second or the microsecond.

use serde_json::Value;

/// RFC 3339 to the second; `null` for Go's zero time.
pub(super) fn seconds(text: &str) -> Value {
    utc(text, 0)
}

/// The same with six digits of the second.
pub(super) fn microseconds(text: &str) -> Value {
    utc(text, 6)
}

/// `text` is a time that the decoder takes: the zone is `Z` or an offset, a fraction may follow
/// the seconds.
fn utc(text: &str, digits: usize) -> Value {
    let Some((date, rest)) = text.split_once('T') else { return text.into() };
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let numbers = |text: &str, by: char| -> Vec<i64> {
        text.split(by).map(|part| part.parse().unwrap_or(0)).collect()
    };
    let ([year, month, day], [hour, minute, second]) =
        (&numbers(date, '-')[..], &numbers(clock, ':')[..])
    else {
        return text.into();
    };
    let offset = match numbers(zone.get(1..).unwrap_or(""), ':')[..] {
        [hours, minutes] if zone.starts_with('-') => -(hours * 60 + minutes),
        [hours, minutes] => hours * 60 + minutes,
        _ => 0,
    };
    let minutes = days(*year, *month, *day) * 1440 + hour * 60 + minute - offset;
    let (year, month, day) = date_of(minutes.div_euclid(1440));
    let (hour, minute) = (minutes.rem_euclid(1440) / 60, minutes.rem_euclid(60));
    if (year, month, day, hour, minute, *second) == (1, 1, 1, 0, 0, 0) && is_zero(fraction) {
        return Value::Null;
    }
    let fraction = match digits {
        0 => String::new(),
        _ => format!(".{:0<digits$}", fraction.get(..digits).unwrap_or(fraction)),
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z").into()
}

fn is_zero(fraction: &str) -> bool {
    fraction.bytes().all(|b| b == b'0')
}

/// Days since the first of March of the year 0, in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1
}

/// The date of that day: year, month, day.
fn date_of(days: i64) -> (i64, i64, i64) {
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * of_era + of_era / 4 - of_era / 100);
    let month = (5 * day + 2) / 153;
    let (year, day) = (era * 400 + of_era, day - (153 * month + 2) / 5 + 1);
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_utc() {
        for (text, expected) in [
            ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
            ("2020-03-01T00:30:00.75+01:00", "2020-02-29T23:30:00Z"),
            ("2019-12-31T23:59:59-08:00", "2020-01-01T07:59:59Z"),
            ("1600-02-29T1:02:03Z", "1600-02-29T01:02:03Z"),
            ("9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
        assert_eq!(microseconds("2020-01-01T00:00:00.5Z"), "2020-01-01T00:00:00.500000Z");
        assert_eq!(microseconds("2020-01-01T00:00:00.1234567Z"), "2020-01-01T00:00:00.123456Z");
        assert_eq!(seconds("0001-01-01T00:00:00Z"), Value::Null);
    }
}
