//! What calls cost (cel-go's `interpreter/runtimecost.go` and `ext/lists.go`, `ext/sets.go`;
//! `CallCost` of `k8s.io/apiserver/pkg/cel/library/cost.go`).

use super::{
    CelFault, CelType,
    functions::Overload,
    library::named,
    value::{CelValue, ListValue, MapValue, Opaque},
};

/// How the cost of a call follows from its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CallCost {
    Fixed(u64),
    /// The size of the first argument times a factor.
    First(f64),
    /// The size of the result times a factor.
    Result(f64),
    /// The smaller of two sizes.
    Smaller,
    /// The sum of two sizes.
    Sum,
    /// One string searched for another one.
    Product,
    /// A string searched by a pattern.
    Pattern,
    /// The size of the second argument.
    Second,
    /// Everything in the first argument.
    Traversal,
    /// The list that is made.
    NewList,
    Flatten,
    /// Items of the list at this place compared with one another.
    SelfCompare(usize),
    /// Items of two lists compared with one another, times a factor.
    Sets(f64),
    ContainsIp {
        parsed: bool,
    },
    ContainsCidr {
        parsed: bool,
    },
    Validate,
}

const STRING: f64 = 0.1;
const PATTERN: f64 = 0.25;
const LIST: u64 = 10;

impl CallCost {
    /// The rule for a function; `overload` is known if only one fits.
    pub(super) fn of(name: &str, receiver: bool, overload: Option<&Overload>) -> CallCost {
        let arg = |index: usize| overload.and_then(|overload| overload.args.get(index));
        let is = |index, type_: &CelType| arg(index).is_some_and(|arg| arg == type_);
        let text = is(0, &CelType::String) || is(0, &CelType::Bytes);
        match name {
            "check" if receiver => CallCost::Fixed(350_000),
            "isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf" => CallCost::Traversal,
            "url"
            | "lowerAscii"
            | "upperAscii"
            | "substring"
            | "trim"
            | "jsonpatch.escapeKey"
            | "cidr"
            | "isIP"
            | "isCIDR"
            | "quantity"
            | "isQuantity"
            | "semver"
            | "isSemver" => CallCost::First(STRING),
            "ip" if !receiver => CallCost::First(STRING),
            "replace" | "split" | "ip.isCanonical" => CallCost::First(2.0 * STRING),
            "join" => CallCost::Result(2.0 * STRING),
            "find" | "findAll" => CallCost::Pattern,
            "matches" if overload.is_some() => {
                if receiver {
                    CallCost::Pattern
                } else {
                    CallCost::Fixed(1)
                }
            }
            "containsIP" => CallCost::ContainsIp { parsed: is(1, &CelType::String) },
            "containsCIDR" => CallCost::ContainsCidr { parsed: is(1, &CelType::String) },
            "validate" => CallCost::Validate,
            "startsWith" | "endsWith" | "strings.quote" | "format" if overload.is_some() => {
                CallCost::First(STRING)
            }
            "bytes" if is(0, &CelType::String) => CallCost::First(STRING),
            "string" if is(0, &CelType::Bytes) => CallCost::First(STRING),
            "in" if overload.is_some_and(Overload::in_list) => CallCost::Second,
            "<" | "<=" | ">" | ">=" if text => CallCost::Smaller,
            "+" if text => CallCost::Sum,
            "contains" if overload.is_some() => CallCost::Product,
            "slice" | "lists.range" if overload.is_some() => CallCost::NewList,
            "reverse" if overload.is_some() => CallCost::NewList,
            "flatten" if overload.is_some() => CallCost::Flatten,
            "distinct" | "sort" if overload.is_some() => CallCost::SelfCompare(0),
            "sortBy" if overload.is_some() => CallCost::SelfCompare(1),
            "sets.contains" | "sets.intersects" if overload.is_some() => CallCost::Sets(1.0),
            "sets.equivalent" if overload.is_some() => CallCost::Sets(2.0),
            _ => CallCost::Fixed(1),
        }
    }

    /// The fault of cel-go that counts the cost of a call after an argument of it failed.
    pub(super) fn broken(self) -> Option<CelFault> {
        matches!(self, CallCost::SelfCompare(_)).then_some(CelFault::Broken(
            "internal error: interface conversion: *types.Err is not traits.Lister: missing \
             method Add",
        ))
    }

    /// What a call costs.
    pub(super) fn count(self, args: &[CelValue<'_>], result: Option<&CelValue<'_>>) -> u64 {
        let size = |index: usize| args.get(index).map_or(1, size_of);
        let sized = |index: usize| args.get(index).map_or(1, sizer);
        match self {
            CallCost::Fixed(cost) => cost,
            CallCost::First(factor) => times(sized(0), factor),
            CallCost::Result(factor) => times(result.map_or(1, sizer), factor),
            CallCost::Smaller => times(size(0).min(size(1)), STRING),
            CallCost::Sum => times(size(0) + size(1), STRING),
            CallCost::Product => times(size(0), STRING) * times(size(1), STRING),
            CallCost::Pattern => times(size(0) + 1, STRING) * times(size(1), PATTERN),
            CallCost::Second => size(1),
            CallCost::Traversal => args.first().map_or(0, traversal),
            CallCost::NewList => result.map_or(1, sizer) + 1 + LIST,
            CallCost::Flatten => {
                let depth = match args.get(1) {
                    Some(CelValue::Int(depth)) => *depth as f64,
                    _ => 1.0,
                };
                // A negative depth is a number without sign in Go.
                let below = if depth < 0.0 { whole(sized(0) as f64 * -depth) } else { 0 };
                (whole(sized(0) as f64 * depth) + 1 + LIST).saturating_sub(below)
            }
            CallCost::SelfCompare(index) => args.get(index).map_or(1, self_compare),
            CallCost::Sets(factor) => 1 + whole((sized(0) * sized(1)) as f64 * factor),
            CallCost::ContainsIp { parsed } => {
                times(2 * sized(0), STRING) + if parsed { times(sized(1), STRING) } else { 0 }
            }
            CallCost::ContainsCidr { parsed } => {
                let parse = if parsed { times(sized(1), STRING) } else { 0 };
                times(2 * sized(0), STRING) + times(sized(0), STRING) + 1 + parse
            }
            CallCost::Validate => validate(args),
        }
    }
}

/// What a comparison costs.
pub(super) fn of_equality(left: &CelValue<'_>, right: &CelValue<'_>, negated: bool) -> u64 {
    if matches!(left, CelValue::Opaque(_)) && !negated {
        return 1;
    }
    times(size_of(left).min(size_of(right)), STRING)
}

fn validate(args: &[CelValue<'_>]) -> u64 {
    let [CelValue::Opaque(opaque), text] = args else { return 1 };
    let Opaque::Format(format) = &**opaque else { return 1 };
    times(sizer(text) + 1, STRING) * times(named::regex_size(*format), PATTERN)
}

fn times(size: u64, factor: f64) -> u64 {
    whole((size as f64 * factor).ceil())
}

#[expect(clippy::cast_sign_loss, reason = "negative numbers become 0")]
fn whole(cost: f64) -> u64 {
    cost as u64
}

/// The size of a value that has one, 1 for others.
fn sizer(value: &CelValue<'_>) -> u64 {
    value.size().unwrap_or(1)
}

/// As [`sizer`], looking into optional values.
fn size_of(value: &CelValue<'_>) -> u64 {
    match value {
        CelValue::Optional(Some(value)) => size_of(value),
        other => sizer(other),
    }
}

fn self_compare(list: &CelValue<'_>) -> u64 {
    let CelValue::List(list) = list else { return 1 };
    let size = list.len() as u64;
    let text = matches!(list.get(0), Some(Ok(CelValue::Str(_) | CelValue::Bytes(_))));
    let factor = if text { 2.0 + STRING } else { 2.0 };
    whole(size.saturating_mul(size) as f64 * factor) + 1 + LIST
}

/// What it costs to walk through everything in a value (`traversalCost`).
fn traversal(value: &CelValue<'_>) -> u64 {
    match value {
        CelValue::Str(text) => whole(text.len() as f64 * STRING),
        CelValue::Bytes(bytes) => whole(bytes.len() as f64 * STRING),
        CelValue::List(list) => list_traversal(list),
        CelValue::Map(map) => map_traversal(map),
        _ => 1,
    }
}

fn list_traversal(list: &ListValue<'_>) -> u64 {
    list.iter().map(|item| item.as_ref().map_or(1, traversal)).sum()
}

fn map_traversal(map: &MapValue<'_>) -> u64 {
    let cost = |value: &Result<CelValue<'_>, CelFault>| value.as_ref().map_or(1, traversal);
    map.entries().iter().map(|(key, value)| traversal(key) + cost(value)).sum()
}
