//! The API machinery's field paths (`k8s.io/apimachinery/pkg/util/validation/field/path.go`):
//! `.` before a field, `[0]` for an item, `[key]` for a map's value.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    Gvk,
    schema::{self, Shape},
};
use crate::{
    input::Span,
    syntax::tree::{Node, NodeId, Tree},
};

/// The path from the root of an object to one of its nodes, and on over steps that are not written.
/// A key's path is that of its value.
pub fn to(gvk: &Gvk, root: Node<'_>, node: Node<'_>, missing: &[&str]) -> String {
    let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
    let mut path =
        Path { text: String::new(), shape: kind.map(|kind| Shape::Object(kind.type_())) };
    for step in node.path_from(root).into_iter().skip(1) {
        match (step.key(), step.seat()) {
            (Some(key), _) => path.key(key.as_str().unwrap_or("")),
            (None, Some((_, index))) => path.item(index),
            (None, None) => {}
        }
    }
    missing.iter().filter(|key| !key.is_empty()).for_each(|key| path.key(key));
    path.text
}

/// The keys of a document by the places that they are written at.
pub struct KeyPaths<'a> {
    root: Node<'a>,
    by_span: BTreeMap<Span, Node<'a>>,
}

impl<'a> KeyPaths<'a> {
    pub fn of(tree: &'a Tree) -> KeyPaths<'a> {
        let nodes = (0..tree.len() as u32).map(|id| tree.node(NodeId(id)));
        let keys = nodes.filter(|node| node.key() == Some(*node));
        let mut by_span = BTreeMap::new();
        for key in keys {
            // An alias shows its keys again: the first is the one that is written.
            by_span.entry(key.span()).or_insert(key);
        }
        KeyPaths { root: tree.root(), by_span }
    }

    /// The path to the key that is written at a span, as [`dotted`] writes it; `None`
    /// where no key is there.
    pub fn path(&self, span: Span) -> Option<String> {
        Some(dotted(self.root, *self.by_span.get(&span)?))
    }
}

/// The path from a node to one below it as Go's strict decoder writes it: dots before keys, also
/// before those of maps.
pub fn dotted(from: Node<'_>, to: Node<'_>) -> String {
    let mut path = String::new();
    for step in to.path_from(from).into_iter().skip(1) {
        match (step.key(), step.seat()) {
            (Some(key), _) => push_key(&mut path, key.as_str().unwrap_or("")),
            (None, Some((_, index))) => {
                let _ = write!(path, "[{index}]");
            }
            (None, None) => {}
        }
    }
    path
}

/// Goes on with a key, after a dot unless the path begins with it.
pub fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// A path in the making, with the shape of what it leads to, as far as that is known.
struct Path {
    text: String,
    shape: Option<Shape>,
}

impl Path {
    fn item(&mut self, index: usize) {
        let _ = write!(self.text, "[{index}]");
        self.shape = match self.shape {
            Some(Shape::List(of)) => Some(of.shape()),
            _ => None,
        };
    }

    fn key(&mut self, key: &str) {
        if let Some(Shape::Map(of)) = self.shape {
            let _ = write!(self.text, "[{key}]");
            self.shape = Some(of.shape());
            return;
        }
        let inside = match self.shape {
            // Where a schema holds a schema or something else, the API's types do not say which.
            Some(Shape::Object(type_))
                if matches!(key, "items" | "additionalProperties")
                    && type_.name() == "apiextensions.v1.JSONSchemaProps" =>
            {
                self.shape
            }
            Some(Shape::Object(type_)) => type_.field_at_any_version(key).map(|f| f.shape()),
            // Custom resources share their metadata with all others.
            None if self.text.is_empty() && key == "metadata" => {
                schema::type_named("meta.v1.ObjectMeta").map(Shape::Object)
            }
            _ => None,
        };
        push_key(&mut self.text, key);
        self.shape = inside;
    }
}
