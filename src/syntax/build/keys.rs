//! Keys of maps: what each is called in JSON, and which one its map has already.

use indexmap::IndexMap;

use super::{Builder, OpenNode, merges::is_merge, scalars::shorten};
use crate::{
    diagnostic::{Diagnostic, Safety},
    syntax::{
        complaint::{Complaint, ComplaintKind},
        events::{Event, EventKind},
        scalar::{self, ScalarValue},
        stage::DecodeStage,
        tree::{NodeStyle, Stored},
    },
    text,
};

/// Maps with more keys get an index.
const FEW_KEYS: usize = 16;

/// The type that a key has in YAML, where it is not a string.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum KeyType {
    Null,
    Bool,
    Int,
    UInt,
    Float(f64),
}

impl Builder<'_> {
    pub(super) fn key(&mut self, event: Event) {
        let mut key = event;
        match event.kind {
            EventKind::Scalar if is_merge(event, self.text_of(event)) => {
                self.merge(self.cursor as u32 - 1);
                return;
            }
            EventKind::Alias => {
                self.count();
                match self.alias_target(event).map(|target| self.events[target]) {
                    Some(target) if target.kind == EventKind::Scalar => {
                        key = target;
                        self.alias_decodes += 1;
                    }
                    Some(_) => return self.bad_key(event),
                    None => return self.skip_value(),
                }
            }
            EventKind::Scalar => {}
            _ => {
                self.cursor = event.from as usize + 1;
                return self.bad_key(event);
            }
        }
        self.count();
        self.add_key(key);
        self.set_wants_key(false);
    }

    fn bad_key(&mut self, event: Event) {
        let message = "a list or map cannot be a key";
        let templated = self.text.get(event.span.range()).is_some_and(|raw| raw.starts_with("{{"));
        let mut complaint =
            Complaint::new(ComplaintKind::Undecodable, Diagnostic::new(event.span, message));
        complaint.help = Some(if templated {
            "quote `{{ … }}`, or render the template first".into()
        } else {
            "use a string as the key".into()
        });
        self.report(DecodeStage::Decode, complaint);
        self.skip_value();
    }

    /// Steps over the value of a key that cannot be kept.
    pub(super) fn skip_value(&mut self) {
        if let Some(event) = self.events.get(self.cursor) {
            match event.kind {
                EventKind::Scalar | EventKind::Alias => self.cursor += 1,
                EventKind::List | EventKind::Map => self.cursor = event.from as usize + 1,
                EventKind::End => {}
            }
        }
        self.damage(u32::MAX);
        self.set_wants_key(true);
    }

    pub(super) fn add_key(&mut self, key: Event) {
        let (map, merge) = self.receiver();
        let resolved = self.resolve(key);
        let key_type = match resolved {
            ScalarValue::Str => None,
            ScalarValue::Null => Some(KeyType::Null),
            ScalarValue::Bool(_) => Some(KeyType::Bool),
            ScalarValue::Int(_) => Some(KeyType::Int),
            ScalarValue::UInt(_) => Some(KeyType::UInt),
            ScalarValue::Float(value) => Some(KeyType::Float(value)),
        };
        let stored = self.key_text(key, resolved);
        let record = self.records.len() as u32;
        if let Some(key_type) = key_type {
            self.key_types.insert(record, key_type);
            if self.active.is_empty() {
                self.check_key_type(key, resolved, &stored);
            }
        } else if key.style == NodeStyle::Plain && !key.decoded && self.active.is_empty() {
            self.check_plain(key, true);
        }
        let known = self.known_key(map, &stored, record);
        self.record(stored, key.span, key.style);
        if let Some(known) = known {
            self.duplicate(key, known, map, merge);
        }
    }

    /// Enters a key in its map; gives the record of an equal one.
    fn known_key(&mut self, map: usize, stored: &Stored, record: u32) -> Option<u32> {
        let OpenNode::Map { keys: first, index, .. } = &mut self.stack[map] else { return None };
        let first = *first;
        let mut index = index.take();
        let slot = if let Some(index) = &mut index {
            let slot = (self.keys.len() - first) as u32;
            index.insert(self.stored_text(stored).into(), slot).map(|old| (old, slot))
        } else {
            let text = self.stored_text(stored);
            let same = |old: &u32| self.stored_text(&self.records[*old as usize].stored) == text;
            self.keys[first..].iter().position(same).map(|at| (at as u32, at as u32))
        };
        let known = slot.map(|(old, _)| self.keys[first + old as usize]);
        match slot {
            Some((old, _)) if index.is_none() => self.keys[first + old as usize] = record,
            _ => self.keys.push(record),
        }
        if index.is_none() && self.keys.len() - first > FEW_KEYS {
            let entry = |(at, key): (usize, &u32)| {
                let text = self.stored_text(&self.records.get(*key as usize)?.stored);
                Some((Box::from(text), at as u32))
            };
            let mut new: IndexMap<Box<str>, u32> =
                self.keys[first..].iter().enumerate().filter_map(entry).collect();
            // The newest key has no record yet.
            new.insert(self.stored_text(stored).into(), (self.keys.len() - first - 1) as u32);
            index = Some(Box::new(new));
        }
        if let OpenNode::Map { index: place, .. } = &mut self.stack[map] {
            *place = index;
        }
        known
    }

    /// What a key is called in JSON.
    fn key_text(&mut self, key: Event, resolved: ScalarValue) -> Stored {
        let text = match resolved {
            ScalarValue::Str => return self.string(key),
            ScalarValue::Null => "null".to_owned(),
            ScalarValue::Bool(value) => value.to_string(),
            ScalarValue::Int(value) => value.to_string(),
            ScalarValue::UInt(value) => value.to_string(),
            ScalarValue::Float(value) => scalar::float_key(value),
        };
        if self.text_of(key) == text {
            return self.string(key);
        }
        self.decode(&text)
    }

    fn check_key_type(&mut self, key: Event, resolved: ScalarValue, stored: &Stored) {
        let written = shorten(self.text_of(key));
        let complaint = match resolved {
            ScalarValue::Null if self.text_of(key).is_empty() => Complaint::new(
                ComplaintKind::Undecodable,
                Diagnostic::new(key.span, "the key is empty")
                    .with_help("write a key before the colon"),
            ),
            ScalarValue::Null | ScalarValue::UInt(_) => {
                let message = text!("`{}` cannot be a key", text::key(written));
                Complaint::new(
                    ComplaintKind::Undecodable,
                    Diagnostic::new(key.span, message).with_help(
                        "quote it; null and integers out of range for int64 cannot be keys",
                    ),
                )
            }
            _ if self.stored_text(stored) == self.text_of(key) => return,
            _ => {
                let message = text!(
                    "the key `{}` is read as `{}`",
                    text::key(written),
                    self.stored_text(stored)
                );
                Complaint::new(
                    ComplaintKind::NonStringKey,
                    Diagnostic::new(key.span, message).with_help("quote it to keep it as written"),
                )
            }
        };
        let fatal = complaint.kind.fatal();
        let quoted = format!("\"{written}\"");
        let edits = if key.span.is_empty() { Vec::new() } else { vec![(key.span, quoted)] };
        let step = if fatal { DecodeStage::Keys } else { DecodeStage::Never };
        self.report(step, complaint.edits(Safety::Safe, edits));
    }
}
