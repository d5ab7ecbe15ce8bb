//! Equality (`types.Equal`, and `Equal` and `Contains` of the values of cel-go and of
//! `k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

use std::cmp::Ordering;

use indexmap::{IndexMap, IndexSet};

use super::{
    CelData, CelResult, CelValue, ListValue, MapValue, Opaque,
    compare::{NumberOrder, numbers},
    view,
};
use crate::cel::{
    CelFault,
    schema::{ListType, RuleSchema, escape},
};

pub(in crate::cel) type Equality = Result<bool, CelFault>;

/// Whether two values are equal: null only to null.
pub(in crate::cel) fn equal(a: &CelValue<'_>, b: &CelValue<'_>) -> Equality {
    match (a, b) {
        (CelValue::Null, CelValue::Null) => Ok(true),
        (CelValue::Null, _) | (_, CelValue::Null) => Ok(false),
        _ => same(a, b),
    }
}

/// Whether `a` says that it is equal to `b`. Values of the data and of libraries refuse to be
/// compared with others; those of CEL are just not equal.
pub(in crate::cel) fn same(a: &CelValue<'_>, b: &CelValue<'_>) -> Equality {
    Ok(match (a, b) {
        (CelValue::Null, CelValue::Null) => true,
        (CelValue::Bool(a), CelValue::Bool(b)) => a == b,
        (CelValue::Str(a), CelValue::Str(b)) => **a == **b,
        (CelValue::Bytes(a), CelValue::Bytes(b)) => a == b,
        (CelValue::Timestamp(a), CelValue::Timestamp(b)) => a == b,
        (CelValue::Duration(a), CelValue::Duration(b)) => a == b,
        (CelValue::Type(a), CelValue::Type(b)) => a == b,
        (CelValue::List(a), _) => return lists(a, b),
        (CelValue::Map(a), _) => return maps(a, b),
        (CelValue::Optional(a), CelValue::Optional(b)) => match (a, b) {
            (Some(a), Some(b)) => return same(a, b),
            (None, None) => true,
            _ => false,
        },
        (CelValue::Opaque(a), CelValue::Opaque(b)) => return opaque(a, b),
        (CelValue::Opaque(_), _) => return Err(CelFault::no_overload()),
        (CelValue::Preserved(a), b) => preserved(a, b),
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
        _ => return Err(CelFault::no_overload()),
    })
}

/// Whether data that have no type are the same as a value.
fn preserved(data: &CelData<'_>, value: &CelValue<'_>) -> bool {
    match (data, value) {
        (_, CelValue::Preserved(other)) => data == *other,
        (CelData::List(items), CelValue::List(ListValue::View { items: other, .. })) => {
            items.as_slice() == *other
        }
        (CelData::Map(entries), CelValue::Map(MapValue::View { entries: other, .. })) => {
            entries == *other
        }
        _ => Raw::of_data(data).is_some_and(|raw| Raw::of(value) == Some(raw)),
    }
}

fn lists(a: &ListValue<'_>, b: &CelValue<'_>) -> Equality {
    let CelValue::List(b) = b else {
        return if a.schema().is_some() { Err(CelFault::no_overload()) } else { Ok(false) };
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
    fn of_data(data: &CelData<'_>) -> Option<Raw> {
        Some(match data {
            CelData::Null => Raw::Null,
            CelData::Bool(value) => Raw::Bool(*value),
            CelData::Int(value) => Raw::Int(*value),
            CelData::Double(value) => Raw::Double(value.to_bits()),
            CelData::Str(text) => Raw::Text(text.to_string()),
            CelData::List(_) | CelData::Map(_) => return None,
        })
    }

    fn of(value: &CelValue<'_>) -> Option<Raw> {
        Some(match value {
            CelValue::Null => Raw::Null,
            CelValue::Bool(value) => Raw::Bool(*value),
            CelValue::Int(value) => Raw::Int(*value),
            CelValue::Double(value) => Raw::Double(value.to_bits()),
            CelValue::Str(text) => Raw::Text(text.to_string()),
            CelValue::Preserved(data) => return Raw::of_data(data),
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
pub(in crate::cel) fn set_item(value: &CelResult<'_>) -> Option<Raw> {
    value.as_ref().ok().and_then(Raw::of)
}

fn sets(a: &ListValue<'_>, b: &ListValue<'_>) -> bool {
    let known = set_of(a);
    b.iter().all(|item| set_item(&item).is_some_and(|item| known.contains(&item)))
}

/// What identifies an item of a list whose type is `map`: its keys as they are in the data. The
/// names of keys are escaped, even though data are not (`escapeKeyProps`).
pub(in crate::cel) fn map_key(item: &CelValue<'_>, list: &RuleSchema) -> Option<Vec<Raw>> {
    let CelValue::Map(MapValue::View { entries, .. }) = item else { return None };
    let keys = list.list_map_keys.iter().map(|key| {
        let name = escape(key).unwrap_or(key.as_str().into());
        entries.get(&name).map_or(Some(Raw::Null), Raw::of_data)
    });
    keys.collect()
}

fn map_lists(a: &ListValue<'_>, b: &ListValue<'_>, schema: &RuleSchema) -> Equality {
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

fn maps(a: &MapValue<'_>, b: &CelValue<'_>) -> Equality {
    let CelValue::Map(b) = b else {
        return if a.schema().is_some() { Err(CelFault::no_overload()) } else { Ok(false) };
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
    data: &CelData<'_>,
    schema: &RuleSchema,
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
        _ => Err(CelFault::no_overload()),
    }
}

/// Whether a list contains a value.
pub(in crate::cel) fn contains(list: &ListValue<'_>, value: &CelValue<'_>) -> Equality {
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
pub(in crate::cel) fn adopted<'a>(item: CelValue<'a>, list: &'a RuleSchema) -> CelResult<'a> {
    let Some(schema) = list.items.as_deref() else { return Ok(item) };
    match item {
        CelValue::Map(MapValue::View { entries, schema: _ }) => Ok(CelValue::Map(MapValue::View {
            entries,
            schema: Some(if schema.embedded_resource { schema.as_resource() } else { schema }),
        })),
        CelValue::List(ListValue::View { items, .. }) => {
            Ok(CelValue::List(ListValue::View { items, schema: Some(schema) }))
        }
        CelValue::Preserved(data) => view::view(data, schema),
        other => Ok(other),
    }
}
