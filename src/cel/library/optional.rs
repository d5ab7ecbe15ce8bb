//! Optional values (cel-go's `cel/library.go`).

use super::Function;
use crate::cel::{
    Fault,
    value::{Outcome, Value, show},
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    Some(match (name, receiver) {
        ("optional.of", false) => |_, args, _| match args {
            [value] => Ok(Value::some(value.clone())),
            _ => Err(Fault::no_overload()),
        },
        ("optional.ofNonZeroValue", false) => |_, args, _| match args {
            [value] if value.is_zero() => Ok(Value::Optional(None)),
            [value] => Ok(Value::some(value.clone())),
            _ => Err(Fault::no_overload()),
        },
        ("optional.none", false) => |_, _, _| Ok(Value::Optional(None)),
        ("optional.unwrap", false) | ("unwrapOpt", true) => |_, args, _| unwrap(args),
        ("value", true) => |_, args, _| match args {
            [Value::Optional(Some(value))] => Ok((**value).clone()),
            [Value::Optional(None)] => Err(Fault::new("optional.none() dereference")),
            _ => Err(Fault::no_overload()),
        },
        ("hasValue", true) => |_, args, _| match args {
            [Value::Optional(value)] => Ok(Value::Bool(value.is_some())),
            _ => Err(Fault::no_overload()),
        },
        _ => return None,
    })
}

fn unwrap<'a>(args: &[Value<'a>]) -> Outcome<'a> {
    let [Value::List(list)] = args else { return Err(Fault::no_overload()) };
    let mut items = Vec::new();
    for item in list.iter() {
        match item? {
            Value::Optional(Some(value)) => items.push((*value).clone()),
            Value::Optional(None) => {}
            other => {
                let shown = show(&other);
                return Err(Fault::from(format!("value {shown} is not optional")));
            }
        }
    }
    Ok(Value::list(items))
}
