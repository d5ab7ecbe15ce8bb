//! The tree of an expression: nodes in one list, each after what it is made of.

use std::ops::Range;

/// A node's place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExprId(pub(super) u32);

#[derive(Debug)]
pub(crate) struct Expr {
    pub(super) nodes: Vec<ExprNode>,
    pub(super) root: ExprId,
}

#[derive(Debug)]
pub(super) struct ExprNode {
    pub(super) kind: ExprKind,
    /// The bytes of the expression.
    pub(super) at: Range<usize>,
    /// How many operators and selections are inside one another here, as cel-go counts them.
    pub(super) depth: u16,
    /// How many nodes are below one another here.
    pub(super) height: u16,
}

#[derive(Debug)]
pub(super) enum ExprKind {
    Literal(Literal),
    /// A name, perhaps with a dot in front.
    Name(String),
    /// `operand.field`, `operand.?field`
    Select {
        operand: ExprId,
        field: String,
        optional: bool,
    },
    /// `has(operand.field)`, by the selection in it.
    Has(ExprId),
    /// Operators are calls of functions named after them, those of any number of operands too.
    Call {
        function: String,
        target: Option<ExprId>,
        args: Vec<ExprId>,
    },
    List(Vec<ExprItem>),
    Map(Vec<(ExprId, ExprItem)>),
    /// `Name{field: value}`
    Struct {
        name: String,
        fields: Vec<(String, Range<usize>, ExprItem)>,
    },
    /// A macro that names variables.
    Fold {
        fold: Fold,
        range: ExprId,
        names: Vec<String>,
        args: Vec<ExprId>,
    },
}

/// An item of a list or map; an optional one has a `?` in front.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExprItem {
    pub(super) value: ExprId,
    pub(super) optional: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    String(String),
    Bytes(Vec<u8>),
}

/// The macros that name variables (`parser/macro.go`, `ext/comprehensions.go`, `ext/lists.go`,
/// `ext/bindings.go`, `cel/library.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    All,
    Exists,
    /// `exists_one`, `existsOne`
    ExistsOne,
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
    OptMap,
    OptFlatMap,
    SortBy,
    /// `cel.bind(name, value, expression)`; `range` is the value.
    Bind,
}

impl Expr {
    pub(super) fn node(&self, id: ExprId) -> &ExprNode {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn kind(&self, id: ExprId) -> &ExprKind {
        &self.node(id).kind
    }

    /// The name with dots that a chain of selections spells, such as `sets.contains`.
    pub(super) fn qualified(&self, id: ExprId) -> Option<String> {
        let mut steps = Vec::new();
        let mut here = id;
        loop {
            match self.kind(here) {
                ExprKind::Name(name) => {
                    steps.push(name.as_str());
                    break;
                }
                ExprKind::Select { operand, field, optional: false } => {
                    steps.push(field);
                    here = *operand;
                }
                _ => return None,
            }
        }
        steps.reverse();
        Some(steps.join(".").trim_start_matches('.').to_owned())
    }

    /// Whether a name is used anywhere, whether shadowed by a macro's variable or not.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.nodes.iter().any(|node| matches!(&node.kind, ExprKind::Name(other) if other == name))
    }
}
