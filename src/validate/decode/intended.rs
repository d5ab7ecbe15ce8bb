//! Finds the fields of a struct that a value was meant for which is written in place of the whole
//! struct, as `80` for a port and `web` for a reference, and compares names by their words.

use super::scalar;
use crate::{
    model::{
        schema::{Field, Shape, Type},
        version::Version,
    },
    syntax::{
        edit,
        tree::{Node, Value},
    },
};

/// A field, and its value as YAML.
pub(super) struct MeantField {
    pub field: &'static str,
    pub text: String,
}

/// The struct that is wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub ty: Type,
    /// The name of the field, or of the list that it is an item of.
    pub owner: &'a str,
    /// By which items of the list are merged.
    pub merge_key: Option<&'static str>,
    pub version: Version,
}

impl Wanted<'_> {
    fn has(self, name: &str, shape: Shape) -> Option<&'static str> {
        let field = self.ty.field(name, self.version)?;
        (field.shape() == shape).then(|| field.name())
    }

    /// The fields that a scalar is meant for; none where no one reading is likely.
    pub(super) fn pairs(self, scalar: Node<'_>) -> Vec<MeantField> {
        // Of these, no one field is the first that comes to mind.
        if matches!(self.owner, "spec" | "template") {
            return Vec::new();
        }
        if let Some(pairs) = scalar.as_str().and_then(|text| self.split(text)) {
            return pairs;
        }
        let field = self.field_for(scalar, None);
        let pair = field.zip(on_one_line(scalar)).map(|(field, text)| pair(field.name(), text));
        pair.into_iter().collect()
    }

    /// The fields that a key and its scalar are meant for: the name, and one that the scalar fits.
    pub(super) fn named(self, key: Node<'_>, scalar: Node<'_>) -> Option<[MeantField; 2]> {
        let name = self.has("name", Shape::Str)?;
        let text = on_one_line(scalar)?;
        let value = match self.has("value", Shape::Str) {
            Some(value) if scalar.as_str().is_none() => {
                MeantField { field: value, text: quoted(text)? }
            }
            Some(value) => pair(value, text),
            None => pair(self.field_for(scalar, Some(name))?.name(), text),
        };
        Some([pair(name, on_one_line(key)?), value])
    }

    /// The parts of a text in a notation that other tools use.
    fn split(self, text: &str) -> Option<Vec<MeantField>> {
        self.assignment(text).or_else(|| self.mount(text)).or_else(|| self.port(text))
    }

    /// `NAME=value`
    fn assignment(self, text: &str) -> Option<Vec<MeantField>> {
        let (name, value) = (self.has("name", Shape::Str)?, self.has("value", Shape::Str)?);
        let (left, right) = text.split_once('=')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_name = !left.is_empty() && left.chars().all(plain);
        (is_name && !right.contains('\n'))
            .then(|| vec![text_pair(name, left), text_pair(value, right)])
    }

    /// `volume:/path` or `volume:/path:ro`
    fn mount(self, text: &str) -> Option<Vec<MeantField>> {
        let name = self.has("name", Shape::Str)?;
        let path = self.has("mountPath", Shape::Str)?;
        let mut parts = text.split(':');
        let (volume, mounted) = (parts.next()?, parts.next()?);
        if volume.is_empty() || volume.contains(['/', ' ']) || !mounted.starts_with('/') {
            return None;
        }
        let mut pairs = vec![text_pair(name, volume), text_pair(path, mounted)];
        if parts.next() == Some("ro") {
            pairs.extend(self.has("readOnly", Shape::Bool).map(|field| pair(field, "true")));
        }
        Some(pairs)
    }

    /// `8080:80/udp`, `80/tcp` or `"80"`
    fn port(self, text: &str) -> Option<Vec<MeantField>> {
        let own = self.merge_key.and_then(|key| self.has(key, Shape::Int32))?;
        let (ports, protocol) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let (outer, inner) = ports.split_once(':').map_or((ports, None), |(a, b)| (a, Some(b)));
        for number in [Some(outer), inner].into_iter().flatten() {
            number.parse::<u16>().ok().filter(|number| *number > 0)?;
        }
        let target = self.ty.field("targetPort", self.version).map(Field::name);
        let mut pairs = match (target, inner) {
            (Some(target), Some(inner)) => vec![pair(own, outer), pair(target, inner)],
            _ => vec![pair(own, inner.unwrap_or(outer))],
        };
        if let Some(protocol) = protocol {
            let field = self.ty.field("protocol", self.version)?;
            let known = field.enum_values().find(|known| known.eq_ignore_ascii_case(protocol))?;
            pairs.push(pair(field.name(), known));
        }
        Some(pairs)
    }

    /// The field that a scalar is likely meant for; none where several are as likely.
    fn field_for(self, scalar: Node<'_>, except: Option<&str>) -> Option<Field> {
        let text = scalar.as_str();
        // In parts, it is in a notation of its own.
        if text.is_some_and(|text| text.is_empty() || text.contains([' ', ':', '\n'])) {
            return None;
        }
        let is_path = text.is_some_and(|text| text.starts_with('/'));
        let fields: Vec<Field> = self
            .ty
            .fields(self.version)
            .filter(|field| {
                field.dropped_by(self.version).is_none() && Some(field.name()) != except
            })
            .filter(|field| is_scalar(field.shape()) && scalar::fits(scalar, field.shape()))
            .filter(|field| is_path || !is_path_field(field.name()))
            .collect();
        let named = |name: &str| fields.iter().copied().find(|field| field.name() == name);
        let by_value = |field: &&Field| field.enum_values().any(|value| Some(value) == text);
        if let Some(field) = only(fields.iter().filter(by_value)) {
            return Some(*field);
        }
        if is_path {
            let paths = || fields.iter().filter(|field| is_path_field(field.name()));
            return named("path")
                .or_else(|| only(paths().filter(|field| field.required())).copied());
        }
        // A name and a key of it cannot be told apart.
        if self.ty.field("key", self.version).is_some() && named("name").is_some() {
            return None;
        }
        let free = |field: &&Field| field.enum_values().len() == 0;
        let plain = self.ty.fields(self.version).all(|field| is_scalar(field.shape()));
        let singular = self.owner.strip_suffix('s').unwrap_or(self.owner);
        named(singular)
            .or_else(|| named(self.merge_key?))
            .or_else(|| only(fields.iter().filter(|field| field.required())).copied())
            .or_else(|| named("name"))
            .or_else(|| named("host").filter(|_| !plain))
            .or_else(|| {
                let own = |field: &&Field| {
                    field.name().strip_suffix("Name").is_some_and(|start| start == self.owner)
                };
                fields.iter().find(own).copied()
            })
            .or_else(|| {
                let numeric = scalar.as_str().is_none_or(|text| text.starts_with(char::is_numeric));
                let fits = |field: &&Field| !numeric || field.shape() != Shape::Str;
                only(fields.iter().filter(free).filter(fits)).copied().filter(|_| plain)
            })
    }
}

/// Whether a value could be meant for a field of this shape: a struct has some of its fields, and
/// what is in a list or map fits as well.
pub(super) fn fits(value: Node<'_>, shape: Shape, version: Version) -> bool {
    match (value.value(), shape) {
        (Value::Null, _) | (_, Shape::Any | Shape::RawObject) => true,
        (Value::Map, Shape::Object(ty)) => {
            let mut keys = value.entries().filter_map(|entry| entry.key.as_str());
            value.entries().next().is_none() || keys.any(|key| ty.field(key, version).is_some())
        }
        (Value::Map, Shape::Map(of)) => {
            let mut entries = value.entries();
            value.entries().next().is_none()
                || entries.any(|entry| part_fits(entry.value, of.shape()))
        }
        (Value::List, Shape::List(of)) => {
            let mut items = value.items();
            value.items().next().is_none() || items.any(|item| part_fits(item, of.shape()))
        }
        (Value::Map | Value::List, _) => false,
        _ => scalar::fits(value, shape),
    }
}

/// Whether a value could be an item or entry of this shape, by its kind.
fn part_fits(value: Node<'_>, shape: Shape) -> bool {
    match value.value() {
        Value::Null => true,
        Value::Map => !is_scalar(shape) && !matches!(shape, Shape::List(_)),
        Value::List => !is_scalar(shape) && !matches!(shape, Shape::Object(_) | Shape::Map(_)),
        // A number may lack its quotes.
        _ => is_scalar(shape),
    }
}

pub(super) fn is_scalar(shape: Shape) -> bool {
    !matches!(
        shape,
        Shape::Object(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Any
            | Shape::RawObject
            | Shape::Fields
            | Shape::SchemaOrBool(_)
            | Shape::SchemaOrList(_)
            | Shape::SchemaOrStrings(_)
    )
}

/// Whether the words of one name are words of the other, in the same order: `name` and
/// `secretName`, `configMapName` and `name`.
pub(super) fn shares_words(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let within = |short: &[String], long: &[String]| {
        let mut rest = long.iter();
        short.iter().all(|word| rest.any(|other| other == word))
    };
    within(&a, &b) || within(&b, &a)
}

/// Whether the first or last words of a name are another name: `secretName` and `name`.
pub(super) fn starts_or_ends_in(long: &str, short: &str) -> bool {
    let (long, short) = (words(long), words(short));
    long.starts_with(&short) || long.ends_with(&short)
}

/// `configMapName` → `config`, `map`, `name`
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_upper = true;
    for c in name.chars() {
        let starts = c.is_uppercase() && !was_upper;
        let separates = !c.is_alphanumeric();
        if starts || separates || words.is_empty() {
            words.push(String::new());
        }
        was_upper = c.is_uppercase();
        if let Some(word) = words.last_mut().filter(|_| !separates) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A scalar as it is written, if it is on one line.
pub(super) fn on_one_line(node: Node<'_>) -> Option<&str> {
    let raw = node.raw();
    let plain =
        !raw.is_empty() && !raw.contains('\n') && !raw.starts_with(['&', '*', '!', '|', '>']);
    (plain && !node.is_map() && !node.is_list()).then_some(raw)
}

/// A plain scalar in quotes.
pub(super) fn quoted(raw: &str) -> Option<String> {
    (!raw.contains(['"', '\\', '\n'])).then(|| format!("\"{raw}\""))
}

fn is_path_field(name: &str) -> bool {
    name == "path" || name.ends_with("Path")
}

fn pair(field: &'static str, text: &str) -> MeantField {
    MeantField { field, text: text.to_owned() }
}

fn text_pair(field: &'static str, text: &str) -> MeantField {
    MeantField {
        field,
        text: if text.starts_with('/') { text.to_owned() } else { edit::scalar(text) },
    }
}

/// The only one there is.
pub(super) fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        for (a, b) in [
            ("name", "secretName"),
            ("configMapName", "name"),
            ("specTODO", "spec"),
            ("configMap", "configMapKeyRef"),
            ("ttlAfterFinished", "ttlSecondsAfterFinished"),
            ("run_as_user", "runAsUser"),
        ] {
            assert!(shares_words(a, b) && shares_words(b, a), "{a} {b}");
        }
        for (a, b) in [("port", "ports"), ("claimName", "secretName"), ("names", "name")] {
            assert!(!shares_words(a, b), "{a} {b}");
        }
        assert!(starts_or_ends_in("containerPort", "port"));
        assert!(!starts_or_ends_in("runAsUserName", "user"));
    }
}
