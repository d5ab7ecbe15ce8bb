//! Structural schemas as definitions write them (`JSONSchemaProps`).

use std::{collections::BTreeMap, sync::Arc};

use super::{Bounds, Format, ListType, Reason, Rule, Schema};
use crate::{cel::Data, model::custom::SchemaType};

impl Schema {
    /// The schema that a definition has, as far as rules need it. It must be structural.
    pub(crate) fn read(data: &Data<'_>) -> Schema {
        let part = |name: &str| field(data, name).map(|data| Arc::new(Schema::read(data)));
        let list = |name: &str| match field(data, name) {
            Some(Data::List(items)) => items.as_slice(),
            _ => &[],
        };
        let is_map = |name: &str| matches!(field(data, name), Some(Data::Map(_)));
        let schema = Schema {
            type_: SchemaType::parse(text(data, "type")),
            format: Format::of(text(data, "format")),
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
            rules: list("x-kubernetes-validations").iter().map(Rule::read).collect(),
            all_of: list("allOf").iter().map(|part| Arc::new(Schema::read(part))).collect(),
            bounds: Bounds::read(data),
            ..Schema::default()
        };
        let all_of = schema.all_of.iter().filter(|part| part.has_rules()).cloned().collect();
        Schema { all_of, ..schema }
    }
}

impl Bounds {
    fn read(data: &Data<'_>) -> Bounds {
        let limit = |name| match field(data, name) {
            Some(Data::Int(limit)) => Some(u64::try_from(*limit).unwrap_or(0)),
            _ => None,
        };
        let longest = |items: &[Data<'_>]| items.iter().map(|item| string(item).len()).max();
        let list = |name| match field(data, name) {
            Some(Data::List(items)) => items.as_slice(),
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

impl Rule {
    fn read(data: &Data<'_>) -> Rule {
        let text = |name| text(data, name).to_owned();
        Rule {
            expression: text("rule"),
            message: text("message"),
            message_expression: text("messageExpression"),
            reason: Reason::of(&text("reason")),
            field_path: text("fieldPath"),
            optional_old_self: is(data, "optionalOldSelf"),
        }
    }
}

impl Reason {
    /// The reason that a rule names; `None` if it names none.
    pub(crate) fn of(name: &str) -> Option<Reason> {
        match name {
            "FieldValueInvalid" => Some(Reason::Invalid),
            "FieldValueForbidden" => Some(Reason::Forbidden),
            "FieldValueRequired" => Some(Reason::Required),
            "FieldValueDuplicate" => Some(Reason::Duplicate),
            _ => None,
        }
    }
}

fn properties(data: &Data<'_>) -> Option<BTreeMap<String, Arc<Schema>>> {
    let Some(Data::Map(entries)) = field(data, "properties") else { return None };
    let schemas =
        entries.iter().map(|(name, data)| (name.to_owned(), Arc::new(Schema::read(data))));
    Some(schemas.collect())
}

fn field<'d, 'a>(data: &'d Data<'a>, name: &str) -> Option<&'d Data<'a>> {
    match data {
        Data::Map(entries) => entries.get(name),
        _ => None,
    }
}

fn text<'d>(data: &'d Data<'_>, name: &str) -> &'d str {
    match field(data, name) {
        Some(Data::Str(text)) => text,
        _ => "",
    }
}

fn is(data: &Data<'_>, name: &str) -> bool {
    matches!(field(data, name), Some(Data::Bool(true)))
}

fn string(data: &Data<'_>) -> String {
    match data {
        Data::Str(text) => text.to_string(),
        _ => String::new(),
    }
}
