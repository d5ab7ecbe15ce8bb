//! Functions of lists (cel-go's `ext/lists.go`, `k8s.io/apiserver/pkg/cel/library/lists.go`).

use super::{Function, operators, strings};
use crate::cel::{
    CelFault, CelType,
    budget::MemoryBudget,
    functions::Overload,
    value::{CelResult, CelValue, ListValue, compare::compare, equal::same},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("lists.range", false) => |budget, args, _| range(budget, args),
        (_, false) => return None,
        ("isSorted", _) => |_, args, _| is_sorted(list(args)?),
        ("sum", _) => |budget, args, _| sum(budget, list(args)?, CelValue::Int(0)),
        ("min", _) => |_, args, _| extreme(list(args)?, "min", std::cmp::Ordering::is_gt),
        ("max", _) => |_, args, _| extreme(list(args)?, "max", std::cmp::Ordering::is_lt),
        ("indexOf", _) => |_, args, _| match args {
            [CelValue::List(list), item] => position(list, item, 0..list.len()),
            _ => strings::index_of(args),
        },
        ("lastIndexOf", _) => |_, args, _| match args {
            [CelValue::List(list), item] => position(list, item, (0..list.len()).rev()),
            _ => strings::last_index_of(args),
        },
        ("slice", _) => |budget, args, _| slice(budget, args),
        ("flatten", _) => |budget, args, _| match args {
            [CelValue::List(list)] => flat(budget, list, 1),
            [CelValue::List(list), CelValue::Int(depth)] => flat(budget, list, *depth),
            _ => Err(CelFault::no_overload()),
        },
        ("sort", _) => |_, args, _| match args {
            [list] => operators::sorted_by(list, list),
            _ => Err(CelFault::no_overload()),
        },
        ("reverse", _) => |budget, args, _| {
            let list = list(args)?;
            budget.items(list.len())?;
            let mut items: Vec<CelValue<'_>> = list.iter().collect::<Result<_, _>>()?;
            items.reverse();
            Ok(CelValue::list(items))
        },
        ("distinct", _) => |budget, args, _| distinct(budget, args),
        ("first", _) => |_, args, _| optional_item(list(args)?, 0),
        ("last", _) => |_, args, _| {
            let list = list(args)?;
            optional_item(list, list.len().wrapping_sub(1))
        },
        _ => return None,
    })
}

fn list<'v, 'a>(args: &'v [CelValue<'a>]) -> Result<&'v ListValue<'a>, CelFault> {
    match args {
        [CelValue::List(list), ..] => Ok(list),
        _ => Err(CelFault::no_overload()),
    }
}

fn optional_item<'a>(list: &ListValue<'a>, index: usize) -> CelResult<'a> {
    match list.get(index) {
        Some(item) => Ok(CelValue::some(item?)),
        None => Ok(CelValue::Optional(None)),
    }
}

fn range<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::Int(count)] = args else { return Err(CelFault::no_overload()) };
    let count = (*count).max(0);
    budget.items(usize::try_from(count).unwrap_or(usize::MAX))?;
    Ok(CelValue::list((0..count).map(CelValue::Int).collect()))
}

fn is_sorted<'a>(list: &ListValue<'_>) -> CelResult<'a> {
    let mut before: Option<CelValue<'_>> = None;
    for item in list.iter() {
        let item = item?;
        if let Some(before) = &before
            && compare(before, &item).is_ok_and(|order| order.is_gt())
        {
            return Ok(CelValue::Bool(false));
        }
        before = Some(item);
    }
    Ok(CelValue::Bool(true))
}

/// The sum of a list whose items have a known type.
pub(super) fn sum_of(overload: &Overload) -> Function {
    let Some(CelType::List(item)) = overload.args.first() else {
        return |budget, args, _| sum(budget, list(args)?, CelValue::Int(0));
    };
    match **item {
        CelType::Uint => |budget, args, _| sum(budget, list(args)?, CelValue::Uint(0)),
        CelType::Double => |budget, args, _| sum(budget, list(args)?, CelValue::Double(0.0)),
        CelType::Duration => |budget, args, _| sum(budget, list(args)?, CelValue::Duration(0)),
        _ => |budget, args, _| sum(budget, list(args)?, CelValue::Int(0)),
    }
}

fn sum<'a>(budget: &mut MemoryBudget, list: &ListValue<'a>, zero: CelValue<'a>) -> CelResult<'a> {
    let Some(add) = operators::find("+", false) else { return Err(CelFault::no_overload()) };
    let mut sum = zero;
    for item in list.iter() {
        sum = add(budget, &[sum, item?], None)?;
    }
    Ok(sum)
}

fn extreme<'a>(
    list: &ListValue<'a>,
    name: &str,
    worse: fn(std::cmp::Ordering) -> bool,
) -> CelResult<'a> {
    let mut best: Option<CelValue<'a>> = None;
    for item in list.iter() {
        let item = item?;
        match &best {
            Some(known) if !compare(known, &item).is_ok_and(worse) => {}
            _ => best = Some(item),
        }
    }
    best.ok_or_else(|| CelFault::from(format!("{name} called on empty list")))
}

fn position<'a>(
    list: &ListValue<'_>,
    item: &CelValue<'_>,
    mut places: impl Iterator<Item = usize>,
) -> CelResult<'a> {
    let is_it = |index: &usize| {
        let found = list.get(*index).and_then(Result::ok);
        found.is_some_and(|found| same(&found, item) == Ok(true))
    };
    Ok(CelValue::Int(places.find(is_it).map_or(-1, |index| index as i64)))
}

fn slice<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::List(list), CelValue::Int(start), CelValue::Int(end)] = args else {
        return Err(CelFault::no_overload());
    };
    let length = list.len();
    let what = format!("cannot slice({start}, {end})");
    let (Ok(from), Ok(to)) = (usize::try_from(*start), usize::try_from(*end)) else {
        return Err(CelFault::from(format!("{what}, negative indexes not supported")));
    };
    if from > to {
        let why = "start index must be less than or equal to end index";
        return Err(CelFault::from(format!("{what}, {why}")));
    }
    if length < to {
        return Err(CelFault::from(format!("{what}, list is length {length}")));
    }
    budget.items(to - from)?;
    let items = (from..to).filter_map(|index| list.get(index));
    Ok(CelValue::list(items.collect::<Result<_, _>>()?))
}

fn flat<'a>(budget: &mut MemoryBudget, list: &ListValue<'a>, depth: i64) -> CelResult<'a> {
    if depth < 0 {
        return Err(CelFault::new("level must be non-negative"));
    }
    let mut items = Vec::new();
    flatten(budget, list, depth, &mut items)?;
    Ok(CelValue::list(items))
}

fn flatten<'a>(
    budget: &mut MemoryBudget,
    list: &ListValue<'a>,
    depth: i64,
    into: &mut Vec<CelValue<'a>>,
) -> Result<(), CelFault> {
    budget.items(list.len())?;
    for item in list.iter() {
        match item? {
            CelValue::List(inner) if depth > 0 => flatten(budget, &inner, depth - 1, into)?,
            other => into.push(other),
        }
    }
    Ok(())
}

fn distinct<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let list = list(args)?;
    if list.len() == 0 {
        return Ok(CelValue::List(list.clone()));
    }
    // Its cost is counted afterwards, by the square of the length.
    budget.bytes(list.len().saturating_mul(list.len()))?;
    let mut found: Vec<CelValue<'a>> = Vec::new();
    for item in list.iter() {
        let item = item?;
        if !found.iter().any(|known| same(&item, known) == Ok(true)) {
            found.push(item);
        }
    }
    Ok(CelValue::list(found))
}
