//! Macros, which are steps of their own (`parser/macro.go`, `ext/comprehensions.go`,
//! `ext/lists.go`, `ext/bindings.go`, `cel/library.go`).

use std::sync::Arc;

use super::{BindStep, FoldStep, OptMapStep, PlanStep, Planned, Planner, SortByStep, only};
use crate::cel::{
    CelFault,
    check::ResolvedName,
    cost::CallCost,
    tree::{ExprId, Fold},
};

impl Planner<'_> {
    pub(super) fn fold(
        &mut self,
        id: ExprId,
        fold: Fold,
        range: ExprId,
        names: &[String],
        args: &[ExprId],
    ) -> Planned {
        let Some((last, conditions)) = args.split_last() else {
            return Err(CelFault::Unknown("a macro without arguments"));
        };
        let range = self.step(range)?;
        let mut slots = [None, None];
        for (slot, name) in slots.iter_mut().zip(names) {
            *slot = Some(self.scope.open(name));
        }
        let condition = conditions.first().map(|id| self.step(*id)).transpose();
        let body = self.step(*last);
        self.scope.close(names.len());
        let (condition, body) = (condition?, body?);
        let slot = slots[0].unwrap_or_default();
        Ok(match fold {
            Fold::Bind => PlanStep::Bind(Box::new(BindStep { slot, value: range, body })),
            Fold::OptMap | Fold::OptFlatMap => {
                let operand = Arc::new(range);
                let value = PlanStep::OptionalValue(operand.clone());
                let flat = fold == Fold::OptFlatMap;
                PlanStep::OptMap(Box::new(OptMapStep { operand, slot, value, body, flat }))
            }
            Fold::SortBy => {
                let overload = match self.reference(id) {
                    ResolvedName::Function { overloads, .. } => only(overloads),
                    _ => None,
                };
                let cost = CallCost::of("sortBy", true, overload);
                PlanStep::SortBy(Box::new(SortByStep { operand: range, slot, key: body, cost }))
            }
            _ => PlanStep::Fold(Box::new(FoldStep { fold, range, slots, condition, body })),
        })
    }
}
