//! Macros, whose arguments are expressions with variables of their own, such as `all` and `map`.

use super::{Checked, ResolvedName, TypeChecker, a};
use crate::{
    cel::{
        CelType, CompileError,
        tree::{ExprId, Fold},
    },
    text,
};

impl TypeChecker<'_> {
    pub(super) fn fold(
        &mut self,
        id: ExprId,
        fold: Fold,
        range: ExprId,
        names: &[String],
        args: &[ExprId],
    ) -> Checked {
        let over = self.check(range)?;
        match fold {
            Fold::Bind => return self.within(&[(names, over)], args[0]),
            Fold::OptMap | Fold::OptFlatMap => {
                return self.opt_map(range, fold, &over, names, args[0]);
            }
            _ => {}
        }
        let variables = self.elements(range, &over, names.len())?;
        let bound: Vec<(&[String], CelType)> =
            names.chunks(1).zip(variables.iter().cloned()).collect();
        let (last, conditions) = args.split_last().expect("a macro has a last argument");
        for condition in conditions {
            let type_ = self.within(&bound, *condition)?;
            self.must_be_bool(*condition, &type_)?;
        }
        let type_ = self.within(&bound, *last)?;
        match fold {
            Fold::All | Fold::Exists | Fold::ExistsOne => {
                self.must_be_bool(*last, &type_)?;
                Ok(CelType::Bool)
            }
            Fold::Filter => {
                self.must_be_bool(*last, &type_)?;
                Ok(self.types.made(CelType::list(variables[0].clone())))
            }
            Fold::TransformMap => Ok(self.types.made(CelType::map_of(variables[0].clone(), type_))),
            Fold::TransformMapEntry => {
                let empty = CelType::map_of(self.types.unknown(), self.types.unknown());
                self.overload("mapInsert", false, &[empty, type_.clone()]).ok_or_else(|| {
                    let type_ = self.types.settled(&type_);
                    let message = text!("this must be a map, not {}", a(&type_));
                    CompileError::new(self.at(*last), message)
                })
            }
            Fold::SortBy => self.sort_by(id, over, *last, &type_),
            _ => Ok(self.types.made(CelType::list(type_))),
        }
    }

    /// The list that is sorted, by keys of a type.
    fn sort_by(&mut self, id: ExprId, over: CelType, key: ExprId, type_: &CelType) -> Checked {
        let keys = CelType::list(type_.clone());
        if let Some((type_, overloads)) = self.matching("sortBy", true, &[over, keys]) {
            let name = "sortBy".to_owned();
            self.refers(id, ResolvedName::Function { name, receiver: true, overloads });
            return Ok(type_);
        }
        let type_ = self.types.settled(type_);
        Err(CompileError::new(self.at(key), text!("{} cannot be used as a sort key", a(&type_))))
    }

    /// The types of an item, or of key and value, of what a macro iterates over.
    fn elements(&mut self, id: ExprId, over: &CelType, count: usize) -> Checked<Vec<CelType>> {
        Ok(match (self.types.resolved(over), count) {
            (CelType::List(of), 1) => vec![(*of).clone()],
            (CelType::List(of), _) => vec![CelType::Int, (*of).clone()],
            (CelType::Map(of), 1) => vec![of.0.clone()],
            (CelType::Map(of), _) => vec![of.0.clone(), of.1.clone()],
            (unknown @ (CelType::Dyn | CelType::Var(_)), _) => {
                self.types.fits(&CelType::Dyn, &unknown);
                vec![CelType::Dyn; count]
            }
            (other, _) => {
                return self.fault(id, text!("{} cannot be iterated over", a(&other)));
            }
        })
    }

    /// The type of an expression in which these names are variables.
    fn within(&mut self, variables: &[(&[String], CelType)], id: ExprId) -> Checked {
        let outside = self.scope.len();
        for (names, type_) in variables {
            self.scope.extend(names.iter().map(|name| (name.clone(), type_.clone())));
        }
        let result = self.check(id);
        self.scope.truncate(outside);
        result
    }

    fn opt_map(
        &mut self,
        range: ExprId,
        fold: Fold,
        over: &CelType,
        names: &[String],
        body: ExprId,
    ) -> Checked {
        let Some(value) = self.overload("value", true, std::slice::from_ref(over)) else {
            let over = self.types.settled(over);
            return self.fault(range, text!("{} is not optional", a(&over)));
        };
        let type_ = self.within(&[(names, value)], body)?;
        let type_ = if fold == Fold::OptMap { CelType::optional(type_) } else { type_ };
        let none = CelType::optional(self.types.unknown());
        self.overload("?:", false, &[CelType::Bool, type_, none]).ok_or_else(|| {
            CompileError::new(self.at(body), "the result of optFlatMap must be optional")
        })
    }
}
