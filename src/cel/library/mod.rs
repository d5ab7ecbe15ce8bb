//! The functions that expressions may call (cel-go's `common/stdlib` and `ext`,
//! `k8s.io/apiserver/pkg/cel/library`), each by the values that it is called with.

mod convert;
mod format;
mod lists;
pub(super) mod named;
mod net;
pub(super) mod operators;
mod optional;
mod quantities;
mod semvers;
mod sets;
mod strings;
mod times;
mod url;

use super::{
    CelFault,
    budget::MemoryBudget,
    functions::Overload,
    pattern::Pattern,
    value::{CelResult, CelValue},
};

/// A function: its arguments, of which the first is what it is called on, and its pattern if that
/// is constant.
pub(super) type Function =
    for<'a> fn(&mut MemoryBudget, &[CelValue<'a>], Option<&Pattern>) -> CelResult<'a>;

/// A family of functions: one of a name, called on a value or not.
type Family = fn(&str, bool) -> Option<Function>;

const FAMILIES: [Family; 12] = [
    operators::find,
    convert::find,
    strings::find,
    lists::find,
    sets::find,
    times::find,
    optional::find,
    net::find,
    quantities::find,
    url::find,
    semvers::find,
    named::find,
];

/// The function of a name, called on a value or not; `None` for those that ask a cluster. Names
/// that several libraries have are functions of all of them.
pub(super) fn find(name: &str, receiver: bool, overload: Option<&Overload>) -> Option<Function> {
    // Only the compiler knows of what type the sum of no values is.
    if let ("sum", true, Some(overload)) = (name, receiver, overload) {
        return Some(lists::sum_of(overload));
    }
    FAMILIES.iter().find_map(|family| family(name, receiver))
}

/// Two texts, as most functions of strings are called with.
fn two_texts<'v>(args: &'v [CelValue<'_>]) -> Result<(&'v str, &'v str), CelFault> {
    match args {
        [CelValue::Str(a), CelValue::Str(b), ..] => Ok((a, b)),
        _ => Err(CelFault::no_overload()),
    }
}

/// One text.
fn one_text<'v>(args: &'v [CelValue<'_>]) -> Result<&'v str, CelFault> {
    match args {
        [CelValue::Str(text), ..] => Ok(text),
        _ => Err(CelFault::no_overload()),
    }
}
