//! What makes a schema structural: each field has one type, and conditions only narrow it
//! (`apiserver/schema/validation.go`, `complete.go`).

use super::schema::{Additional, Items, JsonSchema};
use crate::{
    code,
    model::{Place, value::regex},
    text,
    validate::{Checker, names::shown},
};

/// The place of a schema: the server requires more of the root.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SchemaPosition {
    Root,
    Item,
    Field,
}

/// The first key that a structural schema cannot hold at all.
pub(super) fn foreign_key(schema: &JsonSchema<'_>) -> Option<&'static str> {
    let keys = [
        "id",
        "$schema",
        "$ref",
        "patternProperties",
        "dependencies",
        "additionalItems",
        "definitions",
    ];
    let here = keys.into_iter().find(|key| !schema.at.get(key).is_empty());
    let many = matches!(&schema.items, Some(Items::Many(list)) if !list.is_empty());
    let preserves = schema.at.get("x-kubernetes-preserve-unknown-fields").bool() == Some(false);
    here.or(many.then_some("items"))
        .or(preserves.then_some("x-kubernetes-preserve-unknown-fields"))
        .or_else(|| schema.children().find_map(foreign_key))
}

/// Checks a root schema; whether it is structural.
pub(super) fn check<'a>(root: &JsonSchema<'a>, cx: &mut Checker<'a>) -> bool {
    let mark = cx.mark();
    invariants(root, SchemaPosition::Root, cx);
    for condition in root.conditions() {
        completeness(condition, root, cx);
    }
    cx.since(mark).is_empty()
}

fn invariants<'a>(schema: &JsonSchema<'a>, level: SchemaPosition, cx: &mut Checker<'a>) {
    if schema.type_ == "array" && schema.item().is_none() {
        cx.required(
            code::CRD_NON_STRUCTURAL_SCHEMA,
            schema.at.get("items"),
            "`type: array` requires `items`",
        )
        .help("add the schema of the items, such as `items: {type: string}`");
    }
    if let Some(item) = schema.item() {
        invariants(item, SchemaPosition::Item, cx);
    }
    for (_, property) in &schema.properties {
        invariants(property, SchemaPosition::Field, cx);
    }
    additional(schema, level, cx);
    conditions(schema, false, int_or_string(&schema.any_of), level, cx);
    type_(schema, level, cx);
    embedded(schema, cx);
    type_meta(schema, level, cx);
}

fn additional<'a>(schema: &JsonSchema<'a>, level: SchemaPosition, cx: &mut Checker<'a>) {
    if schema.additional.is_none() {
        return;
    }
    let place = schema.at.get("additionalProperties");
    if level == SchemaPosition::Root {
        let message = "`additionalProperties` is not allowed at the root of a schema";
        cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, place, message);
    }
    if schema.embedded {
        let message = "`additionalProperties` is not allowed in an embedded resource";
        cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, place, message);
    }
    if let Some(values) = schema.values() {
        invariants(values, SchemaPosition::Field, cx);
    }
}

fn type_<'a>(schema: &JsonSchema<'a>, level: SchemaPosition, cx: &mut Checker<'a>) {
    let place = schema.at.get("type");
    let open = schema.int_or_string || schema.preserves;
    match schema.type_ {
        "object" => {}
        "" if schema.embedded => {
            cx.required(
                code::CRD_NON_STRUCTURAL_SCHEMA,
                place,
                "an embedded resource requires `type: object`",
            );
        }
        other if schema.embedded => {
            let message =
                text!("an embedded resource must have `type: object`, but has `{}`", shown(other));
            cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, place, message);
        }
        "" if !open => {
            let what = match level {
                SchemaPosition::Root => "the root of the schema",
                SchemaPosition::Item => "an item of the schema",
                SchemaPosition::Field => "a field of the schema",
            };
            cx.required(
                code::CRD_NON_STRUCTURAL_SCHEMA,
                place,
                text!("{} has no `type`", text::name(what)),
            );
        }
        _ => {}
    }
    if level == SchemaPosition::Root && !matches!(schema.type_, "" | "object") {
        let message = text!(
            "the root of the schema must have `type: object`, but has `{}`",
            shown(schema.type_)
        );
        cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, place, message);
    }
    if schema.int_or_string {
        for (key, set) in [
            ("x-kubernetes-preserve-unknown-fields", schema.preserves),
            ("x-kubernetes-embedded-resource", schema.embedded),
        ] {
            if set {
                let message = text!(
                    "`{}` cannot be combined with `x-kubernetes-int-or-string`",
                    text::name(key)
                );
                cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, schema.at.get(key), message);
            }
        }
    }
}

fn embedded<'a>(schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    if schema.embedded && !schema.preserves && schema.properties.is_empty() {
        let message = "an embedded resource requires `properties`";
        cx.required(code::CRD_NON_STRUCTURAL_SCHEMA, schema.at.get("properties"), message).help(
            "add them, or write `x-kubernetes-preserve-unknown-fields: true` to keep all fields",
        );
    }
}

/// The server knows these fields of each resource itself.
fn type_meta<'a>(schema: &JsonSchema<'a>, level: SchemaPosition, cx: &mut Checker<'a>) {
    let resource = level == SchemaPosition::Root || schema.embedded;
    let fields = [("kind", "string"), ("apiVersion", "string"), ("metadata", "object")];
    for (name, type_) in fields.into_iter().filter(|_| resource) {
        if let Some(field) = schema.property(name).filter(|field| field.type_ != type_) {
            let message =
                text!("`{}` of a resource must have type {}", text::name(name), text::name(type_));
            cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, field.at.get("type"), message);
        }
    }
    if level == SchemaPosition::Root
        && let Some(metadata) = schema.property("metadata")
        && !is_plain_metadata(metadata)
    {
        let message = "the schema of `metadata` may only restrict `name` and `generateName`";
        cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, metadata.at, message)
            .help("write only `type: object`; the server knows the fields of `metadata`");
    }
}

fn is_plain_metadata(metadata: &JsonSchema<'_>) -> bool {
    let names = metadata.properties.iter().all(|(key, _)| matches!(*key, "name" | "generateName"));
    // A reference that leads nowhere is refused as a keyword.
    let known = |key: &str| matches!(key, "type" | "default" | "properties" | "$ref");
    names && metadata.set_keywords().all(|(key, _)| known(key))
}

/// Whether it is `[{type: integer}, {type: string}]`, which may name types.
fn int_or_string(any_of: &[JsonSchema<'_>]) -> bool {
    let keys =
        |schema: &JsonSchema<'_>| schema.set_keywords().filter(|(key, _)| *key != "$ref").count();
    let only = |schema: &JsonSchema<'_>, type_| schema.type_ == type_ && keys(schema) == 1;
    matches!(any_of, [int, string] if only(int, "integer") && only(string, "string"))
}

/// `inner` is set in the first of `allOf` of a field, whose `anyOf` may be that pair too.
fn conditions<'a>(
    schema: &JsonSchema<'a>,
    inner: bool,
    pair: bool,
    level: SchemaPosition,
    cx: &mut Checker<'a>,
) {
    if !pair {
        schema.any_of.iter().for_each(|each| condition(each, false, level, cx));
    }
    for (index, each) in schema.all_of.iter().enumerate() {
        let pair = index == 0 && !inner && int_or_string(&each.any_of);
        condition(each, pair, level, cx);
    }
    schema.one_of.iter().for_each(|each| condition(each, false, level, cx));
    if let Some(not) = &schema.not {
        condition(not, false, level, cx);
    }
    if let Some(fault) = regex::fault(schema.pattern) {
        let message = text!("`pattern` is not a valid regular expression: {}", fault);
        cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, schema.at.get("pattern"), message);
    }
}

/// A condition narrows the schema, and adds nothing of its own.
fn condition<'a>(schema: &JsonSchema<'a>, pair: bool, level: SchemaPosition, cx: &mut Checker<'a>) {
    conditions(schema, true, pair, level, cx);
    if let Some(item) = schema.item() {
        condition(item, false, level, cx);
    }
    for (name, property) in &schema.properties {
        condition(property, false, SchemaPosition::Field, cx);
        if *name == "metadata" {
            let message = "`metadata` is not allowed in `allOf`, `anyOf`, `oneOf` and `not`";
            cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, property.at, message);
        }
    }
    let old = !cx.version.since(31);
    let additional = match &schema.additional {
        Some(Additional::Allowed(allowed)) => *allowed || old,
        Some(Additional::Schema(_)) => true,
        None => false,
    };
    for (key, value) in schema.set_keywords() {
        let own = match key {
            "type" | "default" | "title" | "description" | "nullable" => true,
            "x-kubernetes-list-map-keys" | "x-kubernetes-validations" => !value.is_empty(),
            "additionalProperties" => continue,
            _ => key.starts_with("x-kubernetes-"),
        };
        if own {
            say_outside(key, value, cx);
        }
    }
    if additional {
        say_outside("additionalProperties", schema.at.get("additionalProperties"), cx);
    }
}

fn say_outside<'a>(key: &str, value: Place<'a>, cx: &mut Checker<'a>) {
    let message =
        text!("`{}` is not allowed in `allOf`, `anyOf`, `oneOf` and `not`", text::name(key));
    cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, value, message).help("move it outside of them");
}

/// The fields of a condition must be in the schema itself.
fn completeness<'a>(condition: &JsonSchema<'a>, schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    for inner in condition.conditions() {
        completeness(inner, schema, cx);
    }
    if let Some(item) = condition.item() {
        match schema.item() {
            Some(known) => completeness(item, known, cx),
            None => missing(item, schema.at.get("items"), "items", cx),
        }
    }
    for (name, property) in &condition.properties {
        match schema.property(name) {
            Some(known) => completeness(property, known, cx),
            None => missing(property, schema.at.get("properties").get(name), name, cx),
        }
    }
}

fn missing<'a>(condition: &JsonSchema<'a>, place: Place<'a>, name: &str, cx: &mut Checker<'a>) {
    let message = text!("`{}` is used in a condition, but is not in the schema", name);
    let path = place.path();
    if !cx
        .since(0)
        .iter()
        .any(|cause| cause.path == path && cause.code == code::CRD_NON_STRUCTURAL_SCHEMA)
    {
        cx.required(code::CRD_NON_STRUCTURAL_SCHEMA, place, message)
            .related(condition.at, "used here")
            .help("add the field to the schema too, with its type");
    }
}
