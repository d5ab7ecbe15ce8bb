//! Walks an object with its schema and collects what Go's strict JSON decoder would not accept
//! (`sigs.k8s.io/json`: keys are case-sensitive, `null` means "not set" everywhere), and what the
//! server's validation requires of every field alike.

use super::{required, scalar};
use crate::{
    model::{
        schema::{Field, Shape, Type},
        version::Version,
    },
    syntax::tree::{Node, Value},
};

/// The server itself stops after so many unknown fields.
const LIMIT: usize = 100;

/// Something that is wrong at a node, not yet put into words.
#[derive(Clone, Copy)]
pub(super) enum DecodeFault<'a> {
    /// A key that the type of its map does not have.
    Unknown { holder: Node<'a>, ty: Type, key: Node<'a>, value: Node<'a> },
    /// A value that cannot be read as its shape.
    Wrong { node: Node<'a>, shape: Shape },
    /// A list item that is null where an object belongs.
    NullItem { item: Node<'a>, ty: Type },
    /// A field that must be there.
    Missing { holder: Node<'a>, field: Field },
    /// A string outside the values that the field allows.
    Enum { node: Node<'a>, field: Field, whole_list: Option<Node<'a>> },
    /// The only source of a volume, and it is null.
    NullSource { key: Node<'a> },
    /// A field of a feature that is off by default.
    Gated { key: Node<'a>, gate: &'static str },
}

/// What to look for besides fields and types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// A patch or the base of a kustomization: values may be missing, directives are allowed.
    Types,
    /// A whole object.
    Values,
}

struct DecodeVisitor<'a> {
    version: Version,
    /// Values that are still to be entered.
    open: Vec<PendingValue<'a>>,
    faults: Vec<DecodeFault<'a>>,
    depth: Depth,
}

#[derive(Clone, Copy)]
struct PendingValue<'a> {
    node: Node<'a>,
    shape: Shape,
    mode: DecodeMode,
}

/// How a part of the object is checked.
#[derive(Clone, Copy)]
struct DecodeMode {
    /// Unknown fields are refused. Schemas inside schemas are read leniently, by a decoder of
    /// their own (`apiextensions/v1/marshal.go`).
    strict: bool,
    /// Values are validated. A status is not: it is dropped on creation.
    values: bool,
    /// The fields of this value are sure to be its own: it is no item of a list of which text was
    /// lost, whose items may be mixed up.
    sure: bool,
}

/// Everything that is wrong in a value of a shape, in no order.
pub(super) fn faults(
    node: Node<'_>,
    shape: Shape,
    version: Version,
    depth: Depth,
) -> Vec<DecodeFault<'_>> {
    let mode = DecodeMode { strict: true, values: depth == Depth::Values, sure: true };
    let mut walk = DecodeVisitor { version, open: Vec::new(), faults: Vec::new(), depth };
    walk.visit(PendingValue { node, shape, mode });
    while let Some(next) = walk.open.pop() {
        if walk.faults.len() >= LIMIT {
            break;
        }
        walk.enter(next);
    }
    walk.faults
}

impl<'a> DecodeVisitor<'a> {
    /// Checks a scalar at once and leaves a collection for later: no recursion, whatever the depth.
    fn visit(&mut self, value: PendingValue<'a>) {
        let PendingValue { node, shape, .. } = value;
        let enters = match node.value() {
            Value::Null => return,
            Value::Map => matches!(
                shape,
                Shape::Object(_)
                    | Shape::Map(_)
                    | Shape::SchemaOrBool(_)
                    | Shape::SchemaOrList(_)
                    | Shape::SchemaOrStrings(_)
            ),
            Value::List => matches!(
                shape,
                Shape::List(_) | Shape::Bytes | Shape::SchemaOrList(_) | Shape::SchemaOrStrings(_)
            ),
            _ => false,
        };
        if enters {
            self.open.push(value);
        } else if !node.damaged() && !scalar::fits(node, shape) {
            self.faults.push(DecodeFault::Wrong { node, shape });
        }
    }

    fn enter(&mut self, PendingValue { node, shape, mode }: PendingValue<'a>) {
        let lenient = DecodeMode { strict: false, ..mode };
        match shape {
            Shape::Object(ty) => self.object(node, ty, mode),
            Shape::SchemaOrBool(ty) => self.object(node, ty, lenient),
            Shape::SchemaOrList(ty) | Shape::SchemaOrStrings(ty) if node.is_map() => {
                self.object(node, ty, lenient);
            }
            Shape::SchemaOrList(ty) => self.items(node, Shape::Object(ty), lenient),
            Shape::SchemaOrStrings(_) => self.items(node, Shape::Str, lenient),
            Shape::List(of) => self.items(node, of.shape(), mode),
            // Go reads a list of small numbers as bytes, too.
            Shape::Bytes => {
                let bad =
                    |item: &Node<'a>| scalar::int(*item).is_none_or(|n| !(0..256).contains(&n));
                let bad = node.items().filter(|item| !item.is_null()).find(bad);
                self.faults.extend(bad.map(|node| DecodeFault::Wrong { node, shape }));
            }
            Shape::Map(of) => {
                for entry in node.entries() {
                    if self.faults.len() >= LIMIT {
                        return;
                    }
                    self.visit(PendingValue { node: entry.value, shape: of.shape(), mode });
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, list: Node<'a>, shape: Shape, mode: DecodeMode) {
        let mode = DecodeMode { sure: !list.damaged(), ..mode };
        for node in list.items() {
            if self.faults.len() >= LIMIT {
                return;
            }
            match shape {
                Shape::Object(ty) if node.is_null() && mode.values => {
                    self.faults.push(DecodeFault::NullItem { item: node, ty });
                }
                _ => self.visit(PendingValue { node, shape, mode }),
            }
        }
    }

    fn object(&mut self, node: Node<'a>, ty: Type, mode: DecodeMode) {
        for entry in node.entries() {
            if self.faults.len() >= LIMIT {
                return;
            }
            let name = entry.key.as_str().unwrap_or("");
            let Some(field) = ty.field(name, self.version) else {
                let directive = self.depth == Depth::Types && name.starts_with('$');
                if mode.strict && mode.sure && !directive {
                    let (key, value) = (entry.key, entry.value);
                    self.faults.push(DecodeFault::Unknown { holder: node, ty, key, value });
                }
                continue;
            };
            let values = mode.values && name != "status";
            if let Some(gate) = field.dropped_by(self.version)
                && values
                && !entry.value.is_null()
            {
                self.faults.push(DecodeFault::Gated { key: entry.key, gate });
            }
            self.visit(PendingValue {
                node: entry.value,
                shape: field.shape(),
                mode: DecodeMode { values, sure: true, ..mode },
            });
            if values && field.enum_values().len() > 0 {
                self.enumerated(entry.value, ty, field);
            }
        }
        // Where text was lost, what is absent is not reported.
        if mode.values && mode.sure && !node.damaged() {
            self.missing(node, ty);
            self.null_source(node, ty);
        }
    }

    fn enumerated(&mut self, value: Node<'a>, ty: Type, field: Field) {
        let outside = |node: &Node<'a>| {
            let text = node.as_str().unwrap_or("");
            // An empty string is a value that is not set, and is defaulted or missed as such.
            !text.is_empty() && field.enum_values().all(|known| known != text)
        };
        let Some(how) = required::refuses_unknown_values(ty, field) else { return };
        if !value.is_list() {
            if outside(&value) {
                self.faults.push(DecodeFault::Enum { node: value, field, whole_list: None });
            }
            return;
        }
        let whole_list = (how == required::PathEnd::List).then_some(value);
        // An item is not defaulted: null and an empty string are values outside the enum.
        let empty = |node: &Node<'a>| node.is_null() || node.as_str() == Some("");
        let bad = value.items().filter(|node| outside(node) || empty(node));
        self.faults.extend(bad.map(|node| DecodeFault::Enum { node, field, whole_list }));
    }

    fn missing(&mut self, node: Node<'a>, ty: Type) {
        for field in ty.required_fields(self.version) {
            let empty = match node.get(field.name()).map(Node::value) {
                None | Some(Value::Null) => true,
                // Empty is not missing where Go can tell.
                Some(Value::Str(text)) => {
                    text.is_empty() && field.enum_values().len() == 0 && !field.pointer()
                }
                _ => false,
            };
            if empty && required::is_enforced(ty, field) {
                self.faults.push(DecodeFault::Missing { holder: node, field });
            }
        }
    }

    /// A volume whose only member is null becomes an `emptyDir`.
    fn null_source(&mut self, node: Node<'a>, ty: Type) {
        if ty.name() != "core.v1.Volume" {
            return;
        }
        let mut sources = node.entries().filter(|entry| entry.key.as_str() != Some("name"));
        if let (Some(source), None) = (sources.next(), sources.next())
            && source.value.is_null()
            && source.key.as_str() != Some("emptyDir")
        {
            self.faults.push(DecodeFault::NullSource { key: source.key });
        }
    }
}
