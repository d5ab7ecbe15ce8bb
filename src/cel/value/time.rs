//! Times and durations (`common/types/timestamp.go`, `common/types/duration.go`, Go's `time`).

use std::cmp::Ordering;

use crate::cel::go;

pub(in crate::cel) const NANOS: i64 = 1_000_000_000;
/// The first and the last second that a timestamp may have.
const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;
const DAY: i64 = 86_400;

/// A point in time. It is printed by the clock of the zone that it was written with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timestamp {
    /// Since 1970.
    pub seconds: i64,
    pub nanos: u32,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A day and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) struct Clock {
    pub year: i64,
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
    /// From 0.
    pub day_of_year: i64,
    /// From Sunday, 0.
    pub weekday: i64,
    /// The second of the day.
    pub second: i64,
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Timestamp) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Timestamp) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Timestamp) -> Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

impl Timestamp {
    pub(in crate::cel) fn of_seconds(seconds: i64) -> Option<Timestamp> {
        Timestamp { seconds, nanos: 0, offset: 0 }.in_range()
    }

    pub(in crate::cel) fn in_range(self) -> Option<Timestamp> {
        (FIRST..=LAST).contains(&self.seconds).then_some(self)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.seconds == FIRST && self.nanos == 0
    }

    /// RFC 3339, as `time.Parse` reads it.
    pub(in crate::cel) fn parse(text: &str) -> Option<Timestamp> {
        let mut reader = TimeReader(text.as_bytes());
        let time = reader.date_time(false)?;
        reader.0.is_empty().then_some(time)
    }

    /// `2026-01-31`
    pub(in crate::cel) fn of_date(text: &str) -> Option<Timestamp> {
        let mut reader = TimeReader(text.as_bytes());
        let days = reader.date()?;
        let time = Timestamp { seconds: days * DAY, nanos: 0, offset: 0 };
        reader.0.is_empty().then_some(time)
    }

    /// The layouts of `strfmt.ParseDateTime`: RFC 3339, and the same without a zone. Nothing at all
    /// is 1970.
    pub(super) fn of_date_time(text: &str) -> Option<Timestamp> {
        if text.is_empty() {
            return Some(Timestamp { seconds: 0, nanos: 0, offset: 0 });
        }
        Timestamp::parse(text).or_else(|| {
            let mut reader = TimeReader(text.as_bytes());
            let time = reader.date_time(true)?;
            reader.0.is_empty().then_some(time)
        })
    }

    /// The clock in its zone, moved by seconds.
    pub(in crate::cel) fn clock(&self, offset: i64) -> Clock {
        let seconds = self.seconds + offset;
        let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = civil(days);
        let day_of_year = days - days_before(year, 1, 1);
        Clock { year, month, day, day_of_year, weekday: (days + 4).rem_euclid(7), second }
    }

    /// As `time.RFC3339Nano` prints it.
    pub(in crate::cel) fn print(&self) -> String {
        let clock = self.clock(i64::from(self.offset));
        let second = clock.second;
        let mut text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            clock.year,
            clock.month,
            clock.day,
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        if self.nanos > 0 {
            let fraction = format!("{:09}", self.nanos);
            text.push('.');
            text.push_str(fraction.trim_end_matches('0'));
        }
        if self.offset == 0 {
            text.push('Z');
            return text;
        }
        let minutes = self.offset.unsigned_abs() / 60;
        let sign = if self.offset < 0 { '-' } else { '+' };
        text.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        text
    }

    /// Later by nanoseconds; `None` outside of the range.
    pub(in crate::cel) fn plus(&self, nanos: i64) -> Option<Timestamp> {
        let total = i64::from(self.nanos) + nanos.rem_euclid(NANOS);
        let seconds = self.seconds.checked_add(nanos.div_euclid(NANOS))? + total.div_euclid(NANOS);
        let nanos = total.rem_euclid(NANOS) as u32;
        Timestamp { seconds, nanos, offset: self.offset }.in_range()
    }

    /// The nanoseconds since another one, if they fit.
    pub(in crate::cel) fn since(&self, other: &Timestamp) -> Option<i64> {
        let seconds = self.seconds.checked_sub(other.seconds)?;
        let nanos = i64::from(self.nanos) - i64::from(other.nanos);
        seconds.checked_mul(NANOS)?.checked_add(nanos)
    }
}

/// Days since 1970 of a date.
fn days_before(year: i64, month: u32, day: u32) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a number of days since 1970.
#[expect(clippy::cast_sign_loss, reason = "months and days are positive")]
fn civil(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as u32;
    let month = ((month + 2) % 12 + 1) as u32;
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[expect(clippy::cast_sign_loss, reason = "a month has days")]
fn days_in(month: u32, year: i64) -> u32 {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    (days_before(next.0, next.1, 1) - days_before(year, month, 1)) as u32
}

/// What is still to be read of a time.
struct TimeReader<'t>(&'t [u8]);

impl TimeReader<'_> {
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(count)?;
        let number = head.iter().try_fold(0, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })?;
        self.0 = tail;
        Some(number)
    }

    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, tail) = self.0.split_first()?;
        any_of.contains(first).then(|| {
            self.0 = tail;
            *first
        })
    }

    /// A date, in days since 1970.
    fn date(&mut self) -> Option<i64> {
        let year = i64::from(self.digits(4)?);
        self.byte(b"-")?;
        let month = self.digits(2).filter(|month| (1..=12).contains(month))?;
        self.byte(b"-")?;
        let day = self.digits(2).filter(|day| (1..=days_in(month, year)).contains(day))?;
        Some(days_before(year, month, day))
    }

    /// `local`: without a zone, and with two digits for the hour.
    fn date_time(&mut self, local: bool) -> Option<Timestamp> {
        let days = self.date()?;
        self.byte(b"T")?;
        let hour = self.digits(2).or_else(|| self.digits(1)).filter(|hour| *hour < 24)?;
        self.byte(b":")?;
        let minute = self.digits(2).filter(|minute| *minute < 60)?;
        self.byte(b":")?;
        let second = self.digits(2).filter(|second| *second < 60)?;
        let nanos = self.fraction();
        let offset = if local { 0 } else { self.zone()? };
        let clock = i64::from(hour * 3600 + minute * 60 + second);
        let seconds = days * DAY + clock - i64::from(offset);
        Some(Timestamp { seconds, nanos, offset })
    }

    /// The nanoseconds of a fraction, if one follows.
    fn fraction(&mut self) -> u32 {
        let digits = self.0.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || self.byte(b".,").is_none() {
            return 0;
        }
        let (fraction, rest) = self.0.split_at(digits);
        self.0 = rest;
        let padded = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(9);
        padded.fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'))
    }

    fn zone(&mut self) -> Option<i32> {
        let sign = match self.byte(b"Z+-")? {
            b'Z' => return Some(0),
            b'-' => -1,
            _ => 1,
        };
        let hours = self.digits(2).filter(|hours| *hours <= 24)?;
        self.byte(b":")?;
        let minutes = self.digits(2).filter(|minutes| *minutes <= 60)?;
        Some(sign * (hours * 3600 + minutes * 60) as i32)
    }
}

/// What Go says of a text that does not have the layout `2006-01-02T15:04:05` or, without `clock`,
/// `2006-01-02` (`time.Parse`).
pub(super) fn layout_fault(text: &str, clock: bool) -> String {
    const LAYOUT: [(&str, u32); 11] = [
        ("2006", u32::MAX),
        ("-", 0),
        ("01", 12),
        ("-", 0),
        ("02", u32::MAX),
        ("T", 0),
        ("15", 23),
        (":", 0),
        ("04", 59),
        (":", 0),
        ("05", 59),
    ];
    let quoted = go::quoted(text);
    let parts = if clock { LAYOUT.as_slice() } else { &LAYOUT[..5] };
    let whole: String = parts.iter().map(|(part, _)| *part).collect();
    let mut rest = TimeReader(text.as_bytes());
    for (part, most) in parts {
        let before = &text[text.len() - rest.0.len()..];
        let read = match (*part, *most) {
            (sign, 0) => rest.byte(sign.as_bytes()).map(|_| 0),
            ("15", _) => rest.digits(2).or_else(|| rest.digits(1)),
            _ => rest.digits(part.len()),
        };
        let Some(number) = read else {
            let before = go::quoted(before);
            return format!(
                "parsing time {quoted} as \"{whole}\": cannot parse {before} as \"{part}\""
            );
        };
        let what = match *part {
            "01" if number == 0 || number > *most => "month",
            "15" if number > *most => "hour",
            "04" if number > *most => "minute",
            "05" if number > *most => "second",
            _ => continue,
        };
        return format!("parsing time {quoted}: {what} out of range");
    }
    if clock {
        rest.fraction();
    }
    if rest.0.is_empty() {
        return format!("parsing time {quoted}: day out of range");
    }
    let extra = go::quoted(&text[text.len() - rest.0.len()..]);
    format!("parsing time {quoted}: extra text: {extra}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_printed() {
        for text in [
            "1970-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2024-02-29T12:30:01.5+02:00",
            "1969-12-31T23:59:59-11:30",
        ] {
            let time = Timestamp::parse(text).map(|time| time.print());
            assert_eq!(time.as_deref(), Some(text));
        }
        for text in ["2023-02-29T00:00:00Z", "2024-02-29", "2024-02-29T24:00:00Z", ""] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
        let time = Timestamp::parse("2024-03-01T00:00:00Z").map(|time| time.clock(0));
        assert_eq!(time.map(|clock| (clock.day_of_year, clock.weekday)), Some((60, 5)));
    }
}
