//! Optional values (cel-go's `cel/library.go`).

use super::Function;
use crate::cel::{
    CelFault,
    value::{CelResult, CelValue, show},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("optional.of", false) => |_, args, _| match args {
            [value] => Ok(CelValue::some(value.clone())),
            _ => Err(CelFault::no_overload()),
        },
        ("optional.ofNonZeroValue", false) => |_, args, _| match args {
            [value] if value.is_zero() => Ok(CelValue::Optional(None)),
            [value] => Ok(CelValue::some(value.clone())),
            _ => Err(CelFault::no_overload()),
        },
        ("optional.none", false) => |_, _, _| Ok(CelValue::Optional(None)),
        ("optional.unwrap", false) | ("unwrapOpt", true) => |_, args, _| unwrap(args),
        ("value", true) => |_, args, _| match args {
            [CelValue::Optional(Some(value))] => Ok((**value).clone()),
            [CelValue::Optional(None)] => Err(CelFault::new("optional.none() dereference")),
            _ => Err(CelFault::no_overload()),
        },
        ("hasValue", true) => |_, args, _| match args {
            [CelValue::Optional(value)] => Ok(CelValue::Bool(value.is_some())),
            _ => Err(CelFault::no_overload()),
        },
        _ => return None,
    })
}

fn unwrap<'a>(args: &[CelValue<'a>]) -> CelResult<'a> {
    let [CelValue::List(list)] = args else { return Err(CelFault::no_overload()) };
    let mut items = Vec::new();
    for item in list.iter() {
        match item? {
            CelValue::Optional(Some(value)) => items.push((*value).clone()),
            CelValue::Optional(None) => {}
            other => {
                let shown = show(&other);
                return Err(CelFault::from(format!("value {shown} is not optional")));
            }
        }
    }
    Ok(CelValue::list(items))
}
