//! Puts values of a wrong type into words, with repairs where only one reading makes sense.

use super::{
    ReportedSoFar, Subject,
    intended::{on_one_line, only},
    reshape, scalar,
    trail::TrailStep,
    wrong_value::{WrongValue, name},
};
use crate::{
    code,
    diagnostic::Safety,
    model::{
        schema::{Field, Shape},
        similar::distance,
    },
    syntax::tree::{Node, NodeStyle, Value},
    text,
    validate::{Cause, Reason, checker},
};

pub(super) fn describe<'a>(
    subject: &Subject<'a>,
    node: Node<'a>,
    shape: Shape,
    reported: &mut ReportedSoFar,
) -> Cause {
    let trail = subject.trail(node);
    let wrong = WrongValue { subject, node, trail: &trail };
    let mut cause = match (shape, node.value()) {
        (Shape::Str, Value::Bool(value)) => wrong.boolean_for_string(value),
        (Shape::Str, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => wrong.number_for_string(),
        (Shape::Int32 | Shape::Int64, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => {
            wrong.number_out_of_range(shape)
        }
        (Shape::Quantity, Value::Str(_)) => wrong.no_quantity(),
        (Shape::Time, Value::Str(_)) => wrong.no_time("2026-01-31T15:04:05Z"),
        (Shape::MicroTime, Value::Str(_)) => wrong.no_time("2026-01-31T15:04:05.000000Z"),
        (Shape::Bytes, _) => wrong.no_base64(),
        (Shape::IntOrString, Value::Int(_) | Value::UInt(_) | Value::Float(_)) => {
            wrong.must_be(code::INVALID_INT_OR_STRING, "a 32-bit integer or a string")
        }
        (Shape::Str, Value::Map | Value::List)
        | (Shape::List(_) | Shape::Map(_) | Shape::Object(_), _) => {
            reshape::describe(&wrong, shape)
        }
        _ => wrong.other_type(shape),
    };
    // The same mistake in each item of a list, or in each value of Secret data, is one.
    let group = match trail.last().step {
        TrailStep::Item(_) => Some("item"),
        TrailStep::Key(_) if shape == Shape::Bytes => Some("bytes"),
        _ => None,
    };
    if let Some(group) = group {
        cause.root = reported.first(&trail, group, cause.at);
    }
    cause
}

/// A string outside the values that its field allows.
pub(super) fn describe_enum<'a>(
    subject: &Subject<'a>,
    node: Node<'a>,
    field: Field,
    path: String,
) -> Cause {
    let written = node.as_str().unwrap_or("");
    let known: Vec<&str> = field.enum_values().filter(|value| !value.is_empty()).collect();
    let message = checker::not_one_of(field.name(), written, &known);
    let mut cause =
        subject.cause(code::INVALID_ENUM_VALUE, Reason::NotSupported, path, node, message);
    cause.choices(&known);
    if let Some(same) = known.iter().find(|known| known.eq_ignore_ascii_case(written)) {
        let (title, edit) = (text!("write `{}`", text::name(same)), subject.rewrite(node, same));
        cause.suggest(Safety::Safe, title, [edit]);
    } else if let Some(near) = known.iter().find(|k| distance(written, k, 2).is_some()) {
        cause.help(text!("did you mean `{}`?", text::name(near)));
    }
    cause
}

impl WrongValue<'_, '_> {
    /// Whether no value of the map is in base64.
    fn is_all_plain(&self) -> bool {
        let above = self.trail.0.len().checked_sub(2).map(|at| self.trail.0[at].node);
        let plain =
            |value: Node<'_>| value.as_str().is_some() && !scalar::fits(value, Shape::Bytes);
        above.is_some_and(|data| data.entries().all(|entry| plain(entry.value)))
    }

    fn boolean_for_string(&self, value: bool) -> Cause {
        let what = self.trail.subject();
        let message = match (self.node.raw(), self.subject.shown(self.node, self.trail)) {
            (_, None) => text!("{} must be a string, not a boolean", what),
            ("true" | "false", _) => {
                text!("{} must be a string, not the boolean `{}`", what, value)
            }
            (_, Some(text)) => {
                text!(
                    "{} must be a string, but YAML reads `{}` as the boolean {}",
                    what,
                    text,
                    value
                )
            }
        };
        self.quote(self.cause(code::BOOLEAN_IN_STRING_FIELD, message))
    }

    fn number_for_string(&self) -> Cause {
        let what = self.trail.subject();
        let message = match self.subject.shown(self.node, self.trail) {
            Some(text) => text!("{} must be a string, not the number `{}`", what, text),
            None => text!("{} must be a string, not a number", what),
        };
        self.quote(self.cause(code::NUMBER_IN_STRING_FIELD, message))
    }

    fn number_out_of_range(&self, shape: Shape) -> Cause {
        let fraction = matches!(self.node.value(), Value::Float(n) if n.fract() != 0.0);
        if fraction {
            return self.must_be(code::INTEGER_OUT_OF_RANGE, "an integer");
        }
        let bits = if shape == Shape::Int32 { 32 } else { 64 };
        let message = text!(
            "{} must be an integer that fits in {} bits, not {}",
            self.trail.subject(),
            text::name(bits),
            self.value()
        );
        let mut cause = self.cause(code::INTEGER_OUT_OF_RANGE, message);
        if shape == Shape::Int32 {
            cause.help("write a number up to 2147483647");
        }
        cause
    }

    fn no_quantity(&self) -> Cause {
        let mut cause =
            self.cause(code::INVALID_QUANTITY, text!("{} is not a valid quantity", self.value()));
        cause.help("write a number, optionally with a unit, such as 2, 500m, 128Mi or 1.5Gi");
        if let Some(better) = self.node.as_str().and_then(scalar::better_quantity) {
            let title = text!("write `{}`", better);
            cause.help(title.clone());
            let edit = self.subject.rewrite(self.node, &better);
            cause.fix(Safety::Unsafe, title, [edit]);
        }
        cause
    }

    fn no_time(&self, like: &str) -> Cause {
        let mut cause =
            self.cause(code::INVALID_TIME, text!("{} is not a valid time", self.value()));
        cause.help(text!("write a time such as {}", text::name(like)));
        cause
    }

    fn no_base64(&self) -> Cause {
        let data = self.subject.object.gvk.kind == "Secret"
            && matches!(self.trail.path().split('.').next(), Some("data"));
        let collection = self.node.is_map() || self.node.is_list();
        let text = self.node.as_str().filter(|_| !collection);
        let fault = text.and_then(scalar::base64_fault);
        let folds = self.node.style() == NodeStyle::Folded;
        let why = match fault {
            Some(scalar::Base64::Spaces) if folds => ", as `>` joins the lines with spaces",
            Some(scalar::Base64::Spaces) => ", as it contains spaces",
            Some(scalar::Base64::Padding) => ", as the padding with `=` is wrong",
            Some(scalar::Base64::Url) => ", as it contains `-` or `_` (base64url)",
            None => "",
        };
        let what = match text {
            Some(_) if data => self.trail.subject(),
            _ => self.value(),
        };
        let mut cause = match text {
            Some(_) => self.cause(
                code::INVALID_BASE64,
                text!("{} is not valid base64{}", what, text::name(why)),
            ),
            None => self.must_be(code::INVALID_BASE64, "a string in base64"),
        };
        match fault {
            Some(scalar::Base64::Spaces) if folds => {
                cause.help("write `|` instead of `>`, which keeps the line breaks");
                let start = self.node.span().start;
                cause.fix(
                    Safety::Safe,
                    "keep the line breaks",
                    [self.blocks().replace(start, start + 1, "|")],
                );
            }
            Some(scalar::Base64::Spaces) => {
                cause.help("remove the spaces");
            }
            _ if data && self.is_all_plain() => {
                cause.help(
                    "write `stringData` instead of `data`, or encode the values with `base64 -w0`",
                );
            }
            _ if data => {
                cause.help("encode it with `base64 -w0`, or write it unencoded in `stringData`");
            }
            _ => {
                cause.help("encode it with `base64 -w0`");
            }
        }
        cause
    }

    fn other_type(&self, shape: Shape) -> Cause {
        let code = match shape {
            Shape::Quantity => code::INVALID_QUANTITY,
            Shape::Time | Shape::MicroTime => code::INVALID_TIME,
            Shape::IntOrString => code::INVALID_INT_OR_STRING,
            _ => code::WRONG_TYPE,
        };
        let mut cause = self.must_be(code, name(shape));
        let one = only(self.node.items()).filter(|item| scalar::fits(*item, shape));
        if let Some(text) = one.and_then(on_one_line).filter(|_| !self.is_secret()) {
            cause.help(text!("write `{}: {}`", text::name(self.field()), text));
            return cause;
        }
        let quoted = matches!(self.node.style(), NodeStyle::SingleQuoted | NodeStyle::DoubleQuoted);
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
        } else if matches!(shape, Shape::Int32 | Shape::Int64) {
            self.integer_help(text, &mut cause);
        }
        cause
    }

    /// The number in a text such as `80/tcp`, and where a name of a port belongs.
    fn integer_help(&self, text: &str, cause: &mut Cause) {
        let number = text.split(['/', ' ', ':']).find(|part| part.parse::<i32>().is_ok());
        let is_port = self.field().to_lowercase().ends_with("port");
        if let Some(number) = number.filter(|_| !self.is_secret()) {
            cause.help(text!("write `{}: {}`", text::name(self.field()), number));
        } else if is_port && text.starts_with(char::is_alphabetic) {
            cause.help("write the number of the port, and its name in the field `name`");
        }
    }
}
