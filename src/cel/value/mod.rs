//! The values of a running expression (`common/types` of cel-go, `valuesunstructured.go` of
//! `k8s.io/apiserver/pkg/cel/common`).
//!
//! Objects, lists and maps of the data are read where they are, by the schema that they
//! have there; what an expression makes itself is shared.

pub(super) mod compare;
pub(super) mod equal;
pub(super) mod opaque;
mod show;
mod text;
pub(super) mod time;
pub(super) mod view;

use std::sync::Arc;

pub(super) use self::{
    opaque::Opaque,
    show::show,
    text::Text,
    time::Timestamp,
    view::{Key, ListValue, MapValue},
};
use indexmap::IndexMap;

use super::{Data, Fault};

/// A value, or why there is none.
pub(super) type Outcome<'a> = Result<Value<'a>, Fault>;

/// A value of CEL. What it borrows are the data and their schema.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(Text<'a>),
    Bytes(Arc<[u8]>),
    Timestamp(Timestamp),
    /// In nanoseconds.
    Duration(i64),
    /// A type, by its name.
    Type(&'static str),
    List(ListValue<'a>),
    Map(MapValue<'a>),
    Optional(Option<Arc<Value<'a>>>),
    /// A value of a library.
    Opaque(Arc<Opaque>),
    /// What `x-kubernetes-preserve-unknown-fields` keeps where there is no type for it; it can
    /// only be compared.
    Preserved(&'a Data<'a>),
}

impl<'a> Value<'a> {
    pub(super) fn text(text: impl Into<Arc<str>>) -> Value<'a> {
        Value::Str(Text::Shared(text.into()))
    }

    pub(super) fn list(items: Vec<Value<'a>>) -> Value<'a> {
        Value::List(ListValue::new(items))
    }

    /// A map; of several entries with one key the last one holds.
    pub(super) fn map(entries: Vec<(Value<'a>, Value<'a>)>) -> Value<'a> {
        let keyed =
            entries.into_iter().filter_map(|(key, value)| Some((Key::of(&key)?, (key, value))));
        Value::Map(MapValue::Made(Arc::new(keyed.collect())))
    }

    /// A map in which no key is twice (`cel.@mapInsert`).
    pub(super) fn map_once(entries: Vec<(Value<'a>, Outcome<'a>)>) -> Outcome<'a> {
        let mut keyed = IndexMap::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = Key::of(&key) else { return Err(Fault::no_overload()) };
            let shown = show(&key);
            if keyed.insert(name, (key, value?)).is_some() {
                return Err(Fault::from(format!("insert failed: key {shown} already exists")));
            }
        }
        Ok(Value::Map(MapValue::Made(Arc::new(keyed))))
    }

    pub(super) fn some(value: Value<'a>) -> Value<'a> {
        Value::Optional(Some(Arc::new(value)))
    }

    pub(super) fn opaque(opaque: Opaque) -> Value<'a> {
        Value::Opaque(Arc::new(opaque))
    }

    /// The name of its type, as `type(x)` gives it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::Str(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::Timestamp(_) => "google.protobuf.Timestamp",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Type(_) => "type",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Optional(_) => "optional_type",
            Value::Opaque(opaque) => opaque.type_name(),
            Value::Preserved(_) => "unknown",
        }
    }

    /// What has a size (`traits.Sizer`): its size.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Value::Str(text) => Some(text.chars()),
            Value::Bytes(bytes) => Some(bytes.len() as u64),
            Value::List(list) => Some(list.len() as u64),
            Value::Map(map) => Some(map.len() as u64),
            Value::Opaque(opaque) => opaque.size(),
            _ => None,
        }
    }

    /// Whether it is the empty value of its type (`traits.Zeroer`). Data of objects never count as
    /// empty, as their types do not say so.
    pub(super) fn is_zero(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Bool(value) => !value,
            Value::Int(value) => *value == 0,
            Value::Uint(value) => *value == 0,
            Value::Double(value) => *value == 0.0,
            Value::Str(text) => text.is_empty(),
            Value::Bytes(bytes) => bytes.is_empty(),
            Value::Timestamp(time) => time.is_zero(),
            Value::Duration(nanos) => *nanos == 0,
            Value::List(list) => list.is_native() && list.len() == 0,
            Value::Map(map) => map.is_native() && map.len() == 0,
            _ => false,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its schema, as the interpreter sees what is inside an optional value
    /// (`applyQualifiers` of `interpreter/attributes.go`).
    pub(super) fn native(&self) -> Value<'a> {
        match self {
            Value::List(list) => Value::List(list.without_schema()),
            Value::Map(map) => Value::Map(map.without_schema()),
            Value::Preserved(data) => view::native(data),
            other => other.clone(),
        }
    }
}
