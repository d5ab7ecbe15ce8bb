//! Values as the server's decoder reads them into its types, and prints them again: numbers,
//! quantities, times and bytes in their canonical form, nulls and unknown fields left out.

use serde_json::{Number, Value as Json};

use super::{Fields, time};
use crate::{
    model::{
        custom::{Content, Data},
        schema::{self, ElementShape, Shape, Type},
        value::Quantity,
        version::Version,
    },
    syntax::{
        base64,
        tree::{Node, Value},
    },
};

/// A map read into a type; `None` for anything else.
pub(super) fn object(node: Node<'_>, type_: Type, version: Version) -> Option<Fields> {
    if !node.is_map() {
        return None;
    }
    let mut fields = Fields::new();
    for entry in node.entries().filter(|entry| !entry.value.is_null()) {
        let name = entry.key.as_str().unwrap_or("");
        if let Some(field) = type_.field(name, version) {
            fields.insert(name.to_owned(), value(entry.value, field.shape(), version));
        }
    }
    Some(fields)
}

/// An object of a kind without schema: as written, or the content that its definition makes of it,
/// but for its metadata.
pub(super) fn custom(
    node: Node<'_>,
    version: Version,
    defined: Option<Content<'_>>,
) -> Option<Fields> {
    let value = defined.map_or_else(|| raw(node), |defined| content(&defined));
    let Json::Object(mut fields) = value else { return None };
    let meta = schema::type_named("meta.v1.ObjectMeta").zip(node.get("metadata"));
    if let Some(metadata) = meta.and_then(|(type_, node)| object(node, type_, version)) {
        fields.insert("metadata".to_owned(), Json::Object(metadata));
    }
    Some(fields)
}

fn value(node: Node<'_>, shape: Shape, version: Version) -> Json {
    match shape {
        Shape::Object(type_) | Shape::SchemaOrBool(type_) if node.is_map() => {
            object(node, type_, version).map_or(Json::Null, Json::Object)
        }
        Shape::SchemaOrList(type_) | Shape::SchemaOrStrings(type_) if node.is_map() => {
            object(node, type_, version).map_or(Json::Null, Json::Object)
        }
        Shape::SchemaOrList(type_) => {
            let items = node.items().filter_map(|item| object(item, type_, version));
            Json::Array(items.map(Json::Object).collect())
        }
        Shape::List(of) => Json::Array(node.items().map(|item| part(item, of, version)).collect()),
        Shape::Map(of) => {
            let key = |key: Node<'_>| key.as_str().unwrap_or("").to_owned();
            let entries = node.entries();
            Json::Object(entries.map(|e| (key(e.key), part(e.value, of, version))).collect())
        }
        Shape::Int32 | Shape::Int64 | Shape::IntOrString => whole(node),
        Shape::Quantity => match Quantity::of(node) {
            Some(Ok(quantity)) => Json::String(quantity.to_string()),
            _ => raw(node),
        },
        Shape::Time => time::seconds(node.as_str().unwrap_or("")),
        Shape::MicroTime => time::microseconds(node.as_str().unwrap_or("")),
        Shape::Bytes => bytes(node),
        _ => raw(node),
    }
}

/// An item or a map's value, where null stands for the zero value.
fn part(node: Node<'_>, of: ElementShape, version: Version) -> Json {
    if !node.is_null() {
        return value(node, of.shape(), version);
    }
    match of.shape() {
        Shape::Bytes => "".into(),
        shape => zero(shape),
    }
}

/// The zero value of a shape; that of a struct has no fields yet.
pub(super) fn zero(shape: Shape) -> Json {
    match shape {
        Shape::Object(_) => Json::Object(Fields::new()),
        Shape::Str => Json::String(String::new()),
        Shape::Int32 | Shape::Int64 | Shape::Double | Shape::IntOrString => 0.into(),
        Shape::Bool | Shape::SchemaOrBool(_) => false.into(),
        Shape::Quantity => "0".into(),
        _ => Json::Null,
    }
}

/// A whole number as Go reads it, where `80.0` is 80; a text stays one.
fn whole(node: Node<'_>) -> Json {
    match node.value() {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
        Value::Float(n) if n.fract() == 0.0 && n.abs() < 9e18 => (n as i64).into(),
        _ => raw(node),
    }
}

/// Bytes in base64, without the line breaks that Go skips; a list of numbers is bytes, too.
fn bytes(node: Node<'_>) -> Json {
    let number = |item: Node<'_>| whole(item).as_u64().and_then(|n| u8::try_from(n).ok());
    let bytes = match node.as_str() {
        Some(text) => base64::decode(text),
        None => Some(node.items().map(|item| number(item).unwrap_or(0)).collect()),
    };
    bytes.map_or(Json::Null, |bytes| Json::String(base64::encode(&bytes)))
}

/// A value as a definition makes of it.
fn content(content: &Content<'_>) -> Json {
    match &content.data {
        Data::Null => Json::Null,
        Data::Bool(value) => (*value).into(),
        Data::Int(value) => (*value).into(),
        Data::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
        Data::Str(text) => (*text).into(),
        Data::List(items) => Json::Array(items.iter().map(self::content).collect()),
        Data::Map(fields) => {
            let fields =
                fields.iter().map(|(key, value)| ((*key).to_owned(), self::content(value)));
            Json::Object(fields.collect())
        }
    }
}

/// A value as it is.
pub fn raw(node: Node<'_>) -> Json {
    match node.value() {
        Value::Null => Json::Null,
        Value::Bool(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::UInt(value) => value.into(),
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
        Value::Float(n) if n.fract() == 0.0 && n.abs() < 9e18 => (n as i64).into(),
        Value::Float(value) => Number::from_f64(value).map_or(Json::Null, Json::Number),
        Value::Str(text) => text.into(),
        Value::List => Json::Array(node.items().map(raw).collect()),
        Value::Map => {
            let key = |key: Node<'_>| key.as_str().unwrap_or("").to_owned();
            Json::Object(node.entries().map(|entry| (key(entry.key), raw(entry.value))).collect())
        }
    }
}
