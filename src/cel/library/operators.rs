//! Operators, and functions of values of many types (`common/stdlib/standard.go`,
//! `common/types/overflow.go`).

use std::{cmp::Ordering, sync::Arc};

use indexmap::IndexMap;

use super::Function;
use crate::cel::{
    CelFault,
    budget::MemoryBudget,
    schema::ListType,
    value::{
        CelResult, CelText, CelValue, ListValue, Timestamp,
        compare::compare,
        equal::{adopted, contains, map_key, set_item, set_of},
    },
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match name {
        "size" => |_, args, _| match args.first().and_then(CelValue::size) {
            Some(size) if !matches!(args, [CelValue::Opaque(_)]) => Ok(CelValue::Int(size as i64)),
            _ => Err(CelFault::new("no such overload: size")),
        },
        _ if receiver => return None,
        "+" => |budget, args, _| named(add(budget, args), args, "_+_", is_added),
        "-" => |_, args, _| named(subtract(args), args, "_-_", is_subtracted),
        "*" => |_, args, _| named(multiply(args), args, "_*_", is_number),
        "/" => |_, args, _| named(divide(args), args, "_/_", is_number),
        "%" => |_, args, _| named(modulo(args), args, "_%_", is_integer),
        "<" => |_, args, _| named(ordered(args, Ordering::is_lt), args, "_<_", is_ordered),
        "<=" => |_, args, _| named(ordered(args, Ordering::is_le), args, "_<=_", is_ordered),
        ">" => |_, args, _| named(ordered(args, Ordering::is_gt), args, "_>_", is_ordered),
        ">=" => |_, args, _| named(ordered(args, Ordering::is_ge), args, "_>=_", is_ordered),
        "!" => |_, args, _| match args {
            [CelValue::Bool(value)] => Ok(CelValue::Bool(!value)),
            _ => Err(CelFault::no_overload()),
        },
        "-x" => |_, args, _| negate(args),
        "in" => |_, args, _| is_in(args),
        "dyn" => |_, args, _| args.first().cloned().ok_or(CelFault::no_overload()),
        "type" => |_, args, _| {
            args.first()
                .map(|value| CelValue::Type(value.type_name()))
                .ok_or(CelFault::no_overload())
        },
        _ => return None,
    })
}

const INT_OVERFLOW: CelFault = CelFault::new("integer overflow");
const UINT_OVERFLOW: CelFault = CelFault::new("unsigned integer overflow");
const TIME_OVERFLOW: CelFault = CelFault::new("timestamp overflow");

/// What an operator gives. If the first operand cannot be an operand of it at all, the fault names
/// it (`traits` of `common/types`).
fn named<'a>(
    outcome: CelResult<'a>,
    args: &[CelValue<'a>],
    name: &'static str,
    fits: fn(&CelValue<'_>) -> bool,
) -> CelResult<'a> {
    match args.first() {
        Some(first) if outcome.is_err() && !fits(first) => {
            Err(CelFault::from(format!("no such overload: {name}")))
        }
        _ => outcome,
    }
}

fn is_integer(value: &CelValue<'_>) -> bool {
    matches!(value, CelValue::Int(_) | CelValue::Uint(_))
}

fn is_number(value: &CelValue<'_>) -> bool {
    is_integer(value) || matches!(value, CelValue::Double(_))
}

fn is_subtracted(value: &CelValue<'_>) -> bool {
    is_number(value) || matches!(value, CelValue::Timestamp(_) | CelValue::Duration(_))
}

fn is_added(value: &CelValue<'_>) -> bool {
    is_subtracted(value)
        || matches!(value, CelValue::Str(_) | CelValue::Bytes(_) | CelValue::List(_))
}

fn is_ordered(value: &CelValue<'_>) -> bool {
    is_subtracted(value)
        || matches!(value, CelValue::Bool(_) | CelValue::Str(_) | CelValue::Bytes(_))
}

fn ordered<'a>(args: &[CelValue<'a>], holds: fn(Ordering) -> bool) -> CelResult<'a> {
    match args {
        [a, b] => compare(a, b).map(|order| CelValue::Bool(holds(order))),
        _ => Err(CelFault::no_overload()),
    }
}

fn checked_int<'a>(value: Option<i64>) -> CelResult<'a> {
    value.map(CelValue::Int).ok_or(INT_OVERFLOW)
}

fn checked_uint<'a>(value: Option<u64>) -> CelResult<'a> {
    value.map(CelValue::Uint).ok_or(UINT_OVERFLOW)
}

fn checked_time<'a>(value: Option<Timestamp>) -> CelResult<'a> {
    value.map(CelValue::Timestamp).ok_or(TIME_OVERFLOW)
}

fn add<'a>(budget: &mut MemoryBudget, args: &[CelValue<'a>]) -> CelResult<'a> {
    let [a, b] = args else { return Err(CelFault::no_overload()) };
    match (a, b) {
        (CelValue::Int(a), CelValue::Int(b)) => checked_int(a.checked_add(*b)),
        (CelValue::Uint(a), CelValue::Uint(b)) => checked_uint(a.checked_add(*b)),
        (CelValue::Double(a), CelValue::Double(b)) => Ok(CelValue::Double(a + b)),
        (CelValue::Str(a), CelValue::Str(b)) => {
            budget.bytes(a.len() + b.len())?;
            Ok(CelValue::text(format!("{}{}", &**a, &**b)))
        }
        (CelValue::Bytes(a), CelValue::Bytes(b)) => {
            budget.bytes(a.len() + b.len())?;
            Ok(CelValue::Bytes([&**a, &**b].concat().into()))
        }
        (CelValue::Duration(a), CelValue::Duration(b)) => {
            a.checked_add(*b).map(CelValue::Duration).ok_or(INT_OVERFLOW)
        }
        (CelValue::Timestamp(a), CelValue::Duration(b))
        | (CelValue::Duration(b), CelValue::Timestamp(a)) => checked_time(a.plus(*b)),
        (CelValue::List(a), CelValue::List(b)) => add_lists(budget, a, b),
        _ => Err(CelFault::no_overload()),
    }
}

/// The items of two lists. A set takes only those that it does not have, a list of type `map`
/// replaces those of one key.
fn add_lists<'a>(budget: &mut MemoryBudget, a: &ListValue<'a>, b: &ListValue<'a>) -> CelResult<'a> {
    let Some(schema) = a.schema() else {
        if a.len() == 0 {
            return Ok(CelValue::List(b.clone()));
        }
        if b.len() == 0 {
            return Ok(CelValue::List(a.clone()));
        }
        budget.items(a.len() + b.len())?;
        return Ok(CelValue::list(a.iter().chain(b.iter()).collect::<Result<_, _>>()?));
    };
    budget.items(a.len() + b.len())?;
    let mut items: Vec<CelValue<'a>> = a.iter().collect::<Result<_, _>>()?;
    match a.list_type() {
        ListType::Atomic => {
            for item in b.iter() {
                items.push(adopted(item?, schema)?);
            }
        }
        ListType::Set => {
            let mut known = set_of(a);
            for item in b.iter() {
                let new = set_item(&item).is_some_and(|item| known.insert(item));
                if new {
                    items.push(adopted(item?, schema)?);
                }
            }
        }
        ListType::Map => {
            let keys = items.iter().enumerate().map(|(at, item)| (map_key(item, schema), at));
            let known: IndexMap<_, _> = keys.collect();
            for item in b.iter() {
                let item = item?;
                let place = known.get(&map_key(&item, schema)).and_then(|at| items.get_mut(*at));
                let item = adopted(item, schema)?;
                match place {
                    Some(place) => *place = item,
                    None => items.push(item),
                }
            }
        }
    }
    Ok(CelValue::List(ListValue::Made { items: Arc::new(items), schema: Some(schema) }))
}

fn subtract<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Int(a), CelValue::Int(b)] => checked_int(a.checked_sub(*b)),
        [CelValue::Uint(a), CelValue::Uint(b)] => checked_uint(a.checked_sub(*b)),
        [CelValue::Double(a), CelValue::Double(b)] => Ok(CelValue::Double(a - b)),
        [CelValue::Duration(a), CelValue::Duration(b)] => {
            a.checked_sub(*b).map(CelValue::Duration).ok_or(INT_OVERFLOW)
        }
        [CelValue::Timestamp(a), CelValue::Duration(b)] => {
            checked_time(a.plus(b.checked_neg().ok_or(INT_OVERFLOW)?))
        }
        [CelValue::Timestamp(a), CelValue::Timestamp(b)] => {
            a.since(b).map(CelValue::Duration).ok_or(INT_OVERFLOW)
        }
        _ => Err(CelFault::no_overload()),
    }
}

fn multiply<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Int(a), CelValue::Int(b)] => checked_int(a.checked_mul(*b)),
        [CelValue::Uint(a), CelValue::Uint(b)] => checked_uint(a.checked_mul(*b)),
        [CelValue::Double(a), CelValue::Double(b)] => Ok(CelValue::Double(a * b)),
        _ => Err(CelFault::no_overload()),
    }
}

fn divide<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Int(_), CelValue::Int(0)] | [CelValue::Uint(_), CelValue::Uint(0)] => {
            Err(CelFault::new("division by zero"))
        }
        [CelValue::Int(a), CelValue::Int(b)] => checked_int(a.checked_div(*b)),
        [CelValue::Uint(a), CelValue::Uint(b)] => checked_uint(a.checked_div(*b)),
        [CelValue::Double(a), CelValue::Double(b)] => Ok(CelValue::Double(a / b)),
        _ => Err(CelFault::no_overload()),
    }
}

fn modulo<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Int(_), CelValue::Int(0)] | [CelValue::Uint(_), CelValue::Uint(0)] => {
            Err(CelFault::new("modulus by zero"))
        }
        [CelValue::Int(a), CelValue::Int(b)] => checked_int(a.checked_rem(*b)),
        [CelValue::Uint(a), CelValue::Uint(b)] => checked_uint(a.checked_rem(*b)),
        _ => Err(CelFault::no_overload()),
    }
}

fn negate<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [CelValue::Int(value)] => checked_int(value.checked_neg()),
        [CelValue::Double(value)] => Ok(CelValue::Double(-value)),
        [CelValue::Duration(value)] => {
            value.checked_neg().map(CelValue::Duration).ok_or(INT_OVERFLOW)
        }
        _ => Err(CelFault::no_overload()),
    }
}

fn is_in<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match args {
        [value, CelValue::List(list)] => contains(list, value).map(CelValue::Bool),
        [key, CelValue::Map(map)] => map.find(key).map(|found| CelValue::Bool(found.is_some())),
        _ => Err(CelFault::no_overload()),
    }
}

/// The items of a list in the order of others, their keys (`sortListByAssociatedKeys`).
pub(in crate::cel) fn sorted_by<'a>(list: &CelValue<'a>, keys: &CelValue<'a>) -> CelResult<'a> {
    let (CelValue::List(items), CelValue::List(keys)) = (list, keys) else {
        return Err(CelFault::no_overload());
    };
    let keys: Vec<CelValue<'a>> = keys.iter().collect::<Result<_, _>>()?;
    let Some(first) = keys.first() else { return Ok(list.clone()) };
    if !is_ordered(first) {
        return Err(CelFault::new("list elements must be comparable"));
    }
    if keys.iter().any(|key| key.type_name() != first.type_name()) {
        return Err(CelFault::new("list elements must have the same type"));
    }
    let mut items: Vec<(CelValue<'a>, CelValue<'a>)> = items
        .iter()
        .zip(&keys)
        .map(|(item, key)| Ok((item?, key.clone())))
        .collect::<Result<_, CelFault>>()?;
    items.sort_by(|(_, a), (_, b)| compare(a, b).unwrap_or(Ordering::Equal));
    Ok(CelValue::list(items.into_iter().map(|(item, _)| item).collect()))
}

/// A text as a value.
pub(super) fn text<'a>(text: impl Into<Arc<str>>) -> CelResult<'a> {
    Ok(CelValue::Str(CelText::Shared(text.into())))
}
