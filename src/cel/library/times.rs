//! Parts of times and durations (`common/types/timestamp.go`, `common/types/duration.go`).

use super::Function;
use crate::cel::{
    CelFault,
    value::{
        CelResult, CelValue, Timestamp,
        time::{Clock, NANOS},
    },
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    if !receiver {
        return None;
    }
    Some(match name {
        "getFullYear" => |_, args, _| of_time(args, |clock, _| clock.year),
        "getMonth" => |_, args, _| of_time(args, |clock, _| i64::from(clock.month) - 1),
        "getDayOfYear" => |_, args, _| of_time(args, |clock, _| clock.day_of_year),
        "getDate" => |_, args, _| of_time(args, |clock, _| i64::from(clock.day)),
        "getDayOfMonth" => |_, args, _| of_time(args, |clock, _| i64::from(clock.day) - 1),
        "getDayOfWeek" => |_, args, _| of_time(args, |clock, _| clock.weekday),
        "getHours" => |_, args, _| of_either(args, 3600 * NANOS, |clock, _| clock.second / 3600),
        "getMinutes" => |_, args, _| of_either(args, 60 * NANOS, |clock, _| clock.second / 60 % 60),
        "getSeconds" => |_, args, _| of_either(args, NANOS, |clock, _| clock.second % 60),
        "getMilliseconds" => {
            |_, args, _| of_either(args, NANOS / 1000, |_, time| i64::from(time.nanos) / 1_000_000)
        }
        _ => return None,
    })
}

/// A part of a time.
type Part = fn(Clock, Timestamp) -> i64;

/// All of a duration in a unit, or a part of a time.
fn of_either<'a>(args: &[CelValue<'a>], unit: i64, part: Part) -> CelResult<'a> {
    match args {
        [CelValue::Duration(nanos)] => Ok(CelValue::Int(nanos / unit)),
        _ => of_time(args, part),
    }
}

fn of_time<'a>(args: &[CelValue<'a>], part: Part) -> CelResult<'a> {
    let (time, offset) = match args {
        [CelValue::Timestamp(time)] => (time, 0),
        [CelValue::Timestamp(time), CelValue::Str(zone)] => (time, offset_of(zone)?),
        _ => return Err(CelFault::no_overload()),
    };
    Ok(CelValue::Int(part(time.clock(offset), *time)))
}

/// The seconds east of UTC of a zone: `UTC`, or hours and minutes. The rules of other zones are
/// not known here.
fn offset_of(zone: &str) -> Result<i64, CelFault> {
    let Some((hours, minutes)) = zone.split_once(':') else {
        return match zone {
            "" | "UTC" => Ok(0),
            _ => Err(CelFault::Unknown("the rules of a time zone")),
        };
    };
    let number = |text: &str| {
        text.parse::<i64>().ok().filter(|number| number.abs() < 1_000_000).ok_or_else(|| {
            CelFault::from(format!("strconv.Atoi: parsing \"{text}\": invalid syntax"))
        })
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = if zone.starts_with('-') { hours * 60 - minutes } else { hours * 60 + minutes };
    Ok(total * 60)
}
