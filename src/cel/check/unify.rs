//! Which types fit where, and what follows from it for those that are not known at first, such as
//! the items of an empty list (`checker/types.go`).

use crate::cel::{CelType, functions::Overload};

/// So many steps of comparing are taken; what requires more is not checked.
const MAX_STEPS: u32 = 200_000;
/// Deeper types are not checked.
const MAX_NESTING: u32 = 60;

/// The types that are variables at first, and what the expression says of them so far.
#[derive(Default)]
pub(super) struct Unifier {
    /// What is known of each variable.
    known: Vec<Option<CelType>>,
    /// What became known, and what was known before, to go back.
    trail: Vec<(u32, Option<CelType>)>,
    steps: u32,
    /// The expression cannot be checked any more.
    pub(super) lost: bool,
}

impl Unifier {
    /// Stops checking; what follows has no effect.
    pub(super) fn lose(&mut self) -> CelType {
        self.lost = true;
        CelType::Dyn
    }

    /// A type of which nothing is known yet.
    pub(super) fn unknown(&mut self) -> CelType {
        self.known.push(None);
        CelType::Var(self.known.len() as u32 - 1)
    }

    /// A type that was put together, unless it grew too large.
    pub(super) fn made(&mut self, type_: CelType) -> CelType {
        let mut left = 500_u32;
        if weighs(&type_, &mut left, MAX_NESTING) { type_ } else { self.lose() }
    }

    /// Whether a value of type `a` may be used where `b` is wanted; if so, what follows is known.
    pub(super) fn fits(&mut self, a: &CelType, b: &CelType) -> bool {
        let mark = self.trail.len();
        let fits = self.assign(a, b, 0);
        if !fits {
            self.undo(mark);
        }
        fits
    }

    /// The type that a call gives if its arguments have the types that an overload wants.
    pub(super) fn given_by(&mut self, overload: &Overload, types: &[CelType]) -> Option<CelType> {
        if overload.args.len() != types.len() {
            return None;
        }
        let first = self.known.len() as u32;
        self.known.resize(self.known.len() + overload.variables as usize, None);
        let wanted: Vec<CelType> = overload.args.iter().map(|arg| instance(arg, first)).collect();
        let mark = self.trail.len();
        if !types.iter().zip(&wanted).all(|(given, wanted)| self.assign(given, wanted, 0)) {
            self.undo(mark);
            return None;
        }
        Some(self.resolved(&instance(&overload.result, first)))
    }

    /// A type with what is known of its variables.
    pub(super) fn resolved(&mut self, type_: &CelType) -> CelType {
        let type_ = self.replaced(type_, false, 0);
        self.made(type_)
    }

    /// As [`Unifier::resolved`]; what is not known is `dyn`.
    pub(super) fn settled(&mut self, type_: &CelType) -> CelType {
        let type_ = self.replaced(type_, true, 0);
        self.made(type_)
    }

    /// Whether a type says no more than another (`isEqualOrLessSpecific`).
    pub(super) fn covers(&mut self, a: &CelType, b: &CelType, depth: u32) -> bool {
        if !self.step(depth) || a.is_dyn() || matches!(a, CelType::Var(_)) {
            return true;
        }
        if b.is_dyn() || matches!(b, CelType::Var(_)) {
            return false;
        }
        match (a, b) {
            (CelType::List(a), CelType::List(b)) | (CelType::Optional(a), CelType::Optional(b)) => {
                self.covers(a, b, depth + 1)
            }
            (CelType::Map(a), CelType::Map(b)) => {
                self.covers(&a.0, &b.0, depth + 1) && self.covers(&a.1, &b.1, depth + 1)
            }
            _ => a == b,
        }
    }

    fn undo(&mut self, mark: usize) {
        for (var, before) in self.trail.drain(mark..).rev() {
            self.known[var as usize] = before;
        }
    }

    fn learn(&mut self, var: u32, type_: CelType) {
        let before = self.known[var as usize].replace(type_);
        self.trail.push((var, before));
    }

    /// Whether there were steps left.
    fn step(&mut self, depth: u32) -> bool {
        self.steps += 1;
        self.lost |= self.steps > MAX_STEPS || depth > MAX_NESTING;
        !self.lost
    }

    /// Whether a value of type `a` may be used where `b` is wanted (`internalIsAssignable`).
    fn assign(&mut self, a: &CelType, b: &CelType, depth: u32) -> bool {
        if !self.step(depth) {
            return true;
        }
        if let CelType::Var(var) = b {
            match self.substitute(a, *var, depth) {
                (true, _) => return true,
                (false, true) => return false,
                _ => {}
            }
        }
        if let CelType::Var(var) = a {
            return self.substitute(b, *var, depth).0;
        }
        let nullable = |t: &CelType| {
            matches!(
                t,
                CelType::Null
                    | CelType::Optional(_)
                    | CelType::Opaque(_)
                    | CelType::Object(_)
                    | CelType::Duration
                    | CelType::Timestamp
            )
        };
        match (a, b) {
            (CelType::Dyn | CelType::Any, _) | (_, CelType::Dyn | CelType::Any) => true,
            (CelType::Null, other) | (other, CelType::Null) => nullable(other),
            (CelType::List(a), CelType::List(b)) | (CelType::Optional(a), CelType::Optional(b)) => {
                self.assign(a, b, depth + 1)
            }
            (CelType::Map(a), CelType::Map(b)) => {
                self.assign(&a.0, &b.0, depth + 1) && self.assign(&a.1, &b.1, depth + 1)
            }
            _ => a == b,
        }
    }

    /// Whether a variable may stand for a type, and whether it stood for one before
    /// (`isValidTypeSubstitution`).
    fn substitute(&mut self, type_: &CelType, var: u32, depth: u32) -> (bool, bool) {
        if matches!(type_, CelType::Var(other) if *other == var) {
            return (true, true);
        }
        if let Some(known) = self.known[var as usize].clone() {
            if *type_ == known {
                return (true, true);
            }
            if !self.assign(type_, &known, depth + 1) {
                return (false, true);
            }
            let general = if self.covers(type_, &known, depth) { type_.clone() } else { known };
            if !self.occurs(var, &general, depth) {
                self.learn(var, general);
            }
            return (true, true);
        }
        if self.occurs(var, type_, depth) {
            return (false, false);
        }
        self.learn(var, type_.clone());
        (true, false)
    }

    /// Whether a variable is in a type.
    fn occurs(&mut self, var: u32, type_: &CelType, depth: u32) -> bool {
        if !self.step(depth) {
            return false;
        }
        if let CelType::Var(other) = type_ {
            let known = self.known[*other as usize].clone();
            return *other == var || known.is_some_and(|known| self.occurs(var, &known, depth + 1));
        }
        type_.inner().into_iter().flatten().any(|inner| self.occurs(var, inner, depth + 1))
    }

    fn replaced(&mut self, type_: &CelType, to_dyn: bool, depth: u32) -> CelType {
        if !self.step(depth) {
            return CelType::Dyn;
        }
        let mut inner = |of: &CelType| self.replaced(of, to_dyn, depth + 1);
        match type_ {
            CelType::List(of) => CelType::list(inner(of)),
            CelType::Optional(of) => CelType::optional(inner(of)),
            CelType::Map(of) => CelType::map_of(inner(&of.0), inner(&of.1)),
            CelType::Var(var) => match self.known[*var as usize].clone() {
                Some(known) => self.replaced(&known, to_dyn, depth + 1),
                None if to_dyn => CelType::Dyn,
                None => CelType::Var(*var),
            },
            other => other.clone(),
        }
    }
}

/// A type of a signature, its variables counted from another number.
fn instance(type_: &CelType, first: u32) -> CelType {
    match type_ {
        CelType::Var(var) => CelType::Var(first + var),
        CelType::List(of) => CelType::list(instance(of, first)),
        CelType::Optional(of) => CelType::optional(instance(of, first)),
        CelType::Map(of) => CelType::map_of(instance(&of.0, first), instance(&of.1, first)),
        other => other.clone(),
    }
}

/// Whether a type has no more parts than are left.
fn weighs(type_: &CelType, left: &mut u32, depth: u32) -> bool {
    if *left == 0 || depth == 0 {
        return false;
    }
    *left -= 1;
    type_.inner().into_iter().flatten().all(|inner| weighs(inner, left, depth - 1))
}
