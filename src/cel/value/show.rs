//! Values in messages.

use super::CelValue;
use crate::cel::go;

/// A value as Go prints it.
pub(in crate::cel) fn show(value: &CelValue<'_>) -> String {
    match value {
        CelValue::Str(text) => text.to_string(),
        CelValue::Int(value) => value.to_string(),
        CelValue::Uint(value) => value.to_string(),
        CelValue::Bool(value) => value.to_string(),
        CelValue::Double(value) => go::general(*value, 21),
        _ => value.type_name().to_owned(),
    }
}
