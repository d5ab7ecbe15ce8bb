//! The API machinery's field paths (`k8s.io/apimachinery/pkg/util/validation/field/path.go`):
//! `.` before a field, `[0]` for an item, `[key]` for a map's value.

use std::fmt::Write as _;

use super::{
    Object,
    schema::{self, Shape},
};
use crate::{input::Span, syntax::tree::Node};

/// The path from an object's root to one of its nodes, and on over steps that are not written.
/// A key's path is that of its value.
pub fn to(object: &Object, node: Node<'_>, missing: &[&str]) -> String {
    let gvk = &object.gvk;
    let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
    let mut path =
        Path { text: String::new(), shape: kind.map(|kind| Shape::Object(kind.type_())) };
    let mut here = object.node();
    while here != node {
        if here.is_list() {
            let holds = |item: &(usize, Node<'_>)| item.1.holds(node.id());
            let Some((index, item)) = here.items().enumerate().find(holds) else { break };
            path.item(index);
            here = item;
            continue;
        }
        let holds = |key: Node<'_>, value: Node<'_>| key == node || value.holds(node.id());
        let Some(entry) = here.entries().find(|e| holds(e.key, e.value)) else { break };
        path.key(entry.key.as_str().unwrap_or(""));
        here = if entry.key == node { node } else { entry.value };
    }
    missing.iter().filter(|key| !key.is_empty()).for_each(|key| path.key(key));
    path.text
}

/// The path to the key that is written at a span, as the server's decoder writes it, with dots
/// before all keys; `None` where no key stands there.
pub fn of_key(root: Node<'_>, span: Span) -> Option<String> {
    let mut path = String::new();
    let mut here = root;
    loop {
        if here.is_list() {
            let holds = |item: &(usize, Node<'_>)| item.1.span().covers(span);
            let (index, item) = here.items().enumerate().find(holds)?;
            let _ = write!(path, "[{index}]");
            here = item;
            continue;
        }
        let holds =
            |key: Node<'_>, value: Node<'_>| key.span() == span || value.span().covers(span);
        let entry = here.entries().find(|entry| holds(entry.key, entry.value))?;
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(entry.key.as_str().unwrap_or(""));
        if entry.key.span() == span {
            return Some(path);
        }
        here = entry.value;
    }
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
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(key);
        self.shape = inside;
    }
}
