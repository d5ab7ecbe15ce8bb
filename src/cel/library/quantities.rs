//! Resource quantities (`k8s.io/apiserver/pkg/cel/library/quantity.go`).

use super::{Function, one_text, semvers};
use crate::{
    cel::{
        CelFault,
        value::{CelResult, CelValue, Opaque},
    },
    model::value::{Quantity, quantity::QuantityError},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("isQuantity", false) => {
            |_, args, _| Ok(CelValue::Bool(Quantity::parse(one_text(args)?).is_ok()))
        }
        ("quantity", false) => |_, args, _| to_quantity(args),
        ("sign", _) => |_, args, _| {
            let quantity = quantity(args.first())?;
            Ok(CelValue::Int(
                i64::from(!quantity.is_zero()) * if quantity.is_negative() { -1 } else { 1 },
            ))
        },
        (_, false) => return None,
        ("isGreaterThan", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(CelValue::Bool(order > 0)),
            None => semvers::compared(args).map(|order| CelValue::Bool(order > 0)),
        },
        ("isLessThan", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(CelValue::Bool(order < 0)),
            None => semvers::compared(args).map(|order| CelValue::Bool(order < 0)),
        },
        ("compareTo", _) => |_, args, _| match compared(args)? {
            Some(order) => Ok(CelValue::Int(order)),
            None => semvers::compared(args).map(CelValue::Int),
        },
        ("asApproximateFloat", _) => {
            |_, args, _| Ok(CelValue::Double(quantity(args.first())?.approximate()))
        }
        ("asInteger", _) => |_, args, _| match quantity(args.first())?.as_int() {
            Some(int) => Ok(CelValue::Int(int)),
            None => Err(CelFault::new("cannot convert value to integer")),
        },
        ("isInteger", _) => {
            |_, args, _| Ok(CelValue::Bool(quantity(args.first())?.as_int().is_some()))
        }
        ("add", _) => |_, args, _| sum(args, 1),
        ("sub", _) => |_, args, _| sum(args, -1),
        _ => return None,
    })
}

fn quantity<'v>(value: Option<&'v CelValue<'_>>) -> Result<&'v Quantity, CelFault> {
    let Some(CelValue::Opaque(opaque)) = value else { return Err(CelFault::no_overload()) };
    match &**opaque {
        Opaque::Quantity { quantity, .. } => Ok(quantity),
        _ => Err(CelFault::no_overload()),
    }
}

/// How two quantities compare; `None` if they are something else.
fn compared(args: &[CelValue<'_>]) -> Result<Option<i64>, CelFault> {
    let Ok(first) = quantity(args.first()) else { return Ok(None) };
    Ok(Some(first.cmp(quantity(args.get(1))?) as i64))
}

fn to_quantity<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    match Quantity::parse(one_text(args)?) {
        Ok(quantity) => Ok(CelValue::opaque(Opaque::Quantity { quantity, computed: false })),
        // `ErrFormatWrong`, `ErrSuffix` of `k8s.io/apimachinery/pkg/api/resource`.
        Err(QuantityError::Suffix) => Err(CelFault::new("unable to parse quantity's suffix")),
        Err(QuantityError::Empty | QuantityError::Form) => Err(CelFault::new(
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        )),
    }
}

fn sum<'a>(args: &[CelValue<'a>], sign: i64) -> CelResult<'a> {
    let first = quantity(args.first())?;
    let quantity = match args.get(1) {
        Some(CelValue::Int(int)) => first.plus(&Quantity::of_int(*int).times(sign)),
        other => first.plus(&quantity(other)?.times(sign)),
    };
    Ok(CelValue::opaque(Opaque::Quantity { quantity, computed: true }))
}
