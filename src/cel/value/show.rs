//! Values in messages.

use super::Value;
use crate::cel::go;

/// A value as Go prints it.
pub(in crate::cel) fn show(value: &Value<'_>) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Double(value) => go::general(*value, 21),
        _ => value.type_name().to_owned(),
    }
}
