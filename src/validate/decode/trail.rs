//! The way from an object's root down to one of its nodes, with the shape of every value on it.

use crate::{
    model::{
        path,
        schema::{Field, Shape, Type, type_named},
        version::Version,
    },
    syntax::tree::Node,
    text,
    text::Text,
};

/// One value on the way.
#[derive(Clone, Copy)]
pub(super) struct TrailEntry<'a> {
    pub node: Node<'a>,
    pub step: TrailStep<'a>,
    /// As far as it is known.
    pub shape: Option<Shape>,
}

/// How a value is reached from the one above it.
#[derive(Clone, Copy)]
pub(super) enum TrailStep<'a> {
    Root,
    Key(Node<'a>),
    Item(usize),
}

/// From the root, which is first, to a node.
pub(super) struct Trail<'a>(pub Vec<TrailEntry<'a>>);

impl<'a> Trail<'a> {
    /// The way to a value, or to a key, which ends with the map that holds it.
    pub(super) fn to(
        root: Node<'a>,
        shape: Option<Shape>,
        target: Node<'a>,
        version: Version,
    ) -> Trail<'a> {
        let mut levels = vec![TrailEntry { node: root, step: TrailStep::Root, shape }];
        for node in target.path_from(root).into_iter().skip(1) {
            let Some(next) = levels.last().and_then(|last| step(*last, node, version)) else {
                break;
            };
            levels.push(next);
        }
        Trail(levels)
    }

    pub(super) fn last(&self) -> TrailEntry<'a> {
        self.0[self.0.len() - 1]
    }

    pub(super) fn path(&self) -> String {
        path::dotted(self.0[0].node, self.last().node)
    }

    /// The map or list that holds the last value, for telling one from another.
    pub(super) fn collection(&self) -> String {
        match self.0.len().checked_sub(2).and_then(|above| self.0.get(above)) {
            Some(above) => path::dotted(self.0[0].node, above.node),
            None => String::new(),
        }
    }

    /// The path to a key of the last value.
    pub(super) fn path_of(&self, key: &str) -> String {
        let mut path = self.path();
        path::push_key(&mut path, key);
        path
    }

    /// The name of the field or list that the last value belongs to.
    pub(super) fn field_name(&self) -> Option<&'a str> {
        self.0.iter().rev().find_map(|level| match level.step {
            TrailStep::Key(key) => Some(written(key)),
            _ => None,
        })
    }

    /// The field that the last value, or the list that it is an item of, is the value of.
    pub(super) fn field(&self, version: Version) -> Option<Field> {
        let at = self.0.iter().rposition(|level| matches!(level.step, TrailStep::Key(_)))?;
        let TrailStep::Key(key) = self.0[at].step else { return None };
        object_type(self.0.get(at.checked_sub(1)?)?.shape)?.field(key.as_str()?, version)
    }

    /// The last value for a message: its field, or which item of a list it is.
    pub(super) fn subject(&self) -> Text {
        let name = text::key(self.field_name().unwrap_or(""));
        match self.last().step {
            TrailStep::Item(index) => text!("item {} of `{}`", text::name(index + 1), name),
            _ => text!("`{}`", name),
        }
    }

    /// What to underline for a collection: its key, or the first key of an item.
    pub(super) fn key(&self) -> Node<'a> {
        let last = self.last();
        match last.step {
            TrailStep::Key(key) => key,
            TrailStep::Root | TrailStep::Item(_) => {
                last.node.entries().next().map_or(last.node, |entry| entry.key)
            }
        }
    }

    /// Where something is that a value holds, for a message.
    pub(super) fn within(&self) -> Text {
        match self.last().step {
            TrailStep::Key(key) => text!("in `{}`", text::key(written(key))),
            TrailStep::Item(index) => {
                let name = text::key(self.field_name().unwrap_or(""));
                text!("in item {} of `{}`", text::name(index + 1), name)
            }
            TrailStep::Root => text!("at the top level"),
        }
    }
}

/// A key as it is written.
fn written(key: Node<'_>) -> &str {
    if key.is_made() { key.raw().trim_matches(['"', '\'']) } else { key.as_str().unwrap_or("") }
}

/// From a list or map to a value that it holds; `None` where that is a key.
fn step<'a>(from: TrailEntry<'a>, node: Node<'a>, version: Version) -> Option<TrailEntry<'a>> {
    let Some(key) = node.key() else {
        let (_, index) = node.seat()?;
        let shape = match from.shape {
            Some(Shape::List(of)) => Some(of.shape()),
            Some(Shape::SchemaOrList(ty)) => Some(Shape::Object(ty)),
            _ => None,
        };
        return Some(TrailEntry { node, step: TrailStep::Item(index), shape });
    };
    if key == node {
        return None;
    }
    let name = key.as_str().unwrap_or("");
    let shape = match (from.shape, from.step) {
        (Some(Shape::Map(of)), _) => Some(of.shape()),
        // Custom resources share their metadata with all others.
        (None, TrailStep::Root) if name == "metadata" => {
            type_named("meta.v1.ObjectMeta").map(Shape::Object)
        }
        (shape, _) => object_type(shape).and_then(|ty| ty.field(name, version)).map(Field::shape),
    };
    Some(TrailEntry { node, step: TrailStep::Key(key), shape })
}

/// The type whose fields a map of this shape holds.
pub(super) fn object_type(shape: Option<Shape>) -> Option<Type> {
    match shape? {
        Shape::Object(ty)
        | Shape::SchemaOrBool(ty)
        | Shape::SchemaOrList(ty)
        | Shape::SchemaOrStrings(ty) => Some(ty),
        _ => None,
    }
}
