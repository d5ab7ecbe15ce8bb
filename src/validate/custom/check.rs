//! Whether a value conforms to a schema (`kube-openapi/pkg/validation/validate`).
//!
//! Of several conditions that all fail, the server lists the faults of the one that most checks of
//! hold for, so all checks are counted as there (`Result.MatchCount`).

use std::cmp::Ordering;

use super::{
    fault::{FaultKind, SchemaFault, number_type},
    formats,
    numbers::{Number, NumberPair, is_of, is_whole},
};
use crate::{
    model::{
        custom::{Content, Data, Schema, SchemaType, Step, Subschema},
        version::Version,
    },
    syntax::tree::{Node, Value},
};

/// More faults than these are not listed.
const MAX_FAULTS: usize = 250;

/// So many values are checked by so many schemas; an object that takes more is not checked.
const MAX_CHECKS: u32 = 2_000_000;

/// Longer texts are not matched.
const MAX_MATCHED: usize = 1 << 16;

/// All faults of an object.
pub(super) fn faults<'s>(
    content: &Content<'s>,
    schema: &'s Schema<'_>,
    version: Version,
) -> Vec<SchemaFault<'s>> {
    let mut check = SchemaCheck { version, path: Vec::new(), faults: Vec::new(), left: MAX_CHECKS };
    check.value(content, schema);
    if check.left == 0 { Vec::new() } else { check.faults }
}

struct SchemaCheck<'s> {
    version: Version,
    path: Vec<Step<'s>>,
    faults: Vec<SchemaFault<'s>>,
    /// How many values may still be checked.
    left: u32,
}

/// How many checks were made.
type Count = u32;

/// What one of several conditions gave.
struct Branch<'s> {
    count: Count,
    faults: Vec<SchemaFault<'s>>,
}

impl<'s> SchemaCheck<'s> {
    fn value(&mut self, content: &Content<'s>, schema: &'s Schema<'_>) -> Count {
        if self.left == 0 {
            return 0;
        }
        self.left -= 1;
        let typed = self.type_(content, schema);
        if matches!(content.data, Data::Null) {
            self.choice(content, schema);
            return typed;
        }
        let has_type = !schema.types().is_empty() || text_format(schema, self.version).is_some();
        let conditions = self.conditions(content, schema);
        let own = match &content.data {
            Data::Str(text) => self.text(text, schema),
            Data::Int(int) => self.number(Number::Int(*int), schema),
            Data::Float(float) => self.number(Number::Float(*float), schema),
            Data::List(items) => self.list(items, schema),
            _ => 0,
        };
        self.choice(content, schema);
        let fields = match content.fields() {
            Some(_) => 1 + self.object(content, schema),
            None => 0,
        };
        u32::from(has_type) * (1 + typed) + (1 + conditions) + own + 1 + fields + 1
    }

    fn fault(&mut self, kind: FaultKind<'s>) {
        self.add(SchemaFault { path: self.path.clone(), kind });
    }

    /// A fault is listed once, whichever schemas report it.
    fn add(&mut self, fault: SchemaFault<'s>) {
        if self.faults.len() < MAX_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn below(&mut self, step: Step<'s>, content: &Content<'s>, schema: &'s Schema<'_>) -> Count {
        self.path.push(step);
        let count = self.value(content, schema);
        self.path.pop();
        count
    }

    fn type_(&mut self, content: &Content<'s>, schema: &'s Schema<'_>) -> Count {
        let types = schema.types();
        let own = match content.data {
            Data::Null if types.is_empty() || schema.nullable => return 1,
            Data::Null => {
                self.fault(FaultKind::Type(types, "null"));
                return 0;
            }
            Data::Bool(_) => SchemaType::Boolean,
            Data::Int(_) => SchemaType::Integer,
            Data::Float(_) => SchemaType::Number,
            Data::Str(_) => SchemaType::String,
            Data::List(_) => SchemaType::Array,
            Data::Map(_) => SchemaType::Object,
        };
        let format = text_format(schema, self.version);
        if types.is_empty() && format.is_none() {
            return 0;
        }
        let is_whole_float = matches!(content.data, Data::Float(float) if is_whole(float));
        let fits = types.contains(&own)
            || is_whole_float && types.contains(&SchemaType::Integer)
            || own == SchemaType::Integer && types.contains(&SchemaType::Number);
        // A format counts more than the type, except for numbers.
        let is_number = types.contains(&SchemaType::Number) || types.contains(&SchemaType::Integer);
        let is_loose = matches!(own, SchemaType::String | SchemaType::Array) && !is_number;
        match format {
            Some(_) if is_loose => 1,
            Some(format) if types.is_empty() => {
                self.fault(FaultKind::Format(format));
                0
            }
            _ if fits => 1,
            _ => {
                self.fault(FaultKind::Type(types, own.name()));
                0
            }
        }
    }

    fn choice(&mut self, content: &Content<'s>, schema: &'s Schema<'_>) {
        let choices = &schema.choices;
        if !choices.is_empty() && !choices.iter().any(|choice| is_choice(content, *choice)) {
            self.fault(FaultKind::Choice(choices.clone()));
        }
    }

    /// What a condition gives, apart from all others.
    fn branch(&mut self, content: &Content<'s>, schema: &'s Subschema<'_>) -> Branch<'s> {
        let before = std::mem::take(&mut self.faults);
        let count = self.value(content, schema.get());
        Branch { count, faults: std::mem::replace(&mut self.faults, before) }
    }

    fn merge(&mut self, branch: Branch<'s>) -> Count {
        branch.faults.into_iter().for_each(|fault| self.add(fault));
        branch.count
    }

    fn conditions(&mut self, content: &Content<'s>, schema: &'s Schema<'_>) -> Count {
        let mut count = 1;
        if !schema.any_of.is_empty() {
            count += self.any_of(content, &schema.any_of);
        }
        if !schema.one_of.is_empty() {
            count += self.one_of(content, &schema.one_of);
        }
        if !schema.all_of.is_empty() {
            count += self.all_of(content, &schema.all_of);
        }
        if let Some(not) = &schema.not
            && self.branch(content, not).faults.is_empty()
        {
            self.fault(FaultKind::Not);
        }
        count
    }

    fn any_of(&mut self, content: &Content<'s>, schemas: &'s [Subschema<'_>]) -> Count {
        let mut best: Option<Branch<'s>> = None;
        for schema in schemas {
            let branch = self.branch(content, schema);
            if branch.faults.is_empty() {
                return branch.count;
            }
            if best.as_ref().is_none_or(|best| branch.count > best.count) {
                best = Some(branch);
            }
        }
        self.fault(FaultKind::AnyOf);
        best.map_or(0, |best| self.merge(best))
    }

    fn one_of(&mut self, content: &Content<'s>, schemas: &'s [Subschema<'_>]) -> Count {
        let (mut best, mut matching): (Option<Branch<'s>>, Vec<Count>) = (None, Vec::new());
        for schema in schemas {
            let branch = self.branch(content, schema);
            if branch.faults.is_empty() {
                matching.push(branch.count);
            } else if best.as_ref().is_none_or(|best| branch.count > best.count) {
                best = Some(branch);
            }
        }
        match matching[..] {
            [count] => count,
            [] => {
                self.fault(FaultKind::OneOf(0));
                best.map_or(0, |best| self.merge(best))
            }
            _ => {
                self.fault(FaultKind::OneOf(matching.len()));
                0
            }
        }
    }

    fn all_of(&mut self, content: &Content<'s>, schemas: &'s [Subschema<'_>]) -> Count {
        let (mut count, mut matching) = (0, 0);
        for schema in schemas {
            let branch = self.branch(content, schema);
            matching += usize::from(branch.faults.is_empty());
            count += self.merge(branch);
        }
        if matching < schemas.len() {
            self.fault(FaultKind::AllOf);
        }
        count
    }

    fn text(&mut self, text: &'s str, schema: &'s Schema<'_>) -> Count {
        let length = text.chars().count() as i64;
        if let Some(max) = schema.length.max.filter(|max| length > *max) {
            self.fault(FaultKind::TooLong(max));
        } else if let Some(min) = schema.length.min.filter(|min| length < *min) {
            self.fault(FaultKind::TooShort(min));
        } else if !schema.pattern.is_empty()
            && text.len() <= MAX_MATCHED
            && schema.matches(text) == Some(false)
        {
            self.fault(FaultKind::Pattern(schema.pattern));
        }
        let Some(format) = text_format(schema, self.version) else { return 1 };
        if !formats::is_of(format, text) {
            self.fault(FaultKind::Format(format));
        }
        2
    }

    fn number(&mut self, number: Number, schema: &'s Schema<'_>) -> Count {
        if !self.is_of_type(number, schema) {
            self.fault(FaultKind::OutOfType(number_type(schema)));
        }
        if let Some((factor, pair)) = self.beside(number, schema.multiple_of, schema)
            && !pair.is_multiple()
        {
            self.fault(FaultKind::NotMultiple(factor));
        }
        let bounds = [
            (schema.maximum, Ordering::Greater, schema.exclusive_maximum),
            (schema.minimum, Ordering::Less, schema.exclusive_minimum),
        ];
        for (bound, beyond, strict) in bounds {
            let Some((bound, pair)) = self.beside(number, bound, schema) else { continue };
            let order = pair.order();
            if order == Some(beyond) || strict && order == Some(Ordering::Equal) {
                self.fault(match beyond {
                    Ordering::Greater => FaultKind::AboveMaximum(bound, strict),
                    _ => FaultKind::BelowMinimum(bound, strict),
                });
            }
        }
        2
    }

    fn is_of_type(&self, number: Number, schema: &Schema<'_>) -> bool {
        let type_ = match schema.types() {
            [only] => only.name(),
            _ => "",
        };
        is_of(number, (type_, schema.format), self.version)
    }

    /// A number with a bound, as the server compares the two.
    fn beside(
        &mut self,
        number: Number,
        node: Option<Node<'s>>,
        schema: &'s Schema<'_>,
    ) -> Option<(Node<'s>, NumberPair)> {
        let node = node?;
        let bound = float(node)?;
        if self.is_of_type(Number::Float(bound), schema) {
            return Some((node, NumberPair::new(number, bound)?));
        }
        self.fault(FaultKind::BoundOutOfType(node, number_type(schema)));
        Some((node, NumberPair::Floats(number.float(), bound)))
    }

    fn list(&mut self, items: &[Content<'s>], schema: &'s Schema<'_>) -> Count {
        let mut count = 2;
        if let Some(item_schema) = schema.item() {
            for (index, item) in items.iter().enumerate() {
                count += self.below(Step::Item(index), item, item_schema);
            }
        }
        let length = items.len() as i64;
        if let Some(min) = schema.count.min.filter(|min| length < *min) {
            self.fault(FaultKind::TooFewItems(min));
        }
        if let Some(max) = schema.count.max.filter(|max| length > *max) {
            self.fault(FaultKind::TooManyItems(max));
        }
        count
    }

    fn object(&mut self, content: &Content<'s>, schema: &'s Schema<'_>) -> Count {
        let Some(fields) = content.fields() else { return 0 };
        let length = fields.len() as i64;
        let before = self.faults.len();
        if let Some(min) = schema.fields.min.filter(|min| length < *min) {
            self.fault(FaultKind::TooFewFields(min));
        }
        if let Some(max) = schema.fields.max.filter(|max| length > *max) {
            self.fault(FaultKind::TooManyFields(max));
        }
        // Servers before 1.28 look no further.
        if self.faults.len() > before && !self.version.since(28) {
            return 0;
        }
        let mut count = 0;
        for (&key, value) in fields {
            if let Some(property) = schema.property(key) {
                count += self.below(Step::Field(key), value, property);
            } else if let Some(values) = &schema.values {
                count += self.below(Step::Entry(key), value, values.get());
            } else if schema.is_closed {
                self.fault(FaultKind::NotAllowed(key));
            }
        }
        for &name in &schema.required {
            if !fields.contains_key(name) {
                self.path.push(Step::Field(name));
                self.fault(FaultKind::Required);
                self.path.pop();
            }
        }
        count
    }
}

/// The format of a schema, if a server of the version knows it for texts.
fn text_format<'d>(schema: &Schema<'d>, version: Version) -> Option<&'d str> {
    let is_text = matches!(schema.types(), [] | [SchemaType::String] | [_, _]);
    (is_text && formats::is_known(schema.format, version)).then_some(schema.format)
}

fn float(node: Node<'_>) -> Option<f64> {
    match node.value() {
        Value::Int(int) => Some(int as f64),
        Value::UInt(int) => Some(int as f64),
        Value::Float(float) => Some(float),
        _ => None,
    }
}

/// Whether a value is one of `enum`, after Go's conversion to the type of that one: of numbers to
/// integers and back, and of integers to letters.
fn is_choice(content: &Content<'_>, choice: Node<'_>) -> bool {
    let scalar = Content::scalar(choice);
    #[expect(clippy::cast_possible_truncation, reason = "as Go cuts it")]
    match (&content.data, &scalar) {
        (Data::Float(own), Data::Int(choice)) => *own as i64 == *choice,
        (Data::Int(own), Data::Float(choice)) => (*own as f64).total_cmp(choice).is_eq(),
        (Data::Int(own), Data::Str(choice)) => {
            let letter = u32::try_from(*own).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
            let mut letters = choice.chars();
            letters.next() == Some(letter) && letters.next().is_none()
        }
        (Data::Null, _) => false,
        _ => is_same(content, choice),
    }
}

/// Whether a value is the same as one that is written.
fn is_same(content: &Content<'_>, node: Node<'_>) -> bool {
    match (&content.data, node.value()) {
        (Data::List(items), Value::List) => {
            items.len() == node.items().count()
                && items.iter().zip(node.items()).all(|(item, node)| is_same(item, node))
        }
        (Data::Map(fields), Value::Map) => {
            fields.len() == node.entries().count()
                && node.entries().all(|entry| {
                    let field = entry.key.as_str().and_then(|key| fields.get(key));
                    field.is_some_and(|field| is_same(field, entry.value))
                })
        }
        (Data::List(_) | Data::Map(_), _) | (_, Value::List | Value::Map) => false,
        (own, _) => match (own, Content::scalar(node)) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(own), Data::Bool(other)) => *own == other,
            (Data::Int(own), Data::Int(other)) => *own == other,
            (Data::Float(own), Data::Float(other)) => own.total_cmp(&other).is_eq(),
            (Data::Str(own), Data::Str(other)) => *own == other,
            _ => false,
        },
    }
}
