//! Events to a tree: aliases and merges unfolded, keys as strings, duplicates found.
//!
//! Follows `go.yaml.in/yaml/v2` (`decode.go`, strict) and `sigs.k8s.io/yaml`, which turns every key
//! into a string and the whole into JSON.

mod aliases;
mod damage;
mod duplicates;
mod keys;
mod merges;
mod scalars;

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use self::keys::KeyType;
use super::{
    complaint::Complaint,
    events::{Event, EventKind, ParsedDocument},
    stage::{DecodeStage, MAX_COMPLAINTS, StagedComplaint},
    tree::{NodeStyle, Record, Stored, Tree},
};
use crate::input::Span;

pub(super) struct BuiltTree {
    pub(super) tree: Option<Tree>,
    /// In the order in which they were met.
    pub(super) found: Vec<StagedComplaint>,
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
    let damaged = damage::damaged_events(&events, damaged);
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
    duplicates::compact(&mut records, dropped);
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

    fn text_of(&self, event: Event) -> &str {
        let range = event.from as usize..event.to as usize;
        let whole = if event.decoded { &self.decoded } else { self.text };
        whole.get(range).unwrap_or("")
    }

    fn raw(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn stored_text(&self, stored: &Stored) -> &str {
        match stored {
            Stored::Text(span) => self.text.get(span.range()).unwrap_or(""),
            Stored::Decoded(span) => self.decoded.get(span.range()).unwrap_or(""),
            _ => "",
        }
    }
}
