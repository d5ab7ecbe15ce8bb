//! The fields that the subresource `scale` reads (`validator.go`, `ValidateScaleSpec`,
//! `ValidateScaleStatus`).

use super::CustomSubject;
use crate::{
    code,
    model::{
        Place,
        custom::{Content, CustomVersion, Data, Step},
    },
    text,
    text::key,
    validate::Reason,
};

pub(super) fn check<'s>(
    content: &Content<'s>,
    custom: &'s CustomVersion<'_>,
    subject: &mut CustomSubject<'_, 's>,
) {
    let Some(scale) = custom.scale else { return };
    for path in ["specReplicasPath", "statusReplicasPath"] {
        replicas(content, scale.get(path), subject);
    }
    let selector: Place<'s> = scale.get("labelSelectorPath");
    if selector.is_set() && matches!(value(content, selector.str()), Found::Other | Found::Int(_)) {
        refuse(selector.str(), "must be a string", subject);
    }
}

/// What is at a path.
enum Found {
    Nothing,
    Int(i64),
    Text,
    Other,
}

fn value(content: &Content<'_>, path: &str) -> Found {
    let mut here = content;
    for step in steps(path) {
        let Some(fields) = here.fields() else { return Found::Other };
        match fields.get(step) {
            Some(next) => here = next,
            None => return Found::Nothing,
        }
    }
    match here.data {
        Data::Int(int) => Found::Int(int),
        Data::Str(_) => Found::Text,
        _ => Found::Other,
    }
}

/// The fields in `.spec.replicas`.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('.').unwrap_or(path).split('.')
}

fn replicas<'s>(content: &Content<'s>, path: Place<'s>, subject: &mut CustomSubject<'_, 's>) {
    let path = path.str();
    match value(content, path) {
        Found::Int(count) if count < 0 => refuse(path, "must not be negative", subject),
        Found::Int(count) if count > i64::from(i32::MAX) => {
            refuse(path, "must be at most 2147483647", subject);
        }
        Found::Nothing | Found::Int(_) => {}
        Found::Text | Found::Other => refuse(path, "must be an integer", subject),
    }
}

/// The server names the field by the path of the definition, with its dot.
fn refuse<'s>(path: &'s str, fault: &'static str, subject: &mut CustomSubject<'_, 's>) {
    let at: Vec<Step<'s>> = steps(path).map(Step::Field).collect();
    let field = steps(path).last().unwrap_or("");
    let message = text!("`{}` {}", key(field), text::name(fault));
    subject.refuse(code::CUSTOM_RESOURCE_SCHEMA, Reason::Invalid, &at, path.to_owned(), message);
}
