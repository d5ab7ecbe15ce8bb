//! Scalars: what each means, by its tag, quotes and text.

use super::Builder;
use crate::{
    diagnostic::Diagnostic,
    input::Span,
    syntax::{
        base64,
        complaint::{Complaint, ComplaintKind},
        events::{Event, YamlTag},
        invisible,
        scalar::{self, ScalarValue},
        stage::DecodeStage,
        tree::{NodeStyle, Stored},
    },
    text,
};

impl Builder<'_> {
    pub(super) fn scalar(&mut self, event: Event) -> Stored {
        match self.resolve(event) {
            ScalarValue::Str => {
                if event.style == NodeStyle::Plain && self.active.is_empty() {
                    self.check_plain(event, false);
                }
                self.string(event)
            }
            ScalarValue::Null => Stored::Null,
            ScalarValue::Bool(value) => Stored::Bool(value),
            ScalarValue::Int(value) => Stored::Int(value),
            ScalarValue::UInt(value) => Stored::UInt(value),
            ScalarValue::Float(value) => {
                if !value.is_finite() {
                    let message =
                        text!("`{}` cannot be represented in JSON", shorten(self.text_of(event)));
                    let complaint = Complaint::new(
                        ComplaintKind::Undecodable,
                        Diagnostic::new(event.span, message)
                            .with_help("quote it if it is meant as a string"),
                    );
                    self.report(DecodeStage::Values, complaint);
                }
                Stored::Float(value)
            }
        }
    }

    /// What a scalar means, by its tag, quotes and text.
    pub(super) fn resolve(&mut self, event: Event) -> ScalarValue {
        let text = self.text_of(event);
        let meant = match event.tag {
            YamlTag::None if event.style == NodeStyle::Plain => return scalar::resolve(text),
            YamlTag::None
            | YamlTag::Str
            | YamlTag::Binary
            | YamlTag::Merge
            | YamlTag::Bang
            | YamlTag::Other => {
                return ScalarValue::Str;
            }
            _ => scalar::resolve(text),
        };
        match (event.tag, meant) {
            (YamlTag::Bool, ScalarValue::Bool(_))
            | (YamlTag::Int, ScalarValue::Int(_) | ScalarValue::UInt(_))
            | (YamlTag::Float, ScalarValue::Float(_))
            | (YamlTag::Null, ScalarValue::Null) => meant,
            #[expect(clippy::cast_precision_loss, reason = "what the tag asks for")]
            (YamlTag::Float, ScalarValue::Int(value)) => ScalarValue::Float(value as f64),
            (YamlTag::Timestamp, ScalarValue::Str) if scalar::is_timestamp(text) => {
                ScalarValue::Str
            }
            _ => {
                let message = text!("`{}` does not match its tag", shorten(text));
                let complaint = Complaint::new(
                    ComplaintKind::Undecodable,
                    Diagnostic::new(event.span, message),
                );
                self.report(DecodeStage::Decode, complaint);
                ScalarValue::Str
            }
        }
    }

    pub(super) fn string(&mut self, event: Event) -> Stored {
        if event.tag == YamlTag::Binary {
            return self.binary(event);
        }
        let span = Span::new(event.from, event.to);
        if event.decoded { Stored::Decoded(span) } else { Stored::Text(span) }
    }

    fn binary(&mut self, event: Event) -> Stored {
        let Some(bytes) = base64::decode(self.text_of(event)) else {
            let message = "the value of `!!binary` must be valid base64";
            let complaint =
                Complaint::new(ComplaintKind::Undecodable, Diagnostic::new(event.span, message));
            self.report(DecodeStage::Decode, complaint);
            return Stored::Null;
        };
        // As Go writes JSON: each byte that is not UTF-8 becomes a replacement character.
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| '\u{FFFD}'));
        }
        self.decode(&text)
    }

    pub(super) fn decode(&mut self, text: &str) -> Stored {
        let start = self.decoded.len() as u32;
        self.decoded.push_str(text);
        Stored::Decoded(Span::new(start, self.decoded.len() as u32))
    }

    pub(super) fn check_plain(&mut self, event: Event, key: bool) {
        let raw = self.raw(event.span);
        if event.decoded && !key {
            let start = event.span.start as usize;
            let line = raw.split_inclusive('\n').try_fold(start, |at, line| {
                if line.trim_matches([' ', '\t', '\r', '\n']) == "---" && at > start {
                    Err((at, line))
                } else {
                    Ok(at + line.len())
                }
            });
            if let Err((at, line)) = line {
                self.swallowed =
                    Some(Span::new(at as u32, (at + line.trim_ascii_end().len()) as u32));
            }
        }
        if let Some(complaint) = invisible::check(raw, event.span, key) {
            self.report(DecodeStage::Never, complaint);
        }
    }
}

/// The beginning of a text, for a message.
pub(super) fn shorten(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("");
    line.char_indices().nth(40).map_or(line, |(at, _)| &line[..at])
}
