//! Resource quantities (`k8s.io/apiserver/pkg/cel/library/quantity.go`).

use super::{Function, one_text, semvers};
use crate::{
    cel::{
        Fault,
        value::{Opaque, Outcome, Value},
    },
    model::value::{Quantity, quantity::QuantityError},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("isQuantity", false) => {
            |_, args, _| Ok(Value::Bool(Quantity::parse(one_text(args)?).is_ok()))
        }
        ("quantity", false) => |_, args, _| to_quantity(args),
        ("sign", _) => |_, args, _| {
            let quantity = quantity(args.first())?;
            Ok(Value::Int(
                i64::from(!quantity.is_zero()) * if quantity.is_negative() { -1 } else { 1 },
            ))
        },
        (_, false) => return None,
        ("isGreaterThan", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(Value::Bool(order > 0)),
            None => semvers::compared(args).map(|order| Value::Bool(order > 0)),
        },
        ("isLessThan", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(Value::Bool(order < 0)),
            None => semvers::compared(args).map(|order| Value::Bool(order < 0)),
        },
        ("compareTo", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(Value::Int(order)),
            None => semvers::compared(args).map(Value::Int),
        },
        ("asApproximateFloat", _) => {
            |_, args, _| Ok(Value::Double(quantity(args.first())?.approximate()))
        }
        ("asInteger", _) => |_, args, _| match quantity(args.first())?.as_int() {
            Some(int) => Ok(Value::Int(int)),
            None => Err(Fault::new("cannot convert value to integer")),
        },
        ("isInteger", _) => {
            |_, args, _| Ok(Value::Bool(quantity(args.first())?.as_int().is_some()))
        }
        ("add", _) => |_, args, _| sum(args, 1),
        ("sub", _) => |_, args, _| sum(args, -1),
        _ => return None,
    })
}

fn quantity<'v>(value: Option<&'v Value<'_>>) -> Result<&'v Quantity, Fault> {
    let Some(Value::Opaque(opaque)) = value else { return Err(Fault::no_overload()) };
    match &**opaque {
        Opaque::Quantity { quantity, .. } => Ok(quantity),
        _ => Err(Fault::no_overload()),
    }
}

/// How two quantities compare; `None` if they are something else.
fn compared(args: &[Value<'_>]) -> Result<Option<i64>, Fault> {
    let Ok(first) = quantity(args.first()) else { return Ok(None) };
    Ok(Some(first.cmp(quantity(args.get(1))?) as i64))
}

fn to_quantity<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    match Quantity::parse(one_text(args)?) {
        Ok(quantity) => Ok(Value::opaque(Opaque::Quantity { quantity, computed: false })),
        // `ErrFormatWrong`, `ErrSuffix` of `k8s.io/apimachinery/pkg/api/resource`.
        Err(QuantityError::Suffix) => Err(Fault::new("unable to parse quantity's suffix")),
        Err(QuantityError::Empty | QuantityError::Form) => Err(Fault::new(
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        )),
    }
}

fn sum<'a>(args: &[Value<'a>], sign: i64) -> Outcome<'a> {
    let first = quantity(args.first())?;
    let quantity = match args.get(1) {
        Some(Value::Int(int)) => first.plus(&Quantity::of_int(*int).times(sign)),
        other => first.plus(&quantity(other)?.times(sign)),
    };
    Ok(Value::opaque(Opaque::Quantity { quantity, computed: true }))
}
