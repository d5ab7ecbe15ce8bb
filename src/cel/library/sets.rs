//! Lists as sets (cel-go's `ext/sets.go`).

use super::Function;
use crate::cel::{
    CelFault,
    budget::MemoryBudget,
    value::{
        CelResult, CelValue, ListValue,
        equal::{Equality, contains},
    },
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    if receiver {
        return None;
    }
    Some(match name {
        "sets.contains" => |budget, args, _| {
            let (a, b) = lists(budget, args)?;
            contains_all(a, b).map(CelValue::Bool)
        },
        "sets.equivalent" => |budget, args, _| {
            let (a, b) = lists(budget, args)?;
            let equal = contains_all(a, b)? && contains_all(b, a)?;
            Ok(CelValue::Bool(equal))
        },
        "sets.intersects" => |budget, args, _| intersects(budget, args),
        _ => return None,
    })
}

fn lists<'v, 'a>(
    budget: &mut MemoryBudget,
    args: &'v [CelValue<'a>],
) -> Result<(&'v ListValue<'a>, &'v ListValue<'a>), CelFault> {
    let [CelValue::List(a), CelValue::List(b)] = args else { return Err(CelFault::no_overload()) };
    // The cost is counted afterwards, by the product of the lengths.
    budget.bytes(a.len().saturating_mul(b.len()))?;
    Ok((a, b))
}

fn contains_all(list: &ListValue<'_>, items: &ListValue<'_>) -> Equality {
    for item in items.iter() {
        if !contains(list, &item?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn intersects<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let (a, b) = lists(budget, args)?;
    let common = a.iter().any(|item| item.is_ok_and(|item| contains(b, &item) == Ok(true)));
    Ok(CelValue::Bool(common))
}
