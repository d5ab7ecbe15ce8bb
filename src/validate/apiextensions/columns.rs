//! What a definition adds to a resource: its scale, printer columns and selectable fields.

use std::collections::BTreeSet;

use super::schema::{JsonSchema, follow};
use crate::{
    code,
    diagnostic::Safety,
    model::Place,
    text,
    validate::{Checker, Reason, names::shown},
};

const MAX_SELECTABLE: usize = 8;

/// The scale subresource requires the paths of the counts.
pub(super) fn scale<'a>(scale: Place<'a>, cx: &mut Checker<'a>) {
    if !scale.is_set() {
        return;
    }
    for (field, parts) in
        [("specReplicasPath", &[".spec."][..]), ("statusReplicasPath", &[".status."])]
    {
        if cx.require(code::CRD_SUBRESOURCES_COLUMNS, scale.get(field)) {
            scale_path(scale.get(field), parts, cx);
        }
    }
    let selector = scale.get("labelSelectorPath");
    if !selector.is_empty() {
        scale_path(selector, &[".spec.", ".status."], cx);
    }
}

fn scale_path<'a>(path: Place<'a>, parts: &[&str], cx: &mut Checker<'a>) {
    if !parts.iter().any(|part| path.str().starts_with(part)) {
        let wanted = parts.join("… or ");
        let message =
            text!("`{}` must be a path such as {}…", shown(path.str()), text::name(wanted));
        cx.invalid(code::CRD_SUBRESOURCES_COLUMNS, path, message);
    }
}

/// A column of `kubectl get`. The server calls `jsonPath` by the name of its older form.
pub(super) fn printer_column<'a>(column: Place<'a>, cx: &mut Checker<'a>) {
    const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
    const FORMATS: [&str; 8] =
        ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
    cx.require(code::CRD_SUBRESOURCES_COLUMNS, column.get("name"));
    let mark = cx.mark();
    if cx.require(code::CRD_SUBRESOURCES_COLUMNS, column.get("type")) {
        cx.one_of(code::CRD_SUBRESOURCES_COLUMNS, column.get("type"), &TYPES);
    }
    cx.one_of(code::CRD_SUBRESOURCES_COLUMNS, column.get("format"), &FORMATS);
    for cause in cx.since(mark) {
        // The server does not report these as a closed set.
        cause.reason = cause.reason.map(|reason| match reason {
            Reason::NotSupported => Reason::Invalid,
            other => other,
        });
    }
    let mark = cx.mark();
    let path = column.get("jsonPath");
    if cx.require(code::CRD_SUBRESOURCES_COLUMNS, path) && !path.str().starts_with('.') {
        let message = text!("`jsonPath` must start with `.`, but is `{}`", shown(path.str()));
        let cause = cx.invalid(code::CRD_SUBRESOURCES_COLUMNS, path, message);
        let plain = path.str().trim_start_matches(['{', '$']).trim_end_matches('}');
        if plain.starts_with('.') {
            cause.suggest(Safety::Safe, text!("write `{}`", plain), path.set(plain));
        }
    }
    for cause in cx.since(mark) {
        cause.path(format!("{}.JSONPath", column.path()));
    }
}

/// Fields for `--field-selector`: scalar values of the schema, outside of its metadata.
pub(super) fn selectable<'a>(fields: Place<'a>, schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for path in fields.items().map(|field| field.get("jsonPath")) {
        if !cx.require(code::CRD_SUBRESOURCES_COLUMNS, path) {
            continue;
        }
        let shown = shown(path.str());
        let (names, found) = match follow(path.str(), schema, false) {
            Ok(found) => found,
            Err(fault) => {
                cx.invalid(
                    code::CRD_SUBRESOURCES_COLUMNS,
                    path,
                    text!("path `{}` {}", shown, fault),
                );
                continue;
            }
        };
        if names.first().is_some_and(|name| name == "metadata") {
            let message = text!("metadata cannot be a selectable field (`{}`)", shown);
            cx.invalid(code::CRD_SUBRESOURCES_COLUMNS, path, message)
                .help("remove it; `metadata.name` and `metadata.namespace` are always selectable");
        }
        let type_ = found.map_or("", |schema| schema.type_);
        if !matches!(type_, "string" | "boolean" | "integer") {
            let type_ = if type_.is_empty() { "no type" } else { type_ };
            let message = text!(
                "selectable field `{}` must have type string, boolean or integer, but has {}",
                shown,
                type_
            );
            cx.invalid(code::CRD_SUBRESOURCES_COLUMNS, path, message);
        }
        if !seen.insert(names) {
            cx.duplicate(
                code::CRD_SUBRESOURCES_COLUMNS,
                path,
                text!("`{}` is listed twice", shown),
            );
        }
    }
    if seen.len() > MAX_SELECTABLE {
        let message = text!(
            "`selectableFields` has {} items, at most {} are allowed",
            text::name(seen.len()),
            text::name(MAX_SELECTABLE)
        );
        cx.refuse(code::CRD_SUBRESOURCES_COLUMNS, Reason::TooMany, fields, message);
    }
}
