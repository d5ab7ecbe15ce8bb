//! Operators, and functions of values of many types (`common/stdlib/standard.go`,
//! `common/types/overflow.go`).

use std::{cmp::Ordering, sync::Arc};

use indexmap::IndexMap;

use super::Function;
use crate::cel::{
    Fault,
    budget::Budget,
    schema::ListType,
    value::{
        ListValue, Outcome, Text, Timestamp, Value,
        compare::compare,
        equal::{adopted, contains, map_key, set_item, set_of},
    },
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match name {
        "size" => |_, args, _| match args.first().and_then(Value::size) {
            Some(size) if !matches!(args, [Value::Opaque(_)]) => Ok(Value::Int(size as i64)),
            _ => Err(Fault::new("no such overload: size")),
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
            [Value::Bool(value)] => Ok(Value::Bool(!value)),
            _ => Err(Fault::no_overload()),
        },
        "-x" => |_, args, _| negate(args),
        "in" => |_, args, _| is_in(args),
        "dyn" => |_, args, _| args.first().cloned().ok_or(Fault::no_overload()),
        "type" => |_, args, _| {
            args.first().map(|value| Value::Type(value.type_name())).ok_or(Fault::no_overload())
        },
        _ => return None,
    })
}

const INT_OVERFLOW: Fault = Fault::new("integer overflow");
const UINT_OVERFLOW: Fault = Fault::new("unsigned integer overflow");
const TIME_OVERFLOW: Fault = Fault::new("timestamp overflow");

/// What an operator gives. If the first operand cannot be an operand of it at all, the fault names
/// it (`traits` of `common/types`).
fn named<'a>(
    outcome: Outcome<'a>,
    args: &[Value<'a>],
    name: &'static str,
    fits: fn(&Value<'_>) -> bool,
) -> Outcome<'a> {
    match args.first() {
        Some(first) if outcome.is_err() && !fits(first) => {
            Err(Fault::from(format!("no such overload: {name}")))
        }
        _ => outcome,
    }
}

fn is_integer(value: &Value<'_>) -> bool {
    matches!(value, Value::Int(_) | Value::Uint(_))
}

fn is_number(value: &Value<'_>) -> bool {
    is_integer(value) || matches!(value, Value::Double(_))
}

fn is_subtracted(value: &Value<'_>) -> bool {
    is_number(value) || matches!(value, Value::Timestamp(_) | Value::Duration(_))
}

fn is_added(value: &Value<'_>) -> bool {
    is_subtracted(value) || matches!(value, Value::Str(_) | Value::Bytes(_) | Value::List(_))
}

fn is_ordered(value: &Value<'_>) -> bool {
    is_subtracted(value) || matches!(value, Value::Bool(_) | Value::Str(_) | Value::Bytes(_))
}

fn ordered<'a>(args: &[Value<'a>], holds: fn(Ordering) -> bool) -> Outcome<'a> {
    match args {
        [a, b] => compare(a, b).map(|order| Value::Bool(holds(order))),
        _ => Err(Fault::no_overload()),
    }
}

fn checked_int<'a>(value: Option<i64>) -> Outcome<'a> {
    value.map(Value::Int).ok_or(INT_OVERFLOW)
}

fn checked_uint<'a>(value: Option<u64>) -> Outcome<'a> {
    value.map(Value::Uint).ok_or(UINT_OVERFLOW)
}

fn checked_time<'a>(value: Option<Timestamp>) -> Outcome<'a> {
    value.map(Value::Timestamp).ok_or(TIME_OVERFLOW)
}

fn add<'a>(budget: &mut Budget, args: &[Value<'a>]) -> Outcome<'a> {
    let [a, b] = args else { return Err(Fault::no_overload()) };
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => checked_int(a.checked_add(*b)),
        (Value::Uint(a), Value::Uint(b)) => checked_uint(a.checked_add(*b)),
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a + b)),
        (Value::Str(a), Value::Str(b)) => {
            budget.bytes(a.len() + b.len())?;
            Ok(Value::text(format!("{}{}", &**a, &**b)))
        }
        (Value::Bytes(a), Value::Bytes(b)) => {
            budget.bytes(a.len() + b.len())?;
            Ok(Value::Bytes([&**a, &**b].concat().into()))
        }
        (Value::Duration(a), Value::Duration(b)) => {
            a.checked_add(*b).map(Value::Duration).ok_or(INT_OVERFLOW)
        }
        (Value::Timestamp(a), Value::Duration(b)) | (Value::Duration(b), Value::Timestamp(a)) => {
            checked_time(a.plus(*b))
        }
        (Value::List(a), Value::List(b)) => add_lists(budget, a, b),
        _ => Err(Fault::no_overload()),
    }
}

/// The items of two lists. A set takes only those that it does not have, a list of type `map`
/// replaces those of one key.
fn add_lists<'a>(budget: &mut Budget, a: &ListValue<'a>, b: &ListValue<'a>) -> Outcome<'a> {
    let Some(schema) = a.schema() else {
        if a.len() == 0 {
            return Ok(Value::List(b.clone()));
        }
        if b.len() == 0 {
            return Ok(Value::List(a.clone()));
        }
        budget.items(a.len() + b.len())?;
        return Ok(Value::list(a.iter().chain(b.iter()).collect::<Result<_, _>>()?));
    };
    budget.items(a.len() + b.len())?;
    let mut items: Vec<Value<'a>> = a.iter().collect::<Result<_, _>>()?;
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
    Ok(Value::List(ListValue::Made { items: Arc::new(items), schema: Some(schema) }))
}

fn subtract<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Int(a), Value::Int(b)] => checked_int(a.checked_sub(*b)),
        [Value::Uint(a), Value::Uint(b)] => checked_uint(a.checked_sub(*b)),
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a - b)),
        [Value::Duration(a), Value::Duration(b)] => {
            a.checked_sub(*b).map(Value::Duration).ok_or(INT_OVERFLOW)
        }
        [Value::Timestamp(a), Value::Duration(b)] => {
            checked_time(a.plus(b.checked_neg().ok_or(INT_OVERFLOW)?))
        }
        [Value::Timestamp(a), Value::Timestamp(b)] => {
            a.since(b).map(Value::Duration).ok_or(INT_OVERFLOW)
        }
        _ => Err(Fault::no_overload()),
    }
}

fn multiply<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Int(a), Value::Int(b)] => checked_int(a.checked_mul(*b)),
        [Value::Uint(a), Value::Uint(b)] => checked_uint(a.checked_mul(*b)),
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a * b)),
        _ => Err(Fault::no_overload()),
    }
}

fn divide<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            Err(Fault::new("division by zero"))
        }
        [Value::Int(a), Value::Int(b)] => checked_int(a.checked_div(*b)),
        [Value::Uint(a), Value::Uint(b)] => checked_uint(a.checked_div(*b)),
        [Value::Double(a), Value::Double(b)] => Ok(Value::Double(a / b)),
        _ => Err(Fault::no_overload()),
    }
}

fn modulo<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Int(_), Value::Int(0)] | [Value::Uint(_), Value::Uint(0)] => {
            Err(Fault::new("modulus by zero"))
        }
        [Value::Int(a), Value::Int(b)] => checked_int(a.checked_rem(*b)),
        [Value::Uint(a), Value::Uint(b)] => checked_uint(a.checked_rem(*b)),
        _ => Err(Fault::no_overload()),
    }
}

fn negate<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [Value::Int(value)] => checked_int(value.checked_neg()),
        [Value::Double(value)] => Ok(Value::Double(-value)),
        [Value::Duration(value)] => value.checked_neg().map(Value::Duration).ok_or(INT_OVERFLOW),
        _ => Err(Fault::no_overload()),
    }
}

fn is_in<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match args {
        [value, Value::List(list)] => contains(list, value).map(Value::Bool),
        [key, Value::Map(map)] => map.find(key).map(|found| Value::Bool(found.is_some())),
        _ => Err(Fault::no_overload()),
    }
}

/// The items of a list in the order of others, their keys (`sortListByAssociatedKeys`).
pub(in crate::cel) fn sorted_by<'a>(list: &Value<'a>, keys: &Value<'a>) -> Outcome<'a> {
    let (Value::List(items), Value::List(keys)) = (list, keys) else {
        return Err(Fault::no_overload());
    };
    let keys: Vec<Value<'a>> = keys.iter().collect::<Result<_, _>>()?;
    let Some(first) = keys.first() else { return Ok(list.clone()) };
    if !is_ordered(first) {
        return Err(Fault::new("list elements must be comparable"));
    }
    if keys.iter().any(|key| key.type_name() != first.type_name()) {
        return Err(Fault::new("list elements must have the same type"));
    }
    let mut items: Vec<(Value<'a>, Value<'a>)> = items
        .iter()
        .zip(&keys)
        .map(|(item, key)| Ok((item?, key.clone())))
        .collect::<Result<_, Fault>>()?;
    items.sort_by(|(_, a), (_, b)| compare(a, b).unwrap_or(Ordering::Equal));
    Ok(Value::list(items.into_iter().map(|(item, _)| item).collect()))
}

/// A text as a value.
pub(super) fn text<'a>(text: impl Into<Arc<str>>) -> Outcome<'a> {
    Ok(Value::Str(Text::Shared(text.into())))
}
