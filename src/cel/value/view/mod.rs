//! Data read by their schema (`UnstructuredToVal` of
//! `k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

mod list;
mod map;

use self::map::spelled;
pub(crate) use self::{
    list::ListValue,
    map::{Key, MapValue},
};
use super::{Data, Outcome, Text, Timestamp, Value, time};
use crate::{
    cel::{
        Fault,
        schema::{Format, Schema, SchemaType},
    },
    model::value::strfmt,
    syntax::base64,
};

/// Data without a schema, as cel-go adapts JSON.
pub(in crate::cel) fn native<'a>(data: &'a Data<'a>) -> Value<'a> {
    match data {
        Data::Null => Value::Null,
        Data::Bool(value) => Value::Bool(*value),
        Data::Int(value) => Value::Int(*value),
        Data::Double(value) => Value::Double(*value),
        Data::Str(text) => Value::Str(Text::Borrowed(text)),
        Data::List(items) => Value::List(ListValue::View { items, schema: None }),
        Data::Map(entries) => Value::Map(MapValue::View { entries, schema: None }),
    }
}

/// Data by their schema.
pub(in crate::cel) fn view<'a>(data: &'a Data<'a>, schema: &'a Schema) -> Outcome<'a> {
    if data.is_null() {
        return if schema.nullable {
            Ok(Value::Null)
        } else {
            Err(Fault::new("invalid data, got null for schema with nullable=false"))
        };
    }
    if schema.int_or_string {
        return match data {
            Data::Str(_) | Data::Int(_) => Ok(native(data)),
            _ => Err(Fault::new(
                "invalid data, expected XIntOrString value to be either a string or integer",
            )),
        };
    }
    match (schema.type_, data) {
        (Some(SchemaType::Object), Data::Map(entries)) => {
            let schema = if schema.embedded_resource { schema.as_resource() } else { schema };
            Ok(Value::Map(MapValue::View { entries, schema: Some(schema) }))
        }
        (Some(SchemaType::Object), _) => {
            Err(Fault::new("invalid data, expected a map for the provided schema with type=object"))
        }
        (Some(SchemaType::Array), Data::List(items)) => {
            if schema.items.is_none() {
                return Err(Fault::new(
                    "invalid array type, expected Items with a non-empty Schema",
                ));
            }
            Ok(Value::List(ListValue::View { items, schema: Some(schema) }))
        }
        (Some(SchemaType::Array), _) => Err(Fault::new(
            "invalid data, expected an array for the provided schema with type=array",
        )),
        (Some(SchemaType::String), Data::Str(text)) => string(text, schema.format),
        (Some(SchemaType::String), _) => Err(expected("string", data)),
        (Some(SchemaType::Number), Data::Int(value)) => Ok(Value::Double(*value as f64)),
        (Some(SchemaType::Number), Data::Double(value)) => Ok(Value::Double(*value)),
        (Some(SchemaType::Number), _) => Err(expected("float", data)),
        (Some(SchemaType::Integer), Data::Int(value)) => Ok(Value::Int(*value)),
        (Some(SchemaType::Integer), _) => Err(expected("int", data)),
        (Some(SchemaType::Boolean), Data::Bool(value)) => Ok(Value::Bool(*value)),
        (Some(SchemaType::Boolean), _) => Err(expected("bool", data)),
        (None, _) if schema.preserve_unknown => Ok(Value::Preserved(data)),
        (None, _) => Err(Fault::new(
            "invalid type, expected object, array, number, integer, boolean or string, or no type \
             with x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, got ",
        )),
    }
}

fn expected(what: &str, data: &Data<'_>) -> Fault {
    Fault::from(format!("invalid data, expected {what}, got {}", data.go_type()))
}

/// An item of a list, by the schema of the list.
pub(super) fn view_item<'a>(data: &'a Data<'a>, list: &'a Schema) -> Outcome<'a> {
    match list.items.as_deref() {
        Some(schema) => view(data, schema),
        None => Ok(native(data)),
    }
}

/// An entry of a map, as rules iterate over it; `None` for what has no schema.
pub(super) fn entry<'a>(
    key: &'a str,
    data: &'a Data<'a>,
    schema: Option<&'a Schema>,
) -> Option<(Value<'a>, Outcome<'a>)> {
    let Some(schema) = schema else {
        return Some((Value::Str(Text::Borrowed(key)), Ok(native(data))));
    };
    let of = match &schema.properties {
        Some(properties) => properties.get(key)?,
        None => schema.additional.as_ref()?,
    };
    Some((Value::Str(spelled(key, schema)), view(data, of)))
}

/// A string, by its format.
fn string<'a>(text: &'a str, format: Format) -> Outcome<'a> {
    match format {
        Format::Other => Ok(Value::Str(Text::Borrowed(text))),
        Format::Duration => strfmt::duration(text).map(Value::Duration).ok_or_else(|| {
            invalid("Invalid duration", text, &format!("unable to parse {text} as duration"))
        }),
        Format::Date => Timestamp::of_date(text).map(Value::Timestamp).ok_or_else(|| {
            let why = time::layout_fault(text, false);
            invalid("Invalid date formatted string", text, &why)
        }),
        Format::DateTime => Timestamp::of_date_time(text).map(Value::Timestamp).ok_or_else(|| {
            let why = time::layout_fault(text, true);
            invalid("Invalid date-time formatted string", text, &why)
        }),
        Format::Byte => {
            let bytes = base64::decode_url(text).map(|bytes| Value::Bytes(bytes.into()));
            bytes.ok_or_else(|| {
                let why = format!("illegal base64 data at input byte {}", base64::fault(text));
                invalid("Invalid byte formatted string", text, &why)
            })
        }
    }
}

fn invalid(what: &str, text: &str, why: &str) -> Fault {
    Fault::from(format!("{what} {text}: {why}"))
}
