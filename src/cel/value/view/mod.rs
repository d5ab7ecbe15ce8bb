//! Data read by their schema (`UnstructuredToVal` of
//! `k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

mod list;
mod map;

use self::map::spelled;
pub(crate) use self::{
    list::ListValue,
    map::{Key, MapValue},
};
use super::{CelData, CelResult, CelText, CelValue, Timestamp, time};
use crate::{
    cel::{
        CelFault,
        schema::{RuleSchema, SchemaType, StringFormat},
    },
    model::value::strfmt,
    syntax::base64,
};

/// Data without a schema, as cel-go adapts JSON.
pub(in crate::cel) fn native<'a>(data: &'a CelData<'a>) -> CelValue<'a> {
    match data {
        CelData::Null => CelValue::Null,
        CelData::Bool(value) => CelValue::Bool(*value),
        CelData::Int(value) => CelValue::Int(*value),
        CelData::Double(value) => CelValue::Double(*value),
        CelData::Str(text) => CelValue::Str(CelText::Borrowed(text)),
        CelData::List(items) => CelValue::List(ListValue::View { items, schema: None }),
        CelData::Map(entries) => CelValue::Map(MapValue::View { entries, schema: None }),
    }
}

/// Data by their schema.
pub(in crate::cel) fn view<'a>(data: &'a CelData<'a>, schema: &'a RuleSchema) -> CelResult<'a> {
    if data.is_null() {
        return if schema.nullable {
            Ok(CelValue::Null)
        } else {
            Err(CelFault::new("invalid data, got null for schema with nullable=false"))
        };
    }
    if schema.int_or_string {
        return match data {
            CelData::Str(_) | CelData::Int(_) => Ok(native(data)),
            _ => Err(CelFault::new(
                "invalid data, expected XIntOrString value to be either a string or integer",
            )),
        };
    }
    match (schema.type_, data) {
        (Some(SchemaType::Object), CelData::Map(entries)) => {
            let schema = if schema.embedded_resource { schema.as_resource() } else { schema };
            Ok(CelValue::Map(MapValue::View { entries, schema: Some(schema) }))
        }
        (Some(SchemaType::Object), _) => Err(CelFault::new(
            "invalid data, expected a map for the provided schema with type=object",
        )),
        (Some(SchemaType::Array), CelData::List(items)) => {
            if schema.items.is_none() {
                return Err(CelFault::new(
                    "invalid array type, expected Items with a non-empty Schema",
                ));
            }
            Ok(CelValue::List(ListValue::View { items, schema: Some(schema) }))
        }
        (Some(SchemaType::Array), _) => Err(CelFault::new(
            "invalid data, expected an array for the provided schema with type=array",
        )),
        (Some(SchemaType::String), CelData::Str(text)) => string(text, schema.format),
        (Some(SchemaType::String), _) => Err(expected("string", data)),
        (Some(SchemaType::Number), CelData::Int(value)) => Ok(CelValue::Double(*value as f64)),
        (Some(SchemaType::Number), CelData::Double(value)) => Ok(CelValue::Double(*value)),
        (Some(SchemaType::Number), _) => Err(expected("float", data)),
        (Some(SchemaType::Integer), CelData::Int(value)) => Ok(CelValue::Int(*value)),
        (Some(SchemaType::Integer), _) => Err(expected("int", data)),
        (Some(SchemaType::Boolean), CelData::Bool(value)) => Ok(CelValue::Bool(*value)),
        (Some(SchemaType::Boolean), _) => Err(expected("bool", data)),
        (None, _) if schema.preserve_unknown => Ok(CelValue::Preserved(data)),
        (None, _) => Err(CelFault::new(
            "invalid type, expected object, array, number, integer, boolean or string, or no type \
             with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, got ",
        )),
    }
}

fn expected(what: &str, data: &CelData<'_>) -> CelFault {
    CelFault::from(format!("invalid data, expected {what}, got {}", data.go_type()))
}

/// An item of a list, by the schema of the list.
pub(super) fn view_item<'a>(data: &'a CelData<'a>, list: &'a RuleSchema) -> CelResult<'a> {
    match list.items.as_deref() {
        Some(schema) => view(data, schema),
        None => Ok(native(data)),
    }
}

/// An entry of a map, as rules iterate over it; `None` for what has no schema.
pub(super) fn entry<'a>(
    key: &'a str,
    data: &'a CelData<'a>,
    schema: Option<&'a RuleSchema>,
) -> Option<(CelValue<'a>, CelResult<'a>)> {
    let Some(schema) = schema else {
        return Some((CelValue::Str(CelText::Borrowed(key)), Ok(native(data))));
    };
    let of = match &schema.properties {
        Some(properties) => properties.get(key)?,
        None => schema.additional.as_ref()?,
    };
    Some((CelValue::Str(spelled(key, schema)), view(data, of)))
}

/// A string, by its format.
fn string<'a>(text: &'a str, format: StringFormat) -> CelResult<'a> {
    match format {
        StringFormat::Other => Ok(CelValue::Str(CelText::Borrowed(text))),
        StringFormat::Duration => strfmt::duration(text).map(CelValue::Duration).ok_or_else(|| {
            invalid("Invalid duration", text, &format!("unable to parse {text} as duration"))
        }),
        StringFormat::Date => Timestamp::of_date(text).map(CelValue::Timestamp).ok_or_else(|| {
            let why = time::layout_fault(text, false);
            invalid("Invalid date formatted string", text, &why)
        }),
        StringFormat::DateTime => {
            Timestamp::of_date_time(text).map(CelValue::Timestamp).ok_or_else(|| {
                let why = time::layout_fault(text, true);
                invalid("Invalid date-time formatted string", text, &why)
            })
        }
        StringFormat::Byte => {
            let bytes = base64::decode_url(text).map(|bytes| CelValue::Bytes(bytes.into()));
            bytes.ok_or_else(|| {
                let why = format!("illegal base64 data at input byte {}", base64::fault(text));
                invalid("Invalid byte formatted string", text, &why)
            })
        }
    }
}

fn invalid(what: &str, text: &str, why: &str) -> CelFault {
    CelFault::from(format!("{what} {text}: {why}"))
}
