//! A tree with some of its entries renamed, moved, left out or added.
//!
//! What is kept keeps its places. What is made is where its reason does, and is never edited.

use std::{collections::BTreeMap, sync::Arc};

use super::tree::{Node, NodeStyle, Record, Span, Stored, Tree};

/// Changes of a value, made all at once by [`Revision::tree`].
#[derive(Debug)]
pub struct Revision<'a> {
    root: Node<'a>,
    /// By the index of the node that changes: a key, a value, or a map that is added to.
    changes: BTreeMap<u32, Change<'a>>,
}

#[derive(Debug)]
enum Change<'a> {
    Drop,
    Rename(&'static str),
    Put(New<'a>),
    Add(Vec<Member<'a>>),
}

/// An entry that is made; its key is where another node does.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    pub name: &'static str,
    pub at: Node<'a>,
    pub value: New<'a>,
}

/// A value in a new place.
#[derive(Clone, Debug)]
pub enum New<'a> {
    /// One that is written elsewhere in the same tree.
    Kept(Node<'a>),
    Text(&'static str),
    Owned(String),
    Bool(bool),
    Int(i64),
    Map(Vec<Member<'a>>),
    List(Vec<New<'a>>),
}

impl<'a> Revision<'a> {
    pub fn new(root: Node<'a>) -> Revision<'a> {
        Revision { root, changes: BTreeMap::new() }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Leaves an entry out; what is in it may be kept elsewhere.
    pub fn drop(&mut self, key: Node<'a>) {
        self.changes.insert(key.id().0, Change::Drop);
    }

    pub fn rename(&mut self, key: Node<'a>, name: &'static str) {
        self.changes.insert(key.id().0, Change::Rename(name));
    }

    /// Puts another value in the place of one.
    pub fn put(&mut self, value: Node<'a>, new: New<'a>) {
        self.changes.insert(value.id().0, Change::Put(new));
    }

    /// Adds an entry to a map.
    pub fn add(&mut self, map: Node<'a>, member: Member<'a>) {
        let change = self.changes.entry(map.id().0).or_insert_with(|| Change::Add(Vec::new()));
        if let Change::Add(members) = change {
            members.push(member);
        }
    }

    /// The value with its changes, as a tree of its own.
    pub fn tree(&self) -> Tree {
        let old = self.root.tree();
        let mut copy = Copy {
            old,
            changes: &self.changes,
            records: Vec::with_capacity(old.len()),
            decoded: old.decoded.clone(),
        };
        copy.node(self.root);
        Tree::new(Arc::clone(&old.text), copy.records, copy.decoded)
    }
}

struct Copy<'c, 'a> {
    old: &'a Tree,
    changes: &'c BTreeMap<u32, Change<'a>>,
    records: Vec<Record>,
    decoded: String,
}

impl<'c, 'a: 'c> Copy<'c, 'a> {
    /// Goes down only as deep as there are changes.
    fn node(&mut self, node: Node<'a>) {
        let id = node.id().0;
        let change = self.changes.get(&id);
        if let Some(Change::Put(new)) = change {
            return self.make(new, node);
        }
        let record = self.old.records[id as usize];
        if self.changes.range(id..record.end).next().is_none() {
            return self.whole(id, record.end);
        }
        let place = self.records.len();
        self.records.push(record);
        node.items().for_each(|item| self.node(item));
        for entry in node.entries() {
            match self.changes.get(&entry.key.id().0) {
                Some(Change::Drop) => continue,
                Some(Change::Rename(name)) => self.text(name, entry.key),
                _ => self.node(entry.key),
            }
            self.node(entry.value);
        }
        if let Some(Change::Add(members)) = change {
            self.members(members);
        }
        self.close(place);
    }

    /// A node with all below it.
    fn whole(&mut self, start: u32, end: u32) {
        let place = self.records.len() as u32;
        let records = &self.old.records[start as usize..end as usize];
        self.records.extend(
            records.iter().map(|record| Record { end: record.end - start + place, ..*record }),
        );
    }

    fn make(&mut self, new: &'c New<'a>, at: Node<'a>) {
        match new {
            New::Kept(node) => self.node(*node),
            New::Text(text) => self.text(text, at),
            New::Owned(text) => self.text(text, at),
            New::Bool(value) => self.made(Stored::Bool(*value), at),
            New::Int(value) => self.made(Stored::Int(*value), at),
            New::Map(members) => {
                let place = self.records.len();
                self.made(Stored::Map, at);
                self.members(members);
                self.close(place);
            }
            New::List(items) => {
                let place = self.records.len();
                self.made(Stored::List, at);
                items.iter().for_each(|item| self.make(item, at));
                self.close(place);
            }
        }
    }

    fn members(&mut self, members: &'c [Member<'a>]) {
        for member in members {
            self.text(member.name, member.at);
            self.make(&member.value, member.at);
        }
    }

    fn text(&mut self, text: &str, at: Node<'a>) {
        let start = self.decoded.len() as u32;
        self.decoded.push_str(text);
        self.made(Stored::Decoded(Span::new(start, self.decoded.len() as u32)), at);
    }

    fn made(&mut self, stored: Stored, at: Node<'a>) {
        let end = self.records.len() as u32 + 1;
        let is_scalar = !matches!(stored, Stored::Map | Stored::List);
        // Whoever writes another scalar there keeps the quotes.
        let style =
            if is_scalar && !at.is_map() && !at.is_list() { at.style() } else { NodeStyle::Plain };
        let span = at.span();
        self.records.push(Record { stored, span, style, end, damaged: false, made: true });
    }

    fn close(&mut self, place: usize) {
        self.records[place].end = self.records.len() as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn what_is_kept_keeps_its_place() {
        let text = "a: {b: \"x\\ty\", c: 2}\nd: [1, {e: f}]\n";
        let document = parse(&Arc::from(text)).remove(0);
        let root = document.tree.as_ref().expect("a tree").root();
        let (a, d) = (root.entry("a").expect("a"), root.entry("d").expect("d"));
        let b = a.value.entry("b").expect("b");
        let mut revision = Revision::new(root);
        revision.drop(b.key);
        revision.rename(d.key, "list");
        let inner = Member { name: "inner", at: b.key, value: New::Kept(b.value) };
        let value = New::Map(vec![inner]);
        revision.add(root, Member { name: "outer", at: a.key, value });
        let tree = revision.tree();
        let new = tree.root();
        let keys: Vec<_> = new.entries().filter_map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["a", "list", "outer"]);
        assert!(new.at(&["a", "b"]).is_none());
        assert_eq!(new.at(&["a", "c"]).and_then(Node::as_int), Some(2));
        let moved = new.at(&["outer", "inner"]).expect("it was moved");
        assert_eq!((moved.as_str(), moved.raw()), (Some("x\ty"), "\"x\\ty\""));
        let deep = new.get("list").and_then(|list| list.item(1)).and_then(|item| item.get("e"));
        assert_eq!(deep.map(Node::raw), Some("f"));
        let is_made = |key| new.entry(key).is_some_and(|entry| entry.key.is_made());
        assert_eq!(["a", "list", "outer"].map(is_made), [false, true, true]);
        assert_eq!(new.entry("list").map(|entry| entry.key.raw()), Some("d"));
    }
}
