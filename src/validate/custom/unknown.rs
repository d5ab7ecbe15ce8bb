//! Fields that the definition does not have, and which ones were meant.

use super::{CustomSubject, fault::dotted};
use crate::model::custom::SchemaType;
use crate::{
    code,
    diagnostic::{Diagnostic, Edit, Safety},
    model::{
        custom::{CustomVersion, Schema, Step, UnknownKey, schema_at},
        path,
        similar::distance,
    },
    syntax::{
        edit::requoted,
        tree::{Node, Value},
    },
    text,
    text::{Text, key, name},
    validate::{Cause, Reason, names::shown},
};

/// More fields than these are not listed.
const LISTED: usize = 8;

/// Reports an unknown field. Gives the path of the field that was meant, of whose absence nothing
/// is to be reported.
pub(super) fn report<'s>(
    unknown: &UnknownKey<'s, '_>,
    version: &'s CustomVersion<'_>,
    subject: &mut CustomSubject<'_, 's>,
) -> Option<String> {
    let field = Unknown { unknown, name: unknown.entry.key.as_str().unwrap_or("") };
    let near = field.near();
    let home = if near.is_none() { field.home(version) } else { None };
    let code = if home.is_some() { code::MISPLACED_FIELD } else { code::UNKNOWN_FIELD };
    let message = match &home {
        Some(_) => text!("`{}` does not belong {}", key(field.name), field.within()),
        None => text!("unknown field `{}` {}", key(shown(field.name)), field.within()),
    };
    let object = subject.cx.object;
    let at = object.location(unknown.entry.key.span());
    let diagnostic = Diagnostic::new(at, message);
    let mut cause = Cause::at_path(code, Some(Reason::UnknownField), field.path(), diagnostic);
    let meant = match (near, &home) {
        (Some(near), _) => {
            cause.help(text!("did you mean `{}`?", name(near)));
            let old = unknown.entry.key;
            if !old.is_made() {
                let title = text!("rename it to `{}`", name(near));
                cause.fix(Safety::Unsafe, title, [Edit { at, text: requoted(old, near) }]);
            }
            Some(field.sibling(near))
        }
        (None, Some(home)) => {
            let place = match dotted(home) {
                path if path.is_empty() => Text::words("the top level"),
                path => text!("`{}`", name(path)),
            };
            cause.help(text!("move it to {}", place));
            let mut path = dotted(home);
            path::push_key(&mut path, field.name);
            Some(path)
        }
        (None, None) => {
            if let Some(help) = field.known() {
                cause.help(help);
            }
            None
        }
    };
    subject.cx.push(cause);
    meant
}

struct Unknown<'u, 's, 'd> {
    unknown: &'u UnknownKey<'s, 'd>,
    name: &'s str,
}

impl<'s> Unknown<'_, 's, '_> {
    fn sibling(&self, name: &str) -> String {
        let mut path = dotted(&self.unknown.path);
        path::push_key(&mut path, name);
        path
    }

    fn path(&self) -> String {
        self.sibling(self.name)
    }

    /// Where it is, for a message.
    fn within(&self) -> Text {
        match self.unknown.path[..] {
            [] => text!("at the top level"),
            [.., Step::Field(field) | Step::Entry(field)] => text!("in `{}`", key(field)),
            [.., Step::Item(index)] => {
                let list = self.unknown.path.iter().rev().find_map(|step| match step {
                    Step::Field(field) | Step::Entry(field) => Some(*field),
                    Step::Item(_) => None,
                });
                text!("in item {} of `{}`", name(index + 1), key(list.unwrap_or("")))
            }
        }
    }

    /// Whether a sibling is written already.
    fn is_written(&self, name: &str) -> bool {
        let holder = self.unknown.entry.key.seat().map(|(holder, _)| holder);
        holder.is_some_and(|holder| holder.get(name).is_some())
    }

    /// The one nearest field of the schema that is not written yet.
    fn near(&self) -> Option<&'s str> {
        let schema = self.unknown.schema?;
        let limit = if self.name.chars().count() <= 4 { 1 } else { 2 };
        let away = |known: &str| {
            if folded(known) == folded(self.name) {
                Some(0)
            } else {
                distance(self.name, known, limit)
            }
        };
        let mut near: Vec<(bool, usize, &'s str)> = schema
            .properties
            .iter()
            .filter_map(|(known, property)| {
                let away = away(known)?;
                let misfit = !may_be(self.unknown.entry.value, property.get());
                (!self.is_written(known)).then_some((misfit, away, *known))
            })
            .collect();
        near.sort_unstable();
        match near[..] {
            [only] => Some(only.2),
            [first, second, ..] if (first.0, first.1) != (second.0, second.1) => Some(first.2),
            _ => None,
        }
    }

    /// The map around it, or one right below its own or one of those, that has such a field.
    fn home(&self, version: &'s CustomVersion<'_>) -> Option<Vec<Step<'s>>> {
        let path = &self.unknown.path;
        let above = (0..path.len()).rev().find_map(|length| {
            let schema = schema_at(&version.schema, &path[..length])?;
            self.belongs(schema).then(|| path[..length].to_vec())
        });
        above.or_else(|| {
            let schema = self.unknown.schema?;
            let mut homes = schema.properties.iter().filter(|(below, property)| {
                !matches!(**below, "status" | "metadata") && self.belongs(property.get())
            });
            let (only, None) = (homes.next()?, homes.next()) else { return None };
            Some([&path[..], &[Step::Field(only.0)]].concat())
        })
    }

    fn belongs(&self, schema: &Schema<'_>) -> bool {
        schema.property(self.name).is_some_and(|field| may_be(self.unknown.entry.value, field))
    }

    /// Which fields there are.
    fn known(&self) -> Option<Text> {
        let schema = self.unknown.schema?;
        let fields: Vec<&str> = schema.properties.keys().copied().collect();
        match fields[..] {
            [] => None,
            [only] => Some(text!("use the field `{}`", name(only))),
            _ if fields.len() <= LISTED => {
                Some(text!("use one of the fields {}", name(fields.join(", "))))
            }
            _ => None,
        }
    }
}

/// Whether a value may be that of a field, by its form.
fn may_be(value: Node<'_>, schema: &Schema<'_>) -> bool {
    let types = schema.types();
    let own = match value.value() {
        Value::Null => return true,
        Value::Bool(_) => SchemaType::Boolean,
        Value::Int(_) | Value::UInt(_) => SchemaType::Integer,
        Value::Float(_) => SchemaType::Number,
        Value::Str(_) => SchemaType::String,
        Value::List => SchemaType::Array,
        Value::Map => SchemaType::Object,
    };
    types.is_empty()
        || types.contains(&own)
        || own == SchemaType::Integer && types.contains(&SchemaType::Number)
}

/// A name without what people confuse.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}
