//! A value of a wrong type, with what its message needs.

use super::{
    Subject,
    blocks::Blocks,
    intended::{Wanted, on_one_line, quoted},
    trail::Trail,
};
use crate::{
    code::Code,
    diagnostic::{Edit, Safety},
    model::schema::{Field, Shape, Type},
    syntax::tree::{Node, NodeStyle, Value},
    text,
    text::Text,
    validate::{Cause, Reason},
};

/// One value of a wrong type.
pub(super) struct WrongValue<'s, 'a> {
    pub subject: &'s Subject<'a>,
    pub node: Node<'a>,
    pub trail: &'s Trail<'a>,
}

impl<'a> WrongValue<'_, 'a> {
    pub(super) fn cause(&self, code: Code, message: impl Into<Text>) -> Cause {
        let path = self.trail.path();
        // A block is named by its key.
        let at =
            if self.node.is_map() || self.node.is_list() { self.trail.key() } else { self.node };
        self.subject.cause(code, Reason::WrongType, path, at, message)
    }

    /// That a value is not what the field requires.
    pub(super) fn must_be(&self, code: Code, wanted: impl Into<Text>) -> Cause {
        let (what, wanted) = (self.trail.subject(), wanted.into());
        self.cause(code, text!("{} must be {}, not {}", what, wanted, self.value()))
    }

    /// Whether nothing of the value may be quoted: it is one of a Secret.
    pub(super) fn is_secret(&self) -> bool {
        self.subject.is_secret(self.trail)
    }

    /// The value for a message: as written, or what it is.
    pub(super) fn value(&self) -> Text {
        let block = matches!(self.node.style(), NodeStyle::Literal | NodeStyle::Folded);
        match self.node.value() {
            Value::Map => return "a map".into(),
            Value::List => return "a list".into(),
            Value::Str(_) if block => return "a block of text".into(),
            _ => {}
        }
        match (self.subject.shown(self.node, self.trail), self.node.value()) {
            (Some(text), _) => text!("`{}`", text),
            (None, Value::Str(_)) => "a string".into(),
            (None, Value::Bool(_)) => "a boolean".into(),
            (None, _) => "a number".into(),
        }
    }

    pub(super) fn field(&self) -> &'a str {
        self.trail.field_name().unwrap_or("")
    }

    /// The struct that is wanted here, or as an item of the list that is.
    pub(super) fn wanted(&self, ty: Type) -> Wanted<'a> {
        let field = self.trail.field(self.subject.version);
        Wanted {
            ty,
            owner: self.field(),
            merge_key: field.and_then(Field::merge_key),
            version: self.subject.version,
        }
    }

    pub(super) fn blocks(&self) -> Blocks<'a> {
        Blocks { object: self.subject.object }
    }

    pub(super) fn replace(&self, text: String) -> [Edit; 1] {
        [Edit { at: self.subject.location(self.node), text }]
    }

    /// The value in quotes, as far as it is a plain scalar on one line.
    fn in_quotes(&self) -> Option<String> {
        let raw = on_one_line(self.node).filter(|_| self.node.style() == NodeStyle::Plain)?;
        quoted(raw)
    }

    pub(super) fn quote(&self, mut cause: Cause) -> Cause {
        let quoted = self.in_quotes();
        cause.help(match quoted.as_ref().filter(|_| !self.is_secret()) {
            Some(quoted) => text!("quote it: `{}`", quoted),
            None => "quote it".into(),
        });
        if let Some(quoted) = quoted {
            cause.fix(Safety::Safe, "quote it", self.replace(quoted));
        }
        cause
    }
}

/// What a field requires, for a message.
pub(super) fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Object(_) | Shape::Map(_) => "a map",
        Shape::List(_) => "a list",
        Shape::Str => "a string",
        Shape::Int32 | Shape::Int64 => "an integer",
        Shape::Double => "a number",
        Shape::Bool => "true or false",
        Shape::IntOrString => "an integer or a string",
        Shape::Quantity => "a quantity",
        Shape::Time | Shape::MicroTime => "a time",
        Shape::Bytes => "a string in base64",
        Shape::SchemaOrBool(_) => "a schema, true or false",
        Shape::SchemaOrList(_) | Shape::SchemaOrStrings(_) => "a schema or a list",
        Shape::Any | Shape::RawObject | Shape::Fields => "any value",
    }
}
