//! What macros cost at most, as the loops that they stand for (`costComprehension`).

use super::{Estimator, Inner, LIST, Local, MAP, Size, SizePath, by};
use crate::cel::{
    CelType,
    tree::{ExprId, Fold},
};

impl Estimator<'_> {
    pub(super) fn fold(
        &mut self,
        id: ExprId,
        fold: Fold,
        range: ExprId,
        names: &[String],
        args: &[ExprId],
    ) -> u64 {
        let Some((body, conditions)) = args.split_last() else { return 0 };
        let name = names.first().map_or("", String::as_str);
        match fold {
            Fold::Bind => {
                let value = self.cost(range);
                let (path, size, inner) = (self.path(range), self.size(range), self.inner(range));
                self.within(name, path, size, inner);
                let cost = self.cost(*body);
                self.copy(id, *body);
                self.scope.pop();
                LIST.saturating_add(value).saturating_add(cost)
            }
            Fold::OptMap | Fold::OptFlatMap => {
                let operand = self.cost(range);
                let value = self.type_of(range).inner()[0].cloned().unwrap_or(CelType::Dyn);
                let size = super::is_scalar(&value).then(|| Size::fixed(1));
                self.within(name, SizePath::default(), size, None);
                let body = self.cost(*body);
                self.scope.pop();
                let of = u64::from(fold == Fold::OptMap);
                let bound = [LIST, operand, 1, body, of].into_iter().fold(0, u64::saturating_add);
                operand.saturating_add(1).saturating_add(bound.max(1))
            }
            Fold::SortBy => self.sort_by(range, name, *body),
            _ => self.comprehension(id, fold, range, names, conditions.first().copied(), *body),
        }
    }

    fn within(&mut self, name: &str, path: SizePath, size: Option<Size>, inner: Option<Inner>) {
        self.scope.push(Local { name: name.to_owned(), path, size, inner });
    }

    fn copy(&mut self, to: ExprId, from: ExprId) {
        let (size, inner) = (self.size(from), self.inner(from));
        self.set_size(to, size);
        self.set_inner(to, inner);
    }

    /// Adds the variables of a loop.
    fn iterate(&mut self, range: ExprId, names: &[String]) {
        let inner = self.inner(range);
        let map = inner.map_or(!matches!(self.type_of(range), CelType::List(_)), |inner| inner.map);
        let path = self.path(range);
        let mut below = |step: &str| self.buffers.append(path, step);
        let (key, value) = (inner.map(|inner| inner.key), inner.map(|inner| inner.value));
        let variables = match (names.len(), map) {
            (1, true) => vec![(below("@keys"), key)],
            (1, false) => vec![(below("@items"), value)],
            (_, true) => vec![(below("@keys"), key), (below("@values"), value)],
            (_, false) => vec![(below("@indices"), key), (below("@items"), value)],
        };
        for (name, (path, size)) in names.iter().zip(variables) {
            self.within(name, path, size, None);
        }
    }

    fn comprehension(
        &mut self,
        id: ExprId,
        fold: Fold,
        range: ExprId,
        names: &[String],
        condition: Option<ExprId>,
        body: ExprId,
    ) -> u64 {
        let mut cost = self.cost(range);
        let outside = self.scope.len();
        self.iterate(range, names);
        let filter = condition.map_or(0, |condition| self.cost(condition));
        let body_cost = self.cost(body);
        let made = match fold {
            Fold::Filter => self.scope.get(outside).map(|local| (local.path, local.size)),
            _ => None,
        };
        let item = match made {
            Some((path, size)) => {
                let known = self.size_at(path);
                known.or(size).or_else(|| self.item_size(range))
            }
            None => self.size(body),
        };
        self.scope.truncate(outside);
        let count = self.size_or_unknown(range);
        let turn = match fold {
            Fold::All => body_cost.saturating_add(3),
            Fold::Exists => body_cost.saturating_add(4),
            Fold::ExistsOne => body_cost.saturating_add(2),
            Fold::Filter => body_cost.saturating_add(13),
            Fold::TransformMap => body_cost.saturating_add(filter).saturating_add(3),
            Fold::TransformMapEntry => body_cost.saturating_add(filter).saturating_add(2),
            _ => body_cost.saturating_add(filter).saturating_add(12),
        };
        let (start, end) = match fold {
            Fold::All | Fold::Exists => (0, 1),
            Fold::ExistsOne => (0, 2),
            Fold::TransformMap | Fold::TransformMapEntry => (MAP, 1),
            _ => (LIST, 1),
        };
        cost = cost.saturating_add(start + end).saturating_add(count.max.saturating_mul(turn));
        match fold {
            Fold::All | Fold::Exists | Fold::ExistsOne => self.set_size(id, Some(Size::fixed(1))),
            Fold::TransformMap | Fold::TransformMapEntry => self.set_size(id, Some(count)),
            _ => {
                let value = item.unwrap_or(Size::UNKNOWN).union(Size::fixed(0));
                self.set_size(id, Some(count));
                self.set_inner(id, Some(Inner { map: false, key: Size::fixed(1), value }));
            }
        }
        cost
    }

    /// The size of the items of a list that are scalar.
    fn item_size(&self, range: ExprId) -> Option<Size> {
        let item = self.type_of(range).inner()[0]?;
        super::is_scalar(item).then(|| Size::fixed(1))
    }

    /// The list is bound to a variable, its keys are made by `map`, and both are given to a call.
    fn sort_by(&mut self, range: ExprId, name: &str, key: ExprId) -> u64 {
        let list = self.cost(range);
        let outside = self.scope.len();
        self.iterate(range, &[name.to_owned()]);
        let key_cost = self.cost(key);
        self.scope.truncate(outside);
        let count = self.size_or_unknown(range).max;
        let keys = count.saturating_mul(key_cost.saturating_add(12)).saturating_add(1 + LIST + 1);
        let text = matches!(self.type_of(key), CelType::String | CelType::Bytes);
        let factor = if text { 2.1 } else { 2.0 };
        let sort = by(count.saturating_mul(count), factor).saturating_add(1 + LIST);
        [LIST, list, 1, keys, sort].into_iter().fold(0, u64::saturating_add)
    }
}
