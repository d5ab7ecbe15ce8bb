//! A schema of a custom resource, read once from the text
//! (`apiextensions.JSONSchemaProps` and what `apiserver/schema/convert.go` makes of it).

use crate::{model::Place, text, text::Text};

/// Deeper schemas are not checked; real ones stay below 40.
const MAX_DEPTH: usize = 100;

/// One level of a schema: what most checks need, and its children.
pub(super) struct JsonSchema<'a> {
    pub(super) at: Place<'a>,
    /// Empty where it is absent.
    pub(super) type_: &'a str,
    pub(super) format: &'a str,
    pub(super) pattern: &'a str,
    pub(super) nullable: bool,
    pub(super) embedded: bool,
    pub(super) int_or_string: bool,
    pub(super) preserves: bool,
    pub(super) list_type: Option<&'a str>,
    pub(super) map_type: Option<&'a str>,
    pub(super) default: Option<Place<'a>>,
    pub(super) list_keys: Option<Place<'a>>,
    /// `x-kubernetes-validations`
    pub(super) rules: Option<Place<'a>>,
    pub(super) properties: Vec<(&'a str, JsonSchema<'a>)>,
    pub(super) items: Option<Items<'a>>,
    pub(super) additional: Option<Additional<'a>>,
    pub(super) all_of: Vec<JsonSchema<'a>>,
    pub(super) any_of: Vec<JsonSchema<'a>>,
    pub(super) one_of: Vec<JsonSchema<'a>>,
    pub(super) not: Option<Box<JsonSchema<'a>>>,
}

pub(super) enum Items<'a> {
    One(Box<JsonSchema<'a>>),
    /// A list of schemas, which is forbidden.
    Many(Vec<JsonSchema<'a>>),
}

pub(super) enum Additional<'a> {
    Allowed(bool),
    Schema(Box<JsonSchema<'a>>),
}

impl<'a> JsonSchema<'a> {
    /// Nothing where it is too deep to be checked.
    pub(super) fn read(at: Place<'a>) -> Option<JsonSchema<'a>> {
        JsonSchema::below(at, MAX_DEPTH)
    }

    fn empty(at: Place<'a>) -> JsonSchema<'a> {
        JsonSchema {
            at,
            type_: "",
            format: "",
            pattern: "",
            nullable: false,
            embedded: false,
            int_or_string: false,
            preserves: false,
            list_type: None,
            map_type: None,
            default: None,
            list_keys: None,
            rules: None,
            properties: Vec::new(),
            items: None,
            additional: None,
            all_of: Vec::new(),
            any_of: Vec::new(),
            one_of: Vec::new(),
            not: None,
        }
    }

    fn below(at: Place<'a>, depth: usize) -> Option<JsonSchema<'a>> {
        let depth = depth.checked_sub(1)?;
        let mut schema = JsonSchema::empty(at);
        for (key, value) in at.entries().filter(|(_, value)| value.is_set()) {
            let is = value.bool() == Some(true);
            let list = || -> Option<Vec<JsonSchema<'a>>> {
                value.items().map(|item| JsonSchema::below(item, depth)).collect()
            };
            let boxed = || JsonSchema::below(value, depth).map(Box::new);
            match key {
                "type" => schema.type_ = value.str(),
                "format" => schema.format = value.str(),
                "pattern" => schema.pattern = value.str(),
                "nullable" => schema.nullable = is,
                "default" => schema.default = Some(value),
                "items" if value.node()?.is_list() => schema.items = Some(Items::Many(list()?)),
                // The server ignores a value that is neither.
                "items" if !value.node()?.is_map() => {}
                "items" => schema.items = Some(Items::One(boxed()?)),
                "additionalProperties" => {
                    schema.additional = Some(match value.bool() {
                        Some(allowed) => Additional::Allowed(allowed),
                        None => Additional::Schema(boxed()?),
                    });
                }
                "allOf" => schema.all_of = list()?,
                "anyOf" => schema.any_of = list()?,
                "oneOf" => schema.one_of = list()?,
                "not" => schema.not = Some(boxed()?),
                "properties" => {
                    for (name, property) in value.entries() {
                        schema.properties.push((name, JsonSchema::below(property, depth)?));
                    }
                }
                "x-kubernetes-embedded-resource" => schema.embedded = is,
                "x-kubernetes-int-or-string" => schema.int_or_string = is,
                "x-kubernetes-preserve-unknown-fields" => schema.preserves = is,
                "x-kubernetes-list-map-keys" => schema.list_keys = Some(value),
                "x-kubernetes-validations" => schema.rules = Some(value),
                "x-kubernetes-list-type" => schema.list_type = value.text(),
                "x-kubernetes-map-type" => schema.map_type = value.text(),
                _ => {}
            }
        }
        Some(schema)
    }

    pub(super) fn property(&self, name: &str) -> Option<&JsonSchema<'a>> {
        self.properties.iter().find(|(key, _)| *key == name).map(|(_, schema)| schema)
    }

    /// The schema of all items, unless there are several.
    pub(super) fn item(&self) -> Option<&JsonSchema<'a>> {
        match &self.items {
            Some(Items::One(schema)) => Some(schema),
            _ => None,
        }
    }

    /// The schema of the values of a map.
    pub(super) fn values(&self) -> Option<&JsonSchema<'a>> {
        match &self.additional {
            Some(Additional::Schema(schema)) => Some(schema),
            _ => None,
        }
    }

    /// The schemas of `allOf`, `anyOf`, `oneOf` and `not`.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &JsonSchema<'a>> {
        let lists = self.all_of.iter().chain(&self.any_of).chain(&self.one_of);
        lists.chain(self.not.as_deref())
    }

    /// All schemas right below it.
    pub(super) fn children(&self) -> impl Iterator<Item = &JsonSchema<'a>> {
        let items: &[JsonSchema<'a>] = match &self.items {
            Some(Items::Many(schemas)) => schemas,
            _ => &[],
        };
        let properties = self.properties.iter().map(|(_, schema)| schema);
        let values = self.item().into_iter().chain(items).chain(self.values());
        properties.chain(values).chain(self.conditions())
    }

    /// The keys that count: not null and, except for values and references, neither `false`
    /// nor an empty string.
    pub(super) fn set_keywords(&self) -> impl Iterator<Item = (&'a str, Place<'a>)> + use<'a> {
        self.at.entries().filter(|(key, value)| {
            let value_itself =
                matches!(*key, "default" | "example" | "additionalProperties" | "$ref");
            let nothing = value.bool() == Some(false) || value.text() == Some("");
            value.is_set() && (value_itself || !nothing)
        })
    }
}

/// Follows a path such as `.spec.replicas` or `.labels['app']` through the schema: the names on
/// the way, and the schema there, if the schema has one (`ValidFieldPath`).
pub(super) fn follow<'s, 'a>(
    path: &str,
    root: &'s JsonSchema<'a>,
    brackets: bool,
) -> Result<(Vec<String>, Option<&'s JsonSchema<'a>>), Text> {
    let (mut here, mut names, mut rest) = (Some(root), Vec::new(), path);
    while !rest.is_empty() {
        let name;
        (name, rest) = match rest.as_bytes()[0] {
            b'.' => dotted(rest)?,
            b'[' if brackets => bracketed(rest)?,
            b'[' => return Err("must only use dots".into()),
            _ => return Err("must start with `.`".into()),
        };
        let Some(schema) = here else { return Err(text!("leads to an unknown `{}`", name)) };
        here = match (schema.properties.is_empty(), &schema.additional) {
            (false, _) => Some(
                schema
                    .property(&name)
                    .ok_or_else(|| text!("leads to `{}`, which is not in the schema", name))?,
            ),
            (true, Some(_)) => schema.values(),
            (true, None) => {
                return Err(text!("leads to `{}`, which is not in the schema", name));
            }
        };
        names.push(name);
    }
    Ok((names, here))
}

/// The name in `.name`, and what follows.
fn dotted(text: &str) -> Result<(String, &str), Text> {
    let end = text[1..].find(['.', '[', ']']).map_or(text.len(), |end| end + 1);
    match &text[1..end] {
        "" => Err("has a part without a name".into()),
        name => Ok((name.to_owned(), &text[end..])),
    }
}

/// The name in `['a name']`, and what follows.
fn bracketed(text: &str) -> Result<(String, &str), Text> {
    let fault = || Text::words("must have a name in single quotes between its brackets");
    let inner = text.strip_prefix("['").ok_or_else(fault)?;
    let bytes = inner.as_bytes();
    let quote =
        (0..bytes.len()).find(|&at| bytes[at] == b'\'' && (at == 0 || bytes[at - 1] != b'\\'));
    let end = quote.ok_or_else(fault)?;
    let rest = inner[end + 1..].strip_prefix(']').ok_or_else(fault)?;
    Ok((inner[..end].replace("\\'", "'").replace("\\\\", "\\"), rest))
}
