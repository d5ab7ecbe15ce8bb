//! Finds the place of the object where an unknown field does belong.

use std::collections::VecDeque;

use super::{
    Subject, TrailStep, intended, scalar,
    trail::{Trail, TrailEntry, object_type},
};
use crate::{
    diagnostic::Edit,
    input::{Location, Span},
    model::schema::{Field, Shape, Type},
    syntax::tree::{Node, NodeStyle, Value},
    text,
    text::Text,
};

/// How far away a place is looked for: a step is one, into a level that is not written two.
const FARTHEST: usize = 6;
/// How many levels that are not written are looked through, one below the other.
const DEEPEST: usize = 3;
/// How many values and types are looked at.
const LOOKED_AT: usize = 1000;
/// So many places that are equally near are named.
const CHOICES: usize = 3;
/// Names that many types have: they do not hint at a place that is not written.
const COMMON: &[&str] =
    &["apiVersion", "key", "kind", "name", "namespace", "type", "value", "values"];
/// Fields that are not written by hand, and schemas, which hold any name.
const UNLIKELY: &[&str] =
    &["managedFields", "openAPIV3Schema", "overhead", "ownerReferences", "status"];
/// Items of these have one source each, and allow no second one.
const UNIONS: &[&str] = &["core.v1.EnvFromSource", "core.v1.Volume", "core.v1.VolumeProjection"];
/// Maps whose keys are written one level up by mistake.
const OPEN_MAPS: &[(&str, &str)] = &[
    ("core.v1.ConfigMap", "data"),
    ("core.v1.ResourceQuotaSpec", "hard"),
    ("meta.v1.LabelSelector", "matchLabels"),
    ("meta.v1.ObjectMeta", "annotations"),
    ("meta.v1.ObjectMeta", "labels"),
];
/// Lists that are hardly ever meant where they are not written.
const SELDOM: &[&str] = &["ephemeralContainers", "initContainers", "notReadyAddresses"];

/// Where a field belongs.
pub(super) struct Destination<'a> {
    path: String,
    /// What to call it in a help.
    name: Text,
    /// The map that is written and holds it or the missing levels, if it is the only one.
    base: Option<Node<'a>>,
    /// The key of that map, if nothing is written after it.
    empty: Option<Node<'a>>,
    /// The levels that are not written.
    missing: Vec<&'static str>,
    /// The last of them is a list.
    new_item: bool,
    /// One of several that are equally near.
    unsure: bool,
    /// The missing levels are right below the map that holds the field now.
    own: bool,
    at: Option<Location>,
}

impl<'a> Destination<'a> {
    /// For a help: "`spec`".
    pub(super) fn name(&self) -> &Text {
        &self.name
    }

    pub(super) fn path_of(&self, field: &str) -> String {
        join(&self.path, field)
    }

    /// What to point at, if it is written.
    pub(super) fn written(&self) -> Option<Location> {
        self.at
    }

    /// Whether the map that the field belongs in has this name.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.path.rsplit('.').next() == Some(name)
    }

    pub(super) fn is_written(&self) -> bool {
        self.missing.is_empty()
    }

    /// The one key that is missing above the field where it is.
    pub(super) fn below(&self) -> Option<&'static str> {
        let direct = self.own && !self.new_item && !self.unsure && self.empty.is_none();
        self.missing.first().copied().filter(|_| direct && self.missing.len() == 1)
    }

    /// A list that is not written, with what would hold it.
    pub(super) fn other_list(&self) -> Option<(Node<'a>, &'static str)> {
        let list = self.missing.first().filter(|_| self.new_item && self.missing.len() == 1)?;
        Some((self.base?, list))
    }
}

/// A map that could take the field.
struct CandidateMap<'a> {
    away: usize,
    /// Without indexes.
    path: String,
    /// How much of the path leads to the innermost list on the way.
    list: Option<usize>,
    /// The schema requires the first of the missing levels.
    required: bool,
    base: Node<'a>,
    empty: Option<Node<'a>>,
    missing: Vec<&'static str>,
    new_item: bool,
}

impl CandidateMap<'_> {
    /// `` `securityContext` of an item of `spec.containers` ``, where there are several items.
    fn among_several(&self) -> Text {
        match self.list.map(|list| self.path.split_at(list)) {
            None if self.path.is_empty() => text!("the top level"),
            None => text!("`{}`", text::name(&self.path)),
            Some((list, "")) => text!("an item of `{}`", text::name(list)),
            Some((list, rest)) => {
                let rest = text::name(rest.trim_start_matches('.'));
                text!("`{}` of an item of `{}`", rest, text::name(list))
            }
        }
    }
}

/// The one nearest place of the object whose type has such a field, where it is not written yet
/// and would take such a value; none where many are equally near.
pub(super) fn find<'a>(
    subject: &Subject<'a>,
    trail: &Trail<'a>,
    name: &str,
    value: Node<'a>,
) -> Option<Destination<'a>> {
    if name == "namespace" && !subject.is_namespaced() {
        return None;
    }
    let holder = trail.last().node;
    let above = trail.0.iter().map(|level| level.node).collect();
    let mut search =
        Search { subject, holder, above, name, value, found: Vec::new(), looked_at: 0 };
    for (up, level) in trail.0.iter().rev().enumerate() {
        let below = trail.0.get(trail.0.len() - up).map(|level| level.node);
        search.below(*level, up, below, &path_without_indexes(trail, up));
    }
    choose(subject, &path_without_indexes(trail, 0), holder, search.found)
}

fn choose<'a>(
    subject: &Subject<'a>,
    here: &str,
    holder: Node<'a>,
    mut found: Vec<CandidateMap<'a>>,
) -> Option<Destination<'a>> {
    let nearest = found.iter().map(|candidate| candidate.away).min()?;
    found.retain(|candidate| candidate.away == nearest);
    if found.iter().any(|candidate| candidate.required) {
        found.retain(|candidate| candidate.required);
    }
    let first = found.first()?;
    let mut paths: Vec<&str> = found.iter().map(|candidate| &*candidate.path).collect();
    paths.sort_unstable();
    paths.dedup();
    if paths.len() > CHOICES {
        return None;
    }
    let own = first.base == holder;
    match *paths {
        [_] => Some(at_one_path(subject, first, found.len() == 1, own)),
        _ => at_one_of(&paths, first, own.then_some(here)),
    }
}

/// One of several fields of the same map, by their paths from the map that holds the field where it
/// is that one.
fn at_one_of<'a>(
    paths: &[&str],
    first: &CandidateMap<'a>,
    here: Option<&str>,
) -> Option<Destination<'a>> {
    let parent = |path: &str| path.rfind('.').map_or(0, |dot| dot + 1);
    let same = |path: &&str| path[..parent(path)] == first.path[..parent(&first.path)];
    if !paths.iter().all(same) {
        return None;
    }
    let names: Vec<String> = paths
        .iter()
        .map(|path| here.and_then(|here| path.strip_prefix(here)).unwrap_or(path))
        .map(|path| format!("`{}`", path.trim_start_matches('.')))
        .collect();
    let (last, rest) = names.split_last()?;
    Some(Destination {
        path: first.path.clone(),
        name: text!("{} or {}", text::name(rest.join(", ")), text::name(last)),
        base: None,
        empty: None,
        missing: first.missing.clone(),
        new_item: false,
        unsure: true,
        own: here.is_some(),
        at: None,
    })
}

/// One place, or the same one in each item of a list.
fn at_one_path<'a>(
    subject: &Subject<'a>,
    first: &CandidateMap<'a>,
    unique: bool,
    own: bool,
) -> Destination<'a> {
    let base = subject.trail(first.base);
    let (path, name) = if unique {
        let path = first.missing.iter().fold(base.path(), |path, key| join(&path, key));
        let name = match &*path {
            "" => text!("the top level"),
            path if first.new_item => text!("an item of `{}`", text::name(path)),
            path => text!("`{}`", text::name(path)),
        };
        (path, name)
    } else {
        (first.path.clone(), first.among_several())
    };
    let at = match (first.empty, first.missing.is_empty()) {
        (Some(key), _) => Some(key),
        (None, true) => Some(base.key()),
        (None, false) => None,
    };
    Destination {
        path,
        name,
        base: unique.then_some(first.base),
        empty: first.empty.filter(|_| unique),
        missing: first.missing.clone(),
        new_item: first.new_item,
        unsure: false,
        own,
        at: at.filter(|_| unique).map(|node| subject.location(node)),
    }
}

struct Search<'s, 'a> {
    subject: &'s Subject<'a>,
    /// Where the field is.
    holder: Node<'a>,
    /// That, and what holds it.
    above: Vec<Node<'a>>,
    name: &'s str,
    value: Node<'a>,
    found: Vec<CandidateMap<'a>>,
    looked_at: usize,
}

/// A value that is still to be looked at.
struct OpenMap<'a> {
    node: Node<'a>,
    shape: Option<Shape>,
    away: usize,
    path: String,
    list: Option<usize>,
}

/// Levels that are not written, below a map that is.
#[derive(Clone)]
struct Absent<'a> {
    base: Node<'a>,
    empty: Option<Node<'a>>,
    away: usize,
    path: String,
    list: Option<usize>,
    required: bool,
    missing: Vec<&'static str>,
}

impl<'a> Search<'_, 'a> {
    /// Looks at a map and at the maps below it, except where the search came from.
    fn below(&mut self, level: TrailEntry<'a>, up: usize, from: Option<Node<'a>>, path: &str) {
        let first = OpenMap {
            node: level.node,
            shape: level.shape,
            away: up,
            path: path.to_owned(),
            list: None,
        };
        let mut open = VecDeque::from([first]);
        while let Some(next) = open.pop_front() {
            self.looked_at += 1;
            if Some(next.node) == from || next.away > FARTHEST || self.looked_at > LOOKED_AT {
                continue;
            }
            if let Some(Shape::List(of)) = next.shape {
                let list = Some(next.path.len());
                let items = next.node.items().take(LOOKED_AT);
                open.extend(items.map(|node| OpenMap {
                    node,
                    shape: Some(of.shape()),
                    path: next.path.clone(),
                    list,
                    ..next
                }));
                continue;
            }
            if let Some(ty) = object_type(next.shape).filter(|_| next.node.is_map()) {
                self.mapping(&next, ty, &mut open);
            }
        }
    }

    fn mapping(&mut self, here: &OpenMap<'a>, ty: Type, open: &mut VecDeque<OpenMap<'a>>) {
        let node = here.node;
        if here.away > 0 && self.takes(ty) && node.get(self.name).is_none() && !is_taken(node, ty) {
            self.found.push(CandidateMap {
                away: here.away,
                path: here.path.clone(),
                list: here.list,
                required: false,
                base: node,
                empty: None,
                missing: Vec::new(),
                new_item: false,
            });
        }
        for field in ty.fields(self.subject.version) {
            if UNLIKELY.contains(&field.name()) {
                continue;
            }
            let entry = node.entry(field.name());
            let value = entry.map(|entry| entry.value).filter(|value| !value.is_null());
            let path = join(&here.path, field.name());
            let Some(value) = value else {
                let absent = Absent {
                    base: node,
                    empty: entry.map(|entry| entry.key),
                    away: here.away + 2,
                    path,
                    list: here.list,
                    required: field.required(),
                    missing: vec![field.name()],
                };
                self.absent(&absent, ty, field);
                continue;
            };
            let (shape, away) = (Some(field.shape()), here.away + 1);
            let takes = self.map_takes(node == self.holder, ty, field);
            if value.is_map() && takes && value.get(self.name).is_none() {
                self.found.push(CandidateMap {
                    away,
                    path,
                    list: here.list,
                    required: false,
                    base: value,
                    empty: None,
                    missing: Vec::new(),
                    new_item: false,
                });
            } else if value.is_map() || value.is_list() {
                self.beside_union(here, field, &path);
                open.push_back(OpenMap { node: value, shape, away, path, list: here.list });
            }
        }
    }

    /// A list that is written and whose items have one source each allows one more.
    fn beside_union(&mut self, here: &OpenMap<'a>, field: Field, path: &str) {
        let Shape::List(of) = field.shape() else { return };
        let Some(ty) = object_type(Some(of.shape())) else { return };
        if UNIONS.contains(&ty.name()) && self.takes(ty) && !COMMON.contains(&self.name) {
            self.found.push(CandidateMap {
                away: here.away + 2,
                path: path.to_owned(),
                list: here.list,
                required: false,
                base: here.node,
                empty: None,
                missing: vec![field.name()],
                new_item: true,
            });
        }
    }

    /// Looks at a level that is not written, and at those below it.
    fn absent(&mut self, at: &Absent<'a>, owner: Type, field: Field) {
        self.looked_at += 1;
        let direct = at.base == self.holder && at.missing.len() == 1;
        // A name next to `kind` is the object's own.
        let own = direct && at.base.seat().is_none() && field.name() == "metadata";
        let common = COMMON.contains(&self.name) && !own;
        let seldom = SELDOM.contains(&field.name());
        if common || seldom || at.away > FARTHEST || self.looked_at > LOOKED_AT {
            return;
        }
        let (ty, new_item) = match field.shape() {
            Shape::Object(ty) => (ty, false),
            Shape::List(of) => match of.shape() {
                Shape::Object(ty) => (ty, true),
                _ => return,
            },
            Shape::Map(_) if self.map_takes(direct, owner, field) => {
                // A claim requests storage and rarely limits it.
                let usual = owner.name() == "core.v1.VolumeResourceRequirements"
                    && field.name() == "requests";
                return self.add(at, at.required || usual, false);
            }
            _ => return,
        };
        // Of a list elsewhere, the items that are written are nearer.
        let elsewhere = new_item && !self.above.contains(&at.base);
        if self.takes(ty) && !elsewhere {
            return self.add(at, at.required, new_item);
        }
        if at.missing.len() >= DEEPEST || new_item {
            return;
        }
        for below in ty.fields(self.subject.version) {
            if UNLIKELY.contains(&below.name()) {
                continue;
            }
            let mut next =
                Absent { away: at.away + 2, path: join(&at.path, below.name()), ..at.clone() };
            next.missing.push(below.name());
            self.absent(&next, ty, below);
        }
    }

    fn add(&mut self, at: &Absent<'a>, required: bool, new_item: bool) {
        let Absent { base, empty, away, path, list, missing, .. } = at.clone();
        self.found.push(CandidateMap {
            away,
            path,
            list,
            required,
            base,
            empty,
            missing,
            new_item,
        });
    }

    fn takes(&self, ty: Type) -> bool {
        let version = self.subject.version;
        let field = ty.field(self.name, version);
        field.is_some_and(|field| intended::fits(self.value, field.shape(), version))
    }

    /// Whether a map takes the field as one of its keys.
    fn map_takes(&self, direct: bool, owner: Type, field: Field) -> bool {
        let Shape::Map(of) = field.shape() else { return false };
        let open = direct
            && OPEN_MAPS.contains(&(owner.name(), field.name()))
            && (owner.name() != "meta.v1.ObjectMeta" || self.name.contains('/'))
            && (field.name() == "matchLabels" || !COMMON.contains(&self.name));
        match of.shape() {
            Shape::Quantity => {
                (open || is_resource(self.name)) && scalar::fits(self.value, Shape::Quantity)
            }
            _ => open && !self.value.is_map() && !self.value.is_list() && !self.value.is_null(),
        }
    }
}

/// Whether an item of one source has it already.
fn is_taken(node: Node<'_>, ty: Type) -> bool {
    let other = |key: &str| !matches!(key, "name" | "prefix");
    UNIONS.contains(&ty.name()) && node.entries().any(|entry| entry.key.as_str().is_some_and(other))
}

fn is_resource(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "storage" | "ephemeral-storage")
        || name.starts_with("hugepages-")
        || name.contains('/')
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
        TrailStep::Key(key) => join(&path, key.as_str().unwrap_or("")),
        _ => path,
    })
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Edits that move a block-style entry, on lines of its own, to the end of another block-style
/// map or below an empty key. `None` where it cannot be done line by line.
pub(super) fn moved<'a>(
    subject: &Subject<'a>,
    target: &Destination<'a>,
    holder: Node<'a>,
    key: Node<'a>,
    value: Node<'a>,
) -> Option<Vec<Edit>> {
    // The only entry of its map would leave an empty one behind.
    if holder.style() != NodeStyle::Block || holder.entries().count() < 2 {
        return None;
    }
    let text = holder.tree().text();
    let lines = own_lines(text, key, value)?;
    if target.unsure || target.new_item {
        return None;
    }
    let (insert_at, indent, missing) = match (target.base, target.empty) {
        (_, Some(empty)) => {
            let end = empty.span().end as usize;
            let next = text[end..].find('\n').map(|at| end + at + 1)?;
            (next as u32, column(text, empty)? + 2, target.missing.get(1..)?)
        }
        (Some(to), None) if to.style() == NodeStyle::Block => {
            (end_of_lines(text, to, lines)?, indent_of_entries(text, to)?, &*target.missing)
        }
        _ => return None,
    };
    let new_indent = indent + 2 * missing.len();
    let mut block = indented(&text[lines.range()], indent_of(text, key.span().start)?, new_indent)?;
    for (depth, level) in missing.iter().enumerate().rev() {
        block.insert_str(0, &format!("{:1$}{level}:\n", "", indent + 2 * depth));
    }
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

/// How many spaces are before a place on its line, if only spaces are.
fn indent_of(text: &str, at: u32) -> Option<usize> {
    let start = text[..at as usize].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..at as usize];
    before.bytes().all(|b| b == b' ').then_some(before.len())
}

/// The column of a map's keys.
fn indent_of_entries(text: &str, node: Node<'_>) -> Option<usize> {
    column(text, node.entries().next()?.key)
}

/// The column of a key, which may follow a dash.
fn column(text: &str, key: Node<'_>) -> Option<usize> {
    let before = &text[..key.span().start as usize];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.bytes().all(|b| matches!(b, b' ' | b'-')).then_some(line.len())
}

/// The offset after the last line of a map, outside the lines that are moved.
fn end_of_lines(text: &str, node: Node<'_>, moved: Span) -> Option<u32> {
    let last = node.entries().last()?;
    let end = last.value.span().end.max(last.key.span().end) as usize;
    let end = text[..end].trim_end().len();
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1) as u32;
    let inside = moved.start < end && end < moved.end;
    (!inside).then_some(end)
}
