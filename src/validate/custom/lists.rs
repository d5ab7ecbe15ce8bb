//! Lists whose items differ: sets, and maps with keys (`apiserver/schema/listtype/validation.go`).

use std::{collections::BTreeMap, fmt::Write as _};

use super::{CustomSubject, fault::bracketed};
use crate::{
    code,
    model::custom::{Content, Data, Schema, Step},
    text,
    text::name,
    validate::{Reason, names::shown},
};

/// Reports what occurs twice in an object.
pub(super) fn check<'s>(
    content: &Content<'s>,
    schema: &'s Schema<'_>,
    subject: &mut CustomSubject<'_, 's>,
) {
    value(content, schema, &mut Vec::new(), subject);
}

fn value<'s>(
    content: &Content<'s>,
    schema: &'s Schema<'_>,
    path: &mut Vec<Step<'s>>,
    subject: &mut CustomSubject<'_, 's>,
) {
    match &content.data {
        Data::Map(fields) => {
            for (&key, field) in fields {
                let (below, step) = match (schema.property(key), &schema.values) {
                    (Some(property), _) => (property, Step::Field(key)),
                    (None, Some(values)) => (values.get(), Step::Entry(key)),
                    (None, None) => continue,
                };
                path.push(step);
                value(field, below, path, subject);
                path.pop();
            }
        }
        Data::List(items) => {
            match schema.list_type {
                "set" => set(items, path, subject),
                "map" => keyed(items, &schema.list_keys, path, subject),
                _ => {}
            }
            let Some(below) = schema.item() else { return };
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                value(item, below, path, subject);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Where items repeat earlier ones: the second of each, and the first.
fn repeated(keys: impl Iterator<Item = String>) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    let mut repeated = Vec::new();
    for (index, key) in keys.enumerate() {
        match seen.get_mut(&key) {
            None => drop(seen.insert(key, (index, false))),
            Some((first, is_reported @ false)) => {
                *is_reported = true;
                repeated.push((index, *first));
            }
            Some(_) => {}
        }
    }
    repeated
}

fn set<'s>(items: &[Content<'s>], path: &[Step<'s>], subject: &mut CustomSubject<'_, 's>) {
    for (index, first) in repeated(items.iter().map(text_of)) {
        report(path, (index, first), subject, |at, item| {
            let value = subject_text(item);
            text!("`{}` is listed twice in `{}`", shown(&value), text::key(at))
        });
    }
}

/// The value of an item that repeats another, for a message.
fn subject_text(item: Option<&str>) -> String {
    item.unwrap_or("the same item").to_owned()
}

fn keyed<'s>(
    items: &[Content<'s>],
    keys: &[&'s str],
    path: &[Step<'s>],
    subject: &mut CustomSubject<'_, 's>,
) {
    let is_wrong = |item: &Content<'_>| !matches!(item.data, Data::Map(_) | Data::Null);
    if let Some(index) = items.iter().position(is_wrong) {
        let at = [path, &[Step::Item(index)]].concat();
        let message = text!("item {} must be a map", name(index + 1));
        subject.refuse(code::CUSTOM_RESOURCE_SCHEMA, Reason::Invalid, &at, bracketed(&at), message);
        return;
    }
    let key_of = |item: &Content<'s>| {
        let fields = keys.iter().map(|key| match item.get(key) {
            Some(value) => format!("{key}={}", text_of(value)),
            None => String::new(),
        });
        fields.collect::<Vec<_>>().join(",")
    };
    for (index, first) in repeated(items.iter().map(key_of)) {
        let keys = keys.join(", ");
        report(path, (index, first), subject, |at, _| {
            text!("two items of `{}` have the same `{}`", text::key(at), name(&keys))
        });
    }
}

fn report<'s>(
    path: &[Step<'s>],
    (index, first): (usize, usize),
    subject: &mut CustomSubject<'_, 's>,
    message: impl Fn(&str, Option<&str>) -> text::Text,
) {
    let [at, first] = [index, first].map(|index| [path, &[Step::Item(index)]].concat());
    let field = match path.last() {
        Some(Step::Field(key) | Step::Entry(key)) => key,
        _ => "",
    };
    let item = subject.place(&at).node().filter(|node| !node.is_map() && !node.is_list());
    let message = message(field, item.map(|node| node.as_str().unwrap_or(node.raw())));
    let first = subject.place(&first);
    let code = code::CUSTOM_RESOURCE_SCHEMA;
    let cause = subject.refuse(code, Reason::Duplicate, &at, bracketed(&at), message);
    cause.related(first, "first listed here");
}

/// A value as a text that is the same for the same values.
fn text_of(content: &Content<'_>) -> String {
    let mut text = String::new();
    write(content, &mut text);
    text
}

fn write(content: &Content<'_>, text: &mut String) {
    match &content.data {
        Data::Null => text.push_str("null"),
        Data::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Data::Int(int) => drop(write!(text, "{int}")),
        Data::Float(float) => drop(write!(text, "{float:?}")),
        Data::Str(value) => drop(write!(text, "{value:?}")),
        Data::List(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Data::Map(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            text.push('{');
            for (key, value) in sorted {
                let _ = write!(text, "{key:?}:");
                write(value, text);
                text.push(',');
            }
            text.push('}');
        }
    }
}
