//! A structural schema, read level by level (`apiserver/schema/structural.go`, `convert.go`), with
//! what the validation of values asks of it (`kube-openapi/pkg/validation/spec`).

use std::sync::OnceLock;

use indexmap::IndexMap;
use regex::bytes::Regex;

use crate::{
    model::value::go_regex,
    syntax::tree::{Node, Value},
};

/// Deeper schemas are not read; real ones stay below 40.
const MAX_DEPTH: u8 = 100;

/// What values a schema allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaType {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

impl SchemaType {
    /// As schemas write it.
    pub const fn name(self) -> &'static str {
        match self {
            SchemaType::Array => "array",
            SchemaType::Boolean => "boolean",
            SchemaType::Integer => "integer",
            SchemaType::Number => "number",
            SchemaType::Object => "object",
            SchemaType::String => "string",
        }
    }

    pub fn parse(text: &str) -> Option<SchemaType> {
        Some(match text {
            "array" => SchemaType::Array,
            "boolean" => SchemaType::Boolean,
            "integer" => SchemaType::Integer,
            "number" => SchemaType::Number,
            "object" => SchemaType::Object,
            "string" => SchemaType::String,
            _ => return None,
        })
    }
}

/// A schema inside of another, read when it is first asked for.
#[derive(Debug)]
pub struct Subschema<'d> {
    node: Node<'d>,
    depth: u8,
    read: OnceLock<Box<Schema<'d>>>,
}

impl<'d> Subschema<'d> {
    /// The schema of a whole version.
    pub fn new(node: Node<'d>) -> Subschema<'d> {
        Subschema::below(node, 0)
    }

    fn below(node: Node<'d>, depth: u8) -> Subschema<'d> {
        Subschema { node, depth, read: OnceLock::new() }
    }

    pub fn node(&self) -> Node<'d> {
        self.node
    }

    pub fn get(&self) -> &Schema<'d> {
        self.read.get_or_init(|| Box::new(Schema::read(self.node, self.depth)))
    }
}

/// One level of a schema.
#[derive(Debug, Default)]
pub struct Schema<'d> {
    pub type_: Option<SchemaType>,
    pub format: &'d str,
    pub nullable: bool,
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`
    pub preserves: bool,
    /// `x-kubernetes-embedded-resource`
    pub embedded: bool,
    pub default: Option<Node<'d>>,
    pub properties: IndexMap<&'d str, Subschema<'d>>,
    /// The properties that have defaults.
    pub defaulted: Vec<&'d str>,
    /// Whether `additionalProperties` is written.
    pub is_map: bool,
    /// The schema of `additionalProperties`.
    pub values: Option<Subschema<'d>>,
    /// `additionalProperties: false`
    pub is_closed: bool,
    pub items: Option<Subschema<'d>>,
    /// `x-kubernetes-list-type`
    pub list_type: &'d str,
    /// `x-kubernetes-list-map-keys`
    pub list_keys: Vec<&'d str>,
    pub required: Vec<&'d str>,
    pub choices: Vec<Node<'d>>,
    pub pattern: &'d str,
    regex: OnceLock<Option<Regex>>,
    pub minimum: Option<Node<'d>>,
    pub maximum: Option<Node<'d>>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Option<Node<'d>>,
    pub length: CountRange,
    pub count: CountRange,
    pub fields: CountRange,
    pub unique_items: bool,
    pub all_of: Vec<Subschema<'d>>,
    pub any_of: Vec<Subschema<'d>>,
    pub one_of: Vec<Subschema<'d>>,
    pub not: Option<Subschema<'d>>,
}

/// The least and the most of something that is counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountRange {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl<'d> Schema<'d> {
    fn read(node: Node<'d>, depth: u8) -> Schema<'d> {
        let mut schema = Schema::default();
        if depth >= MAX_DEPTH {
            // Nothing is known of what is so deep.
            schema.preserves = true;
            return schema;
        }
        for entry in node.entries().filter(|entry| !entry.value.is_null()) {
            let key = entry.key.as_str().unwrap_or("");
            if !schema.value_keyword(key, entry.value) {
                schema.nested_keyword(key, entry.value, depth + 1);
            }
        }
        schema
    }

    /// Reads a keyword that holds no other schemas; whether it is one.
    fn value_keyword(&mut self, key: &str, value: Node<'d>) -> bool {
        let is = || value.as_bool() == Some(true);
        let text = || value.as_str().unwrap_or("");
        let texts = || value.items().filter_map(Node::as_str).collect();
        match key {
            "description" => {}
            "type" => self.type_ = SchemaType::parse(text()),
            "format" => self.format = text(),
            "nullable" => self.nullable = is(),
            "default" => self.default = Some(value),
            "required" => self.required = texts(),
            "enum" => self.choices = value.items().collect(),
            "pattern" => self.pattern = text(),
            "minimum" => self.minimum = Some(value),
            "maximum" => self.maximum = Some(value),
            "exclusiveMinimum" => self.exclusive_minimum = is(),
            "exclusiveMaximum" => self.exclusive_maximum = is(),
            "multipleOf" => self.multiple_of = Some(value),
            "minLength" => self.length.min = whole(value),
            "maxLength" => self.length.max = whole(value),
            "minItems" => self.count.min = whole(value),
            "maxItems" => self.count.max = whole(value),
            "minProperties" => self.fields.min = whole(value),
            "maxProperties" => self.fields.max = whole(value),
            "uniqueItems" => self.unique_items = is(),
            "x-kubernetes-embedded-resource" => self.embedded = is(),
            "x-kubernetes-int-or-string" => self.int_or_string = is(),
            "x-kubernetes-preserve-unknown-fields" => self.preserves = is(),
            "x-kubernetes-list-type" => self.list_type = text(),
            "x-kubernetes-list-map-keys" => self.list_keys = texts(),
            _ => return false,
        }
        true
    }

    fn nested_keyword(&mut self, key: &str, value: Node<'d>, depth: u8) {
        let one = || Some(Subschema::below(value, depth));
        let list = || value.items().map(|item| Subschema::below(item, depth)).collect();
        match key {
            "properties" => {
                for entry in value.entries() {
                    let name = entry.key.as_str().unwrap_or("");
                    if entry.value.get("default").is_some_and(|default| !default.is_null()) {
                        self.defaulted.push(name);
                    }
                    self.properties.insert(name, Subschema::below(entry.value, depth));
                }
            }
            "additionalProperties" => {
                self.is_map = true;
                match value.as_bool() {
                    Some(allowed) => self.is_closed = !allowed,
                    None => self.values = one(),
                }
            }
            "items" if value.is_map() => self.items = one(),
            "allOf" => self.all_of = list(),
            "anyOf" => self.any_of = list(),
            "oneOf" => self.one_of = list(),
            "not" => self.not = one(),
            _ => {}
        }
    }

    pub fn property(&self, name: &str) -> Option<&Schema<'d>> {
        self.properties.get(name).map(Subschema::get)
    }

    /// The schema of a field: its own, or that of all values of a map.
    pub fn field(&self, name: &str) -> Option<&Schema<'d>> {
        self.property(name).or_else(|| self.values.as_ref().map(Subschema::get))
    }

    pub fn item(&self) -> Option<&Schema<'d>> {
        self.items.as_ref().map(Subschema::get)
    }

    /// The types that validation allows.
    pub fn types(&self) -> &'static [SchemaType] {
        match self.type_ {
            _ if self.int_or_string => &[SchemaType::Integer, SchemaType::String],
            None => &[],
            Some(SchemaType::Array) => &[SchemaType::Array],
            Some(SchemaType::Boolean) => &[SchemaType::Boolean],
            Some(SchemaType::Integer) => &[SchemaType::Integer],
            Some(SchemaType::Number) => &[SchemaType::Number],
            Some(SchemaType::Object) => &[SchemaType::Object],
            Some(SchemaType::String) => &[SchemaType::String],
        }
    }

    /// Whether a text matches the pattern; `None` where that is not known.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let regex = self.regex.get_or_init(|| go_regex::compile(self.pattern));
        Some(regex.as_ref()?.is_match(text.as_bytes()))
    }
}

/// A count, which JSON may write as `3.0`.
fn whole(node: Node<'_>) -> Option<i64> {
    match node.value() {
        Value::Int(int) => Some(int),
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
        Value::Float(float) if float.fract() == 0.0 && float.abs() < 9e15 => Some(float as i64),
        _ => None,
    }
}

/// Whether rules in CEL are anywhere in a schema.
pub(super) fn holds_rules(schema: Node<'_>) -> bool {
    schema.values().any(|node| {
        let rules = node.get("x-kubernetes-validations");
        rules.is_some_and(|rules| rules.items().next().is_some())
    })
}
