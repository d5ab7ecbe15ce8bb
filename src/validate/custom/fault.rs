//! What is wrong with a value by a schema (`kube-openapi/pkg/validation/errors/schema.go`), and the
//! cause that the server makes of it (`apiserver/validation/validation.go`).

use std::fmt::Write as _;

use crate::{
    code::{self, Code},
    model::custom::{Schema, SchemaType, Step},
    syntax::tree::Node,
    text,
    text::{Text, few, key, name},
    validate::{Reason, names::shown},
};

/// Something that a schema does not allow, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SchemaFault<'s> {
    pub(super) path: Vec<Step<'s>>,
    pub(super) kind: FaultKind<'s>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum FaultKind<'s> {
    /// Of another type: those that are allowed, and its own.
    Type(&'static [SchemaType], &'static str),
    /// A text that is not of a format, or a value that is no text.
    Format(&'s str),
    Required,
    Choice(Vec<Node<'s>>),
    Pattern(&'s str),
    TooLong(i64),
    TooShort(i64),
    /// The bound, and whether it is excluded.
    AboveMaximum(Node<'s>, bool),
    BelowMinimum(Node<'s>, bool),
    NotMultiple(Node<'s>),
    /// A number that does not fit in the type.
    OutOfType(&'static str),
    /// A bound that does not fit in the type.
    BoundOutOfType(Node<'s>, &'static str),
    TooManyItems(i64),
    TooFewItems(i64),
    TooManyFields(i64),
    TooFewFields(i64),
    NotAllowed(&'s str),
    AnyOf,
    /// How many of several match.
    OneOf(usize),
    AllOf,
    Not,
}

impl FaultKind<'_> {
    pub(super) fn reason(&self) -> Reason {
        match self {
            FaultKind::Type(..) | FaultKind::Format(_) => Reason::TypeInvalid,
            FaultKind::Required => Reason::Required,
            FaultKind::Choice(_) => Reason::NotSupported,
            FaultKind::TooLong(_) => Reason::TooLong,
            FaultKind::TooManyItems(_) | FaultKind::TooManyFields(_) => Reason::TooMany,
            _ => Reason::Invalid,
        }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            FaultKind::Type(..) => code::WRONG_TYPE,
            FaultKind::Required => code::MISSING_REQUIRED_FIELD,
            FaultKind::Choice(_) => code::INVALID_ENUM_VALUE,
            _ => code::CUSTOM_RESOURCE_SCHEMA,
        }
    }

    /// Whether the server says it of the object as a whole.
    pub(super) fn is_pathless(&self) -> bool {
        matches!(
            self,
            FaultKind::OutOfType(_)
                | FaultKind::BoundOutOfType(..)
                | FaultKind::AnyOf
                | FaultKind::OneOf(_)
                | FaultKind::AllOf
                | FaultKind::Not
        )
    }

    /// In words, of a field of this name with this value, as it is written.
    pub(super) fn message(&self, field: &str, written: &str) -> Text {
        let (field, written) = (key(field), shown(written));
        match self {
            FaultKind::Type(types, own) => {
                let wanted: Vec<&str> = types.iter().map(|type_| in_words(type_.name())).collect();
                let own = in_words(own);
                text!("`{}` must be {}, but is {}", field, name(wanted.join(" or ")), name(own))
            }
            FaultKind::Format(format) => {
                text!("`{}` must have the format {}, but is `{}`", field, name(format), written)
            }
            FaultKind::Required => text!("`{}` is missing", field),
            FaultKind::Choice(choices) => {
                let choices: Vec<&str> =
                    choices.iter().map(|choice| choice_text(*choice)).collect();
                let choices = few(&choices, |choice| (*choice).to_owned());
                text!("`{}` must be one of {}, but is `{}`", field, name(choices), written)
            }
            FaultKind::Pattern(pattern) => {
                text!(
                    "`{}` must match the pattern `{}`, but is `{}`",
                    field,
                    name(pattern),
                    written
                )
            }
            FaultKind::TooLong(max) => {
                text!("`{}` has more than {} characters", field, name(max))
            }
            FaultKind::TooShort(1) => text!("`{}` must not be empty", field),
            FaultKind::TooShort(min) => {
                text!("`{}` has fewer than {} characters", field, name(min))
            }
            FaultKind::AboveMaximum(bound, strict) => {
                let most = if *strict { "less than" } else { "at most" };
                let bound = name(bound.raw());
                text!("`{}` must be {} {}, but is {}", field, name(most), bound, written)
            }
            FaultKind::BelowMinimum(bound, strict) => {
                let least = if *strict { "greater than" } else { "at least" };
                let bound = name(bound.raw());
                text!("`{}` must be {} {}, but is {}", field, name(least), bound, written)
            }
            FaultKind::NotMultiple(factor) => {
                let factor = name(factor.raw());
                text!("`{}` must be a multiple of {}, but is {}", field, factor, written)
            }
            FaultKind::OutOfType(what) => {
                text!("`{}` must be a {}, but is {}", field, name(what), written)
            }
            FaultKind::BoundOutOfType(bound, what) => {
                let bound = name(bound.raw());
                text!("the bound {} of `{}` is not a {}", bound, field, name(what))
            }
            FaultKind::TooManyItems(max) => text!("`{}` has more than {} items", field, name(max)),
            FaultKind::TooFewItems(1) | FaultKind::TooFewFields(1) => {
                text!("`{}` must not be empty", field)
            }
            FaultKind::TooFewItems(min) => text!("`{}` has fewer than {} items", field, name(min)),
            FaultKind::TooManyFields(max) => {
                text!("`{}` has more than {} fields", field, name(max))
            }
            FaultKind::TooFewFields(min) => {
                text!("`{}` has fewer than {} fields", field, name(min))
            }
            FaultKind::NotAllowed(other) => {
                text!("`{}` is not allowed in `{}`", key(shown(other)), field)
            }
            FaultKind::AnyOf => text!("`{}` matches none of the schemas in `anyOf`", field),
            FaultKind::OneOf(0) => text!("`{}` matches none of the schemas in `oneOf`", field),
            FaultKind::OneOf(count) => {
                let count = name(count);
                text!("`{}` must match one schema in `oneOf`, but matches {}", field, count)
            }
            FaultKind::AllOf => text!("`{}` does not match all schemas in `allOf`", field),
            FaultKind::Not => text!("`{}` matches the schema in `not`", field),
        }
    }
}

/// A type of JSON as messages call it.
fn in_words(type_: &'static str) -> &'static str {
    match type_ {
        "array" => "a list",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "object" => "a map",
        "string" => "a string",
        other => other,
    }
}

/// A value of `enum` as it is written, without quotes.
pub(super) fn choice_text(choice: Node<'_>) -> &str {
    choice.as_str().unwrap_or_else(|| choice.raw())
}

/// A path as the validation of schemas writes it: dots before all keys.
pub(super) fn dotted(path: &[Step<'_>]) -> String {
    written(path, false)
}

/// A path as `field.Path` writes it: the keys of maps in brackets.
pub(super) fn bracketed(path: &[Step<'_>]) -> String {
    written(path, true)
}

fn written(path: &[Step<'_>], brackets: bool) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item(index) => {
                let _ = write!(text, "[{index}]");
            }
            Step::Entry(key) if brackets => {
                let _ = write!(text, "[{key}]");
            }
            Step::Field(key) | Step::Entry(key) => crate::model::path::push_key(&mut text, key),
        }
    }
    text
}

/// What the numbers of a schema are, in words.
pub(super) fn number_type(schema: &Schema<'_>) -> &'static str {
    match (schema.type_, schema.format) {
        (Some(SchemaType::Integer), "int32") => "32-bit integer",
        (Some(SchemaType::Integer), _) => "64-bit integer",
        (_, "float") => "32-bit number",
        _ => "number",
    }
}
