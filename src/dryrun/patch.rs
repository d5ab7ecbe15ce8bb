//! The patch of `kubectl apply`, from three states of an object: as it was applied last, as it is
//! to be, and as it is in the cluster (`k8s.io/apimachinery/pkg/util/strategicpatch/patch.go`).
//!
//! What was applied and is no longer written is deleted, what is written is set, the rest stays.
//! Lists of built-in kinds are merged where their types say so; those of custom kinds are replaced.
//! Both halves are made as patches and joined, odd cases included: where a list has two items with
//! one key, and one of them goes, both do.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    defaults::Fields,
    model::{
        schema::{Shape, Type},
        version::Version,
    },
    print,
};

/// An item that goes.
const DIRECTIVE: &str = "$patch";
/// The fields that stay.
const RETAIN: &str = "$retainKeys";
/// The order of a list's items.
const ORDER: &str = "$setElementOrder/";
/// Values that go from a list of scalars.
const DELETE: &str = "$deleteFromPrimitiveList/";

/// The object in the cluster after the patch; `None` where the patch is empty.
pub(super) fn three_way(
    applied: &Fields,
    modified: &Fields,
    current: &Fields,
    type_: Option<Type>,
    version: Version,
) -> Result<Option<Fields>, String> {
    let shape = type_.map_or(Shape::Any, Shape::Object);
    let set = Differ { deletes: false, version }.maps(current, modified, shape, false)?;
    let mut patch = Differ { deletes: true, version }.maps(applied, modified, shape, false)?;
    join(&mut patch, set, shape, version);
    if patch.is_empty() {
        return Ok(None);
    }
    let mut object = current.clone();
    lay_on(&mut object, patch, shape, version);
    Ok(Some(object))
}

/// Adds a patch to another one.
fn join(patch: &mut Fields, more: Fields, shape: Shape, version: Version) {
    for (key, value) in more {
        let known = KnownField::field(shape, &key, version);
        match (patch.get_mut(&key), value, known.merge) {
            (Some(Value::Object(fields)), Value::Object(more), _) => {
                join(fields, more, known.shape, version);
            }
            (Some(Value::Array(items)), Value::Array(more), Merge::By(_)) => {
                let mut places = keys_of(items, known.merge);
                for item in more {
                    let key = key_of(&item, known.merge);
                    let place = *places.entry(key).or_insert(items.len());
                    match (items.get_mut(place), item) {
                        (Some(Value::Object(fields)), Value::Object(more)) => {
                            join(fields, more, known.item(), version);
                        }
                        (_, item) => items.push(item),
                    }
                }
            }
            (_, value, _) => drop(patch.insert(key, value)),
        }
    }
}

/// How a list changes.
#[derive(Clone, Copy)]
enum Merge {
    Replace,
    /// Scalars, each of which is there or not.
    Values,
    /// Objects that are distinguished by a field.
    By(&'static str),
}

/// What is known of a field's value.
#[derive(Clone, Copy)]
struct KnownField {
    shape: Shape,
    merge: Merge,
    /// Fields that the new value lacks go.
    retains: bool,
}

impl KnownField {
    fn field(shape: Shape, name: &str, version: Version) -> KnownField {
        let (shape, merge, retains) = match shape {
            Shape::Object(of) => match of.field(name, version) {
                Some(_) if of.merges_values(name) => (Shape::Any, Merge::Values, false),
                Some(field) => {
                    let merge = field.merge_key().map_or(Merge::Replace, Merge::By);
                    (field.shape(), merge, of.retains_keys(name))
                }
                None => (Shape::Any, Merge::Replace, false),
            },
            Shape::Map(of) => (of.shape(), Merge::Replace, false),
            _ => (Shape::Any, Merge::Replace, false),
        };
        KnownField { shape, merge, retains }
    }

    fn item(self) -> Shape {
        match self.shape {
            Shape::List(of) => of.shape(),
            _ => Shape::Any,
        }
    }
}

/// Makes the patch from one state to another: what goes, or what is added and changed.
struct Differ {
    deletes: bool,
    version: Version,
}

impl Differ {
    fn maps(
        &self,
        from: &Fields,
        to: &Fields,
        shape: Shape,
        retains: bool,
    ) -> Result<Fields, String> {
        let mut patch = Fields::new();
        for (key, new) in to {
            let known = KnownField::field(shape, key, self.version);
            match (from.get(key), new) {
                (Some(Value::Object(old)), Value::Object(new)) => {
                    let inside = self.maps(old, new, known.shape, known.retains)?;
                    if !inside.is_empty() {
                        patch.insert(key.clone(), inside.into());
                    }
                }
                (Some(Value::Array(old)), Value::Array(new)) => {
                    self.lists(key, old, new, known, &mut patch)?;
                }
                (old, new) if old != Some(new) && !self.deletes => {
                    patch.insert(key.clone(), new.clone());
                }
                _ => {}
            }
        }
        if self.deletes {
            let gone = from.keys().filter(|key| !to.contains_key(*key));
            patch.extend(gone.map(|key| (key.clone(), Value::Null)));
        }
        let more = || from.iter().any(|(key, old)| !old.is_null() && !to.contains_key(key));
        if retains && to.values().any(|new| !new.is_null()) && (!patch.is_empty() || more()) {
            let kept = to.iter().filter(|(_, new)| !new.is_null()).map(|(key, _)| key.clone());
            patch.insert(RETAIN.to_owned(), kept.collect::<Vec<_>>().into());
        }
        Ok(patch)
    }

    fn lists(
        &self,
        key: &str,
        old: &[Value],
        new: &[Value],
        known: KnownField,
        patch: &mut Fields,
    ) -> Result<(), String> {
        if let Merge::Replace = known.merge {
            if !self.deletes && old != new {
                patch.insert(key.to_owned(), new.into());
            }
            return Ok(());
        }
        if old.is_empty() {
            if !new.is_empty() && !self.deletes {
                patch.insert(key.to_owned(), new.into());
            }
            return Ok(());
        }
        let Merge::By(merge_key) = known.merge else {
            self.values(key, old, new, patch);
            return Ok(());
        };
        let items = self.items(old, new, merge_key, known)?;
        let same_order = || {
            old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a[merge_key] == b[merge_key])
        };
        if !items.is_empty() || !self.deletes && !same_order() {
            let order = new.iter().map(|item| json!({ merge_key: item[merge_key] }));
            let order: Vec<Value> = order.collect();
            if !order.is_empty() {
                patch.insert(format!("{ORDER}{key}"), order.into());
            }
        }
        if !items.is_empty() {
            patch.insert(key.to_owned(), items.into());
        }
        Ok(())
    }

    /// Two lists of scalars that merge.
    fn values(&self, key: &str, old: &[Value], new: &[Value], patch: &mut Fields) {
        let lacks = |list: &[Value], other: &[Value]| -> Vec<Value> {
            let others = keys_of(other, Merge::Values);
            list.iter().filter(|v| !others.contains_key(&comparable(v))).cloned().collect()
        };
        let changed = match self.deletes {
            true => {
                let gone = lacks(old, new);
                let any = !gone.is_empty();
                if any {
                    patch.insert(format!("{DELETE}{key}"), gone.into());
                }
                any
            }
            false => {
                let added = lacks(new, old);
                if !added.is_empty() {
                    patch.insert(key.to_owned(), added.into());
                }
                old != new
            }
        };
        if changed && !new.is_empty() {
            patch.insert(format!("{ORDER}{key}"), new.into());
        }
    }

    /// What changes in a list of objects: items of the new one in its order, then those that go.
    /// Items with one key pair up, the last ones first.
    fn items(
        &self,
        old: &[Value],
        new: &[Value],
        key: &str,
        known: KnownField,
    ) -> Result<Vec<Value>, String> {
        let places = keys_of(new, known.merge);
        let (old, new) = (by_key(old, key)?, by_key(new, key)?);
        let (mut changed, mut gone) = (Vec::new(), Vec::new());
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            let a = if order.is_le() { old.next() } else { None };
            let b = if order.is_ge() { new.next() } else { None };
            match (a, b) {
                (Some((_, _, a)), Some((text, _, b))) => {
                    let mut inside = self.maps(a, b, known.item(), known.retains)?;
                    if !inside.is_empty() {
                        inside.insert(key.to_owned(), b[key].clone());
                        changed.push((places.get(&text), Value::Object(inside)));
                    }
                }
                (None, Some((text, _, b))) if !self.deletes => {
                    changed.push((places.get(&text), Value::Object(b.clone())));
                }
                (Some((_, _, a)), None) if self.deletes => {
                    gone.push(json!({ DIRECTIVE: "delete", key: a[key] }));
                }
                _ => {}
            }
        }
        changed.sort_by_key(|(place, _)| *place);
        Ok(changed.into_iter().map(|(_, item)| item).chain(gone).collect())
    }
}

/// A value as it is compared with others.
fn comparable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Items with their key and index, sorted by key; those with one key the other way round, as Go's
/// sorting turns them.
fn by_key<'v>(items: &'v [Value], key: &str) -> Result<Vec<(String, usize, &'v Fields)>, String> {
    let read = |(index, item): (usize, &'v Value)| {
        let value = item.as_object().and_then(|fields| Some((fields, fields.get(key)?)));
        let (fields, value) = value.ok_or_else(|| {
            format!("a list item has no merge key `{key}`: {}", print::compact(item))
        })?;
        Ok((comparable(value), index, fields))
    };
    let mut items = items.iter().enumerate().map(read).collect::<Result<Vec<_>, String>>()?;
    items.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    Ok(items)
}

/// Lays a patch on an object, as the server does.
fn lay_on(object: &mut Fields, mut patch: Fields, shape: Shape, version: Version) {
    if let Some(Value::Array(kept)) = patch.shift_remove(RETAIN) {
        object.retain(|key, _| kept.iter().any(|kept| kept == key));
    }
    let (directives, fields): (Fields, Fields) =
        patch.into_iter().partition(|(key, _)| key.starts_with('$') && key.contains('/'));
    for (key, value) in &directives {
        if let (Some(key), Value::Array(gone)) = (key.strip_prefix(DELETE), value)
            && let Some(Value::Array(items)) = object.get_mut(key)
        {
            let gone = keys_of(gone, Merge::Values);
            items.retain(|item| !gone.contains_key(&comparable(item)));
        }
    }
    let order_of = |key: &str| directives.get(&format!("{ORDER}{key}")).and_then(Value::as_array);
    let ordered = directives.keys().filter_map(|key| key.strip_prefix(ORDER));
    let unchanged: Vec<String> =
        ordered.filter(|key| !fields.contains_key(*key)).map(str::to_owned).collect();
    for (key, value) in fields {
        let known = KnownField::field(shape, &key, version);
        match (object.get_mut(&key), value) {
            (_, Value::Null) => drop(object.shift_remove(&key)),
            (Some(Value::Object(old)), Value::Object(new)) => {
                lay_on(old, new, known.shape, version);
            }
            (Some(Value::Array(old)), Value::Array(new))
                if !matches!(known.merge, Merge::Replace) =>
            {
                merge_items(old, new, order_of(&key), known, version);
            }
            (_, value) => drop(object.insert(key, without_nulls(value))),
        }
    }
    for key in unchanged {
        let known = KnownField::field(shape, &key, version);
        if let (Some(Value::Array(items)), Some(order)) = (object.get_mut(&key), order_of(&key)) {
            let before = keys_of(items, known.merge);
            *items = in_order(std::mem::take(items), order, &before, known.merge);
        }
    }
}

/// A new value without its nulls, and without items that were only there to go.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(key, value)| {
                let directive = key.starts_with(ORDER) || key.starts_with(DELETE);
                !value.is_null() && !directive && key != RETAIN
            });
            Value::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => {
            let kept = items.into_iter().filter(|item| item.get(DIRECTIVE).is_none());
            Value::Array(kept.map(without_nulls).collect())
        }
        value => value,
    }
}

/// Merges the items of a patch into a list.
fn merge_items(
    items: &mut Vec<Value>,
    patch: Vec<Value>,
    order: Option<&Vec<Value>>,
    known: KnownField,
    version: Version,
) {
    let before = keys_of(items, known.merge);
    let order = order.cloned().unwrap_or_else(|| patch.clone());
    match known.merge {
        Merge::By(key) => {
            let (gone, new): (Vec<Value>, Vec<Value>) =
                patch.into_iter().partition(|item| item.get(DIRECTIVE).is_some());
            let gone = keys_of(&gone, known.merge);
            items.retain(|item| !gone.contains_key(&comparable(&item[key])));
            let mut places = keys_of(items, known.merge);
            for item in new {
                let place = places.entry(comparable(&item[key])).or_insert(items.len());
                match (items.get_mut(*place), item) {
                    (Some(Value::Object(old)), Value::Object(new)) => {
                        lay_on(old, new, known.item(), version);
                    }
                    (_, item) => items.push(without_nulls(item)),
                }
            }
        }
        _ => {
            let present = keys_of(items, known.merge);
            items.extend(patch.into_iter().filter(|item| !present.contains_key(&comparable(item))));
        }
    }
    *items = in_order(std::mem::take(items), &order, &before, known.merge);
}

/// The items' keys, each with the first place where it is used.
fn keys_of(items: &[Value], merge: Merge) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        keys.entry(key_of(item, merge)).or_insert(index);
    }
    keys
}

fn key_of(item: &Value, merge: Merge) -> String {
    match merge {
        Merge::By(key) => comparable(&item[key]),
        _ => comparable(item),
    }
}

/// Items that are named in the order that is asked for, and the others between them, where they
/// stood before.
fn in_order(
    items: Vec<Value>,
    order: &[Value],
    before: &BTreeMap<String, usize>,
    merge: Merge,
) -> Vec<Value> {
    let order = keys_of(order, merge);
    let key = |item: &Value| key_of(item, merge);
    let (mut named, mut others): (Vec<Value>, Vec<Value>) =
        items.into_iter().partition(|item| order.contains_key(&key(item)));
    named.sort_by_cached_key(|item| order.get(&key(item)).copied());
    others.sort_by_cached_key(|item| before.get(&key(item)).copied());
    let mut sorted = Vec::with_capacity(named.len() + others.len());
    let mut others = others.into_iter().peekable();
    for item in named {
        let place = before.get(&key(&item));
        while let Some(other) = others.next_if(|other| {
            place.zip(before.get(&key(other))).is_some_and(|(place, other)| other < place)
        }) {
            sorted.push(other);
        }
        sorted.push(item);
    }
    sorted.extend(others);
    sorted
}
