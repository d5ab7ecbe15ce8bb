//! Lists, maps and objects that are written out, whose items must have one type.

use std::ops::Range;

use super::{Checked, FOREIGN, TypeChecker, a};
use crate::{
    cel::{
        CelType, CompileError,
        tree::{ExprId, ExprItem},
    },
    text,
    text::key,
};

impl TypeChecker<'_> {
    pub(super) fn list(&mut self, items: &[ExprItem]) -> Checked {
        let (mut all, mut first) = (None, None);
        for item in items {
            let type_ = self.item(*item)?;
            self.like(item.value, &mut first, &type_);
            all = Some(self.join(item.value, all, type_)?);
        }
        let of = all.unwrap_or_else(|| self.types.unknown());
        Ok(self.types.made(CelType::list(of)))
    }

    pub(super) fn map(&mut self, entries: &[(ExprId, ExprItem)]) -> Checked {
        let (mut keys, mut values, mut first) = (None, None, (None, None));
        for (key, item) in entries {
            let type_ = self.check(*key)?;
            self.like(*key, &mut first.0, &type_);
            keys = Some(self.join(*key, keys, type_)?);
            let type_ = self.item(*item)?;
            self.like(item.value, &mut first.1, &type_);
            values = Some(self.join(item.value, values, type_)?);
        }
        let key = keys.unwrap_or_else(|| self.types.unknown());
        let value = values.unwrap_or_else(|| self.types.unknown());
        Ok(self.types.made(CelType::map_of(key, value)))
    }

    pub(super) fn item(&mut self, item: ExprItem) -> Checked {
        let type_ = self.check(item.value)?;
        if !item.optional {
            return Ok(type_);
        }
        match self.types.resolved(&type_) {
            CelType::Optional(of) => Ok((*of).clone()),
            other if other.is_dyn() => Ok(other),
            other => {
                self.fault(item.value, text!("`?` requires an optional value, not {}", a(&other)))
            }
        }
    }

    /// Notes that an item must have the type of the first one.
    fn like(&mut self, id: ExprId, first: &mut Option<CelType>, type_: &CelType) {
        match first {
            None => *first = Some(type_.clone()),
            Some(first) if self.in_format == 0 => {
                self.alike.push((self.at(id), first.clone(), type_.clone()));
            }
            Some(_) => {}
        }
    }

    fn join(&mut self, id: ExprId, before: Option<CelType>, type_: CelType) -> Checked {
        let Some(before) = before else { return Ok(type_) };
        if self.types.fits(&before, &type_) {
            return Ok(if self.types.covers(&before, &type_, 0) { before } else { type_ });
        }
        if self.in_format > 0 {
            return Ok(CelType::Dyn);
        }
        let (before, type_) = (self.types.settled(&before), self.types.settled(&type_));
        let fault = CompileError::new(
            self.at(id),
            text!("items have different types: {} and {}", a(&type_), a(&before)),
        );
        Err(fault.help("use the same type for all items of a list or map"))
    }

    pub(super) fn literals_alike(&mut self) -> Checked<()> {
        for (at, first, other) in std::mem::take(&mut self.alike) {
            let (first, other) = (self.types.settled(&first), self.types.settled(&other));
            if first != other {
                let message = text!("items have different types: {} and {}", a(&other), a(&first));
                return Err(CompileError::new(at, message).help("convert them to the same type"));
            }
        }
        Ok(())
    }

    /// `Name{field: value}`, which only patches have.
    pub(super) fn object(
        &mut self,
        id: ExprId,
        name: &str,
        fields: &[(String, Range<usize>, ExprItem)],
    ) -> Checked {
        let patch = match name {
            "JSONPatch" => true,
            "Object" => false,
            _ if name.starts_with("Object.") => false,
            _ if FOREIGN.iter().any(|prefix| name.starts_with(prefix)) => {
                return Ok(self.types.lose());
            }
            _ => {
                let end = self.at(id).start + name.len();
                let at = self.at(id).start..end.min(self.at(id).end);
                return Err(CompileError::new(at, text!("unknown type `{}`", key(name))));
            }
        };
        if !self.env.patches {
            return self.fault(id, text!("type `{}` is not available here", key(name)));
        }
        for (field, at, item) in fields {
            let type_ = self.item(*item)?;
            let wanted = match field.as_str() {
                _ if !patch => CelType::Dyn,
                "op" | "path" | "from" => CelType::String,
                "value" => CelType::Dyn,
                _ => {
                    let message = text!("a JSONPatch has no field `{}`", key(field));
                    return Err(CompileError::new(at.clone(), message)
                        .help("its fields are op, path, from and value"));
                }
            };
            if !self.types.fits(&wanted, &type_) {
                let type_ = self.types.settled(&type_);
                return self.fault(
                    item.value,
                    text!("`{}` must be {}, not {}", key(field), a(&wanted), a(&type_)),
                );
            }
        }
        // Any field will do where one is read.
        Ok(CelType::open(name))
    }
}
