//! Numbers as the server's validation of values compares them
//! (`kube-openapi/pkg/validation/validate/values.go`): integers among integers, cut as Go cuts them.

use std::{cmp::Ordering, fmt};

use crate::{
    model::{Place, version::Version},
    syntax::tree::Value,
};

/// 2^63, the first number that 64 bits with a sign cannot hold.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

/// A number of an object: JSON has one kind, so `3.0` is the integer 3.
#[derive(Clone, Copy)]
pub(in crate::validate) enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    /// `None` where the value is absent or no number.
    pub(in crate::validate) fn read(place: Place<'_>) -> Option<Number> {
        match place.node()?.value() {
            Value::Int(int) => Some(Number::Int(int)),
            Value::UInt(int) => Some(Number::Float(int as f64)),
            Value::Float(float) => {
                let whole = cut(float).filter(|_| float.fract() == 0.0);
                Some(whole.map_or(Number::Float(float), Number::Int))
            }
            _ => None,
        }
    }

    pub(in crate::validate) fn float(self) -> f64 {
        match self {
            Number::Int(int) => int as f64,
            Number::Float(float) => float,
        }
    }
}

/// All its digits, the fewest that name it, as Go writes it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Int(int) => int.fmt(f),
            Number::Float(float) => float.fmt(f),
        }
    }
}

/// A number without its fraction, if 64 bits can hold it.
#[expect(clippy::cast_possible_truncation, reason = "the range is asked for first")]
fn cut(float: f64) -> Option<i64> {
    (-BEYOND..BEYOND).contains(&float).then_some(float as i64)
}

/// Whether a number can be one of the type and format of a schema (`IsValueValidAgainstRange`);
/// before 1.36 the server did not know them there.
pub(in crate::validate) fn is_of(
    number: Number,
    (type_, format): (&str, &str),
    version: Version,
) -> bool {
    if !version.since(36) {
        return true;
    }
    match (type_, format) {
        ("integer", "int32") => number.to_string().parse::<i32>().is_ok(),
        ("integer", _) => number.to_string().parse::<i64>().is_ok(),
        #[expect(clippy::cast_possible_truncation, reason = "what is too large is infinite then")]
        ("number", "float") => (number.float() as f32).is_finite(),
        _ => true,
    }
}

/// Two numbers that the server compares.
#[derive(Clone, Copy)]
pub(in crate::validate) enum NumberPair {
    Ints(i64, i64),
    Floats(f64, f64),
}

impl NumberPair {
    /// Beside an integer the server cuts the fraction off; what it makes of a number that is too
    /// large for that depends on the processor, so `None`.
    pub(in crate::validate) fn new(number: Number, bound: f64) -> Option<NumberPair> {
        match number {
            Number::Int(int) => Some(NumberPair::Ints(int, cut(bound)?)),
            Number::Float(float) => Some(NumberPair::Floats(float, bound)),
        }
    }

    pub(in crate::validate) fn order(self) -> Option<Ordering> {
        match self {
            NumberPair::Ints(left, right) => Some(left.cmp(&right)),
            NumberPair::Floats(left, right) => left.partial_cmp(&right),
        }
    }

    /// Whether the first is a multiple of the second (`MultipleOfInt`, `MultipleOf`); of nothing
    /// and of negative numbers there are none.
    pub(in crate::validate) fn is_multiple(self) -> bool {
        match self {
            NumberPair::Ints(number, factor) => factor > 0 && number % factor == 0,
            NumberPair::Floats(_, factor) if factor <= 0.0 => false,
            NumberPair::Floats(number, factor) if factor < 1.0 => is_whole(1.0 / factor * number),
            NumberPair::Floats(number, factor) => is_whole(number / factor),
        }
    }
}

/// Whether a number is an integer but for rounding (`IsFloat64AJSONInteger` of go-openapi/swag).
pub(in crate::validate) fn is_whole(number: f64) -> bool {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    let whole = number.trunc();
    let near = whole > 0.0 && (number - whole) / (number + whole) < 1e-9;
    number.abs() <= LARGEST && (number.fract() == 0.0 || near)
}
