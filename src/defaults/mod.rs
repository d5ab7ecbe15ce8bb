//! What an API server makes of an object that it accepts: read into its types, defaulted, prepared
//! for storage and written again.
//!
//! [`accept`] goes through the steps of a create request, one file each: `read` (the decoder),
//! `fill` (defaults, of the table `schemas/defaults.txt` and of the kinds' own files), `create`
//! (conversion, the registries' strategies and the admission that needs no cluster) and `write`
//! (what JSON leaves out). [`replace`] goes through those of an update, with `update` in the place
//! of `create`. The places in the text are lost; `validate` checks the object as written.
//!
//! Objects nest at most as deep as the reader lets them (10,000 levels), and these steps recurse as
//! deep: callers give them the stack for it.

mod apiextensions;
mod apps;
mod autoscaling;
mod core;
mod create;
mod dropped;
mod fill;
mod networking;
mod pod_resources;
mod read;
mod resource;
mod time;
mod update;
mod write;

pub use read::raw;

use serde_json::{Map, Value};

use crate::model::{
    Object,
    custom::{self, Target},
    schema,
    version::Version,
};

/// An object or a part of one, by field.
pub type Fields = Map<String, Value>;

/// The object as a server of a version returns it, without its status and what only a live server
/// knows: uid, timestamps, addresses and ports that are allocated. `None` where it is not a map.
///
/// `namespace` is that of objects that name none. A kind without schema or definition (`target`) is
/// returned as written.
pub fn accept(
    object: &Object,
    namespace: &str,
    version: Version,
    target: Option<Target<'_, '_>>,
) -> Option<Fields> {
    let gvk = &object.gvk;
    let Some(kind) = schema::kind(&gvk.group, &gvk.version, &gvk.kind, version) else {
        let created = target.and_then(|target| custom::created(object.node(), target.version?));
        let mut fields = read::custom(object.node(), version, created)?;
        if let Some(target) = target {
            create::namespace(&mut fields, target.definition.is_namespaced().then_some(namespace));
            create::without_live_metadata(&mut fields);
        }
        return Some(fields);
    };
    let type_ = kind.type_();
    let mut fields = read::object(object.node(), type_, version)?;
    // A server starts with an empty one.
    fields.remove("status");
    create::namespace(&mut fields, kind.namespaced().then_some(namespace));
    fill::fill(&mut fields, type_, version);
    create::prepare(&mut fields, type_, version);
    // It is read again from the storage, and defaulted there too.
    fill::fill(&mut fields, type_, version);
    create::finish(&mut fields, type_);
    write::complete(&mut fields, type_, version);
    fields.remove("status");
    Some(fields)
}

/// An object in the cluster, and what an update makes of it.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub old: Fields,
    pub new: Fields,
}

/// What a server of a version makes of an object that takes the place of a live one, both with
/// their status; ports and addresses that it would allocate anew are not there. `None` where one of
/// them is not a map.
pub fn replace(
    object: &Object,
    live: &Object,
    version: Version,
    target: Option<Target<'_, '_>>,
) -> Option<Replaced> {
    let gvk = &object.gvk;
    let Some(kind) = schema::kind(&gvk.group, &gvk.version, &gvk.kind, version) else {
        let stored = |object: &Object| {
            let node = object.node();
            let read = target.and_then(|target| custom::read(node, target.version?));
            read::custom(node, version, read.map(|read| read.content))
        };
        let (mut new, mut old) = (stored(object)?, stored(live)?);
        update::custom(&mut new, &mut old, target);
        return Some(Replaced { old, new });
    };
    let type_ = kind.type_();
    let stored = |object: &Object| {
        let mut fields = read::object(object.node(), type_, version)?;
        update::convert(&mut fields, type_, version);
        fill::fill(&mut fields, type_, version);
        update::convert(&mut fields, type_, version);
        Some(fields)
    };
    let (mut new, mut old) = (stored(object)?, stored(live)?);
    update::prepare(&mut new, &mut old, type_);
    fill::fill(&mut new, type_, version);
    for fields in [&mut new, &mut old] {
        let has_status = fields.contains_key("status") && live.field("status").is_set();
        create::finish(fields, type_);
        write::complete(fields, type_, version);
        if !has_status {
            fields.remove("status");
        }
    }
    update::count(&mut new, &old, type_);
    Some(Replaced { old, new })
}

/// The object as kubectl sends it: as written, in a namespace if its kind is in one.
pub fn written(object: &Object, namespace: &str) -> Fields {
    let Value::Object(mut fields) = raw(object.node()) else { return Fields::new() };
    let gvk = &object.gvk;
    let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
    if kind.is_some_and(schema::Kind::namespaced) && !namespace.is_empty() {
        create::namespace(&mut fields, Some(namespace));
    }
    fields
}

/// A field that is set, as text.
fn text<'f>(fields: &'f Fields, key: &str) -> &'f str {
    fields.get(key).and_then(Value::as_str).unwrap_or("")
}

/// Sets a field that is absent.
fn set_absent(fields: &mut Fields, key: &str, value: impl Into<Value>) {
    if !fields.contains_key(key) {
        fields.insert(key.to_owned(), value.into());
    }
}

/// The map after a field, made where it is absent.
fn inner<'f>(fields: &'f mut Fields, key: &str) -> &'f mut Fields {
    let value = fields.entry(key).or_insert_with(|| Value::Object(Fields::new()));
    if !value.is_object() {
        *value = Value::Object(Fields::new());
    }
    value.as_object_mut().expect("it was just made one")
}

/// The map after several fields, if all are there.
fn at<'f>(fields: &'f Fields, path: &[&str]) -> Option<&'f Fields> {
    path.iter().try_fold(fields, |fields, key| fields.get(*key)?.as_object())
}

/// The same, to be changed.
fn at_mut<'f>(fields: &'f mut Fields, path: &[&str]) -> Option<&'f mut Fields> {
    path.iter().try_fold(fields, |fields, key| fields.get_mut(*key)?.as_object_mut())
}

/// The maps in a list.
fn items<'f>(fields: &'f Fields, key: &str) -> impl Iterator<Item = &'f Fields> {
    fields.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// The same, to be changed.
fn items_mut<'f>(fields: &'f mut Fields, key: &str) -> impl Iterator<Item = &'f mut Fields> {
    let list = fields.get_mut(key).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Whether a value is what Go has where nothing is set: no text, no items, zero, false.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}
