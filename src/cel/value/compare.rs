//! The order of values (`traits.Comparer`, `common/types/compare.go`).

use std::cmp::Ordering;

use super::CelValue;
use crate::cel::CelFault;

/// Compares two values; those of different types only if both are numbers.
pub(in crate::cel) fn compare(a: &CelValue<'_>, b: &CelValue<'_>) -> Result<Ordering, CelFault> {
    Ok(match (a, b) {
        (CelValue::Bool(a), CelValue::Bool(b)) => a.cmp(b),
        (CelValue::Str(a), CelValue::Str(b)) => (**a).cmp(&**b),
        (CelValue::Bytes(a), CelValue::Bytes(b)) => a.cmp(b),
        (CelValue::Timestamp(a), CelValue::Timestamp(b)) => a.cmp(b),
        (CelValue::Duration(a), CelValue::Duration(b)) => a.cmp(b),
        _ => match numbers(a, b) {
            NumberOrder::Ordered(order) => order,
            NumberOrder::NotANumber => return Err(CelFault::new("NaN values cannot be ordered")),
            NumberOrder::OtherTypes => return Err(CelFault::no_overload()),
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
pub(in crate::cel) fn numbers(a: &CelValue<'_>, b: &CelValue<'_>) -> NumberOrder {
    let order = match (a, b) {
        (CelValue::Int(a), CelValue::Int(b)) => Some(a.cmp(b)),
        (CelValue::Uint(a), CelValue::Uint(b)) => Some(a.cmp(b)),
        (CelValue::Double(a), CelValue::Double(b)) => a.partial_cmp(b),
        (CelValue::Int(a), CelValue::Uint(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (CelValue::Uint(a), CelValue::Int(b)) => Some(i128::from(*a).cmp(&i128::from(*b))),
        (CelValue::Double(a), CelValue::Int(b)) => a.partial_cmp(&(*b as f64)),
        (CelValue::Int(a), CelValue::Double(b)) => (*a as f64).partial_cmp(b),
        (CelValue::Double(a), CelValue::Uint(b)) => a.partial_cmp(&(*b as f64)),
        (CelValue::Uint(a), CelValue::Double(b)) => (*a as f64).partial_cmp(b),
        _ => return NumberOrder::OtherTypes,
    };
    order.map_or(NumberOrder::NotANumber, NumberOrder::Ordered)
}
