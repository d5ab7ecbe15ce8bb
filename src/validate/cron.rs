//! Cron schedules, as `robfig/cron` reads them for the CronJob controller (`parser.go`,
//! `ParseStandard`): five fields or a descriptor.

use crate::model::value::duration;

/// One of the five fields.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    /// Names of its values, the first one for `least`.
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, names: &[] },
    Field { name: "hour", least: 0, most: 23, names: &[] },
    Field { name: "day of the month", least: 1, most: 31, names: &[] },
    Field {
        name: "month",
        least: 1,
        most: 12,
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    Field {
        name: "day of the week",
        least: 0,
        most: 6,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

/// What is wrong with a schedule, to continue a sentence about it. A time zone inside it, which
/// the parser would take, is refused by the API server: `spec.timeZone` is the place.
pub fn check(schedule: &str) -> Result<(), String> {
    if schedule.is_empty() {
        return Err("is empty".to_owned());
    }
    if schedule.contains("TZ") {
        return Err("names a time zone".to_owned());
    }
    if let Some(rest) = schedule.strip_prefix("@every ") {
        let known = duration::parse(rest).is_some();
        return known.then_some(()).ok_or_else(|| format!("has no duration, `{rest}`"));
    }
    if let Some(descriptor) = schedule.strip_prefix('@') {
        let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        return known
            .contains(&descriptor)
            .then_some(())
            .ok_or_else(|| "is no descriptor such as @daily".to_owned());
    }
    let parts: Vec<&str> = schedule.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(format!("has {} fields, 5 are needed", parts.len()));
    }
    FIELDS.iter().zip(parts).try_for_each(|(field, text)| field.check(text))
}

impl Field {
    fn check(&self, text: &str) -> Result<(), String> {
        let mut ranges = text.split(',').filter(|range| !range.is_empty());
        ranges.try_for_each(|range| self.range(range))
    }

    fn range(&self, text: &str) -> Result<(), String> {
        let (values, step) = match text.split_once('/') {
            Some((_, step)) if step.contains('/') => {
                return Err(format!("has two `/` in its {}, `{text}`", self.name));
            }
            Some((values, step)) => (values, Some(step)),
            None => (text, None),
        };
        let ends: Vec<&str> = values.split('-').collect();
        let (start, mut end) = match ends.as_slice() {
            ["*" | "?", ..] => (self.least, self.most),
            [one] => (self.value(one, text)?, self.value(one, text)?),
            [low, high] => (self.value(low, text)?, self.value(high, text)?),
            _ => return Err(format!("has two `-` in its {}, `{text}`", self.name)),
        };
        if let Some(step) = step {
            let step = number(step).ok_or_else(|| format!("has no step in `{text}`"))?;
            if step == 0 {
                return Err(format!("has a step of 0 in `{text}`"));
            }
            if ends.len() == 1 {
                end = self.most;
            }
        }
        if start < self.least {
            return Err(format!("has a {} below {}, `{text}`", self.name, self.least));
        }
        if end > self.most {
            return Err(format!("has a {} above {}, `{text}`", self.name, self.most));
        }
        if start > end {
            return Err(format!("has a {} range that runs backwards, `{text}`", self.name));
        }
        Ok(())
    }

    fn value(&self, text: &str, range: &str) -> Result<u32, String> {
        let lower = text.to_lowercase();
        let named = self.names.iter().position(|name| *name == lower);
        named
            .map(|index| index as u32 + self.least)
            .or_else(|| number(text))
            .ok_or_else(|| format!("has no {} in `{range}`", self.name))
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
            ("* * * *", "has 4 fields, 5 are needed"),
            ("0 0 * * * *", "has 6 fields, 5 are needed"),
            ("61 * * * *", "has a minute above 59, `61`"),
            ("0 0 * * 7", "has a day of the week above 6, `7`"),
            ("0 0 0 * *", "has a day of the month below 1, `0`"),
            ("0 0 L * *", "has no day of the month in `L`"),
            ("30-10 * * * *", "has a minute range that runs backwards, `30-10`"),
            ("*/0 * * * *", "has a step of 0 in `*/0`"),
            ("@dayly", "is no descriptor such as @daily"),
            ("@every day", "has no duration, `day`"),
        ] {
            assert_eq!(check(bad), Err(why.to_owned()), "{bad}");
        }
    }
}
