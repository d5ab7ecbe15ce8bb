//! What rules need to know of a structural schema (`schema.Structural` of
//! `k8s.io/apiextensions-apiserver/pkg/apiserver/schema`, `SchemaDeclType` of
//! `k8s.io/apiserver/pkg/cel/common/schemas.go`).

mod read;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{CelType, is_reserved};
pub(super) use crate::model::custom::SchemaType;

/// A structural schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleSchema {
    pub type_: Option<SchemaType>,
    pub format: StringFormat,
    pub nullable: bool,
    /// `x-kubernetes-int-or-string`
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`
    pub preserve_unknown: bool,
    /// `x-kubernetes-embedded-resource`
    pub embedded_resource: bool,
    /// `x-kubernetes-list-type`
    pub list_type: ListType,
    /// `x-kubernetes-list-map-keys`
    pub list_map_keys: Vec<String>,
    /// `None` where the schema has no `properties`.
    pub properties: Option<BTreeMap<String, Arc<RuleSchema>>>,
    /// `additionalProperties`, where they have a schema.
    pub additional: Option<Arc<RuleSchema>>,
    pub items: Option<Arc<RuleSchema>>,
    /// `x-kubernetes-validations`
    pub rules: Vec<ValidationRule>,
    /// What limits the sizes of values.
    pub bounds: Bounds,
    /// The parts of `allOf` that contain rules.
    pub all_of: Vec<Arc<RuleSchema>>,
    /// The same with the properties that every resource has.
    pub(super) resource: OnceLock<Box<RuleSchema>>,
}

/// What limits the sizes of values, for the estimates of costs. Negative limits are 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub max_length: Option<u64>,
    pub max_items: Option<u64>,
    pub max_properties: Option<u64>,
    /// How many bytes the longest string of an enum has.
    pub longest_enum: Option<u64>,
    pub required: Vec<String>,
    pub has_default: bool,
}

/// The formats of strings that rules do not read as strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StringFormat {
    #[default]
    Other,
    Byte,
    Date,
    DateTime,
    Duration,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ListType {
    #[default]
    Atomic,
    Set,
    Map,
}

/// One of `x-kubernetes-validations`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ValidationRule {
    pub expression: String,
    pub message: String,
    pub message_expression: String,
    /// `None` where it is not given.
    pub reason: Option<RuleReason>,
    pub field_path: String,
    pub optional_old_self: bool,
}

/// Why a field is refused, as a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleReason {
    Invalid,
    Forbidden,
    Required,
    Duplicate,
}

impl StringFormat {
    /// The format that a schema names.
    pub(crate) fn of(name: &str) -> StringFormat {
        match name {
            "byte" => StringFormat::Byte,
            "date" => StringFormat::Date,
            "date-time" => StringFormat::DateTime,
            "duration" => StringFormat::Duration,
            _ => StringFormat::Other,
        }
    }
}

impl RuleSchema {
    fn of_type(type_: Option<SchemaType>) -> RuleSchema {
        RuleSchema { type_, ..RuleSchema::default() }
    }

    /// The schema with `apiVersion`, `kind` and the names in `metadata`, which the rules of a
    /// resource see in any case (`WithTypeAndObjectMeta`).
    pub(crate) fn as_resource(&self) -> &RuleSchema {
        if self.is_resource() {
            return self;
        }
        self.resource.get_or_init(|| {
            let string = Arc::new(RuleSchema::of_type(Some(SchemaType::String)));
            let names = ["name", "generateName"].map(|name| (name.to_owned(), string.clone()));
            let metadata = RuleSchema {
                properties: Some(names.into_iter().collect()),
                ..RuleSchema::of_type(Some(SchemaType::Object))
            };
            let mut properties = self.properties.clone().unwrap_or_default();
            properties.insert("kind".to_owned(), string.clone());
            properties.insert("apiVersion".to_owned(), string);
            properties.insert("metadata".to_owned(), Arc::new(metadata));
            Box::new(RuleSchema {
                properties: Some(properties),
                items: None,
                resource: OnceLock::new(),
                ..self.clone()
            })
        })
    }

    fn is_resource(&self) -> bool {
        let is = |schema: &RuleSchema, name: &str, type_| {
            let property = schema.properties.as_ref().and_then(|known| known.get(name));
            property.is_some_and(|property| property.type_ == type_)
        };
        let metadata = self.properties.as_ref().and_then(|known| known.get("metadata"));
        is(self, "kind", Some(SchemaType::String))
            && is(self, "apiVersion", Some(SchemaType::String))
            && is(self, "metadata", Some(SchemaType::Object))
            && metadata.is_some_and(|metadata| {
                is(metadata, "name", Some(SchemaType::String))
                    && is(metadata, "generateName", Some(SchemaType::String))
            })
    }

    /// Whether it or a schema below it has rules.
    pub(crate) fn has_rules(&self) -> bool {
        let below = self.properties.iter().flat_map(|known| known.values());
        !self.rules.is_empty()
            || below
                .chain(&self.additional)
                .chain(&self.items)
                .chain(&self.all_of)
                .any(|schema| schema.has_rules())
    }

    /// The type that values have in rules; `None` where rules cannot refer to them. `resource`: it
    /// is the root of a resource. `path` is a name for it that no other schema has.
    pub(super) fn cel_type(&self, resource: bool, path: &str) -> Option<CelType> {
        if self.int_or_string {
            return Some(CelType::Dyn);
        }
        let schema = if resource { self.as_resource() } else { self };
        Some(match (schema.type_, schema.format) {
            (Some(SchemaType::Boolean), _) => CelType::Bool,
            (Some(SchemaType::Integer), _) => CelType::Int,
            (Some(SchemaType::Number), _) => CelType::Double,
            (Some(SchemaType::String), StringFormat::Byte) => CelType::Bytes,
            (Some(SchemaType::String), StringFormat::Duration) => CelType::Duration,
            (Some(SchemaType::String), StringFormat::Date | StringFormat::DateTime) => {
                CelType::Timestamp
            }
            (Some(SchemaType::String), StringFormat::Other) => CelType::String,
            (Some(SchemaType::Array), _) => {
                CelType::list(inner(schema.items.as_deref()?, path, "@idx")?)
            }
            (Some(SchemaType::Object), _) => match &schema.additional {
                Some(values) => CelType::map(inner(values, path, "@elem")?),
                None => schema.object_type(path),
            },
            (None, _) => return None,
        })
    }

    fn object_type(&self, path: &str) -> CelType {
        let mut fields = Vec::new();
        for (key, property) in self.properties.iter().flatten() {
            let Some(name) = escape(key) else { continue };
            let Some(type_) = inner(property, path, key) else { continue };
            // The reserved words of CEL that may follow a dot may do so unescaped too
            // (`SetRecognizeKeywordAsFieldName`).
            if is_reserved(key) {
                fields.push((key.clone(), type_.clone()));
            }
            fields.push((name.into_owned(), type_));
        }
        CelType::object(path, fields.iter().map(|(name, type_)| (name.as_str(), type_.clone())))
    }
}

fn inner(schema: &RuleSchema, path: &str, step: &str) -> Option<CelType> {
    schema.cel_type(schema.embedded_resource, &format!("{path}.{step}"))
}

/// What rules write for characters that names of fields cannot have
/// (`k8s.io/apiserver/pkg/cel/escaping.go`).
const ESCAPES: [(&str, &str); 4] =
    [("underscores", "__"), ("dot", "."), ("dash", "-"), ("slash", "/")];

/// How rules write the name of a property (`k8s.io/apiserver/pkg/cel/escaping.go`); some have no
/// way.
pub(crate) fn escape(name: &str) -> Option<Cow<'_, str>> {
    if is_reserved(name) {
        return Some(Cow::Owned(format!("__{name}__")));
    }
    let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/');
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.bytes().all(known)
    {
        return None;
    }
    if !name.contains("__") && !name.contains(['-', '.', '/']) {
        return Some(Cow::Borrowed(name));
    }
    let mut escaped = String::with_capacity(name.len() + 16);
    let mut rest = name;
    while let Some(next) = rest.chars().next() {
        let found = ESCAPES.iter().find(|(_, plain)| rest.starts_with(plain));
        let length = match found {
            Some((word, plain)) => {
                escaped.push_str("__");
                escaped.push_str(word);
                escaped.push_str("__");
                plain.len()
            }
            None => {
                escaped.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Some(Cow::Owned(escaped))
}

/// The name of the property that a rule writes so; some spellings stand for none.
pub(super) fn unescape(name: &str) -> Option<Cow<'_, str>> {
    if !name.contains("__") {
        return Some(Cow::Borrowed(name));
    }
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("__") {
        let Some(length) = word_length(&rest[at..]) else {
            // As the pattern `__[^_]+__` goes on from the next character.
            plain.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        plain.push_str(&rest[..at]);
        let word = &rest[at + 2..at + length - 2];
        match ESCAPES.iter().find(|(known, _)| *known == word) {
            Some((_, stands_for)) => plain.push_str(stands_for),
            None if is_reserved(word) && length == name.len() => plain.push_str(word),
            None => return None,
        }
        rest = &rest[at + length..];
    }
    plain.push_str(rest);
    Some(Cow::Owned(plain))
}

/// How long `__word__` is at the start of a text.
fn word_length(text: &str) -> Option<usize> {
    let word = text.strip_prefix("__")?;
    let end = word.find('_').filter(|end| *end > 0)?;
    word[end..].starts_with("__").then_some(end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_back() {
        for (name, escaped) in [
            ("plain_name", "plain_name"),
            ("a.b-c/d", "a__dot__b__dash__c__slash__d"),
            ("a__b", "a__underscores__b"),
            ("a___b", "a__underscores___b"),
            ("namespace", "__namespace__"),
            ("in", "__in__"),
        ] {
            assert_eq!(escape(name).as_deref(), Some(escaped));
            assert_eq!(unescape(escaped).as_deref(), Some(name));
        }
        for name in ["", "1a", "a b", "ä"] {
            assert_eq!(escape(name), None, "{name}");
        }
        for spelled in ["a__namespace__", "__other__"] {
            assert_eq!(unescape(spelled), None, "{spelled}");
        }
    }
}
