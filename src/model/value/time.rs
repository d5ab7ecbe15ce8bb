//! Times as the API writes them.

/// What a time may have after its seconds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fraction {
    Optional,
    /// `metav1.MicroTime`, which is read by the layout `.000000`.
    SixDigits,
}

/// RFC 3339 as Go's `time.Parse` takes it: an hour may have one digit, a fraction may follow a
/// comma, and a zone may go up to `24:60`.
pub fn is_time(text: &str, fraction: Fraction) -> bool {
    let mut rest = Rest(text.as_bytes());
    rest.time(fraction).is_some() && rest.0.is_empty()
}

/// `2026-01-31`
pub fn is_date(text: &str) -> bool {
    let mut rest = Rest(text.as_bytes());
    rest.date().is_some() && rest.0.is_empty()
}

fn days(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What is still to be read of a time.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn date(&mut self) -> Option<()> {
        let year = self.digits(4)?;
        self.byte(b"-")?;
        let month = self.digits(2).filter(|month| (1..=12).contains(month))?;
        self.byte(b"-")?;
        self.digits(2).filter(|day| (1..=days(month, year)).contains(day)).map(|_| ())
    }

    fn time(&mut self, fraction: Fraction) -> Option<()> {
        self.date()?;
        self.byte(b"T")?;
        let hour = self.digits(2).or_else(|| self.digits(1))?;
        self.byte(b":")?;
        let minute = self.digits(2)?;
        self.byte(b":")?;
        let second = self.digits(2)?;
        self.fraction(fraction)?;
        self.zone()?;
        (hour < 24 && minute < 60 && second < 60).then_some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(count)?;
        let number =
            std::str::from_utf8(head).ok().filter(|_| head.iter().all(u8::is_ascii_digit))?;
        self.0 = tail;
        number.parse().ok()
    }

    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, tail) = self.0.split_first()?;
        any_of.contains(first).then(|| {
            self.0 = tail;
            *first
        })
    }

    fn fraction(&mut self, fraction: Fraction) -> Option<()> {
        let digits = self.0.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        let starts = self.0.first().is_some_and(|b| matches!(b, b'.' | b','));
        let length = match fraction {
            Fraction::SixDigits if starts && digits >= 6 => 7,
            Fraction::SixDigits => return None,
            Fraction::Optional if starts && digits > 0 => digits + 1,
            Fraction::Optional => 0,
        };
        self.0 = self.0.get(length..)?;
        Some(())
    }

    fn zone(&mut self) -> Option<()> {
        if self.byte(b"Z+-")? == b'Z' {
            return Some(());
        }
        let hours = self.digits(2)?;
        self.byte(b":")?;
        let minutes = self.digits(2)?;
        (hours <= 24 && minutes <= 60).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_go_reads_them() {
        for text in
            ["2020-01-01T00:00:00Z", "2020-02-29T23:59:59.5+09:00", "2020-01-01T1:00:00,5+24:60"]
        {
            assert!(is_time(text, Fraction::Optional), "{text}");
        }
        for text in [
            "2020-1-01T00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01 00:00:00Z",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00z",
            "2020-01-01T00:00:00.Z",
            "2020-01-01",
            "",
        ] {
            assert!(!is_time(text, Fraction::Optional), "{text}");
        }
        assert!(is_time("2020-01-01T00:00:00.000000Z", Fraction::SixDigits));
        assert!(!is_time("2020-01-01T00:00:00Z", Fraction::SixDigits));
        assert!(!is_time("2020-01-01T00:00:00.0000000Z", Fraction::SixDigits));
    }
}
