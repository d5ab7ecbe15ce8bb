//! Functions of lists (cel-go's `ext/lists.go`, `k8s.io/apiserver/pkg/cel/library/lists.go`).

use super::{Function, operators, strings};
use crate::cel::{
    CelType, Fault,
    budget::Budget,
    functions::Overload,
    value::{ListValue, Outcome, Value, compare::compare, equal::same},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("lists.range", false) => |budget, args, _| range(budget, args),
        (_, false) => return None,
        ("isSorted", _) => |_, args, _| is_sorted(list(args)?),
        ("sum", _) => |budget, args, _| sum(budget, list(args)?, Value::Int(0)),
        ("min", _) => |_, args, _| extreme(list(args)?, "min", std::cmp::Ordering::is_gt),
        ("max", _) => |_, args, _| extreme(list(args)?, "max", std::cmp::Ordering::is_lt),
        ("indexOf", _) => |_, args, _| match args {
            [Value::List(list), item] => position(list, item, 0..list.len()),
            _ => strings::index_of(args),
        },
        ("lastIndexOf", _) => |_, args, _| match args {
            [Value::List(list), item] => position(list, item, (0..list.len()).rev()),
            _ => strings::last_index_of(args),
        },
        ("slice", _) => |budget, args, _| slice(budget, args),
        ("flatten", _) => |budget, args, _| match args {
            [Value::List(list)] => flat(budget, list, 1),
            [Value::List(list), Value::Int(depth)] => flat(budget, list, *depth),
            _ => Err(Fault::no_overload()),
        },
        ("sort", _) => |_, args, _| match args {
            [list] => operators::sorted_by(list, list),
            _ => Err(Fault::no_overload()),
        },
        ("reverse", _) => |budget, args, _| {
            let list = list(args)?;
            budget.items(list.len())?;
            let mut items: Vec<Value<'_>> = list.iter().collect::<Result<_, _>>()?;
            items.reverse();
            Ok(Value::list(items))
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

fn list<'v, 'a>(args: &'v [Value<'a>]) -> Result<&'v ListValue<'a>, Fault> {
    match args {
        [Value::List(list), ..] => Ok(list),
        _ => Err(Fault::no_overload()),
    }
}

fn optional_item<'a>(list: &ListValue<'a>, index: usize) -> Outcome<'a> {
    match list.get(index) {
        Some(item) => Ok(Value::some(item?)),
        None => Ok(Value::Optional(None)),
    }
}

fn range<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let [Value::Int(count)] = args else { return Err(Fault::no_overload()) };
    let count = (*count).max(0);
    budget.items(usize::try_from(count).unwrap_or(usize::MAX))?;
    Ok(Value::list((0..count).map(Value::Int).collect()))
}

fn is_sorted<'a>(list: &ListValue<'_>) -> Outcome<'a> {
    let mut before: Option<Value<'_>> = None;
    for item in list.iter() {
        let item = item?;
        if let Some(before) = &before
            && compare(before, &item).is_ok_and(|order| order.is_gt())
        {
            return Ok(Value::Bool(false));
        }
        before = Some(item);
    }
    Ok(Value::Bool(true))
}

/// The sum of a list whose items have a known type.
pub(super) fn sum_of(overload: &Overload) -> Function {
    let Some(CelType::List(item)) = overload.args.first() else {
        return |budget, args, _| sum(budget, list(args)?, Value::Int(0));
    };
    match **item {
        CelType::Uint => |budget, args, _| sum(budget, list(args)?, Value::Uint(0)),
        CelType::Double => |budget, args, _| sum(budget, list(args)?, Value::Double(0.0)),
        CelType::Duration => |budget, args, _| sum(budget, list(args)?, Value::Duration(0)),
        _ => |budget, args, _| sum(budget, list(args)?, Value::Int(0)),
    }
}

fn sum<'a>(budget: &mut Budget, list: &ListValue<'a>, zero: Value<'a>) -> Outcome<'a> {
    let Some(add) = operators::find("+", false) else { return Err(Fault::no_overload()) };
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
) -> Outcome<'a> {
    let mut best: Option<Value<'a>> = None;
    for item in list.iter() {
        let item = item?;
        match &best {
            Some(known) if !compare(known, &item).is_ok_and(worse) => {}
            _ => best = Some(item),
        }
    }
    best.ok_or_else(|| Fault::from(format!("{name} called on empty list")))
}

fn position<'a>(
    list: &ListValue<'_>,
    item: &Value<'_>,
    mut places: impl Iterator<Item = usize>,
) -> Outcome<'a> {
    let is_it = |index: &usize| {
        let found = list.get(*index).and_then(Result::ok);
        found.is_some_and(|found| same(&found, item) == Ok(true))
    };
    Ok(Value::Int(places.find(is_it).map_or(-1, |index| index as i64)))
}

fn slice<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let [Value::List(list), Value::Int(start), Value::Int(end)] = args else {
        return Err(Fault::no_overload());
    };
    let length = list.len();
    let what = format!("cannot slice({start}, {end})");
    let (Ok(from), Ok(to)) = (usize::try_from(*start), usize::try_from(*end)) else {
        return Err(Fault::from(format!("{what}, negative indexes not supported")));
    };
    if from > to {
        let why = "start index must be less than or equal to end index";
        return Err(Fault::from(format!("{what}, {why}")));
    }
    if length < to {
        return Err(Fault::from(format!("{what}, list is length {length}")));
    }
    budget.items(to - from)?;
    let items = (from..to).filter_map(|index| list.get(index));
    Ok(Value::list(items.collect::<Result<_, _>>()?))
}

fn flat<'a>(budget: &mut Budget, list: &ListValue<'a>, depth: i64) -> Outcome<'a> {
    if depth < 0 {
        return Err(Fault::new("level must be non-negative"));
    }
    let mut items = Vec::new();
    flatten(budget, list, depth, &mut items)?;
    Ok(Value::list(items))
}

fn flatten<'a>(
    budget: &mut Budget,
    list: &ListValue<'a>,
    depth: i64,
    into: &mut Vec<Value<'a>>,
) -> Result<(), Fault> {
    budget.items(list.len())?;
    for item in list.iter() {
        match item? {
            Value::List(inner) if depth > 0 => flatten(budget, &inner, depth - 1, into)?,
            other => into.push(other),
        }
    }
    Ok(())
}

fn distinct<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let list = list(args)?;
    if list.len() == 0 {
        return Ok(Value::List(list.clone()));
    }
    // Its cost is counted afterwards, by the square of the length.
    budget.bytes(list.len().saturating_mul(list.len()))?;
    let mut found: Vec<Value<'a>> = Vec::new();
    for item in list.iter() {
        let item = item?;
        if !found.iter().any(|known| same(&item, known) == Ok(true)) {
            found.push(item);
        }
    }
    Ok(Value::list(found))
}
