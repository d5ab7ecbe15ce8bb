//! The templates of `-o jsonpath`, in kubectl's dialect (`k8s.io/client-go/util/jsonpath`).
//!
//! Where kubectl walks over the keys of a map in any order, they are sorted here.

mod parse;

use std::{borrow::Cow, cmp::Ordering, io};

use serde_json::Value;

use crate::syntax::Digits;
use parse::{JsonPathStep, Slice};

/// A template that was read.
#[derive(Clone, Debug)]
pub struct JsonPath {
    text: String,
    steps: Vec<JsonPathStep>,
    /// Print the values of each pair of braces as a list (`jsonpath-as-json`).
    pub as_json: bool,
    /// Whether a missing field is an error.
    pub strict: bool,
}

impl JsonPath {
    /// Errors are in kubectl's words.
    pub fn parse(text: &str) -> Result<JsonPath, String> {
        let error = |e| format!("error parsing jsonpath {text}, {e}");
        let steps = parse::parse(text).map_err(error)?;
        Ok(JsonPath { text: text.to_owned(), steps, as_json: false, strict: false })
    }

    /// Prints what it finds in a value, without a line break at the end.
    pub fn print(&self, value: &Value, out: &mut dyn io::Write) -> Result<(), PrintError> {
        let mut run = Evaluation { template: self, found: Vec::new(), ranges: Ranges::default() };
        run.steps(0, Cow::Borrowed(value)).map_err(|error| {
            PrintError::Template(format!("error executing jsonpath {:?}: {error}", self.text))
        })?;
        for values in &run.found {
            out.write_all(self.text_of(values).as_bytes()).map_err(PrintError::Io)?;
        }
        Ok(())
    }

    fn text_of(&self, values: &[Printed<'_>]) -> String {
        if self.as_json {
            let values = values.iter().map(|value| value.clone().into_owned()).collect();
            return super::json::print(&Value::Array(values)) + "\n";
        }
        let texts: Vec<String> = values.iter().map(|value| text(value)).collect();
        texts.join(" ")
    }
}

/// Why nothing was printed.
#[derive(Debug)]
pub enum PrintError {
    Template(String),
    Io(io::Error),
}

/// A part of the object that is printed, or a scalar of the template.
type Printed<'a> = Cow<'a, Value>;

/// Loops as they are entered and left.
#[derive(Default)]
struct Ranges {
    begun: usize,
    open: usize,
    ended: usize,
    /// The step that ended a loop last.
    end: Option<usize>,
}

struct Evaluation<'t, 'a> {
    template: &'t JsonPath,
    /// For each step outside of loops, and each time it is done in one, what it gives.
    found: Vec<Vec<Printed<'a>>>,
    ranges: Ranges,
}

impl<'a> Evaluation<'_, 'a> {
    /// Does the steps from one on, up to the end of the innermost loop.
    fn steps(&mut self, from: usize, value: Printed<'a>) -> Result<(), String> {
        let steps = &self.template.steps;
        let mut at = from;
        while let Some(step) = steps.get(at) {
            let values = self.walk(vec![value.clone()], step)?;
            if self.ranges.ended > 0 && self.ranges.ended <= self.ranges.open {
                self.ranges.ended -= 1;
                self.ranges.end = Some(at);
                return Ok(());
            }
            if self.ranges.begun == 0 {
                self.found.push(values);
                at += 1;
                continue;
            }
            self.ranges.begun -= 1;
            self.ranges.open += 1;
            let found = self.found.len();
            if values.is_empty() {
                self.steps(at + 1, Cow::Owned(Value::Null))?;
                self.found.truncate(found);
            }
            for value in values {
                self.steps(at + 1, value)?;
            }
            self.ranges.open -= 1;
            at = self.ranges.end.filter(|end| *end > at).unwrap_or(at) + 1;
        }
        Ok(())
    }

    fn walk(
        &mut self,
        values: Vec<Printed<'a>>,
        step: &JsonPathStep,
    ) -> Result<Vec<Printed<'a>>, String> {
        let each = |made: Value| Ok(values.iter().map(|_| Cow::Owned(made.clone())).collect());
        match step {
            JsonPathStep::Text(text) => Ok(vec![Cow::Owned(Value::from(text.as_str()))]),
            JsonPathStep::Int(int) => each(Value::from(*int)),
            JsonPathStep::Float(float) => each(Value::from(*float)),
            JsonPathStep::Bool(bool) => each(Value::from(*bool)),
            JsonPathStep::All(steps) => self.all(values, steps),
            JsonPathStep::Field(name) => self.field(&values, name),
            JsonPathStep::Slice(slice) => slice_of(&values, *slice),
            JsonPathStep::Wildcard => Ok(values.iter().flat_map(children).collect()),
            JsonPathStep::Recursive => {
                let mut found = Vec::new();
                descend(values, &mut found);
                Ok(found)
            }
            JsonPathStep::Union(branches) => {
                let mut found = Vec::new();
                for branch in branches {
                    found.extend(self.all(values.clone(), branch)?);
                }
                Ok(found)
            }
            JsonPathStep::Filter { left, operator, right } => {
                self.filter(&values, (left, operator, right))
            }
            JsonPathStep::Word(word) => match word.as_str() {
                "range" => {
                    self.ranges.begun += 1;
                    Ok(values)
                }
                "end" if self.ranges.open > 0 => {
                    self.ranges.ended += 1;
                    Ok(Vec::new())
                }
                "end" => Err("not in range, nothing to end".to_owned()),
                other => Err(format!("unrecognized identifier {other}")),
            },
        }
    }

    fn all(
        &mut self,
        values: Vec<Printed<'a>>,
        steps: &[JsonPathStep],
    ) -> Result<Vec<Printed<'a>>, String> {
        steps.iter().try_fold(values, |values, step| self.walk(values, step))
    }

    fn field(&self, values: &[Printed<'a>], name: &str) -> Result<Vec<Printed<'a>>, String> {
        let found: Vec<Printed<'a>> = values.iter().filter_map(|value| get(value, name)).collect();
        if found.is_empty() && !values.is_empty() && self.template.strict {
            return Err(format!("{name} is not found"));
        }
        Ok(found)
    }

    fn filter(
        &mut self,
        values: &[Printed<'a>],
        (left, operator, right): (&[JsonPathStep], &str, &[JsonPathStep]),
    ) -> Result<Vec<Printed<'a>>, String> {
        let mut kept = Vec::new();
        for value in values {
            if !value.is_array() {
                let shown = shown(value);
                return Err(format!("{shown} is not array or slice and cannot be filtered"));
            }
            for item in children(value) {
                let found = self.all(vec![item.clone()], left);
                if operator.is_empty() {
                    if found.is_ok_and(|found| !found.is_empty()) {
                        kept.push(item);
                    }
                    continue;
                }
                let Some(a) = one(found?)? else { continue };
                let Some(b) = one(self.all(vec![item.clone()], right)?)? else { continue };
                if holds(&a, operator, &b)? {
                    kept.push(item);
                }
            }
        }
        Ok(kept)
    }
}

/// The only one of some values, if there is any.
fn one(mut values: Vec<Printed<'_>>) -> Result<Option<Printed<'_>>, String> {
    match values.len() {
        0 | 1 => Ok(values.pop()),
        _ => Err("can only compare one element at a time".to_owned()),
    }
}

fn get<'a>(value: &Printed<'a>, name: &str) -> Option<Printed<'a>> {
    match value {
        Cow::Borrowed(value) => value.as_object()?.get(name).map(Cow::Borrowed),
        Cow::Owned(_) => None,
    }
}

/// Items, the values of a map, or the bytes of a text.
fn children<'a>(value: &Printed<'a>) -> Vec<Printed<'a>> {
    let bytes = |text: &str| text.bytes().map(|b| Cow::Owned(Value::from(b))).collect();
    match value {
        Cow::Borrowed(Value::Array(items)) => items.iter().map(Cow::Borrowed).collect(),
        Cow::Borrowed(Value::Object(fields)) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            fields.into_iter().map(|(_, value)| Cow::Borrowed(value)).collect()
        }
        Cow::Borrowed(Value::String(text)) => bytes(text),
        Cow::Owned(Value::String(text)) => bytes(text),
        _ => Vec::new(),
    }
}

/// All values that hold others, each before what it holds.
fn descend<'a>(values: Vec<Printed<'a>>, found: &mut Vec<Printed<'a>>) {
    for value in values {
        let below = children(&value);
        if !below.is_empty() {
            found.push(value);
            descend(below, found);
        }
    }
}

fn slice_of<'a>(values: &[Printed<'a>], slice: Slice) -> Result<Vec<Printed<'a>>, String> {
    let mut found = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if !value.is_array() {
            return Err(format!("{} is not array or slice", kind(value)));
        }
        let items = children(value);
        let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let (mut start, mut end) = (slice.start.unwrap_or(0), slice.end.unwrap_or(length));
        if start < 0 {
            start = start.saturating_add(length);
        }
        if end < 0 || end == 0 && slice.single {
            end = end.saturating_add(length);
        }
        if start == end {
            return Ok(found);
        }
        let outside = |index| format!("array index out of bounds: index {index}, length {length}");
        if !(0..length).contains(&start) {
            return Err(outside(start));
        }
        if !(0..=length).contains(&end) {
            return Err(outside(end - 1));
        }
        if start > end {
            return Err(format!("starting index {start} is greater than ending index {end}"));
        }
        let step = slice.step.map_or(Some(1), |step| usize::try_from(step).ok());
        let step = step.filter(|step| *step > 0).ok_or("step must be > 0")?;
        let range = usize::try_from(end - start).unwrap_or(0);
        let skipped = usize::try_from(start).unwrap_or(0);
        found.extend(items.into_iter().skip(skipped).take(range).step_by(step));
    }
    Ok(found)
}

/// Compares two scalars of one type.
fn holds(a: &Value, operator: &str, b: &Value) -> Result<bool, String> {
    if !["<", ">", "==", "!=", "<=", ">="].contains(&operator) {
        return Err(format!("unrecognized filter operator {operator}"));
    }
    let is_scalar =
        |value: &Value| matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_));
    if !is_scalar(a) || !is_scalar(b) {
        return Err("invalid type for comparison".to_owned());
    }
    let order = match (a, b) {
        (Value::Bool(a), Value::Bool(b)) if matches!(operator, "==" | "!=") => {
            Some(if a == b { Ordering::Equal } else { Ordering::Less })
        }
        (Value::Bool(_), Value::Bool(_)) => return Err("invalid type for comparison".to_owned()),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Number(x), Value::Number(y)) if x.is_f64() == y.is_f64() => match a.as_i64() {
            Some(int) => b.as_i64().map(|other| int.cmp(&other)),
            None => x.as_f64().zip(y.as_f64()).and_then(|(x, y)| x.partial_cmp(&y)),
        },
        _ => return Err("incompatible types for comparison".to_owned()),
    };
    let less = order == Some(Ordering::Less);
    let equal = order == Some(Ordering::Equal);
    Ok(match operator {
        "<" => less,
        ">" => !(less || equal),
        "==" => equal,
        "!=" => !equal,
        "<=" => less || equal,
        _ => !less,
    })
}

/// A value as Go prints it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => {
                let digits = Digits::of(float);
                let far = float != 0.0 && !(1e-4..1e21).contains(&float.abs());
                if far { digits.scientific(2) } else { digits.plain() }
            }
            None => number.to_string(),
        },
        value => super::compact(value),
    }
}

/// As [`text`], with maps and lists as Go prints those.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(fields) => {
            let mut fields: Vec<String> =
                fields.iter().map(|(key, value)| format!("{key}:{}", shown(value))).collect();
            fields.sort_unstable();
            format!("map[{}]", fields.join(" "))
        }
        value => text(value),
    }
}

/// The type of a value as Go calls it.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float64",
        Value::Number(_) => "int64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}
