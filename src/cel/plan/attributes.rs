//! Variables, fields, indexes and conditions (cel-go's `interpreter/attributes.go`).

use std::sync::Arc;

use super::{Attribute, Base, PlanStep, Planned, Planner, Qualifier};
use crate::cel::{
    check::ResolvedName,
    schema::unescape,
    tree::ExprId,
    value::{CelText, CelValue},
};

/// Which place each variable has.
pub(super) struct Scope {
    /// The innermost last.
    names: Vec<(String, usize)>,
    pub(super) count: usize,
}

impl Scope {
    pub(super) fn new(variables: &[String]) -> Scope {
        let names = variables.iter().cloned().zip(0..).collect();
        Scope { names, count: variables.len() }
    }

    /// Adds a variable and gives its place, which no other one ever has.
    pub(super) fn open(&mut self, name: &str) -> usize {
        let slot = self.count;
        self.count += 1;
        self.names.push((name.to_owned(), slot));
        slot
    }

    /// Removes the last variables.
    pub(super) fn close(&mut self, count: usize) {
        self.names.truncate(self.names.len().saturating_sub(count));
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().rev().find(|(known, _)| known == name).map(|(_, slot)| *slot)
    }
}

impl Planner<'_> {
    /// A variable or the name of a type.
    pub(super) fn named(&mut self, id: ExprId) -> Planned<Option<PlanStep>> {
        Ok(match self.reference(id) {
            ResolvedName::Variable(name) => {
                self.scope.find(name).map(|slot| attribute(Base::Slot(slot)))
            }
            ResolvedName::Type(name) => Some(PlanStep::Constant(CelValue::Type(type_name(name)))),
            _ => None,
        })
    }

    /// `operand.field`, `operand.?field` or `has(operand.field)`.
    pub(super) fn select(
        &mut self,
        operand: ExprId,
        field: &str,
        optional: bool,
        presence: bool,
    ) -> Planned {
        let mut attribute = as_attribute(self.step(operand)?);
        let property = unescape(field).map(|plain| plain.into_owned());
        let name = field.to_owned();
        attribute.add(&Arc::new(Qualifier::Field { name, property, optional, presence }));
        attribute.presence = presence;
        Ok(PlanStep::Attribute(Box::new(attribute)))
    }

    /// `operand[index]` or `operand[?index]`.
    pub(super) fn index(&mut self, operand: ExprId, index: ExprId, optional: bool) -> Planned {
        let mut attribute = as_attribute(self.step(operand)?);
        let qualifier = match self.step(index)? {
            PlanStep::Constant(key) => Qualifier::Constant { key, optional },
            computed => Qualifier::Computed { key: as_attribute(computed), optional },
        };
        attribute.add(&Arc::new(qualifier));
        Ok(PlanStep::Attribute(Box::new(attribute)))
    }

    pub(super) fn conditional(&mut self, condition: ExprId, yes: ExprId, no: ExprId) -> Planned {
        let condition = self.step(condition)?;
        let (yes, no) = (as_attribute(self.step(yes)?), as_attribute(self.step(no)?));
        Ok(attribute(Base::Conditional(Box::new((condition, yes, no)))))
    }
}

impl Attribute {
    fn new(base: Base) -> Attribute {
        Attribute { base, qualifiers: Vec::new(), presence: false }
    }

    /// Reads one more field or index.
    fn add(&mut self, qualifier: &Arc<Qualifier>) {
        match &mut self.base {
            Base::Conditional(parts) => {
                parts.1.add(qualifier);
                parts.2.add(qualifier);
            }
            _ => self.qualifiers.push(qualifier.clone()),
        }
    }
}

fn attribute(base: Base) -> PlanStep {
    PlanStep::Attribute(Box::new(Attribute::new(base)))
}

fn as_attribute(step: PlanStep) -> Attribute {
    match step {
        PlanStep::Attribute(attribute) => *attribute,
        other => Attribute::new(Base::PlanStep(other)),
    }
}

/// The name of a type, which lives as long as the program.
fn type_name(name: &str) -> &'static str {
    const NAMES: [&str; 15] = [
        "bool",
        "bytes",
        "double",
        "int",
        "list",
        "map",
        "null_type",
        "optional_type",
        "string",
        "type",
        "uint",
        "net.IP",
        "net.CIDR",
        "google.protobuf.Timestamp",
        "google.protobuf.Duration",
    ];
    NAMES.iter().find(|known| **known == name).copied().unwrap_or("unknown")
}

/// The name of a field as a key.
pub(in crate::cel) fn attribute_key(name: &str) -> CelValue<'_> {
    CelValue::Str(CelText::Borrowed(name))
}
