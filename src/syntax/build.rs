//! Events to a tree: aliases and merges unfolded, keys as strings, duplicates found.
//!
//! Follows `go.yaml.in/yaml/v2` (`decode.go`, strict) and `sigs.k8s.io/yaml`, which turns every key
//! into a string and the whole into JSON.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::{
    base64,
    complaint::{Complaint, ComplaintKind},
    events::{Event, EventKind, ParsedDocument, UNKNOWN, YamlTag},
    invisible,
    scalar::{self, ScalarValue},
    tree::{NodeStyle, Record, Stored, Tree},
};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::Span,
    text,
};

/// Maps with more keys get an index.
const FEW_KEYS: usize = 16;
/// So many complaints of a document are enough.
pub(super) const MAX_COMPLAINTS: usize = 100;

/// When Kubernetes notices what is wrong: it reads, decodes, compares, converts, and stops at the
/// first step that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DecodeStage {
    /// It cuts a file into documents.
    Cut,
    /// It checks the characters.
    Fetch,
    Read,
    Decode,
    Compare,
    Keys,
    Values,
    /// It looks for an object.
    Object,
    /// It does not notice, or not before something else.
    Never,
}

/// A complaint, and what Kubernetes makes of it.
#[derive(Debug)]
pub(super) struct StagedComplaint {
    pub(super) complaint: Complaint,
    pub(super) step: DecodeStage,
    /// Which of the same step comes first.
    pub(super) order: u32,
    /// The offset whose line its message names.
    pub(super) reported_at: Option<u32>,
}

impl StagedComplaint {
    pub(super) fn new(step: DecodeStage, order: u32, complaint: Complaint) -> StagedComplaint {
        StagedComplaint { complaint, step, order, reported_at: None }
    }
}

pub(super) struct BuiltTree {
    pub(super) tree: Option<Tree>,
    /// In the order in which they were met.
    pub(super) found: Vec<StagedComplaint>,
}

/// The type that a key has in YAML, where it is not a string.
#[derive(Clone, Copy, PartialEq)]
enum KeyType {
    Null,
    Bool,
    Int,
    UInt,
    Float(f64),
}

enum OpenNode {
    List {
        record: u32,
    },
    Map {
        record: u32,
        /// Where its keys begin in [`Builder::keys`].
        keys: usize,
        wants_key: bool,
        index: Option<Box<IndexMap<Box<str>, u32>>>,
    },
    /// A map whose entries go to the one at `map` on the stack.
    Merge {
        map: usize,
        /// The merge key.
        at: u32,
        wants_key: bool,
    },
    /// Maps to merge, the next one last.
    MergeItems {
        map: usize,
        at: u32,
        items: Vec<u32>,
        resume: usize,
    },
    /// An alias is unfolded above; reading goes on at `resume`.
    Alias {
        event: u32,
        resume: usize,
    },
}

struct Builder<'a> {
    text: &'a str,
    events: &'a [Event],
    cursor: usize,
    decoded: String,
    records: Vec<Record>,
    stack: Vec<OpenNode>,
    /// The records of the keys of all open maps.
    keys: Vec<u32>,
    /// The types of the keys that are not strings.
    key_types: IndexMap<u32, KeyType>,
    /// Ranges of records that a later entry replaces.
    dropped: Vec<(u32, u32)>,
    found: Vec<StagedComplaint>,
    /// Indices in `found` of the duplicates in the root map.
    root_duplicates: Vec<usize>,
    /// The alias events that are being unfolded.
    active: IndexSet<u32>,
    decodes: u64,
    alias_decodes: u64,
    bomb: bool,
    /// Where the anchor or tag of an event is.
    marks: IndexMap<u32, u32>,
    /// A `---` that became part of a value, with its indentation.
    swallowed: Option<Span>,
    /// The events at which something is damaged, the next one last.
    damaged: Vec<usize>,
}

/// Builds the tree of one document; `damaged` are places around which it was not read whole.
pub(super) fn build(text: &Arc<str>, parsed: ParsedDocument, damaged: &[u32]) -> BuiltTree {
    let ParsedDocument { events, decoded, marks, .. } = parsed;
    let damaged = damaged_events(&events, damaged);
    let mut builder = Builder {
        text,
        events: &events,
        cursor: 0,
        decoded,
        records: Vec::with_capacity(events.len()),
        stack: Vec::new(),
        keys: Vec::new(),
        key_types: IndexMap::new(),
        dropped: Vec::new(),
        found: Vec::new(),
        root_duplicates: Vec::new(),
        active: IndexSet::new(),
        decodes: 1,
        alias_decodes: 0,
        bomb: false,
        marks,
        swallowed: None,
        damaged,
    };
    builder.run();
    builder.fold_second_object();
    let Builder { mut records, decoded, dropped, found, .. } = builder;
    compact(&mut records, dropped);
    // Trees live as long as the run; the room for ends of collections is a third of them.
    records.shrink_to_fit();
    let empty = records.first().is_none_or(|root| matches!(root.stored, Stored::Null));
    let tree = (!empty).then(|| Tree::new(text.clone(), records, decoded));
    BuiltTree { tree, found }
}

impl<'a> Builder<'a> {
    fn run(&mut self) {
        while let Some(event) = self.events.get(self.cursor).copied() {
            let hurt = self.active.is_empty() && self.damaged.last() == Some(&self.cursor);
            self.cursor += 1;
            if hurt {
                self.damaged.pop();
                self.damage(u32::MAX);
            }
            let record = self.records.len() as u32;
            if event.kind == EventKind::End {
                self.close(event);
            } else if self.wants_key() {
                self.key(event);
            } else {
                self.value(event);
            }
            if hurt && let Some(record) = self.records.get_mut(record as usize) {
                record.damaged = true;
            }
        }
    }

    fn wants_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(OpenNode::Map { wants_key: true, .. } | OpenNode::Merge { wants_key: true, .. })
        )
    }

    fn set_wants_key(&mut self, wants: bool) {
        if let Some(OpenNode::Map { wants_key, .. } | OpenNode::Merge { wants_key, .. }) =
            self.stack.last_mut()
        {
            *wants_key = wants;
        }
    }

    fn text_of(&self, event: Event) -> &str {
        let range = event.from as usize..event.to as usize;
        let whole = if event.decoded { &self.decoded } else { self.text };
        whole.get(range).unwrap_or("")
    }

    /// Counts a step as Kubernetes' guard against aliases does.
    fn count(&mut self) {
        self.decodes += 1;
        if self.active.is_empty() {
            return;
        }
        self.alias_decodes += 1;
        if self.bomb || self.alias_decodes <= 100 || self.decodes <= 1000 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let (all, by_alias) = (self.decodes as f64, self.alias_decodes as f64);
        let share = ((all - 400_000.0) / 3_600_000.0).clamp(0.0, 1.0);
        if by_alias / all > 0.99 - 0.89 * share {
            self.bomb = true;
            let first = self.active.first().map_or(0, |event| *event as usize);
            let span = self.events[first].span;
            let diagnostic = Diagnostic::new(span, "the document contains excessive aliasing")
                .with_help(
                    "write the values out; the YAML parser rejects so many expanded aliases",
                );
            let complaint = Complaint::new(ComplaintKind::AliasBomb, diagnostic);
            self.report(DecodeStage::Decode, complaint);
        }
    }

    fn report(&mut self, step: DecodeStage, complaint: Complaint) {
        let order = if step == DecodeStage::Read { complaint.at.start } else { 0 };
        if self.found.len() < MAX_COMPLAINTS {
            self.found.push(StagedComplaint::new(step, order, complaint));
        }
    }

    fn record(&mut self, stored: Stored, span: Span, style: NodeStyle) -> u32 {
        let index = self.records.len() as u32;
        self.records.push(Record {
            stored,
            span,
            style,
            end: index + 1,
            damaged: false,
            made: false,
        });
        index
    }

    fn value(&mut self, event: Event) {
        self.count();
        match event.kind {
            EventKind::Scalar => {
                let stored = self.scalar(event);
                self.record(stored, event.span, event.style);
                self.done();
            }
            EventKind::List => {
                let record = self.record(Stored::List, event.span, event.style);
                self.stack.push(OpenNode::List { record });
            }
            EventKind::Map => {
                let record = self.record(Stored::Map, event.span, event.style);
                let keys = self.keys.len();
                self.stack.push(OpenNode::Map { record, keys, wants_key: true, index: None });
            }
            EventKind::Alias => self.alias(event),
            EventKind::End => {}
        }
    }

    fn alias(&mut self, event: Event) {
        let index = self.cursor as u32 - 1;
        if let Some(target) = self.alias_target(event) {
            let looped = self.active.contains(&index);
            if looped {
                let message =
                    text!("alias `{}` refers to a value that contains it", self.raw(event.span));
                self.report(
                    DecodeStage::Decode,
                    Complaint::new(
                        ComplaintKind::UnknownAlias,
                        Diagnostic::new(event.span, message),
                    ),
                );
            }
            if !looped && !self.bomb {
                self.enter_alias(index, self.cursor, target);
                return;
            }
        }
        let record = self.record(Stored::Null, event.span, NodeStyle::Plain);
        self.damage(record);
        self.done();
    }

    /// Continues reading at an anchor; the alias's frame leads back.
    fn enter_alias(&mut self, event: u32, resume: usize, target: usize) {
        self.active.insert(event);
        self.stack.push(OpenNode::Alias { event, resume });
        self.cursor = target;
    }

    /// The event that an alias refers to; a complaint if there is none.
    fn alias_target(&mut self, event: Event) -> Option<usize> {
        if event.from != UNKNOWN {
            return Some(event.from as usize);
        }
        let message = text!("alias `{}` refers to an undefined anchor", self.raw(event.span));
        let help =
            "define the anchor earlier in this document, or quote the string if it is not an alias";
        self.report(
            DecodeStage::Read,
            Complaint::new(
                ComplaintKind::UnknownAlias,
                Diagnostic::new(event.span, message).with_help(help),
            ),
        );
        None
    }

    fn raw(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Marks a record, and what it is in, as not wholly read.
    fn damage(&mut self, record: u32) {
        if let Some(record) = self.records.get_mut(record as usize) {
            record.damaged = true;
        }
        for frame in self.stack.iter().rev() {
            if let OpenNode::List { record } | OpenNode::Map { record, .. } = frame {
                let open = &mut self.records[*record as usize];
                if open.damaged {
                    break;
                }
                open.damaged = true;
            }
        }
    }

    /// What was lost after a list's last item may have been part of it.
    fn damage_last_item(&mut self, list: u32, end: u32) {
        let mut item = list + 1;
        while let Some(record) = self.records.get_mut(item as usize).filter(|_| item < end) {
            if record.end >= end {
                record.damaged = true;
                return;
            }
            item = record.end;
        }
    }

    /// A value or item is complete.
    fn done(&mut self) {
        loop {
            match self.stack.last_mut() {
                None => {
                    self.cursor = self.events.len();
                    return;
                }
                Some(OpenNode::List { .. }) => return,
                Some(OpenNode::Map { wants_key, .. } | OpenNode::Merge { wants_key, .. }) => {
                    *wants_key = true;
                    return;
                }
                Some(OpenNode::Alias { event, resume }) => {
                    self.cursor = *resume;
                    let event = *event;
                    self.active.swap_remove(&event);
                    self.stack.pop();
                }
                Some(OpenNode::MergeItems { map, at, items, resume }) => {
                    let (map, at) = (*map, *at);
                    if let Some(item) = items.pop() {
                        if self.merge_mapping(item as usize, map, at) {
                            return;
                        }
                    } else {
                        self.cursor = *resume;
                        self.stack.pop();
                    }
                }
            }
        }
    }

    fn close(&mut self, end: Event) {
        let Some(frame) = self.stack.pop() else { return };
        let complete = !matches!(
            frame,
            OpenNode::Map { wants_key: false, .. } | OpenNode::Merge { wants_key: false, .. }
        );
        if !complete {
            self.record(Stored::Null, end.span, NodeStyle::Plain);
        }
        if let OpenNode::List { record } | OpenNode::Map { record, .. } = frame {
            let next = self.records.len() as u32;
            let open = &mut self.records[record as usize];
            open.end = next;
            open.damaged |= end.to != 0;
            if end.to != 0 && matches!(frame, OpenNode::List { .. }) {
                self.damage_last_item(record, next);
            }
        }
        if let OpenNode::Map { keys, .. } = frame {
            self.keys.truncate(keys);
        }
        self.done();
    }

    fn key(&mut self, event: Event) {
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
    fn skip_value(&mut self) {
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

    fn merge(&mut self, at: u32) {
        let map = match self.stack.last() {
            Some(OpenNode::Merge { map, .. }) => *map,
            _ => self.stack.len() - 1,
        };
        let value = self.cursor;
        let Some(event) = self.events.get(value).copied() else { return };
        match event.kind {
            EventKind::List => {
                let mut items = Vec::new();
                let mut item = value + 1;
                while item < event.from as usize {
                    items.push(item as u32);
                    item = match self.events[item].kind {
                        EventKind::List | EventKind::Map => self.events[item].from as usize + 1,
                        _ => item + 1,
                    };
                }
                let resume = event.from as usize + 1;
                self.stack.push(OpenNode::MergeItems { map, at, items, resume });
                self.done();
            }
            _ => {
                if !self.merge_mapping(value, map, at) {
                    self.cursor = value;
                    self.skip_value();
                }
            }
        }
    }

    /// Begins to merge the map at an event, or the one that an alias there refers to.
    fn merge_mapping(&mut self, value: usize, map: usize, at: u32) -> bool {
        let event = self.events[value];
        let alias = event.kind == EventKind::Alias;
        let target = if alias { self.alias_target(event) } else { Some(value) };
        let Some(target) = target else { return false };
        let looped = alias && self.active.contains(&(value as u32));
        if self.events[target].kind != EventKind::Map || looped {
            let message = "the value of `<<` must be a map or a list of maps";
            let complaint =
                Complaint::new(ComplaintKind::Undecodable, Diagnostic::new(event.span, message));
            self.report(DecodeStage::Decode, complaint);
            return false;
        }
        self.count();
        self.cursor = value + 1;
        if alias {
            if self.bomb {
                return false;
            }
            self.enter_alias(value as u32, value + 1, target);
            self.count();
        }
        self.cursor = target + 1;
        self.stack.push(OpenNode::Merge { map, at, wants_key: true });
        true
    }

    /// The stack's index of the map that entries go to, and the merge key they come by.
    fn receiver(&self) -> (usize, Option<u32>) {
        match self.stack.last() {
            Some(OpenNode::Merge { map, at, .. }) => (*map, Some(*at)),
            _ => (self.stack.len() - 1, None),
        }
    }

    fn add_key(&mut self, key: Event) {
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

    fn stored_text(&self, stored: &Stored) -> &str {
        match stored {
            Stored::Text(span) => self.text.get(span.range()).unwrap_or(""),
            Stored::Decoded(span) => self.decoded.get(span.range()).unwrap_or(""),
            _ => "",
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

    fn decode(&mut self, text: &str) -> Stored {
        let start = self.decoded.len() as u32;
        self.decoded.push_str(text);
        Stored::Decoded(Span::new(start, self.decoded.len() as u32))
    }

    fn string(&mut self, event: Event) -> Stored {
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

    /// What a scalar means, by its tag, quotes and text.
    fn resolve(&mut self, event: Event) -> ScalarValue {
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

    fn scalar(&mut self, event: Event) -> Stored {
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

    fn check_plain(&mut self, event: Event, key: bool) {
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

    /// A key is set that its map has: the earlier entry goes.
    fn duplicate(&mut self, key: Event, known: u32, map: usize, merge: Option<u32>) {
        let new = self.records.len() as u32 - 1;
        let earlier = self.records[known as usize];
        let last = self.records.get(known as usize + 1).map_or(known + 1, |value| value.end);
        self.dropped.push((known, last));
        let same_type = self.key_types.get(&known) == self.key_types.get(&new);
        let begins = match &self.stack[map] {
            OpenNode::Map { record, .. } => self.records[*record as usize].span.start,
            _ => 0,
        };
        // What is before the map has come into it by a merge.
        let overrides = merge.is_none() && earlier.span.start < begins;
        let kind = match same_type {
            true if overrides || merge.is_some() => ComplaintKind::MergeOverride,
            true => ComplaintKind::DuplicateKey,
            false => ComplaintKind::CollidingKeys,
        };
        let name = shorten(self.stored_text(&self.records[new as usize].stored)).to_owned();
        let span = merge.map_or(key.span, |at| self.events[at as usize].span);
        let message = match (merge, same_type) {
            (Some(_), _) => text!("the merge sets `{}` again", text::key(name)),
            (None, true) => text!("`{}` is set twice", text::key(name)),
            (None, false) => text!("two keys are read as `{}`", text::key(name)),
        };
        let help = if merge.is_some() || overrides || earlier.span.start > key.span.start {
            "remove one of them; the API server rejects a merged key that is set again"
        } else if same_type {
            "remove one of them; strict validation rejects duplicate keys"
        } else {
            "remove one of them; which value is used is random"
        };
        let mut complaint = Complaint::new(kind, Diagnostic::new(span, message).with_help(help));
        if merge.is_some() {
            complaint.related(key.span, "merged from here");
        }
        complaint.related(earlier.span, "first set here");
        let step = if same_type { DecodeStage::Compare } else { DecodeStage::Never };
        let value = self.events.get(self.cursor);
        let told_at = value.map(|value| {
            self.marks.get(&(self.cursor as u32)).copied().unwrap_or(value.span.start)
        });
        if same_type && merge.is_none() && map == 0 && self.active.is_empty() {
            self.root_duplicates.push(self.found.len());
        }
        if self.found.len() < MAX_COMPLAINTS {
            // Kubernetes compares when it has read the value.
            let order = value.map_or(0, |value| match value.kind {
                EventKind::List | EventKind::Map => value.from,
                _ => self.cursor as u32,
            });
            self.found.push(StagedComplaint { complaint, step, order, reported_at: told_at });
        }
    }

    /// Duplicates at the root that come with `apiVersion` or `kind` are one typo, a lost `---`: the
    /// first says so, and the others follow from it.
    fn fold_second_object(&mut self) {
        let spans: Vec<Span> = self
            .root_duplicates
            .iter()
            .filter_map(|at| self.found.get(*at))
            .map(|found| found.complaint.at)
            .collect();
        let names = |name: &str| spans.iter().any(|span| self.raw(*span) == name);
        if !names("apiVersion") && !names("kind") {
            return;
        }
        let marker = self.swallowed;
        let mut root = None;
        for at in &self.root_duplicates {
            let Some(found) = self.found.get_mut(*at) else { continue };
            if root.is_some() {
                found.complaint.root = root;
                continue;
            }
            let related = std::mem::take(&mut found.complaint.related);
            found.complaint = second_object(found.complaint.at, marker);
            found.complaint.related.extend(related);
            root = Some(found.complaint.at);
        }
    }
}

/// The complaint about an object that is in the document of another one.
fn second_object(key: Span, marker: Option<Span>) -> Complaint {
    let Some(marker) = marker else {
        return Complaint::new(
            ComplaintKind::SecondObject,
            Diagnostic::new(key, "a second object starts here without a `---` before it")
                .with_help("add a line `---` before it; without it, the first object is lost"),
        )
        .edits(Safety::Unsafe, vec![(Span::at(key.start), "---\n".to_owned())]);
    };
    let indent = Span::new(marker.start, marker.end - 3);
    Complaint::new(
        ComplaintKind::JoinedDocument,
        Diagnostic::new(
            Span::new(marker.end - 3, marker.end),
            "this `---` is indented, so it does not separate documents",
        )
        .with_help("move it to the start of the line; here it is part of the value before it")
        .with_related(key, "this object is not in a document of its own"),
    )
    .edits(Safety::Safe, vec![(indent, String::new())])
}

/// The last event in front of each damaged place, in descending order.
fn damaged_events(events: &[Event], places: &[u32]) -> Vec<usize> {
    let open: Vec<usize> =
        (0..events.len()).filter(|at| events[*at].kind != EventKind::End).collect();
    let mut damaged: Vec<usize> = places
        .iter()
        .map(|place| open.partition_point(|at| events[*at].span.start <= *place))
        .filter_map(|count| open.get(count.saturating_sub(1)).copied())
        .collect();
    damaged.sort_unstable();
    damaged.dedup();
    damaged.reverse();
    damaged
}

fn is_merge(event: Event, text: &str) -> bool {
    let implicit = event.style == NodeStyle::Plain && event.tag == YamlTag::None;
    text == "<<" && (implicit || matches!(event.tag, YamlTag::Bang | YamlTag::Merge))
}

/// The beginning of a text, for a message.
fn shorten(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("");
    line.char_indices().nth(40).map_or(line, |(at, _)| &line[..at])
}

/// Takes ranges of records out; all indices are kept true.
fn compact(records: &mut Vec<Record>, mut dropped: Vec<(u32, u32)>) {
    if dropped.is_empty() {
        return;
    }
    dropped.sort_unstable();
    let mut moved = Vec::with_capacity(records.len() + 1);
    let mut kept = 0;
    let mut next = dropped.iter().peekable();
    let mut until = 0;
    for at in 0..=records.len() as u32 {
        while let Some((_, end)) = next.next_if(|(start, _)| *start <= at) {
            until = until.max(*end);
        }
        moved.push(kept);
        kept += u32::from(at >= until);
    }
    let mut at = 0;
    records.retain(|_| {
        at += 1;
        moved[at] > moved[at - 1]
    });
    for record in records.iter_mut() {
        record.end = moved[record.end as usize];
    }
}
