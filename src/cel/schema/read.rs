//! Structural schemas as definitions write them (`JSONSchemaProps`).

use std::{collections::BTreeMap, sync::Arc};

use super::{Bounds, ListType, RuleReason, RuleSchema, StringFormat, ValidationRule};
use crate::{cel::CelData, model::custom::SchemaType};

impl RuleSchema {
    /// The schema that a definition has, as far as rules need it. It must be structural.
    pub(crate) fn read(data: &CelData<'_>) -> RuleSchema {
        let part = |name: &str| field(data, name).map(|data| Arc::new(RuleSchema::read(data)));
        let list = |name: &str| match field(data, name) {
            Some(CelData::List(items)) => items.as_slice(),
            _ => &[],
        };
        let is_map = |name: &str| matches!(field(data, name), Some(CelData::Map(_)));
        let schema = RuleSchema {
            type_: SchemaType::parse(text(data, "type")),
            format: StringFormat::of(text(data, "format")),
            nullable: is(data, "nullable"),
            int_or_string: is(data, "x-kubernetes-int-or-string"),
            preserve_unknown: is(data, "x-kubernetes-preserve-unknown-fields"),
            embedded_resource: is(data, "x-kubernetes-embedded-resource"),
            list_type: match text(data, "x-kubernetes-list-type") {
                "set" => ListType::Set,
                "map" => ListType::Map,
                _ => ListType::Atomic,
            },
            list_map_keys: list("x-kubernetes-list-map-keys").iter().map(string).collect(),
            properties: properties(data),
            additional: part("additionalProperties").filter(|_| is_map("additionalProperties")),
            items: part("items"),
            rules: list("x-kubernetes-validations").iter().map(ValidationRule::read).collect(),
            all_of: list("allOf").iter().map(|part| Arc::new(RuleSchema::read(part))).collect(),
            bounds: Bounds::read(data),
            ..RuleSchema::default()
        };
        let all_of = schema.all_of.iter().filter(|part| part.has_rules()).cloned().collect();
        RuleSchema { all_of, ..schema }
    }
}

impl Bounds {
    fn read(data: &CelData<'_>) -> Bounds {
        let limit = |name| match field(data, name) {
            Some(CelData::Int(limit)) => Some(u64::try_from(*limit).unwrap_or(0)),
            _ => None,
        };
        let longest = |items: &[CelData<'_>]| items.iter().map(|item| string(item).len()).max();
        let list = |name| match field(data, name) {
            Some(CelData::List(items)) => items.as_slice(),
            _ => &[],
        };
        Bounds {
            max_length: limit("maxLength"),
            max_items: limit("maxItems"),
            max_properties: limit("maxProperties"),
            longest_enum: longest(list("enum")).map(|length| length as u64),
            required: list("required").iter().map(string).collect(),
            has_default: field(data, "default").is_some_and(|default| !default.is_null()),
        }
    }
}

impl ValidationRule {
    fn read(data: &CelData<'_>) -> ValidationRule {
        let text = |name| text(data, name).to_owned();
        ValidationRule {
            expression: text("rule"),
            message: text("message"),
            message_expression: text("messageExpression"),
            reason: RuleReason::of(&text("reason")),
            field_path: text("fieldPath"),
            optional_old_self: is(data, "optionalOldSelf"),
        }
    }
}

impl RuleReason {
    /// The reason that a rule names; `None` if it names none.
    pub(crate) fn of(name: &str) -> Option<RuleReason> {
        match name {
            "FieldValueInvalid" => Some(RuleReason::Invalid),
            "FieldValueForbidden" => Some(RuleReason::Forbidden),
            "FieldValueRequired" => Some(RuleReason::Required),
            "FieldValueDuplicate" => Some(RuleReason::Duplicate),
            _ => None,
        }
    }
}

fn properties(data: &CelData<'_>) -> Option<BTreeMap<String, Arc<RuleSchema>>> {
    let Some(CelData::Map(entries)) = field(data, "properties") else { return None };
    let schemas =
        entries.iter().map(|(name, data)| (name.to_owned(), Arc::new(RuleSchema::read(data))));
    Some(schemas.collect())
}

fn field<'d, 'a>(data: &'d CelData<'a>, name: &str) -> Option<&'d CelData<'a>> {
    match data {
        CelData::Map(entries) => entries.get(name),
        _ => None,
    }
}

fn text<'d>(data: &'d CelData<'_>, name: &str) -> &'d str {
    match field(data, name) {
        Some(CelData::Str(text)) => text,
        _ => "",
    }
}

fn is(data: &CelData<'_>, name: &str) -> bool {
    matches!(field(data, name), Some(CelData::Bool(true)))
}

fn string(data: &CelData<'_>) -> String {
    match data {
        CelData::Str(text) => text.to_string(),
        _ => String::new(),
    }
}
