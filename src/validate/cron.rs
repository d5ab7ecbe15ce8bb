//! Cron schedules, as `robfig/cron` reads them for the CronJob controller (`parser.go`,
//! `ParseStandard`): five fields or a descriptor.

use crate::{model::value::duration, text, text::Text};

/// One of the five fields.
struct CronField {
    name: &'static str,
    least: u32,
    most: u32,
    /// Names of its values, the first one for `least`.
    names: &'static [&'static str],
}

const FIELDS: [CronField; 5] = [
    CronField { name: "minute", least: 0, most: 59, names: &[] },
    CronField { name: "hour", least: 0, most: 23, names: &[] },
    CronField { name: "day of the month", least: 1, most: 31, names: &[] },
    CronField {
        name: "month",
        least: 1,
        most: 12,
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    CronField {
        name: "day of the week",
        least: 0,
        most: 6,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

/// What is wrong with a schedule, to continue a sentence about it. A time zone inside it, which
/// the parser would take, is refused by the API server: it belongs in `spec.timeZone`.
pub fn check(schedule: &str) -> Result<(), Text> {
    if schedule.is_empty() {
        return Err("is empty".into());
    }
    if schedule.contains("TZ") {
        return Err("contains a time zone".into());
    }
    if let Some(rest) = schedule.strip_prefix("@every ") {
        let known = duration::parse(rest).is_some();
        return known.then_some(()).ok_or_else(|| text!("has an invalid duration, `{}`", rest));
    }
    if let Some(descriptor) = schedule.strip_prefix('@') {
        let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        return known
            .contains(&descriptor)
            .then_some(())
            .ok_or_else(|| "is not a known descriptor such as @daily".into());
    }
    let parts: Vec<&str> = schedule.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(text!("has {} fields instead of 5", text::name(parts.len())));
    }
    FIELDS.iter().zip(parts).try_for_each(|(field, text)| field.check(text))
}

impl CronField {
    fn check(&self, text: &str) -> Result<(), Text> {
        let mut ranges = text.split(',').filter(|range| !range.is_empty());
        ranges.try_for_each(|range| self.range(range))
    }

    fn range(&self, text: &str) -> Result<(), Text> {
        let field = text::name(self.name);
        let (values, step) = match text.split_once('/') {
            Some((_, step)) if step.contains('/') => {
                return Err(text!("has two `/` in the {} field, `{}`", field, text));
            }
            Some((values, step)) => (values, Some(step)),
            None => (text, None),
        };
        let ends: Vec<&str> = values.split('-').collect();
        let (start, mut end) = match ends.as_slice() {
            ["*" | "?", ..] => (self.least, self.most),
            [one] => (self.value(one, text)?, self.value(one, text)?),
            [low, high] => (self.value(low, text)?, self.value(high, text)?),
            _ => return Err(text!("has two `-` in the {} field, `{}`", field, text)),
        };
        if let Some(step) = step {
            let step = number(step).ok_or_else(|| text!("has no valid step in `{}`", text))?;
            if step == 0 {
                return Err(text!("has a step of 0 in `{}`", text));
            }
            if ends.len() == 1 {
                end = self.most;
            }
        }
        if start < self.least {
            let least = text::name(self.least);
            return Err(text!("is not valid: {} `{}` is below {}", field, text, least));
        }
        if end > self.most {
            let most = text::name(self.most);
            return Err(text!("is not valid: {} `{}` is above {}", field, text, most));
        }
        if start > end {
            return Err(text!("is not valid: {} range `{}` ends before it starts", field, text));
        }
        Ok(())
    }

    fn value(&self, text: &str, range: &str) -> Result<u32, Text> {
        let lower = text.to_lowercase();
        let named = self.names.iter().position(|name| *name == lower);
        named
            .map(|index| index as u32 + self.least)
            .or_else(|| number(text))
            .ok_or_else(|| text!("has no valid {} in `{}`", text::name(self.name), range))
    }
}

/// A number as Go's `Atoi` reads it, not negative.
fn number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // Values beyond any bound are out of range all the same.
    plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn schedules() {
        for good in [
            "0 3 * * *",
            "*/5 * * * *",
            "0 0 1,15 * MON-fri",
            "0 0 ? jan *",
            "5/15 * * * *",
            "@hourly",
            "@every 1h30m",
            ", * * * *",
            "*-5 * * * *",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", "is empty"),
            ("* * * *", "has 4 fields instead of 5"),
            ("0 0 * * * *", "has 6 fields instead of 5"),
            ("61 * * * *", "is not valid: minute `61` is above 59"),
            ("0 0 * * 7", "is not valid: day of the week `7` is above 6"),
            ("0 0 0 * *", "is not valid: day of the month `0` is below 1"),
            ("0 0 L * *", "has no valid day of the month in `L`"),
            ("30-10 * * * *", "is not valid: minute range `30-10` ends before it starts"),
            ("*/0 * * * *", "has a step of 0 in `*/0`"),
            ("@dayly", "is not a known descriptor such as @daily"),
            ("@every day", "has an invalid duration, `day`"),
        ] {
            assert_eq!(check(bad).map_err(|why| why.with_values().to_owned()), Err(why.to_owned()));
        }
    }
}
