//! What the fields of a cron schedule stand for, as `robfig/cron` reads them.

/// The names of months and weekdays, which stand for numbers from 1 and from 0.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Minute, hour, day of the month, month and weekday; `None` for other schedules, such as `@daily`.
pub(super) fn fields_of(schedule: &str) -> Option<[&str; 5]> {
    let zoned = schedule.strip_prefix("CRON_TZ=").or(schedule.strip_prefix("TZ="));
    let schedule = zoned.and_then(|rest| rest.split_once(' ')).map_or(schedule, |(_, rest)| rest);
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    fields.try_into().ok()
}

/// The numbers that a field stands for; `None` where it is not valid.
pub(super) fn numbers_of(field: &str, first: u32, last: u32) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<u32>().ok().filter(|n| *n > 0)?)),
            None => (part, None),
        };
        let (start, end) = match (range, range.split_once('-')) {
            ("*" | "?", _) => (first, last),
            (_, Some((start, end))) => (number(start)?, number(end)?),
            // With a step, one number begins a range.
            (_, None) if step.is_some() => (number(range)?, last),
            (_, None) => (number(range)?, number(range)?),
        };
        if start < first || end > last {
            return None;
        }
        numbers.extend((start..=end).step_by(step.unwrap_or(1) as usize));
    }
    Some(numbers)
}

fn number(text: &str) -> Option<u32> {
    let named = || MONTHS.iter().position(|month| text.eq_ignore_ascii_case(month));
    text.parse().ok().or_else(|| named().map(|index| index as u32 + 1))
}
