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
    text::CelText,
    time::Timestamp,
    view::{Key, ListValue, MapValue},
};
use indexmap::IndexMap;

use super::{CelData, CelFault};

/// A value, or why there is none.
pub(super) type CelResult<'a> = Result<CelValue<'a>, CelFault>;

/// A value of CEL. What it borrows are the data and their schema.
#[derive(Clone, Debug)]
pub(crate) enum CelValue<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(CelText<'a>),
    Bytes(Arc<[u8]>),
    Timestamp(Timestamp),
    /// In nanoseconds.
    Duration(i64),
    /// A type, by its name.
    Type(&'static str),
    List(ListValue<'a>),
    Map(MapValue<'a>),
    Optional(Option<Arc<CelValue<'a>>>),
    /// A value of a library.
    Opaque(Arc<Opaque>),
    /// What `x-kubernetes-preserve-unknown-fields` keeps where there is no type for it; it can
    /// only be compared.
    Preserved(&'a CelData<'a>),
}

impl<'a> CelValue<'a> {
    pub(super) fn text(text: impl Into<Arc<str>>) -> CelValue<'a> {
        CelValue::Str(CelText::Shared(text.into()))
    }

    pub(super) fn list(items: Vec<CelValue<'a>>) -> CelValue<'a> {
        CelValue::List(ListValue::new(items))
    }

    /// A map; of several entries with one key the last one holds.
    pub(super) fn map(entries: Vec<(CelValue<'a>, CelValue<'a>)>) -> CelValue<'a> {
        let keyed =
            entries.into_iter().filter_map(|(key, value)| Some((Key::of(&key)?, (key, value))));
        CelValue::Map(MapValue::Made(Arc::new(keyed.collect())))
    }

    /// A map in which no key is twice (`cel.@mapInsert`).
    pub(super) fn map_once(entries: Vec<(CelValue<'a>, CelResult<'a>)>) -> CelResult<'a> {
        let mut keyed = IndexMap::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = Key::of(&key) else { return Err(CelFault::no_overload()) };
            let shown = show(&key);
            if keyed.insert(name, (key, value?)).is_some() {
                return Err(CelFault::from(format!("insert failed: key {shown} already exists")));
            }
        }
        Ok(CelValue::Map(MapValue::Made(Arc::new(keyed))))
    }

    pub(super) fn some(value: CelValue<'a>) -> CelValue<'a> {
        CelValue::Optional(Some(Arc::new(value)))
    }

    pub(super) fn opaque(opaque: Opaque) -> CelValue<'a> {
        CelValue::Opaque(Arc::new(opaque))
    }

    /// The name of its type, as `type(x)` gives it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            CelValue::Null => "null_type",
            CelValue::Bool(_) => "bool",
            CelValue::Int(_) => "int",
            CelValue::Uint(_) => "uint",
            CelValue::Double(_) => "double",
            CelValue::Str(_) => "string",
            CelValue::Bytes(_) => "bytes",
            CelValue::Timestamp(_) => "google.protobuf.Timestamp",
            CelValue::Duration(_) => "google.protobuf.Duration",
            CelValue::Type(_) => "type",
            CelValue::List(_) => "list",
            CelValue::Map(_) => "map",
            CelValue::Optional(_) => "optional_type",
            CelValue::Opaque(opaque) => opaque.type_name(),
            CelValue::Preserved(_) => "unknown",
        }
    }

    /// What has a size (`traits.Sizer`): its size.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            CelValue::Str(text) => Some(text.chars()),
            CelValue::Bytes(bytes) => Some(bytes.len() as u64),
            CelValue::List(list) => Some(list.len() as u64),
            CelValue::Map(map) => Some(map.len() as u64),
            CelValue::Opaque(opaque) => opaque.size(),
            _ => None,
        }
    }

    /// Whether it is the empty value of its type (`traits.Zeroer`). Data of objects never count as
    /// empty, as their types do not say so.
    pub(super) fn is_zero(&self) -> bool {
        match self {
            CelValue::Null => true,
            CelValue::Bool(value) => !value,
            CelValue::Int(value) => *value == 0,
            CelValue::Uint(value) => *value == 0,
            CelValue::Double(value) => *value == 0.0,
            CelValue::Str(text) => text.is_empty(),
            CelValue::Bytes(bytes) => bytes.is_empty(),
            CelValue::Timestamp(time) => time.is_zero(),
            CelValue::Duration(nanos) => *nanos == 0,
            CelValue::List(list) => list.is_native() && list.len() == 0,
            CelValue::Map(map) => map.is_native() && map.len() == 0,
            _ => false,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            CelValue::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its schema, as the interpreter sees what is inside an optional value
    /// (`applyQualifiers` of `interpreter/attributes.go`).
    pub(super) fn native(&self) -> CelValue<'a> {
        match self {
            CelValue::List(list) => CelValue::List(list.without_schema()),
            CelValue::Map(map) => CelValue::Map(map.without_schema()),
            CelValue::Preserved(data) => view::native(data),
            other => other.clone(),
        }
    }
}
