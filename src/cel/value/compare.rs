//! The order of values (`traits.Comparer`, `common/types/compare.go`).

use std::cmp::Ordering;

use super::Value;
use crate::cel::Fault;

/// Compares two values; those of different types only if both are numbers.
pub(in crate::cel) fn compare(a: &Value<'_>, b: &Value<'_>) -> Result<Ordering, Fault> {
    Ok(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Str(a), Value::Str(b)) => (**a).cmp(&**b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        _ => match numbers(a, b) {
            NumberOrder::Ordered(order) => order,
            NumberOrder::NotANumber => return Err(Fault::new("NaN values cannot be ordered")),
            NumberOrder::OtherTypes => return Err(Fault::no_overload()),
        },
    })
}

/// How two values compare if both are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) enum NumberOrder {
    Ordered(Ordering),
    /// One of them is not a number, as `0.0 / 0.0`.
    NotANumber,
    OtherTypes,
}

/// How two numbers compare, of whatever types.
pub(in crate::cel) fn numbers(a: &Value<'_>, b: &Value<'_>) -> NumberOrder {
    let order = match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Uint(a), Value::Uint(b)) => Some(a.cmp(b)),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Uint(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (Value::Uint(a), Value::Int(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (Value::Double(a), Value::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Value::Int(a), Value::Double(b)) => (*a as f64).partial_cmp(b),
        (Value::Double(a), Value::Uint(b)) => a.partial_cmp(&(*b as f64)),
        (Value::Uint(a), Value::Double(b)) => (*a as f64).partial_cmp(b),
        _ => return NumberOrder::OtherTypes,
    };
    order.map_or(NumberOrder::NotANumber, NumberOrder::Ordered)
}
