//! Finds the place of the object where an unknown field does belong.

use super::{
    Step, Subject, scalar,
    trail::{Level, Trail, object_type},
};
use crate::{
    input::{Location, Span},
    model::schema::{Shape, Type},
    syntax::{
        edit::Edit,
        tree::{Node, Style, Value},
    },
};

/// How many steps away a place is looked for.
const FARTHEST: usize = 5;
/// How many values are looked at.
const LOOKED_AT: usize = 1000;
/// Names that many types have: they say nothing of a place that is not written.
const COMMON: &[&str] =
    &["apiVersion", "key", "kind", "name", "namespace", "type", "value", "values"];

/// Where a field belongs.
pub(super) struct Target<'a> {
    path: String,
    /// The mapping itself, if it is written and the only one.
    node: Option<Node<'a>>,
    /// The key of the mapping, if nothing is written behind it.
    empty: Option<Node<'a>>,
    at: Option<Location>,
    /// The list that one of the items belongs to.
    list: Option<String>,
}

impl Target<'_> {
    /// For a help: "`spec`".
    pub(super) fn name(&self) -> String {
        match (&self.list, self.path.as_str()) {
            (Some(list), _) => format!("an item of `{list}`"),
            (None, "") => "the top level".to_owned(),
            (None, path) => format!("`{path}`"),
        }
    }

    pub(super) fn path_of(&self, field: &str) -> String {
        join(&self.path, field)
    }

    /// What to point at, if it is written.
    pub(super) fn written(&self) -> Option<Location> {
        self.at
    }
}

/// A mapping that could take the field.
struct Candidate<'a> {
    /// In steps up and down.
    away: usize,
    /// Without indexes.
    path: String,
    place: Found<'a>,
}

enum Found<'a> {
    Written {
        node: Node<'a>,
        in_list: bool,
    },
    /// With the path to it, and its key if that is written.
    Absent {
        path: String,
        key: Option<Node<'a>>,
    },
}

/// The one nearest place of the object whose type has such a field, where it is not written yet
/// and would take such a value; none where two are equally near.
pub(super) fn find<'a>(
    subject: &Subject<'a>,
    trail: &Trail<'a>,
    name: &str,
    value: Node<'a>,
) -> Option<Target<'a>> {
    if name == "namespace" && !subject.is_namespaced() {
        return None;
    }
    let mut search = Search { subject, name, value, found: Vec::new(), looked_at: 0 };
    for (up, level) in trail.0.iter().rev().enumerate() {
        let below = trail.0.get(trail.0.len() - up).map(|level| level.node);
        search.below(*level, up, below, &path_without_indexes(trail, up));
    }
    if search.found.is_empty() && !COMMON.contains(&name) {
        search.absent(trail);
    }
    choose(subject, search.found)
}

fn choose<'a>(subject: &Subject<'a>, mut found: Vec<Candidate<'a>>) -> Option<Target<'a>> {
    let nearest = found.iter().map(|candidate| candidate.away).min()?;
    found.retain(|candidate| candidate.away == nearest);
    let first = found.first()?;
    let path = first.path.clone();
    if found.iter().any(|candidate| candidate.path != path) {
        return None;
    }
    let at = |node| Some(subject.location(node));
    let target = match (&first.place, found.len()) {
        (Found::Written { node, .. }, 1) => {
            let trail = subject.trail(*node);
            let key = trail.key();
            Target { path: trail.path(), node: Some(*node), empty: None, at: at(key), list: None }
        }
        (Found::Written { in_list, .. }, _) => {
            let list = in_list.then(|| path.rsplit('.').next().unwrap_or("").to_owned());
            Target { path, node: None, empty: None, at: None, list }
        }
        (Found::Absent { path, key }, _) => {
            Target { path: path.clone(), node: None, empty: *key, at: key.and_then(at), list: None }
        }
    };
    Some(target)
}

struct Search<'s, 'a> {
    subject: &'s Subject<'a>,
    name: &'s str,
    value: Node<'a>,
    found: Vec<Candidate<'a>>,
    looked_at: usize,
}

impl<'a> Search<'_, 'a> {
    /// Looks at a mapping and at the mappings written below it, except where the search came from.
    fn below(&mut self, level: Level<'a>, up: usize, from: Option<Node<'a>>, path: &str) {
        let mut open = vec![(level.node, level.shape, up, path.to_owned(), false)];
        while let Some((node, shape, away, path, in_list)) = open.pop() {
            self.looked_at += 1;
            if Some(node) == from || away > FARTHEST || self.looked_at > LOOKED_AT {
                continue;
            }
            if let Some(Shape::List(of)) = shape {
                let shape = Some(of.shape());
                open.extend(
                    node.items()
                        .take(LOOKED_AT)
                        .map(|item| (item, shape, away, path.clone(), true)),
                );
                continue;
            }
            let Some(ty) = object_type(shape).filter(|_| node.is_map()) else { continue };
            if away > 0 && self.takes(ty) && node.get(self.name).is_none() {
                let place = Found::Written { node, in_list };
                self.found.push(Candidate { away, path: path.clone(), place });
            }
            for entry in node.entries().take(LOOKED_AT) {
                let key = entry.key.as_str().unwrap_or("");
                let field = ty.field(key, self.subject.version);
                let entered = entry.value.is_map() || entry.value.is_list();
                if let Some(field) = field.filter(|_| entered) {
                    open.push((
                        entry.value,
                        Some(field.shape()),
                        away + 1,
                        join(&path, key),
                        false,
                    ));
                }
            }
        }
    }

    /// Looks at the places below the mapping where nothing is written.
    fn absent(&mut self, trail: &Trail<'a>) {
        let holder = trail.last();
        let Some(ty) = object_type(holder.shape) else { return };
        let entry = |name| holder.node.entry(name);
        for field in ty.fields(self.subject.version) {
            let Shape::Object(inner) = field.shape() else { continue };
            let written = entry(field.name());
            if written.is_some_and(|entry| !entry.value.is_null()) || field.name() == "status" {
                continue;
            }
            let key = written.map(|entry| entry.key);
            let path = trail.path_of(field.name());
            if self.takes(inner) {
                let place = Found::Absent { path: path.clone(), key };
                self.found.push(Candidate { away: 1, path, place });
                continue;
            }
            for below in inner.fields(self.subject.version) {
                let Shape::Object(innermost) = below.shape() else { continue };
                if self.takes(innermost) {
                    let path = join(&path, below.name());
                    let place = Found::Absent { path: path.clone(), key: None };
                    self.found.push(Candidate { away: 2, path, place });
                }
            }
        }
    }

    fn takes(&self, ty: Type) -> bool {
        let field = ty.field(self.name, self.subject.version);
        field.is_some_and(|field| fits(self.value, field.shape()))
    }
}

/// Whether a value could be meant for a field of this shape.
pub(super) fn fits(value: Node<'_>, shape: Shape) -> bool {
    match (value.value(), shape) {
        (Value::Null, _) | (_, Shape::Any | Shape::RawObject) => true,
        (Value::Map, _) => matches!(shape, Shape::Object(_) | Shape::Map(_)),
        (Value::List, _) => matches!(shape, Shape::List(_)),
        _ => scalar::fits(value, shape),
    }
}

fn path_without_indexes(trail: &Trail<'_>, up: usize) -> String {
    let levels = &trail.0[..trail.0.len() - up];
    levels.iter().fold(String::new(), |path, level| match level.step {
        Step::Key(key) => join(&path, key.as_str().unwrap_or("")),
        _ => path,
    })
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Edits that move a block-style entry, on lines of its own, to the end of another block-style
/// mapping or below an empty key. `None` where it cannot be done line by line.
pub(super) fn moved<'a>(
    subject: &Subject<'a>,
    target: &Target<'a>,
    holder: Node<'a>,
    key: Node<'a>,
    value: Node<'a>,
) -> Option<Vec<Edit>> {
    // The only entry of its mapping would leave an empty one behind.
    if holder.style() != Style::Block || holder.entries().count() < 2 {
        return None;
    }
    let text = holder.tree().text();
    let lines = own_lines(text, key, value)?;
    let (insert_at, new_indent) = match (target.node, target.empty) {
        (Some(to), _) if to.style() == Style::Block => {
            (end_of_lines(text, to, lines)?, indent_of_entries(text, to)?)
        }
        (_, Some(empty)) => {
            let end = empty.span().end as usize;
            let next = text[end..].find('\n').map(|at| end + at + 1)?;
            (next as u32, column(text, empty)? + 2)
        }
        _ => return None,
    };
    let mut block = indented(&text[lines.range()], indent_of(text, key.span().start)?, new_indent)?;
    let end = insert_at as usize;
    if end > 0 && !text[..end].ends_with('\n') {
        block.insert(0, '\n');
        block.pop();
    }
    let remove = Edit { at: subject.object.location(lines), text: String::new() };
    let insert = Edit { at: subject.object.location(Span::at(insert_at)), text: block };
    Some(vec![remove, insert])
}

/// Lines with another indentation; `None` if one has less than the old.
fn indented(lines: &str, old: usize, new: usize) -> Option<String> {
    let mut block = String::new();
    for line in lines.lines() {
        if !line.trim().is_empty() {
            let (before, rest) = line.split_at_checked(old)?;
            if before.bytes().any(|b| b != b' ') {
                return None;
            }
            block.push_str(&" ".repeat(new));
            block.push_str(rest);
        }
        block.push('\n');
    }
    Some(block)
}

/// The whole lines of an entry, if it shares none with others.
fn own_lines(text: &str, key: Node<'_>, value: Node<'_>) -> Option<Span> {
    let start = text[..key.span().start as usize].rfind('\n').map_or(0, |at| at + 1);
    let blank = text[start..key.span().start as usize].bytes().all(|b| b == b' ');
    let last = value.span().end.max(key.span().end) as usize;
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    let rest = text[last..end].trim().trim_start_matches(':').trim();
    (blank && (rest.is_empty() || rest.starts_with('#')))
        .then(|| Span::new(start as u32, end as u32))
}

/// How many spaces stand in front of a place on its line, if only spaces do.
fn indent_of(text: &str, at: u32) -> Option<usize> {
    let start = text[..at as usize].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..at as usize];
    before.bytes().all(|b| b == b' ').then_some(before.len())
}

/// The column of a mapping's keys.
fn indent_of_entries(text: &str, node: Node<'_>) -> Option<usize> {
    column(text, node.entries().next()?.key)
}

/// The column of a key, which may stand behind a dash.
fn column(text: &str, key: Node<'_>) -> Option<usize> {
    let before = &text[..key.span().start as usize];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.bytes().all(|b| matches!(b, b' ' | b'-')).then_some(line.len())
}

/// The offset behind the last line of a mapping, outside the lines that are moved.
fn end_of_lines(text: &str, node: Node<'_>, moved: Span) -> Option<u32> {
    let last = node.entries().last()?;
    let end = last.value.span().end.max(last.key.span().end) as usize;
    let end = text[..end].trim_end().len();
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1) as u32;
    let inside = moved.start < end && end < moved.end;
    (!inside).then_some(end)
}
