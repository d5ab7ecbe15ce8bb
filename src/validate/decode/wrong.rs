//! Puts values of a wrong type into words, with repairs where only one reading makes sense.

use super::{Subject, scalar, trail::Trail};
use crate::{
    input::Span,
    model::{
        near::distance,
        schema::{Field, Shape},
    },
    syntax::{
        edit::{Edit, Safety},
        tree::{Node, Style, Value},
    },
    text,
    validate::{Cause, Reason},
};

pub(super) fn describe<'a>(subject: &Subject<'a>, node: Node<'a>, shape: Shape) -> Cause {
    let trail = subject.trail(node);
    let says = Says { subject, node, trail: &trail };
    match (shape, node.value()) {
        (Shape::Str, Value::Bool(value)) => says.boolean_for_text(value),
        (Shape::Str, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => says.number_for_text(),
        (Shape::List(of), _) => says.no_list(of.shape()),
        (Shape::Int32 | Shape::Int64, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => {
            says.number_out_of_range(shape)
        }
        (Shape::IntOrString, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => {
            says.plain("KV1011", "takes a whole number of 32 bits, or text")
        }
        (Shape::Quantity, Value::Str(_)) => says.no_quantity(),
        (Shape::Time, Value::Str(_)) => says.no_time("2026-01-31T15:04:05Z"),
        (Shape::MicroTime, Value::Str(_)) => says.no_time("2026-01-31T15:04:05.000000Z"),
        (Shape::Bytes, _) => says.no_base64(),
        _ => says.other_type(shape),
    }
}

/// A string outside the values that its field takes.
pub(super) fn describe_enum<'a>(
    subject: &Subject<'a>,
    node: Node<'a>,
    field: Field,
    path: String,
) -> Cause {
    let written = node.as_str().unwrap_or("");
    let name = super::super::names::shown(written);
    let message = text!("`{}` is not a value of `{}`", name, text::name(field.name()));
    let mut cause = subject.cause("KV1009", Reason::NotSupported, path, node, message);
    let known: Vec<&str> = field.enum_values().filter(|value| !value.is_empty()).collect();
    if known.len() <= 10 {
        cause.help(text!("write one of {}", text::name(known.join(", "))));
    } else if let Some(near) = known.iter().find(|k| distance(written, k, 2).is_some()) {
        cause.help(text!("did you mean {}?", text::name(near)));
    }
    if let Some(same) = known.iter().find(|known| known.eq_ignore_ascii_case(written)) {
        let edit = subject.rewrite(node, same);
        cause.fix(Safety::Safe, text!("write {}", text::name(same)), [edit]);
    }
    cause
}

/// One wrong value, with what its message needs.
struct Says<'s, 'a> {
    subject: &'s Subject<'a>,
    node: Node<'a>,
    trail: &'s Trail<'a>,
}

impl<'a> Says<'_, 'a> {
    fn cause(&self, code: &'static str, message: impl Into<text::Text>) -> Cause {
        let path = self.trail.path();
        // A block is named by its key.
        let at =
            if self.node.is_map() || self.node.is_list() { self.trail.key() } else { self.node };
        self.subject.cause(code, Reason::WrongType, path, at, message)
    }

    /// The value for a message: as written, or what it is.
    fn value(&self) -> text::Text {
        match self.node.value() {
            Value::Map => "a mapping".into(),
            Value::List => "a list".into(),
            _ => match self.subject.shown(self.node, self.trail) {
                Some(text) => text!("`{}`", text),
                None => "this value".into(),
            },
        }
    }

    fn field(&self) -> &'a str {
        self.trail.field_name().unwrap_or("")
    }

    fn replace(&self, text: String) -> [Edit; 1] {
        [Edit { at: self.subject.location(self.node), text }]
    }

    /// The value in quotes, as far as it is a plain scalar on one line.
    fn quoted(&self) -> Option<String> {
        let raw = self.node.raw();
        let plain = self.node.style() == Style::Plain
            && !raw.is_empty()
            && !raw.starts_with(['!', '&', '*'])
            && !raw.contains(['"', '\\', '\n']);
        plain.then(|| format!("\"{raw}\""))
    }

    fn boolean_for_text(&self, value: bool) -> Cause {
        let message = match self.node.raw() {
            "true" | "false" => {
                text!("{} is a boolean, `{}` takes text", self.value(), text::name(self.field()))
            }
            _ => text!(
                "{} means {} here, `{}` takes text",
                self.value(),
                value,
                text::name(self.field())
            ),
        };
        self.quote(self.cause("KV0014", message))
    }

    fn number_for_text(&self) -> Cause {
        let message =
            text!("{} is a number, `{}` takes text", self.value(), text::name(self.field()));
        self.quote(self.cause("KV0015", message))
    }

    fn quote(&self, mut cause: Cause) -> Cause {
        cause.help("put it in quotes");
        if let Some(quoted) = self.quoted() {
            cause.fix(Safety::Safe, "put it in quotes", self.replace(quoted));
        }
        cause
    }

    fn number_out_of_range(&self, shape: Shape) -> Cause {
        let fraction = matches!(self.node.value(), Value::Float(n) if n.fract() != 0.0);
        let message = match shape {
            _ if fraction => {
                text!(
                    "{} has a fraction, `{}` takes whole numbers",
                    self.value(),
                    text::name(self.field())
                )
            }
            Shape::Int32 => {
                text!(
                    "{} does not fit into the 32 bits of `{}`",
                    self.value(),
                    text::name(self.field())
                )
            }
            _ => text!(
                "{} does not fit into the 64 bits of `{}`",
                self.value(),
                text::name(self.field())
            ),
        };
        let mut cause = self.cause("KV1014", message);
        if !fraction && shape == Shape::Int32 {
            cause.help("write at most 2147483647");
        }
        cause
    }

    fn no_quantity(&self) -> Cause {
        let mut cause = self.cause("KV1010", text!("{} is no quantity", self.value()));
        cause.help("write a number with a unit such as 500m, 2, 128Mi or 1.5Gi");
        if let Some(better) = self.node.as_str().and_then(scalar::better_quantity) {
            cause.help(text!("write {}", text::name(&better)));
            let edit = self.subject.rewrite(self.node, &better);
            cause.fix(Safety::Unsafe, text!("write {}", text::name(&better)), [edit]);
        }
        cause
    }

    fn no_time(&self, like: &str) -> Cause {
        let mut cause = self.cause("KV1012", text!("{} is no time", self.value()));
        cause.help(text!("write it like {}", text::name(like)));
        cause
    }

    fn no_base64(&self) -> Cause {
        let message = match self.node.value() {
            Value::Map | Value::List => {
                text!("`{}` takes base64, not {}", text::name(self.field()), self.value())
            }
            _ => text!("{} is not base64", self.value()),
        };
        let mut cause = self.cause("KV1013", message);
        let data = matches!(self.trail.path().split('.').next(), Some("data"));
        if data && self.subject.object.gvk.kind == "Secret" {
            cause.help("encode it, or write it as it is under `stringData`");
        } else {
            cause.help("encode it with `base64 -w0`");
        }
        cause
    }

    fn plain(&self, code: &'static str, wants: &str) -> Cause {
        self.cause(
            code,
            text!(
                "{} stands where `{}` {}",
                self.value(),
                text::name(self.field()),
                text::name(wants)
            ),
        )
    }

    fn no_list(&self, items: Shape) -> Cause {
        let message = text!("`{}` takes a list, not {}", text::name(self.field()), self.value());
        let mut cause = self.cause("KV1008", message);
        if !self.node.is_map() {
            self.wrap(&mut cause, items);
        } else if self.is_item(items) {
            cause.help("begin the item with a dash");
            cause.fix(Safety::Safe, "begin the item with a dash", self.as_items());
        }
        cause
    }

    /// Whether the mapping has only fields that an item has.
    fn is_item(&self, items: Shape) -> bool {
        let Shape::Object(ty) = items else { return false };
        let known = |key: &str| ty.field(key, self.subject.version).is_some();
        self.node.entries().all(|entry| entry.key.as_str().is_some_and(known))
    }

    /// Turns a scalar into a list of one, or of its words.
    fn wrap(&self, cause: &mut Cause, items: Shape) {
        let Some(text) = self.node.as_str().map(str::to_owned).or_else(|| self.plain_text()) else {
            return;
        };
        // Only a command line falls into words.
        let command = matches!(self.field(), "command" | "args");
        let words: Vec<&str> =
            if command { text.split_whitespace().collect() } else { vec![text.as_str()] };
        let risky = text.contains(['"', '\'', '\\', '$', '`', '|', '&', ';', '\n']);
        if items != Shape::Str {
            if scalar::fits(self.node, items) {
                cause.help(text!("write [{}]", text));
                cause.fix(Safety::Safe, "make it a list", self.replace(format!("[{text}]")));
            }
        } else if words.len() == 1 && !risky {
            cause.help(text!("write [\"{}\"]", text));
            cause.fix(Safety::Safe, "make it a list", self.replace(format!("[\"{text}\"]")));
        } else if risky || words.is_empty() {
            cause.help("write it as a list of strings");
        } else {
            let list = format!("[\"{}\"]", words.join("\", \""));
            cause.help(text!("write {}", list));
            cause.fix(Safety::Unsafe, "make it a list of words", self.replace(list));
        }
    }

    fn plain_text(&self) -> Option<String> {
        let raw = self.node.raw();
        (!raw.is_empty() && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.'))
            .then(|| raw.to_owned())
    }

    /// Edits that make a mapping the only item of a list.
    fn as_items(&self) -> Vec<Edit> {
        let span = self.node.span();
        let at = |span| self.subject.object.location(span);
        if self.node.style() == Style::Flow {
            let insert =
                |offset, text: &str| Edit { at: at(Span::at(offset)), text: text.to_owned() };
            return vec![insert(span.start, "["), insert(span.end, "]")];
        }
        let text = &self.node.tree().text()[span.range()];
        let mut edits = vec![Edit { at: at(Span::at(span.start)), text: "- ".to_owned() }];
        for (offset, _) in text.match_indices('\n') {
            let line = text[offset + 1..].lines().next().unwrap_or("");
            if !line.trim().is_empty() {
                let start = span.start + offset as u32 + 1;
                edits.push(Edit { at: at(Span::at(start)), text: "  ".to_owned() });
            }
        }
        edits
    }

    fn other_type(&self, shape: Shape) -> Cause {
        let code = match shape {
            Shape::Quantity => "KV1010",
            Shape::Time | Shape::MicroTime => "KV1012",
            Shape::IntOrString => "KV1011",
            _ => "KV1007",
        };
        let message = text!(
            "`{}` takes {}, not {}",
            text::name(self.field()),
            text::name(name(shape)),
            self.value()
        );
        let mut cause = self.cause(code, message);
        let quoted = matches!(self.node.style(), Style::SingleQuoted | Style::DoubleQuoted);
        let text = self.node.as_str().unwrap_or("");
        let unquotes = match shape {
            Shape::Int32 => text.parse::<i32>().is_ok_and(|n| n.to_string() == text),
            Shape::Int64 => text.parse::<i64>().is_ok_and(|n| n.to_string() == text),
            Shape::Bool => matches!(text, "true" | "false"),
            _ => false,
        };
        if quoted && unquotes {
            cause.help("remove the quotes");
            cause.fix(Safety::Safe, "remove the quotes", self.replace(text.to_owned()));
        }
        cause
    }
}

/// What a field takes, for a message.
fn name(shape: Shape) -> &'static str {
    match shape {
        Shape::Object(_) | Shape::Map(_) => "a mapping",
        Shape::List(_) => "a list",
        Shape::Str => "text",
        Shape::Int32 | Shape::Int64 => "a whole number",
        Shape::Double => "a number",
        Shape::Bool => "true or false",
        Shape::IntOrString => "a number or text",
        Shape::Quantity => "a quantity",
        Shape::Time | Shape::MicroTime => "a time",
        Shape::Bytes => "base64",
        Shape::SchemaOrBool(_) => "a schema, true or false",
        Shape::SchemaOrList(_) | Shape::SchemaOrStrings(_) => "a schema or a list",
        Shape::Any | Shape::RawObject | Shape::Fields => "anything",
    }
}
