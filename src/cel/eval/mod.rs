//! Evaluation of a program, with what it costs (cel-go's `interpreter/interpretable.go` and
//! `interpreter/runtimecost.go`).
//!
//! An error is a value to some operators: `false && x` is false whatever `x` does. What a call
//! costs is counted as cel-go does, and the evaluation ends where the limit is exceeded.

mod attributes;
mod folds;
mod maps;

use super::{
    CelFault,
    budget::MemoryBudget,
    cost,
    library::operators,
    plan::{BindStep, CallStep, ItemStep, MemberStep, OptMapStep, PlanStep, Program, SortByStep},
    value::{
        CelResult, CelValue,
        equal::{equal, same},
    },
};

/// What one evaluation may cost (`PerCallLimit` of `k8s.io/apiserver/pkg/apis/cel`).
pub(crate) const CALL_LIMIT: u64 = 1_000_000;
const LIST_COST: u64 = 10;
const MAP_COST: u64 = 30;

impl Program {
    /// The value of the program and what it cost. `variables` are those of the environment, in
    /// its order; those that are missing cannot be read.
    pub(crate) fn evaluate<'a>(
        &'a self,
        variables: Vec<Option<CelResult<'a>>>,
        limit: u64,
    ) -> (CelResult<'a>, u64) {
        let given = variables.into_iter().map(|value| value.map_or(Slot::Empty, Slot::Ready));
        let mut slots: Vec<Slot<'a>> = given.collect();
        slots.resize_with(self.slots.max(slots.len()), || Slot::Empty);
        let names = &self.variables;
        let mut run =
            EvaluationRun { names, slots, cost: 0, limit, budget: MemoryBudget::default() };
        let result = run.step(&self.root);
        (result, run.cost)
    }
}

/// The place of a variable.
enum Slot<'a> {
    Empty,
    Ready(CelResult<'a>),
    /// Evaluated when it is first read.
    Lazy(&'a PlanStep),
}

struct EvaluationRun<'a> {
    /// Of the variables of the environment.
    names: &'a [String],
    slots: Vec<Slot<'a>>,
    cost: u64,
    limit: u64,
    budget: MemoryBudget,
}

impl<'a> EvaluationRun<'a> {
    fn charge(&mut self, cost: u64) -> Result<(), CelFault> {
        self.cost = self.cost.saturating_add(cost);
        if self.cost > self.limit { Err(CelFault::TooCostly) } else { Ok(()) }
    }

    fn set(&mut self, slot: usize, value: Slot<'a>) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }

    fn step(&mut self, step: &'a PlanStep) -> CelResult<'a> {
        match step {
            PlanStep::Constant(value) => Ok(value.clone()),
            PlanStep::Attribute(attribute) => self.attribute(attribute),
            PlanStep::And(terms) => self.logical(terms, false),
            PlanStep::Or(terms) => self.logical(terms, true),
            PlanStep::Equal { operands, negated } => self.equality(operands, *negated),
            PlanStep::Call(call) => self.call(call),
            PlanStep::Member(member) => self.member(member),
            PlanStep::OrElse { operands, unwrap } => self.or_else(operands, *unwrap),
            PlanStep::List(items) => self.list(items),
            PlanStep::Map(entries) => self.map(entries),
            PlanStep::Fold(fold) => self.fold(fold),
            PlanStep::OptMap(step) => self.opt_map(step),
            PlanStep::Bind(bind) => self.bind(bind),
            PlanStep::SortBy(sort) => self.sort_by(sort),
            PlanStep::OptionalValue(operand) => self.optional_value(operand),
        }
    }

    /// The value of a step as something to go on with: what ends the evaluation is given on.
    fn attempt(&mut self, step: &'a PlanStep) -> Result<CelResult<'a>, CelFault> {
        match self.step(step) {
            Err(fault) if !fault.is_failure() => Err(fault),
            outcome => Ok(outcome),
        }
    }

    /// `&&`, or `||` where `decides` is true.
    fn logical(&mut self, terms: &'a [PlanStep], decides: bool) -> CelResult<'a> {
        let mut fault = None;
        for term in terms {
            match truth(self.attempt(term)?) {
                Ok(value) if value == decides => return Ok(CelValue::Bool(decides)),
                Ok(_) => {}
                Err(found) => {
                    fault.get_or_insert(found);
                }
            }
        }
        fault.map_or(Ok(CelValue::Bool(!decides)), Err)
    }

    fn equality(&mut self, operands: &'a [PlanStep; 2], negated: bool) -> CelResult<'a> {
        let left = self.attempt(&operands[0])?;
        let right = self.attempt(&operands[1])?;
        let size = |value: &CelResult<'a>| value.clone().unwrap_or(CelValue::Null);
        let (Ok(a), Ok(b)) = (&left, &right) else {
            self.charge(cost::of_equality(&size(&left), &size(&right), negated))?;
            return left.and(right);
        };
        let result = equal(a, b);
        self.charge(cost::of_equality(a, b, negated))?;
        if negated {
            // A comparison that fails is not equal.
            return Ok(CelValue::Bool(result != Ok(true)));
        }
        result.map(CelValue::Bool)
    }

    /// A call. Functions of at most two arguments evaluate both, others stop at the first fault.
    fn call(&mut self, call: &'a CallStep) -> CelResult<'a> {
        const NONE: CelValue<'static> = CelValue::Null;
        let count = call.args.len().min(4);
        let mut args: [CelValue<'a>; 4] = [NONE; 4];
        let mut fault = None;
        for (index, arg) in call.args.iter().enumerate().take(count) {
            match self.attempt(arg)? {
                Ok(value) => args[index] = value,
                Err(found) => {
                    if !call.eager && index + 1 < count {
                        return Err(found);
                    }
                    fault.get_or_insert(found);
                }
            }
        }
        let args = &args[..count];
        let result = match fault {
            Some(fault) => Err(call.cost.broken().unwrap_or(fault)),
            None => (call.function)(&mut self.budget, args, call.pattern.as_ref()),
        };
        if !matches!(result, Err(CelFault::Broken(_))) {
            self.charge(call.cost.count(args, result.as_ref().ok()))?;
        }
        result
    }

    fn member(&mut self, member: &'a MemberStep) -> CelResult<'a> {
        let value = self.step(&member.operand)?;
        Ok(CelValue::Bool(member.of.iter().any(|item| same(item, &value) == Ok(true))))
    }

    fn or_else(&mut self, operands: &'a [PlanStep; 2], unwrap: bool) -> CelResult<'a> {
        match self.step(&operands[0])? {
            CelValue::Optional(Some(value)) if unwrap => Ok((*value).clone()),
            CelValue::Optional(None) => self.step(&operands[1]),
            other => Ok(other),
        }
    }

    /// The value of an item; `None` for an optional one without a value.
    fn item(&mut self, item: &'a ItemStep) -> Result<Option<CelValue<'a>>, CelFault> {
        let value = self.step(&item.value)?;
        if !item.optional {
            return Ok(Some(value));
        }
        match value {
            CelValue::Optional(value) => Ok(value.map(|value| (*value).clone())),
            _ => Err(CelFault::new(
                "cannot initialize optional list element from non-optional value",
            )),
        }
    }

    fn list(&mut self, items: &'a [ItemStep]) -> CelResult<'a> {
        let mut values = Vec::with_capacity(items.len());
        let mut fault = None;
        for item in items {
            match self.item(item) {
                Ok(value) => values.extend(value),
                Err(found) => {
                    fault = Some(found);
                    break;
                }
            }
        }
        // The cost of a list is counted even if an item of it fails.
        if fault.as_ref().is_none_or(CelFault::is_failure) {
            self.charge(LIST_COST)?;
        }
        fault.map_or_else(|| Ok(CelValue::list(values)), Err)
    }

    fn bind(&mut self, bind: &'a BindStep) -> CelResult<'a> {
        self.set(bind.slot, Slot::Lazy(&bind.value));
        self.step(&bind.body)
    }

    /// `optMap` evaluates its operand once to see whether there is a value, and once for it.
    fn opt_map(&mut self, step: &'a OptMapStep) -> CelResult<'a> {
        let operand = self.attempt(&step.operand)?;
        self.charge(1)?;
        match operand? {
            CelValue::Optional(None) => {
                self.charge(1)?;
                Ok(CelValue::Optional(None))
            }
            CelValue::Optional(Some(_)) => {
                self.set(step.slot, Slot::Lazy(&step.value));
                let result = self.attempt(&step.body)?;
                if step.flat {
                    return result;
                }
                self.charge(1)?;
                result.map(CelValue::some)
            }
            _ => Err(CelFault::no_overload()),
        }
    }

    fn optional_value(&mut self, operand: &'a PlanStep) -> CelResult<'a> {
        let operand = self.attempt(operand)?;
        self.charge(1)?;
        match operand? {
            CelValue::Optional(Some(value)) => Ok((*value).clone()),
            CelValue::Optional(None) => Err(CelFault::new("optional.none() dereference")),
            _ => Err(CelFault::no_overload()),
        }
    }

    /// The list is a variable, which is read for the keys and for the call.
    fn sort_by(&mut self, sort: &'a SortByStep) -> CelResult<'a> {
        let list = self.attempt(&sort.operand)?;
        self.charge(2)?;
        let keys = match &list {
            Ok(CelValue::List(items)) => {
                let constant = matches!(sort.key, PlanStep::Constant(_));
                self.mapped(items, sort.slot, &sort.key, constant)?
            }
            Ok(_) => Err(CelFault::no_overload()),
            Err(fault) => Err(fault.clone()),
        };
        let args = match (list, keys) {
            (Ok(list), Ok(keys)) => [list, keys],
            (_, Err(fault)) | (Err(fault), _) => return Err(sort.cost.broken().unwrap_or(fault)),
        };
        let result = operators::sorted_by(&args[0], &args[1]);
        self.charge(sort.cost.count(&args, result.as_ref().ok()))?;
        result
    }
}

/// The truth of a term.
fn truth(outcome: CelResult<'_>) -> Result<bool, CelFault> {
    match outcome? {
        CelValue::Bool(value) => Ok(value),
        _ => Err(CelFault::no_overload()),
    }
}

#[cfg(test)]
mod tests;
