//! The tree of one document: flat, in document order, with the byte range of every key and value.
//!
//! Aliases and merge keys are expanded when the tree is built (their nodes keep the byte ranges of
//! the text they come from), so a tree is a plain JSON value with places. Nodes are stored in
//! preorder; walking and dropping need no recursion.

use std::sync::{Arc, OnceLock};

pub use crate::input::Span;

/// How a node was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeStyle {
    /// A scalar without quotes, or an absent one (`key:` with nothing after it).
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// A list or map by indentation.
    Block,
    /// `[…]` or `{…}`.
    Flow,
}

/// What a node holds, as Kubernetes reads it (YAML 1.1 scalars).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer above `i64::MAX`.
    UInt(u64),
    Float(f64),
    Str(&'a str),
    List,
    Map,
}

/// The index of a node in its tree; ids count up in document order, parents before children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

#[derive(Clone, Copy, Debug)]
pub(super) enum Stored {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    /// The string is this range of the source text.
    Text(Span),
    /// The string is this range of [`Tree::decoded`].
    Decoded(Span),
    List,
    Map,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) stored: Stored,
    pub(super) span: Span,
    pub(super) style: NodeStyle,
    /// The index after this node's last descendant.
    pub(super) end: u32,
    pub(super) damaged: bool,
    /// Not written: see [`super::revise`].
    pub(super) made: bool,
}

/// One document's values. The root is node 0; children of a map alternate key and value.
#[derive(Debug)]
pub struct Tree {
    pub(super) text: Arc<str>,
    pub(super) records: Vec<Record>,
    /// Strings whose value differs from their text (escapes, folding).
    pub(super) decoded: String,
    /// By node; made when first asked for, since most documents never need it.
    seats: OnceLock<Vec<Seat>>,
}

/// Where a node is: in which list or map, and as which of its items or entries.
#[derive(Clone, Copy, Debug)]
struct Seat {
    holder: u32,
    index: u32,
}

/// What is in the place of a scalar that is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum StandIn {
    Bool(bool),
    Int(i64),
    Str(String),
    /// Nothing: it counts as lost text.
    Lost,
}

/// A handle to one node; cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    tree: &'a Tree,
    id: u32,
}

/// A key and its value in a map.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub key: Node<'a>,
    pub value: Node<'a>,
}

impl Tree {
    pub(super) fn new(text: Arc<str>, records: Vec<Record>, decoded: String) -> Tree {
        Tree { text, records, decoded, seats: OnceLock::new() }
    }

    /// Who holds whom: one pass over the whole tree, so that ways up cost no search.
    fn seats(&self) -> &[Seat] {
        self.seats.get_or_init(|| {
            let mut seats = vec![Seat { holder: 0, index: 0 }; self.records.len()];
            for holder in 0..self.records.len() as u32 {
                let node = Node { tree: self, id: holder };
                for (index, item) in node.items().enumerate() {
                    seats[item.id as usize] = Seat { holder, index: index as u32 };
                }
                for (index, entry) in node.entries().enumerate() {
                    let seat = Seat { holder, index: index as u32 };
                    seats[entry.key.id as usize] = seat;
                    seats[entry.value.id as usize] = seat;
                }
            }
            seats
        })
    }

    /// The same with other values for some scalars, at their places; of `lossy` nodes nothing may
    /// be said that they lack.
    #[must_use]
    pub fn standing_in(&self, values: &[(NodeId, StandIn)], lossy: &[NodeId]) -> Tree {
        let mut records = self.records.clone();
        let mut decoded = self.decoded.clone();
        for (id, value) in values {
            let record = &mut records[id.0 as usize];
            record.damaged |= *value == StandIn::Lost;
            record.stored = match value {
                StandIn::Bool(value) => Stored::Bool(*value),
                StandIn::Int(value) => Stored::Int(*value),
                StandIn::Lost => Stored::Null,
                StandIn::Str(text) => {
                    let start = decoded.len() as u32;
                    decoded.push_str(text);
                    Stored::Decoded(Span::new(start, decoded.len() as u32))
                }
            };
        }
        for id in lossy {
            records[id.0 as usize].damaged = true;
        }
        Tree::new(Arc::clone(&self.text), records, decoded)
    }

    /// All nodes in the order of the document, keys included.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.records.len() as u32).map(|id| Node { tree: self, id })
    }

    /// The innermost node with a range, in a text without aliases.
    pub fn node_at(&self, span: Span) -> Option<Node<'_>> {
        let first = self.records.partition_point(|record| record.span.start < span.start);
        let here =
            self.records[first..].iter().take_while(|record| record.span.start == span.start);
        let inner = here.enumerate().filter(|(_, record)| record.span == span).last()?.0;
        Some(Node { tree: self, id: (first + inner) as u32 })
    }

    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: 0 }
    }

    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id: id.0 }
    }

    /// The whole text of the source that this document is in.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of nodes, keys included.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether a record is of this string; most are distinguished by their length.
    fn is_text(&self, record: &Record, text: &str) -> bool {
        let (all, span) = match record.stored {
            Stored::Text(span) => (&*self.text, span),
            Stored::Decoded(span) => (&*self.decoded, span),
            _ => return false,
        };
        span.len() as usize == text.len()
            && all.as_bytes().get(span.range()) == Some(text.as_bytes())
    }
}

impl<'a> Node<'a> {
    pub fn id(self) -> NodeId {
        NodeId(self.id)
    }

    pub fn tree(self) -> &'a Tree {
        self.tree
    }

    fn record(self) -> &'a Record {
        &self.tree.records[self.id as usize]
    }

    /// Where it is written: a scalar with its quotes, a collection from its first key, dash or
    /// bracket to the end of its last item; empty at the place where an absent value would be.
    pub fn span(self) -> Span {
        self.record().span
    }

    pub fn style(self) -> NodeStyle {
        self.record().style
    }

    /// Whether it, or a part of it, could not be read: nothing may be said of what it lacks.
    pub fn damaged(self) -> bool {
        self.record().damaged
    }

    /// Whether it is not written itself, and its span is that of what it was made for.
    pub fn is_made(self) -> bool {
        self.record().made
    }

    /// The text it is written as, quotes included.
    pub fn raw(self) -> &'a str {
        self.tree.text.get(self.span().range()).unwrap_or("")
    }

    pub fn value(self) -> Value<'a> {
        match self.record().stored {
            Stored::Null => Value::Null,
            Stored::Bool(b) => Value::Bool(b),
            Stored::Int(i) => Value::Int(i),
            Stored::UInt(u) => Value::UInt(u),
            Stored::Float(f) => Value::Float(f),
            Stored::Text(span) => Value::Str(self.tree.text.get(span.range()).unwrap_or("")),
            Stored::Decoded(span) => Value::Str(self.tree.decoded.get(span.range()).unwrap_or("")),
            Stored::List => Value::List,
            Stored::Map => Value::Map,
        }
    }

    pub fn is_null(self) -> bool {
        matches!(self.record().stored, Stored::Null)
    }

    pub fn is_map(self) -> bool {
        matches!(self.record().stored, Stored::Map)
    }

    pub fn is_list(self) -> bool {
        matches!(self.record().stored, Stored::List)
    }

    /// The string, if it is one. Keys are always strings, as Kubernetes reads them.
    pub fn as_str(self) -> Option<&'a str> {
        match self.value() {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    pub fn as_bool(self) -> Option<bool> {
        match self.value() {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }

    pub fn as_int(self) -> Option<i64> {
        match self.value() {
            Value::Int(i) => Some(i),
            _ => None,
        }
    }

    /// The items of a list; nothing for any other node.
    pub fn items(self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let end = if self.is_list() { self.record().end } else { 0 };
        let mut next = self.id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let node = Node { tree: self.tree, id: next };
                next = node.record().end;
                node
            })
        })
    }

    pub fn item(self, index: usize) -> Option<Node<'a>> {
        self.items().nth(index)
    }

    /// The entries of a map in order, merged ones included; nothing for any other node.
    /// A key written twice occurs once, with its last value: the earlier ones are complaints.
    pub fn entries(self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let end = if self.is_map() { self.record().end } else { 0 };
        let mut next = self.id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let key = Node { tree: self.tree, id: next };
                let value = Node { tree: self.tree, id: key.record().end };
                next = value.record().end;
                Entry { key, value }
            })
        })
    }

    /// The entry of a key: the most frequent question of all, so that it reads as little of each
    /// record as it can. (A key is one node; see [`Node::key`].)
    pub fn entry(self, key: &str) -> Option<Entry<'a>> {
        let own = self.record();
        if !matches!(own.stored, Stored::Map) {
            return None;
        }
        let records = self.tree.records.get(..own.end as usize)?;
        let mut next = self.id as usize + 1;
        while let Some([first, value]) = records.get(next..next + 2) {
            if self.tree.is_text(first, key) {
                let node = |id: usize| Node { tree: self.tree, id: id as u32 };
                return Some(Entry { key: node(next), value: node(next + 1) });
            }
            next = value.end as usize;
        }
        None
    }

    /// The value of a key of a map.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|e| e.value)
    }

    /// The value after several keys, one below the other.
    pub fn at(self, keys: &[&str]) -> Option<Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The list or map that holds it, and as which item or entry, counted from 0; `None` for
    /// the root.
    pub fn seat(self) -> Option<(Node<'a>, usize)> {
        if self.id == 0 {
            return None;
        }
        let seat = self.tree.seats()[self.id as usize];
        Some((Node { tree: self.tree, id: seat.holder }, seat.index as usize))
    }

    /// The key in front of a map's value, which is a scalar and so one node; of a key, itself.
    pub fn key(self) -> Option<Node<'a>> {
        let (holder, _) = self.seat()?;
        if !holder.is_map() {
            return None;
        }
        let before = Node { tree: self.tree, id: self.id - 1 };
        let is_value = before != holder && before.seat() == self.seat();
        Some(if is_value { before } else { self })
    }

    /// The nodes on the way from one above it down to this one, both included; only this one
    /// where `above` does not hold it.
    pub fn path_from(self, above: Node<'a>) -> Vec<Node<'a>> {
        let mut way = vec![self];
        if above.holds(self.id()) {
            let mut here = self;
            while here != above
                && let Some((holder, _)) = here.seat()
            {
                way.push(holder);
                here = holder;
            }
            way.reverse();
        }
        way
    }

    /// Whether `other` is this node or is below it.
    pub fn holds(self, other: NodeId) -> bool {
        self.id <= other.0 && other.0 < self.record().end
    }

    /// It and every node in it, keys included.
    pub fn inside(self) -> impl Iterator<Item = Node<'a>> {
        (self.id..self.record().end).map(move |id| Node { tree: self.tree, id })
    }

    /// It and every node in it but keys, in no particular order.
    pub fn values(self) -> impl Iterator<Item = Node<'a>> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            open.extend(node.items());
            open.extend(node.entries().map(|entry| entry.value));
            Some(node)
        })
    }

    /// Whether it is the key of a map.
    pub fn is_key(self) -> bool {
        self.key() == Some(self)
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({}, {:?})", self.id, self.value())
    }
}
