//! What an expression may cost at most, before it is run (cel-go's `checker/cost.go`).
//!
//! The server refuses rules whose estimate is too high. It follows from the sizes that the schema
//! allows, so some of its oddities are kept: that values which are not from the object have the
//! size of the object itself, for example.

mod calls;
mod macros;
mod path;
mod size;

use std::collections::BTreeSet;

pub(crate) use self::size::Sizes;
use self::{
    path::{Paths, SizePath},
    size::Size,
};
use super::{
    CelType, Env, Expr,
    check::{ResolvedName, analysis},
    tree::{ExprId, ExprItem, ExprKind, Literal},
};

const LIST: u64 = 10;
const MAP: u64 = 30;
const STRING: f64 = 0.1;
const PATTERN: f64 = 0.25;

/// What an expression costs at most.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    pub cost: u64,
    /// The paths whose sizes it depends on; the first step is the variable.
    pub paths: BTreeSet<Vec<String>>,
}

/// What an expression costs at most, if values have these sizes; `None` where it was not checked.
pub(crate) fn estimate(tree: &Expr, env: &Env, sizes: &Sizes) -> Option<Estimate> {
    let analysis = analysis(tree, env).ok().flatten()?;
    let count = tree.nodes.len();
    let mut estimator = Estimator {
        tree,
        references: analysis.references,
        types: analysis.types,
        sizes,
        buffers: Paths::default(),
        paths: vec![SizePath::default(); count],
        known: vec![None; count],
        items: vec![None; count],
        scope: Vec::new(),
        asked: BTreeSet::new(),
    };
    let cost = estimator.cost(tree.root);
    Some(Estimate { cost, paths: estimator.asked })
}

/// The sizes of the keys and values in a list or map that an expression makes.
#[derive(Clone, Copy, Debug)]
struct Inner {
    map: bool,
    key: Size,
    value: Size,
}

impl Inner {
    fn union(self, other: Inner) -> Inner {
        let (key, value) = (self.key.union(other.key), self.value.union(other.value));
        Inner { map: self.map, key, value }
    }
}

/// A variable of a macro.
struct Local {
    name: String,
    path: SizePath,
    size: Option<Size>,
    inner: Option<Inner>,
}

struct Estimator<'a> {
    tree: &'a Expr,
    /// Of each node, as the following ones.
    references: Vec<ResolvedName>,
    types: Vec<CelType>,
    sizes: &'a Sizes,
    buffers: Paths,
    paths: Vec<SizePath>,
    known: Vec<Option<Size>>,
    items: Vec<Option<Inner>>,
    scope: Vec<Local>,
    /// The paths whose sizes were needed.
    asked: BTreeSet<Vec<String>>,
}

/// A cost by a size and a factor.
fn by(size: u64, factor: f64) -> u64 {
    let cost = (size as f64 * factor).ceil();
    #[expect(clippy::cast_sign_loss, reason = "costs are not negative, and cut to the maximum")]
    let cost = cost as u64;
    cost
}

impl<'a> Estimator<'a> {
    fn type_of(&self, id: ExprId) -> &CelType {
        self.types.get(id.0 as usize).unwrap_or(&CelType::Dyn)
    }

    fn set_path(&mut self, id: ExprId, path: SizePath) {
        if let Some(place) = self.paths.get_mut(id.0 as usize) {
            *place = path;
        }
    }

    fn set_size(&mut self, id: ExprId, size: Option<Size>) {
        if let (Some(place), Some(_)) = (self.known.get_mut(id.0 as usize), size) {
            *place = size;
        }
    }

    fn set_inner(&mut self, id: ExprId, inner: Option<Inner>) {
        if let (Some(place), Some(_)) = (self.items.get_mut(id.0 as usize), inner) {
            *place = inner;
        }
    }

    fn local(&self, id: ExprId) -> Option<&Local> {
        match (self.references.get(id.0 as usize), self.tree.kind(id)) {
            (Some(ResolvedName::Variable(name)), ExprKind::Name(_)) => {
                self.scope.iter().rev().find(|local| local.name == *name)
            }
            _ => None,
        }
    }

    fn path(&self, id: ExprId) -> SizePath {
        match self.local(id) {
            Some(local) => local.path,
            None => self.paths.get(id.0 as usize).copied().unwrap_or_default(),
        }
    }

    /// The size of a value, if anything is known of it (`computeSize`).
    fn size(&mut self, id: ExprId) -> Option<Size> {
        if let Some(size) = self.known.get(id.0 as usize).copied().flatten() {
            return Some(size);
        }
        if let Some(size) = self.written(id) {
            return Some(Size::fixed(size));
        }
        if let Some(size) = self.size_at(self.path(id)) {
            self.set_size(id, Some(size));
            return Some(size);
        }
        if is_scalar(self.type_of(id)) {
            return Some(Size::fixed(1));
        }
        self.local(id).and_then(|local| local.size)
    }

    /// The size that the schema allows at a path.
    fn size_at(&mut self, path: SizePath) -> Option<Size> {
        let steps = self.buffers.steps(path);
        let size = self.sizes.at(steps)?;
        if !self.asked.contains(steps) {
            self.asked.insert(steps.to_vec());
        }
        Some(size)
    }

    /// The size of what is written out.
    fn written(&self, id: ExprId) -> Option<u64> {
        Some(match self.tree.kind(id) {
            ExprKind::Literal(Literal::String(text)) => text.chars().count() as u64,
            ExprKind::Literal(Literal::Bytes(bytes)) => bytes.len() as u64,
            ExprKind::Literal(_) => 1,
            ExprKind::List(items) => items.len() as u64,
            ExprKind::Map(entries) => entries.len() as u64,
            _ => return None,
        })
    }

    fn size_or_unknown(&mut self, id: ExprId) -> Size {
        self.size(id).unwrap_or(Size::UNKNOWN)
    }

    fn inner(&self, id: ExprId) -> Option<Inner> {
        let known = self.items.get(id.0 as usize).copied().flatten();
        known.or_else(|| self.local(id).and_then(|local| local.inner))
    }

    fn cost(&mut self, id: ExprId) -> u64 {
        let tree: &'a Expr = self.tree;
        let reference = self.references.get(id.0 as usize);
        if let Some(ResolvedName::Variable(name) | ResolvedName::Type(name)) = reference {
            let path = match self.local(id) {
                Some(local) => local.path,
                None => self.buffers.of(name),
            };
            self.set_path(id, path);
            return 1;
        }
        match tree.kind(id) {
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Struct { .. } => 0,
            // What is optional is a call of an operator.
            ExprKind::Select { operand, optional: true, .. } => {
                self.cost(*operand).saturating_add(1)
            }
            ExprKind::Select { operand, field, .. } => self.select(id, *operand, field),
            ExprKind::Has(selection) => match tree.kind(*selection) {
                ExprKind::Select { operand, .. } => self.cost(*operand),
                _ => 0,
            },
            ExprKind::Call { function, target, args } => self.call(id, function, *target, args),
            ExprKind::List(items) => self.list(id, items),
            ExprKind::Map(entries) => self.map(id, entries),
            ExprKind::Fold { fold, range, names, args } => {
                self.fold(id, *fold, *range, names, args)
            }
        }
    }

    fn select(&mut self, id: ExprId, operand: ExprId, field: &str) -> u64 {
        let cost = self.cost(operand);
        let counts =
            matches!(self.type_of(operand), CelType::Map(_) | CelType::Object(_) | CelType::Var(_));
        let path = self.buffers.append(self.path(operand), field);
        self.set_path(id, path);
        cost.saturating_add(u64::from(counts))
    }

    fn list(&mut self, id: ExprId, items: &[ExprItem]) -> u64 {
        let mut cost = LIST;
        let mut size: Option<Size> = None;
        for item in items {
            cost = cost.saturating_add(self.cost(item.value));
            let of = self.size_or_unknown(item.value);
            size = Some(size.map_or(of, |size| size.union(of)));
        }
        let value = size.unwrap_or(Size::fixed(0));
        self.set_inner(id, Some(Inner { map: false, key: Size::fixed(1), value }));
        cost
    }

    fn map(&mut self, id: ExprId, entries: &[(ExprId, ExprItem)]) -> u64 {
        let mut cost = MAP;
        let mut sizes: Option<(Size, Size)> = None;
        for (key, item) in entries {
            cost = cost.saturating_add(self.cost(*key)).saturating_add(self.cost(item.value));
            let (k, v) = (self.size_or_unknown(*key), self.size_or_unknown(item.value));
            sizes = Some(sizes.map_or((k, v), |(key, value)| (key.union(k), value.union(v))));
        }
        let (key, value) = sizes.unwrap_or((Size::fixed(0), Size::fixed(0)));
        self.set_inner(id, Some(Inner { map: true, key, value }));
        cost
    }
}

/// Whether values of a type have no size (`isScalar`).
fn is_scalar(type_: &CelType) -> bool {
    match type_ {
        CelType::Bool
        | CelType::Double
        | CelType::Duration
        | CelType::Int
        | CelType::Timestamp
        | CelType::Uint => true,
        CelType::Optional(of) => is_scalar(of),
        _ => false,
    }
}
