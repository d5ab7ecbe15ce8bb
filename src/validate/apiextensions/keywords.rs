//! Which keywords a schema may use, and how they go together
//! (`ValidateCustomResourceDefinitionOpenAPISchema`).

use std::collections::BTreeSet;

use super::{
    schema::{Additional, Items, JsonSchema, follow},
    structural::foreign_key,
};
use crate::{
    code,
    model::Place,
    text,
    validate::{Checker, Reason, names::shown},
};

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// What holds for a schema because of the ones above it.
#[derive(Clone, Copy, Default)]
struct Above {
    root: bool,
    /// It describes `metadata`, `kind` or `apiVersion` of a resource.
    in_meta: bool,
    /// The place, if defaults are not allowed there.
    no_defaults: Option<&'static str>,
}

pub(super) fn check<'a>(root: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    level(root, Above { root: true, ..Above::default() }, cx);
}

/// With the status subresource, the server takes `properties.status` out of the schema, so no
/// other keyword may be at the root.
pub(super) fn root_with_status<'a>(root: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    // The server stops at the first, in its own order of the keywords.
    const ORDER: [&str; 23] = [
        "id",
        "$schema",
        "$ref",
        "type",
        "nullable",
        "default",
        "enum",
        "maxProperties",
        "minProperties",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "additionalProperties",
        "patternProperties",
        "dependencies",
        "additionalItems",
        "definitions",
        "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type",
        "x-kubernetes-map-type",
    ];
    let keywords: Vec<(&str, Place<'a>)> = root.set_keywords().collect();
    for key in ORDER {
        let Some((_, place)) = keywords.iter().find(|(keywords, _)| *keywords == key) else {
            continue;
        };
        if key == "type" {
            if root.type_ == "object" {
                continue;
            }
            let message = "the root schema must have `type: object` with a status subresource";
            cx.invalid(code::CRD_NON_STRUCTURAL_SCHEMA, *place, message);
        } else {
            let message =
                text!("`{}` is not allowed at the root with a status subresource", text::name(key));
            cx.invalid(code::CRD_FORBIDDEN_SCHEMA_KEYWORD, *place, message).path(root.at.path());
        }
        return;
    }
}

fn level<'a>(schema: &JsonSchema<'a>, above: Above, cx: &mut Checker<'a>) {
    keywords(schema, above, cx);
    if schema.list_type.is_some() || schema.map_type.is_some() || schema.list_keys.is_some() {
        lists(schema, cx);
    }
    if let Some(rules) = schema.rules {
        rules.items().for_each(|rule| rule_shape(schema, rule, cx));
    }
    let below = Above { root: false, ..above };
    for (name, property) in &schema.properties {
        let mut below = below;
        if (above.root || schema.embedded) && matches!(*name, "metadata" | "kind" | "apiVersion") {
            below.in_meta = true;
            below.no_defaults = above.root.then_some("in the metadata of the resource");
        }
        level(property, below, cx);
    }
    if let Some(values) = schema.values() {
        let mut below = below;
        if above.in_meta {
            below.no_defaults = Some("in maps of metadata");
        }
        level(values, below, cx);
    }
    schema.conditions().for_each(|condition| level(condition, below, cx));
    schema.item().into_iter().for_each(|item| level(item, below, cx));
    if let Some(Items::Many(items)) = &schema.items {
        items.iter().for_each(|item| level(item, below, cx));
    }
}

fn keywords<'a>(schema: &JsonSchema<'a>, above: Above, cx: &mut Checker<'a>) {
    let type_ = schema.at.get("type");
    if schema.type_ == "null" {
        cx.forbidden(code::CRD_NON_STRUCTURAL_SCHEMA, type_, "type `null` is not allowed")
            .help("write `nullable: true`");
    }
    cx.one_of(code::CRD_NON_STRUCTURAL_SCHEMA, type_, &TYPES);
    for (key, value) in schema.set_keywords() {
        let why = match key {
            "id" | "additionalItems" | "dependencies" | "$ref" => "",
            "patternProperties" | "definitions" if !value.is_empty() => "",
            "uniqueItems" => "",
            "items" if value.node().is_some_and(|node| node.is_list()) && !value.is_empty() => {
                " as a list of schemas"
            }
            "nullable" if above.root => " at the root",
            "x-kubernetes-embedded-resource" if above.in_meta => " in metadata",
            _ => continue,
        };
        let message = text!("`{}`{} is not allowed in a schema", text::name(key), text::name(why));
        let cause = cx.forbidden(code::CRD_FORBIDDEN_SCHEMA_KEYWORD, value, message);
        match key {
            "$ref" | "definitions" => cause.help("write the whole schema where it is used"),
            "uniqueItems" => cause.help("write `x-kubernetes-list-type: set`"),
            "patternProperties" => cause.help("use `additionalProperties`"),
            _ => cause,
        };
    }
    if let (Some(default), Some(place)) = (schema.default, above.no_defaults) {
        let message = text!("`default` is not allowed {}", text::name(place));
        cx.forbidden(code::CRD_FORBIDDEN_SCHEMA_KEYWORD, default, message);
    }
    let kept = schema.at.get("x-kubernetes-preserve-unknown-fields");
    if kept.bool() == Some(false) {
        cx.invalid(
            code::CRD_FORBIDDEN_SCHEMA_KEYWORD,
            kept,
            text!("`{}` must be true or absent", text::name(kept.name())),
        )
        .help("remove it; unknown fields are dropped by default");
    }
    let both = !schema.properties.is_empty()
        && matches!(schema.additional, Some(Additional::Allowed(false) | Additional::Schema(_)));
    if both {
        let place = schema.at.get("additionalProperties");
        let message = "`additionalProperties` and `properties` cannot be combined";
        cx.forbidden(code::CRD_FORBIDDEN_SCHEMA_KEYWORD, place, message)
            .help("use `properties` for known fields, or `additionalProperties` for maps");
    }
}

fn lists<'a>(schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    let place = |key| schema.at.get(key);
    let maps = schema.map_type.map(|_| ("x-kubernetes-map-type", "object"));
    let lists = schema.list_type.map(|_| ("x-kubernetes-list-type", "array"));
    for (key, type_) in maps.into_iter().chain(lists).filter(|(_, type_)| *type_ != schema.type_) {
        let message = text!("`{}` requires `type: {}`", text::name(key), text::name(type_));
        let missing = schema.type_.is_empty();
        let reason = if missing { Reason::Required } else { Reason::Invalid };
        cx.refuse(code::CRD_LIST_MAP_KEYS, reason, place("type"), message);
    }
    cx.one_of_set(code::CRD_LIST_MAP_KEYS, place("x-kubernetes-map-type"), &["atomic", "granular"]);
    cx.one_of_set(
        code::CRD_LIST_MAP_KEYS,
        place("x-kubernetes-list-type"),
        &["atomic", "set", "map"],
    );
    let keys = place("x-kubernetes-list-map-keys");
    match schema.list_type {
        Some("map") => list_map(schema, keys, cx),
        Some("set") if schema.type_ == "array" => set_items(schema, cx),
        _ => {}
    }
    if !keys.is_empty() && schema.list_type != Some("map") {
        let missing = schema.list_type.is_none();
        let reason = if missing { Reason::Required } else { Reason::Invalid };
        let message = "`x-kubernetes-list-map-keys` requires `x-kubernetes-list-type: map`";
        cx.refuse(code::CRD_LIST_MAP_KEYS, reason, place("x-kubernetes-list-type"), message);
    }
    if let Some(item) = schema.item().filter(|item| item.nullable)
        && let Some(kind @ ("set" | "map")) = schema.list_type
    {
        let message = text!("items of a list of type {} cannot be nullable", text::name(kind));
        cx.forbidden(code::CRD_LIST_MAP_KEYS, item.at.get("nullable"), message);
    }
}

/// The items of a set are compared as a whole, so nobody may own a part of one.
fn set_items<'a>(schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    let Some(item) = schema.item() else { return };
    let (key, atomic) = match item.type_ {
        "array" => ("x-kubernetes-list-type", matches!(item.list_type, None | Some("atomic"))),
        "object" => ("x-kubernetes-map-type", item.map_type == Some("atomic")),
        _ => return,
    };
    if !atomic {
        let message = text!("items of a list of type set require `{}: atomic`", text::name(key));
        cx.invalid(code::CRD_LIST_MAP_KEYS, item.at.get(key), message);
    }
}

/// A list of type map: its items are objects, identified by the keys.
fn list_map<'a>(schema: &JsonSchema<'a>, keys: Place<'a>, cx: &mut Checker<'a>) {
    if keys.is_empty() {
        cx.required(
            code::CRD_LIST_MAP_KEYS,
            keys,
            "`x-kubernetes-list-type: map` requires `x-kubernetes-list-map-keys`",
        );
    }
    let items = schema.at.get("items");
    let Some(item) = schema.item() else {
        let reason = if items.is_set() { Reason::Invalid } else { Reason::Required };
        cx.refuse(
            code::CRD_LIST_MAP_KEYS,
            reason,
            items,
            "`x-kubernetes-list-type: map` requires one schema in `items`",
        );
        return;
    };
    if item.type_ != "object" {
        let message = "items of a list of type map must have `type: object`";
        cx.invalid(code::CRD_LIST_MAP_KEYS, item.at.get("type"), message);
    }
    let mut seen = BTreeSet::new();
    for key in keys.items().map(Place::str) {
        if let Some(property) = item.property(key) {
            list_map_key(key, property, item, cx);
        } else if item.type_ == "object" {
            let message = text!("the items have no property `{}`", shown(key));
            cx.invalid(code::CRD_LIST_MAP_KEYS, keys, message);
        }
        if !seen.insert(key) && item.type_ == "object" {
            cx.invalid(code::CRD_LIST_MAP_KEYS, keys, text!("`{}` is listed twice", shown(key)));
        }
    }
}

fn list_map_key<'a>(
    key: &'a str,
    property: &JsonSchema<'a>,
    item: &JsonSchema<'a>,
    cx: &mut Checker<'a>,
) {
    if item.type_ == "object" && matches!(property.type_, "array" | "object") {
        let message = text!("list map key `{}` cannot be of type {}", key, property.type_);
        cx.invalid(code::CRD_LIST_MAP_KEYS, property.at.get("type"), message);
    }
    let required = item.at.get("required").items().any(|name| name.str() == key);
    if !required && property.default.is_none() {
        let message = text!("list map key `{}` must be required or have a default", key);
        cx.required(code::CRD_LIST_MAP_KEYS, property.at.get("default"), message)
            .help(text!("list `{}` in `required`, or give it a default", key));
    }
    if property.nullable {
        let message = text!("list map key `{}` cannot be nullable", key);
        cx.forbidden(code::CRD_LIST_MAP_KEYS, property.at.get("nullable"), message);
    }
}

/// The fields of a rule, except the expression itself.
fn rule_shape<'a>(schema: &JsonSchema<'a>, rule: Place<'a>, cx: &mut Checker<'a>) {
    let (code, message) = (rule.get("rule"), rule.get("message"));
    let blank = |place: Place<'a>| place.str().trim().is_empty();
    let broken = |place: Place<'a>| place.str().trim().contains(['\n', '\r']);
    if blank(code) {
        cx.required(code::CRD_CEL_RULE, code, "`rule` is empty").help("write a CEL expression");
    } else if !message.is_empty() && blank(message) {
        cx.invalid(code::CRD_CEL_RULE, message, "`message` is blank");
    } else if broken(message) {
        cx.invalid(code::CRD_CEL_RULE, message, "`message` has more than one line");
    } else if broken(code) && blank(message) {
        cx.required(code::CRD_CEL_RULE, message, "a rule of several lines requires `message`");
    }
    let made = rule.get("messageExpression");
    if cx.version.since(27) && !made.is_empty() && blank(made) {
        cx.required(code::CRD_CEL_RULE, made, "`messageExpression` is blank");
    }
    if !cx.version.since(28) {
        return;
    }
    let reasons =
        ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];
    cx.one_of_set(code::CRD_CEL_RULE, rule.get("reason"), &reasons);
    let path = rule.get("fieldPath");
    if path.is_empty() {
        return;
    }
    // Through a schema with foreign keywords the server follows no path.
    let followed = foreign_key(schema).is_none();
    if let Err(fault) = follow(path.str(), schema, true)
        && followed
    {
        cx.invalid(code::CRD_CEL_RULE, path, text!("path `{}` {}", shown(path.str()), fault));
    } else if broken(path) {
        cx.invalid(code::CRD_CEL_RULE, path, "`fieldPath` has more than one line");
    }
}

/// Formats that the server does not know and does not check; it warns of them since 1.34.
pub(super) fn formats<'a>(schema: &JsonSchema<'a>, cx: &mut Checker<'a>) {
    const STRINGS: [&str; 26] = [
        "bsonobjectid",
        "byte",
        "cidr",
        "creditcard",
        "date",
        "datetime",
        "duration",
        "email",
        "hexcolor",
        "hostname",
        "ipv4",
        "ipv6",
        "isbn",
        "isbn10",
        "isbn13",
        "k8slongname",
        "k8sshortname",
        "mac",
        "password",
        "rgbcolor",
        "ssn",
        "uri",
        "uuid",
        "uuid3",
        "uuid4",
        "uuid5",
    ];
    if !cx.version.since(34) {
        return;
    }
    if !schema.format.is_empty() {
        let plain = schema.format.replace('-', "");
        let later = cx.version.since(36);
        let known = match schema.type_ {
            "string" => STRINGS.contains(&plain.as_str()),
            "" => !later || STRINGS.contains(&plain.as_str()),
            "integer" => !later || matches!(schema.format, "int32" | "int64"),
            "number" => !later || matches!(schema.format, "float" | "double"),
            _ => !later,
        };
        if !known {
            let type_ = if schema.type_.is_empty() { "string" } else { schema.type_ };
            let format = shown(schema.format);
            let message = text!("unknown format `{}` of type {}", format, type_);
            cx.warn(code::CRD_UNKNOWN_FORMAT, schema.at.get("format"), message)
                .help("use a pattern or a rule instead; unknown formats are not checked");
        }
    }
    schema.children().for_each(|child| formats(child, cx));
}
