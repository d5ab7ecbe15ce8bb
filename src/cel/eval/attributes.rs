//! Variables, fields and indexes (cel-go's `interpreter/attributes.go`).

use super::{EvaluationRun, Slot};
use crate::cel::{
    CelFault,
    plan::{Attribute, Base, Qualifier, attribute_key},
    value::{CelResult, CelValue, ListValue, MapValue, show},
};

impl<'a> EvaluationRun<'a> {
    /// The value of an attribute. Reading it costs 1, and each field or index 1 more; conditions
    /// cost what is evaluated of them, and `has` only its fields.
    pub(super) fn attribute(&mut self, attribute: &'a Attribute) -> CelResult<'a> {
        let resolved = self.resolve(attribute);
        if resolved.as_ref().is_err_and(|fault| !fault.is_failure()) {
            return resolved;
        }
        match (&attribute.base, attribute.presence) {
            (Base::Conditional(_), true) => self.cost = self.cost.saturating_sub(1),
            (Base::Conditional(_), false) | (_, true) => {}
            _ => self.charge(1)?,
        }
        if !attribute.presence {
            return resolved;
        }
        Ok(match resolved? {
            CelValue::Optional(value) => CelValue::Bool(value.is_some()),
            other => other,
        })
    }

    /// The value of an attribute, without the cost of reading it.
    fn resolve(&mut self, attribute: &'a Attribute) -> CelResult<'a> {
        let base = match &attribute.base {
            Base::Slot(slot) => self.variable(*slot)?,
            Base::PlanStep(step) => self.step(step)?,
            Base::Conditional(parts) => {
                let (condition, yes, no) = &**parts;
                return match self.step(condition)? {
                    CelValue::Bool(true) => self.resolve(yes),
                    CelValue::Bool(false) => self.resolve(no),
                    _ => Err(CelFault::no_overload()),
                };
            }
        };
        // An optional value loses its schema even if nothing is read from it.
        if attribute.qualifiers.is_empty() && !matches!(base, CelValue::Optional(_)) {
            return Ok(base);
        }
        self.qualified(base, attribute)
    }

    fn variable(&mut self, slot: usize) -> CelResult<'a> {
        match self.slots.get(slot) {
            Some(Slot::Ready(value)) => value.clone(),
            Some(Slot::Lazy(step)) => {
                let step = *step;
                let value = self.step(step);
                self.set(slot, Slot::Ready(value.clone()));
                value
            }
            _ => {
                let name = self.names.get(slot).map_or("", String::as_str);
                Err(CelFault::from(format!("no such attribute(s): {name}")))
            }
        }
    }

    /// Reads fields and indexes. From the first optional one on, what is missing is no error.
    fn qualified(&mut self, base: CelValue<'a>, attribute: &'a Attribute) -> CelResult<'a> {
        let mut optional = false;
        let mut value = match base {
            CelValue::Optional(None) => return Ok(CelValue::Optional(None)),
            CelValue::Optional(Some(inner)) => {
                optional = true;
                inner.native()
            }
            other => other,
        };
        for qualifier in &attribute.qualifiers {
            optional |= qualifier.is_optional();
            match self.qualify(&value, qualifier, optional)? {
                Some(next) => value = next,
                None => return Ok(CelValue::Optional(None)),
            }
        }
        Ok(if optional { CelValue::some(value) } else { value })
    }

    /// Reads one field or index; `None` for an optional one that is missing.
    fn qualify(
        &mut self,
        value: &CelValue<'a>,
        qualifier: &'a Qualifier,
        optional: bool,
    ) -> Result<Option<CelValue<'a>>, CelFault> {
        let (found, missing) = match qualifier {
            Qualifier::Field { name, property, .. } => {
                let found = match value {
                    CelValue::Map(map) => map.field(name, property.as_deref()),
                    other => find(other, &attribute_key(name)),
                };
                (found, attribute_key(name))
            }
            Qualifier::Constant { key, .. } => (find(value, key), key.clone()),
            Qualifier::Computed { key, .. } => {
                let key = match self.resolve(key) {
                    Ok(key) => key,
                    Err(fault) => {
                        // What is optional and missing costs nothing.
                        self.charge(u64::from(fault.is_failure() && !optional))?;
                        return Err(fault);
                    }
                };
                (find(value, &key), key)
            }
        };
        if qualifier.is_presence() {
            self.charge(u64::from(!optional || matches!(found, Ok(Some(_)))))?;
            return presence(found, optional);
        }
        if !optional {
            self.charge(1)?;
            return match found? {
                Some(value) => Ok(Some(value)),
                None if matches!(value, CelValue::List(_)) => {
                    Err(CelFault::from(format!("index out of bounds: {}", show(&missing))))
                }
                None => Err(CelFault::from(format!("no such key: {}", show(&missing)))),
            };
        }
        let found = found?;
        self.charge(u64::from(found.is_some()))?;
        Ok(found)
    }
}

/// The answer of `has` for one field.
fn presence<'a>(
    found: Result<Option<CelValue<'a>>, CelFault>,
    optional: bool,
) -> Result<Option<CelValue<'a>>, CelFault> {
    let found = found?;
    if optional { Ok(found) } else { Ok(Some(CelValue::Bool(found.is_some()))) }
}

impl Qualifier {
    fn is_optional(&self) -> bool {
        match self {
            Qualifier::Field { optional, .. }
            | Qualifier::Constant { optional, .. }
            | Qualifier::Computed { optional, .. } => *optional,
        }
    }

    fn is_presence(&self) -> bool {
        matches!(self, Qualifier::Field { presence: true, .. })
    }
}

/// What a key or index leads to; nothing in other values than maps and lists (`refQualify`).
fn find<'a>(value: &CelValue<'a>, key: &CelValue<'_>) -> Result<Option<CelValue<'a>>, CelFault> {
    match value {
        CelValue::Map(map) => find_key(map, key),
        CelValue::List(list) => find_index(list, key),
        _ => Ok(None),
    }
}

fn find_key<'a>(map: &MapValue<'a>, key: &CelValue<'_>) -> Result<Option<CelValue<'a>>, CelFault> {
    map.find(key)
}

fn find_index<'a>(
    list: &ListValue<'a>,
    key: &CelValue<'_>,
) -> Result<Option<CelValue<'a>>, CelFault> {
    let index = match key {
        CelValue::Int(index) => Some(*index),
        CelValue::Uint(index) => i64::try_from(*index).ok(),
        CelValue::Double(index) if index.fract() == 0.0 && index.abs() < 9e18 => {
            Some(*index as i64)
        }
        CelValue::Double(_) => None,
        other => {
            let name = other.type_name();
            return Err(CelFault::from(format!("unsupported index type '{name}' in list")));
        }
    };
    let Some(index) = index else {
        return Err(CelFault::from(format!("unsupported index value {} in list", show(key))));
    };
    let Some(found) = usize::try_from(index).ok().and_then(|index| list.get(index)) else {
        return Ok(None);
    };
    // Lists of the data are read by integers only.
    if list.schema().is_some() && !matches!(key, CelValue::Int(_)) {
        return Err(CelFault::from(format!("unsupported index: {}", show(key))));
    }
    found.map(Some)
}
