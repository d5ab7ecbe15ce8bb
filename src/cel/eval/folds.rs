//! Macros over lists and maps (`evalFold` of cel-go's `interpreter/interpretable.go` with the
//! expressions of `parser/macro.go` and `ext/comprehensions.go`).
//!
//! They are loops with an accumulator, an expression each for whether to go on, for the next
//! accumulator and for the result; the numbers here are what those expressions cost.

use super::{EvaluationRun, Slot, truth};
use crate::cel::{
    CelFault,
    plan::{FoldStep, PlanStep},
    tree::Fold,
    value::{CelResult, CelValue, ListValue},
};

/// What a loop goes through.
enum Range<'a> {
    List(ListValue<'a>),
    Entries(Vec<(CelValue<'a>, CelResult<'a>)>),
}

impl Range<'_> {
    fn len(&self) -> usize {
        match self {
            Range::List(list) => list.len(),
            Range::Entries(entries) => entries.len(),
        }
    }
}

impl<'a> EvaluationRun<'a> {
    pub(super) fn fold(&mut self, fold: &'a FoldStep) -> CelResult<'a> {
        let two = fold.slots[1].is_some();
        let range = match self.step(&fold.range)? {
            CelValue::List(list) => Range::List(list),
            CelValue::Map(map) => {
                self.budget.items(map.len())?;
                Range::Entries(map.entries())
            }
            other if two => {
                let name = go_name(&other);
                return Err(CelFault::from(format!(
                    "unsupported comprehension range type: {name}"
                )));
            }
            other => {
                let name = go_name(&other);
                return Err(CelFault::from(format!("got '{name}', expected iterable type")));
            }
        };
        match fold.fold {
            Fold::All => self.quantifier(fold, &range, false),
            Fold::Exists => self.quantifier(fold, &range, true),
            Fold::ExistsOne => self.exists_one(fold, &range),
            Fold::TransformMap | Fold::TransformMapEntry => self.transform_map(fold, &range),
            _ => self.transform_list(fold, &range),
        }
    }

    /// Sets the variables for one turn.
    fn turn(&mut self, fold: &FoldStep, range: &Range<'a>, index: usize) {
        let values = match (range, fold.slots[1].is_some()) {
            (Range::List(list), false) => [list.get(index), None],
            (Range::List(list), true) => [Some(Ok(CelValue::Int(index as i64))), list.get(index)],
            (Range::Entries(entries), _) => match entries.get(index) {
                Some((key, value)) => [Some(Ok(key.clone())), Some(value.clone())],
                None => [None, None],
            },
        };
        for (slot, value) in fold.slots.iter().zip(values) {
            if let Some(slot) = slot {
                self.set(*slot, value.map_or(Slot::Empty, Slot::Ready));
            }
        }
    }

    /// `all`, or `exists` where `decides` is true. Faults count only if no item decides.
    fn quantifier(
        &mut self,
        fold: &'a FoldStep,
        range: &Range<'a>,
        decides: bool,
    ) -> CelResult<'a> {
        let mut fault = None;
        let turn_cost = if decides { 4 } else { 3 };
        for index in 0..range.len() {
            self.charge(turn_cost)?;
            self.turn(fold, range, index);
            match truth(self.attempt(&fold.body)?) {
                Ok(value) if value == decides => {
                    // The next turn sees that there is nothing more to do.
                    if index + 1 < range.len() {
                        self.charge(turn_cost - 1)?;
                    }
                    self.charge(1)?;
                    return Ok(CelValue::Bool(decides));
                }
                Ok(_) => {}
                Err(found) => {
                    fault.get_or_insert(found);
                }
            }
        }
        self.charge(1)?;
        fault.map_or(Ok(CelValue::Bool(!decides)), Err)
    }

    fn exists_one(&mut self, fold: &'a FoldStep, range: &Range<'a>) -> CelResult<'a> {
        let mut count = Ok(0);
        for index in 0..range.len() {
            self.turn(fold, range, index);
            match truth(self.attempt(&fold.body)?) {
                Ok(true) => {
                    self.charge(2)?;
                    count = count.map(|count| count + 1);
                }
                Ok(false) => {}
                Err(fault) => count = Err(fault),
            }
        }
        self.charge(2)?;
        count.map(|count| CelValue::Bool(count == 1))
    }

    /// Whether the condition of a turn holds; a fault of it is the accumulator from then on.
    fn holds(&mut self, fold: &'a FoldStep) -> Result<Result<bool, CelFault>, CelFault> {
        match &fold.condition {
            Some(condition) => Ok(truth(self.attempt(condition)?)),
            None => Ok(Ok(true)),
        }
    }

    /// `map`, `filter` and `transformList`.
    fn transform_list(&mut self, fold: &'a FoldStep, range: &Range<'a>) -> CelResult<'a> {
        let filter = fold.fold == Fold::Filter;
        let constant = matches!(fold.body, PlanStep::Constant(_)) && !filter;
        let mut items = Ok(Vec::new());
        for index in 0..range.len() {
            self.turn(fold, range, index);
            let holds = if filter { truth(self.attempt(&fold.body)?) } else { self.holds(fold)? };
            match holds {
                Ok(false) => continue,
                Ok(true) => {}
                Err(fault) => {
                    items = Err(fault);
                    continue;
                }
            }
            let item = if filter {
                // The item is read once more, for the list that is added.
                self.charge(1)?;
                self.slot_value(fold)
            } else {
                self.attempt(&fold.body)?
            };
            self.charge(if constant { 2 } else { 12 })?;
            self.budget.items(1)?;
            collect(&mut items, item);
        }
        self.charge(1)?;
        items.map(CelValue::list)
    }

    fn slot_value(&self, fold: &FoldStep) -> CelResult<'a> {
        match fold.slots[0].and_then(|slot| self.slots.get(slot)) {
            Some(Slot::Ready(value)) => value.clone(),
            _ => Err(CelFault::new("no such overload")),
        }
    }

    /// The values of an expression for the items of a list, as `map` gives them; they cost as much.
    pub(super) fn mapped(
        &mut self,
        list: &ListValue<'a>,
        slot: usize,
        key: &'a PlanStep,
        constant: bool,
    ) -> Result<CelResult<'a>, CelFault> {
        let mut keys = Ok(Vec::new());
        for item in list.iter() {
            self.set(slot, Slot::Ready(item));
            let key = self.attempt(key)?;
            self.charge(if constant { 2 } else { 12 })?;
            self.budget.items(1)?;
            collect(&mut keys, key);
        }
        self.charge(1)?;
        Ok(keys.map(CelValue::list))
    }

    fn transform_map(&mut self, fold: &'a FoldStep, range: &Range<'a>) -> CelResult<'a> {
        let whole = fold.fold == Fold::TransformMapEntry;
        let mut made = Ok(Vec::new());
        for index in 0..range.len() {
            self.turn(fold, range, index);
            match self.holds(fold)? {
                Ok(false) => continue,
                Ok(true) => {}
                Err(fault) => {
                    made = Err(fault);
                    continue;
                }
            }
            self.charge(1)?;
            if made.is_err() && !whole {
                continue;
            }
            if !whole {
                self.charge(1)?;
            }
            let value = self.attempt(&fold.body)?;
            self.charge(1)?;
            self.budget.items(1)?;
            let key = self.slot_value(fold);
            match (value, key) {
                (Err(fault), _) | (_, Err(fault)) => {
                    if made.is_ok() {
                        made = Err(fault);
                    }
                }
                (Ok(value), _) if whole => {
                    if let (Ok(made), CelValue::Map(map)) = (&mut made, &value) {
                        made.extend(map.entries());
                    }
                }
                (Ok(value), Ok(key)) => {
                    if let Ok(made) = &mut made {
                        made.push((key, Ok(value)));
                    }
                }
            }
        }
        self.charge(1)?;
        let entries = made?;
        CelValue::map_once(entries)
    }
}

/// Adds an item, unless one before it failed or it does.
fn collect<'a>(items: &mut Result<Vec<CelValue<'a>>, CelFault>, item: CelResult<'a>) {
    if let Ok(list) = items {
        match item {
            Ok(item) => list.push(item),
            Err(fault) => *items = Err(fault),
        }
    }
}

/// The Go type of a value, for messages.
fn go_name(value: &CelValue<'_>) -> &'static str {
    match value {
        CelValue::Null => "types.Null",
        CelValue::Bool(_) => "types.Bool",
        CelValue::Int(_) => "types.Int",
        CelValue::Uint(_) => "types.Uint",
        CelValue::Double(_) => "types.Double",
        CelValue::Str(_) => "types.String",
        CelValue::Bytes(_) => "types.Bytes",
        CelValue::Timestamp(_) => "types.Timestamp",
        CelValue::Duration(_) => "types.Duration",
        CelValue::Optional(_) => "*types.Optional",
        _ => "*types.Type",
    }
}
