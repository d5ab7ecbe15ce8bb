//! What an API server reports while it reads an object: its kind, unknown fields and wrong types,
//! from the schema alone; and what validation checks of every field alike.
//!
//! The server stops at the first wrong type; here all are listed, and the rest is checked as well.

mod blocks;
mod document;
mod intended;
mod misplaced;
mod older;
mod required;
mod reshape;
mod scalar;
#[cfg(test)]
mod tests;
mod trail;
mod unknown;
mod walk;
mod wrong;
mod wrong_value;

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    code::{self, Code},
    diagnostic::{Diagnostic, Edit},
    input::{Location, Span},
    model::{
        Object,
        schema::{self, Shape, Type, type_named},
        version::Version,
    },
    syntax::{edit::requoted, tree::Node},
    text,
    text::Text,
    validate::{Cause, Checker, Reason, checker},
};
use trail::{Trail, TrailStep};
use walk::{DecodeFault, Depth};

/// Checks the object's kind, fields and types. Gives the paths of what could not be read: nothing
/// is to be reported of them, of what holds them, or of their absence.
pub(super) fn decode(cx: &mut Checker<'_>) -> Vec<String> {
    let (shape, version) = match document::check(cx) {
        Some((shape, version)) => (Some(shape), version),
        None => (None, cx.version),
    };
    let subject = Subject { object: cx.object, version, shape };
    let depth = if cx.object.is_whole() { Depth::Values } else { Depth::Types };
    let root = cx.object.node();
    let mut faults = match shape {
        Some(shape) => walk::faults(root, shape, version, depth),
        // Custom resources share their metadata with all others.
        None => match (root.get("metadata"), type_named("meta.v1.ObjectMeta")) {
            (Some(metadata), Some(ty)) => {
                walk::faults(metadata, Shape::Object(ty), cx.version, depth)
            }
            _ => Vec::new(),
        },
    };
    faults.sort_by_key(|fault| fault.node().id());
    let mut reported = ReportedSoFar::default();
    for fault in faults {
        let cause = describe(&subject, fault, &mut reported);
        cx.push(cause);
    }
    reported.damaged
}

/// What is wrong with the metadata of a resource inside of an object, as its decoder reads it.
pub(super) fn metadata(metadata: Node<'_>, object: &Object, version: Version) -> Vec<Cause> {
    let Some(ty) = type_named("meta.v1.ObjectMeta") else { return Vec::new() };
    let subject = Subject { object, version, shape: None };
    let mut reported = ReportedSoFar::default();
    let faults = walk::faults(metadata, Shape::Object(ty), version, Depth::Types);
    faults.into_iter().map(|fault| describe(&subject, fault, &mut reported)).collect()
}

/// What was reported of the object so far.
#[derive(Default)]
struct ReportedSoFar {
    /// Paths of which no more is to be reported.
    damaged: Vec<String>,
    /// The place of the first of several mistakes that are the same.
    firsts: BTreeMap<String, Location>,
}

impl ReportedSoFar {
    /// Where the same mistake was first made in the map or list that holds the last value.
    fn first(&mut self, trail: &Trail<'_>, mistake: &str, at: Location) -> Option<Location> {
        self.first_of(format!("{} {mistake}", trail.collection()), at)
    }

    /// Where the same mistake was first made in the last value.
    fn first_in(&mut self, trail: &Trail<'_>, mistake: &str, at: Location) -> Option<Location> {
        self.first_of(format!("{} {mistake}", trail.path()), at)
    }

    fn first_of(&mut self, mistake: String, at: Location) -> Option<Location> {
        match self.firsts.entry(mistake) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(entry) => {
                entry.insert(at);
                None
            }
        }
    }
}

fn describe(subject: &Subject<'_>, fault: DecodeFault<'_>, reported: &mut ReportedSoFar) -> Cause {
    match fault {
        DecodeFault::Unknown { holder, ty, key, value } => {
            unknown::describe(subject, holder, ty, key, value, reported)
        }
        DecodeFault::Wrong { node, shape } => {
            let cause = wrong::describe(subject, node, shape, reported);
            reported.damaged.push(cause.path.clone());
            cause
        }
        DecodeFault::NullItem { item, ty } => null_item(subject, item, ty),
        DecodeFault::Missing { holder, field } => {
            let trail = subject.trail(holder);
            let name = field.name();
            let message = text!("`{}` is missing {}", text::key(name), trail.within());
            let at = trail.key();
            let path = trail.path_of(name);
            subject.cause(code::MISSING_REQUIRED_FIELD, Reason::Required, path, at, message)
        }
        DecodeFault::Enum { node, field, whole_list } => {
            let trail = subject.trail(whole_list.unwrap_or(node));
            wrong::describe_enum(subject, node, field, trail.path())
        }
        DecodeFault::Gated { key, gate } => {
            let name = key.as_str().unwrap_or("");
            let path = subject.trail_of_key(key);
            let message = checker::dropped(name, gate, subject.version);
            let mut cause = subject.cause(code::GATED_FIELD, None, path, key, message);
            cause.help(checker::enable(gate));
            cause.unless(gate);
            cause
        }
        DecodeFault::NullSource { key } => {
            let name = key.as_str().unwrap_or("");
            let path = subject.trail_of_key(key);
            let message =
                text!("`{}` is empty, so the volume becomes an emptyDir", text::key(name));
            let mut cause = subject.cause(code::NULL_UNION_MEMBER, None, path, key, message);
            cause.help(text!(
                "write the fields of `{}`, or `emptyDir: {{}}` if that is meant",
                text::key(name)
            ));
            cause
        }
    }
}

/// The server reads an item with no field set and misses the required ones.
fn null_item(subject: &Subject<'_>, item: Node<'_>, ty: Type) -> Cause {
    let trail = subject.trail(item);
    let mut fields = ty.required_fields(subject.version);
    let field = fields.find(|field| required::is_enforced(ty, *field));
    let path = field.map_or_else(|| trail.path(), |field| trail.path_of(field.name()));
    let index = match trail.last().step {
        TrailStep::Item(index) => index + 1,
        _ => 0,
    };
    let list = trail.field_name().unwrap_or("");
    let message = text!("item {} of `{}` is empty", text::name(index), text::name(list));
    let reason = field.map(|_| Reason::Required);
    let mut cause = subject.cause(code::NULL_LIST_ITEM, reason, path, item, message);
    cause.help("write the item after the dash, indented below it, or remove the dash");
    cause
}

/// The object to check, with the shape that it is read as.
struct Subject<'a> {
    object: &'a Object,
    version: Version,
    /// `None` for a custom resource.
    shape: Option<Shape>,
}

impl<'a> Subject<'a> {
    fn trail(&self, node: Node<'a>) -> Trail<'a> {
        Trail::to(self.object.node(), self.shape, node, self.version)
    }

    /// The path to the value of a key.
    fn trail_of_key(&self, key: Node<'a>) -> String {
        // A key is inside the map that holds it, before its value.
        let mut holder = self.trail(key);
        if let Some(last) = holder.0.last().filter(|last| last.node == key).copied() {
            holder.0.retain(|level| level.node != last.node);
        }
        holder.path_of(key.as_str().unwrap_or(""))
    }

    /// Whether the kind has a namespace; custom kinds may.
    fn is_namespaced(&self) -> bool {
        let gvk = &self.object.gvk;
        let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
        kind.is_none_or(schema::Kind::namespaced)
    }

    /// Writes another scalar in the place of one, in its quotes if it has any.
    fn rewrite(&self, node: Node<'_>, text: &str) -> Edit {
        Edit { at: self.location(node), text: requoted(node, text) }
    }

    fn location(&self, node: Node<'_>) -> Location {
        self.object.location(node.span())
    }

    fn location_of(&self, span: Span) -> Location {
        self.object.location(span)
    }

    fn cause(
        &self,
        code: Code,
        reason: impl Into<Option<Reason>>,
        path: String,
        at: Node<'_>,
        message: impl Into<Text>,
    ) -> Cause {
        Cause::at_path(code, reason.into(), path, Diagnostic::new(self.location(at), message))
    }

    /// A scalar as it is written, for a message; the values of Secrets are not repeated.
    fn shown(&self, node: Node<'_>, trail: &Trail<'_>) -> Option<String> {
        let line = node.raw().lines().next().unwrap_or("").trim_end();
        (!self.is_secret(trail) && !line.is_empty()).then(|| super::names::shown(line))
    }

    /// Whether a value is one of a Secret.
    fn is_secret(&self, trail: &Trail<'_>) -> bool {
        self.object.gvk.kind == "Secret"
            && trail.0.get(1).is_some_and(|level| {
                let TrailStep::Key(key) = level.step else { return false };
                matches!(key.as_str(), Some("data" | "stringData"))
            })
    }
}

impl<'a> DecodeFault<'a> {
    /// Where it is in the document.
    fn node(&self) -> Node<'a> {
        match *self {
            DecodeFault::Unknown { key, .. }
            | DecodeFault::NullSource { key }
            | DecodeFault::Gated { key, .. } => key,
            DecodeFault::Wrong { node, .. } | DecodeFault::Enum { node, .. } => node,
            DecodeFault::NullItem { item, .. } => item,
            DecodeFault::Missing { holder, .. } => holder,
        }
    }
}
