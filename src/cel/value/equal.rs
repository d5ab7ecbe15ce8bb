//! Equality (`types.Equal`, and `Equal` and `Contains` of the values of cel-go and of
//! `k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

use std::cmp::Ordering;

use indexmap::{IndexMap, IndexSet};

use super::{
    Data, ListValue, MapValue, Opaque, Outcome, Value,
    compare::{NumberOrder, numbers},
    view,
};
use crate::cel::{
    Fault,
    schema::{ListType, Schema, escape},
};

pub(in crate::cel) type Equality = Result<bool, Fault>;

/// Whether two values are equal: null only to null.
pub(in crate::cel) fn equal(a: &Value<'_>, b: &Value<'_>) -> Equality {
    match (a, b) {
        (Value::Null, Value::Null) => Ok(true),
        (Value::Null, _) | (_, Value::Null) => Ok(false),
        _ => same(a, b),
    }
}

/// Whether `a` says that it is equal to `b`. Values of the data and of libraries refuse to be
/// compared with others; those of CEL are just not equal.
pub(in crate::cel) fn same(a: &Value<'_>, b: &Value<'_>) -> Equality {
    Ok(match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => **a == **b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Timestamp(a), Value::Timestamp(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        (Value::List(a), _) => return lists(a, b),
        (Value::Map(a), _) => return maps(a, b),
        (Value::Optional(a), Value::Optional(b)) => match (a, b) {
            (Some(a), Some(b)) => return same(a, b),
            (None, None) => true,
            _ => false,
        },
        (Value::Opaque(a), Value::Opaque(b)) => return opaque(a, b),
        (Value::Opaque(_), _) => return Err(Fault::no_overload()),
        (Value::Preserved(a), b) => preserved(a, b),
        _ => numbers(a, b) == NumberOrder::Ordered(Ordering::Equal),
    })
}

fn opaque(a: &Opaque, b: &Opaque) -> Equality {
    Ok(match (a, b) {
        (
            Opaque::Quantity { quantity: a, .. },
            Opaque::Quantity { quantity: b, computed: false },
        ) => a == b,
        (Opaque::Ip(a), Opaque::Ip(b)) => a == b,
        (Opaque::Cidr(a, m), Opaque::Cidr(b, n)) => (a, m) == (b, n),
        (Opaque::Url(a), Opaque::Url(b)) => a.text == b.text,
        // Metadata of builds do not count.
        (Opaque::Semver(a), Opaque::Semver(b)) => a.cmp_precedence(b).is_eq(),
        (Opaque::Format(a), Opaque::Format(b)) => a == b,
        _ => return Err(Fault::no_overload()),
    })
}

/// Whether data that have no type are the same as a value.
fn preserved(data: &Data<'_>, value: &Value<'_>) -> bool {
    match (data, value) {
        (_, Value::Preserved(other)) => data == *other,
        (Data::List(items), Value::List(ListValue::View { items: other, .. })) => {
            items.as_slice() == *other
        }
        (Data::Map(entries), Value::Map(MapValue::View { entries: other, .. })) => {
            entries == *other
        }
        _ => Raw::of_data(data).is_some_and(|raw| Raw::of(value) == Some(raw)),
    }
}

fn lists(a: &ListValue<'_>, b: &Value<'_>) -> Equality {
    let Value::List(b) = b else {
        return if a.schema().is_some() { Err(Fault::no_overload()) } else { Ok(false) };
    };
    if a.len() != b.len() {
        return Ok(false);
    }
    match (a.schema(), a.list_type()) {
        (Some(_), ListType::Set) => Ok(sets(a, b)),
        (Some(schema), ListType::Map) => map_lists(a, b, schema),
        (Some(_), ListType::Atomic) => {
            for (a, b) in a.iter().zip(b.iter()) {
                if !same(&a?, &b?)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        // Faults between items do not count.
        (None, _) => Ok(a.iter().zip(b.iter()).all(|(a, b)| match (a, b) {
            (Ok(a), Ok(b)) => equal(&a, &b).unwrap_or(true),
            _ => true,
        })),
    }
}

/// A value as Go compares it in a set: by type and content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::cel) enum Raw {
    Null,
    Bool(bool),
    Int(i64),
    Double(u64),
    Text(String),
}

impl Raw {
    fn of_data(data: &Data<'_>) -> Option<Raw> {
        Some(match data {
            Data::Null => Raw::Null,
            Data::Bool(value) => Raw::Bool(*value),
            Data::Int(value) => Raw::Int(*value),
            Data::Double(value) => Raw::Double(value.to_bits()),
            Data::Str(text) => Raw::Text(text.to_string()),
            Data::List(_) | Data::Map(_) => return None,
        })
    }

    fn of(value: &Value<'_>) -> Option<Raw> {
        Some(match value {
            Value::Null => Raw::Null,
            Value::Bool(value) => Raw::Bool(*value),
            Value::Int(value) => Raw::Int(*value),
            Value::Double(value) => Raw::Double(value.to_bits()),
            Value::Str(text) => Raw::Text(text.to_string()),
            Value::Preserved(data) => return Raw::of_data(data),
            _ => return None,
        })
    }
}

/// The items of a set, as they are in the data.
pub(in crate::cel) fn set_of(list: &ListValue<'_>) -> IndexSet<Raw> {
    match list {
        ListValue::View { items, .. } => items.iter().filter_map(Raw::of_data).collect(),
        ListValue::Made { items, .. } => items.iter().filter_map(Raw::of).collect(),
    }
}

/// A value as an item of a set.
pub(in crate::cel) fn set_item(value: &Outcome<'_>) -> Option<Raw> {
    value.as_ref().ok().and_then(Raw::of)
}

fn sets(a: &ListValue<'_>, b: &ListValue<'_>) -> bool {
    let known = set_of(a);
    b.iter().all(|item| set_item(&item).is_some_and(|item| known.contains(&item)))
}

/// What identifies an item of a list whose type is `map`: its keys as they are in the data. The
/// names of keys are escaped, even though data are not (`escapeKeyProps`).
pub(in crate::cel) fn map_key(item: &Value<'_>, list: &Schema) -> Option<Vec<Raw>> {
    let Value::Map(MapValue::View { entries, .. }) = item else { return None };
    let keys = list.list_map_keys.iter().map(|key| {
        let name = escape(key).unwrap_or(key.as_str().into());
        entries.get(&name).map_or(Some(Raw::Null), Raw::of_data)
    });
    keys.collect()
}

fn map_lists(a: &ListValue<'_>, b: &ListValue<'_>, schema: &Schema) -> Equality {
    let mut items = IndexMap::new();
    for item in a.iter() {
        let item = item?;
        items.insert(map_key(&item, schema), item);
    }
    for item in b.iter() {
        let item = item?;
        match items.get(&map_key(&item, schema)) {
            Some(own) if same(own, &item)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn maps(a: &MapValue<'_>, b: &Value<'_>) -> Equality {
    let Value::Map(b) = b else {
        return if a.schema().is_some() { Err(Fault::no_overload()) } else { Ok(false) };
    };
    if a.len() != b.len() {
        return Ok(false);
    }
    match a {
        MapValue::View { entries, schema: Some(schema) } => {
            for (key, data) in entries.iter() {
                if !entry(a, key, data, schema, b)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => {
            for (key, value) in a.entries() {
                let Some(other) = b.find(&key)? else { return Ok(false) };
                // Faults between values do not count.
                if value.is_ok_and(|value| equal(&value, &other) == Ok(false)) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

/// Whether another map has an entry of the data too.
fn entry(
    map: &MapValue<'_>,
    key: &str,
    data: &Data<'_>,
    schema: &Schema,
    other: &MapValue<'_>,
) -> Equality {
    let known = match &schema.properties {
        Some(properties) => properties.contains_key(key),
        None => schema.additional.is_some(),
    };
    if known {
        return Ok(match (map.field(key, Some(key))?, other.field(key, Some(key))?) {
            (Some(a), Some(b)) => return same(&a, &b),
            (None, None) => true,
            _ => false,
        });
    }
    match other {
        MapValue::View { entries, schema: Some(_) } => {
            Ok(entries.get(key).is_none_or(|other| data == other))
        }
        _ => Err(Fault::no_overload()),
    }
}

/// Whether a list contains a value.
pub(in crate::cel) fn contains(list: &ListValue<'_>, value: &Value<'_>) -> Equality {
    if list.schema().is_none() {
        return Ok(list.iter().any(|item| item.is_ok_and(|item| same(value, &item) == Ok(true))));
    }
    let mut fault = None;
    for item in list.iter() {
        match item.and_then(|item| same(&item, value)) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(found) => {
                fault.get_or_insert(found);
            }
        }
    }
    fault.map_or(Ok(false), Err)
}

/// An item of one list as an item of another one, whose schema it then has (`Add` of the lists of
/// the data keeps the data and forgets their schemas).
pub(in crate::cel) fn adopted<'a>(item: Value<'a>, list: &'a Schema) -> Outcome<'a> {
    let Some(schema) = list.items.as_deref() else { return Ok(item) };
    match item {
        Value::Map(MapValue::View { entries, schema: _ }) => Ok(Value::Map(MapValue::View {
            entries,
            schema: Some(if schema.embedded_resource { schema.as_resource() } else { schema }),
        })),
        Value::List(ListValue::View { items, .. }) => {
            Ok(Value::List(ListValue::View { items, schema: Some(schema) }))
        }
        Value::Preserved(data) => view::view(data, schema),
        other => Ok(other),
    }
}
