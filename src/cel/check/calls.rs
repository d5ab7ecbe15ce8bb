//! Calls of functions and operators: which overload fits, or why none does.

use std::ops::Range;

use super::{Checked, ResolvedName, TypeChecker, a};
use crate::{
    cel::{
        CelType, CompileError,
        functions::{self, Overload},
        tree::{ExprId, ExprKind},
    },
    model::similar::nearest,
    text,
    text::{key, name as name_of},
};

impl TypeChecker<'_> {
    pub(super) fn call(
        &mut self,
        id: ExprId,
        function: &str,
        target: Option<ExprId>,
        args: &[ExprId],
    ) -> Checked {
        let format = u32::from(function == "format");
        self.in_format += format;
        let mut types = Vec::new();
        for arg in args {
            types.push(self.check(*arg)?);
        }
        if matches!(function, "&&" | "||") {
            for (arg, type_) in args.iter().zip(&types) {
                self.must_be_bool(*arg, type_)?;
            }
            return Ok(CelType::Bool);
        }
        let qualified = target.and_then(|target| self.tree.qualified(target));
        let qualified = qualified.map(|prefix| format!("{prefix}.{function}"));
        let result = match (target, qualified) {
            (Some(_), Some(name)) if self.is_function(&name, false) => {
                self.resolve(id, &name, false, &types)
            }
            (Some(target), _) => {
                let on = self.check(target)?;
                types.insert(0, on);
                self.resolve(id, function, true, &types)
            }
            (None, _) => self.resolve(id, function.trim_start_matches('.'), false, &types),
        }?;
        self.in_format -= format;
        self.literal_argument(function, target, args)?;
        Ok(result)
    }

    fn is_function(&self, name: &str, receiver: bool) -> bool {
        let overloads = functions::overloads(name, receiver);
        self.may_call(name) && overloads.iter().any(|it| self.env.has(it.since))
    }

    /// Whether an expression may call a function, whatever its version.
    fn may_call(&self, name: &str) -> bool {
        match name {
            "jsonpatch.escapeKey" => self.env.patches,
            "sortBy" | "mapInsert" => false,
            _ => true,
        }
    }

    /// The first version that has a function.
    fn first_version(&self, name: &str, receiver: bool) -> Option<u8> {
        let overloads = functions::overloads(name, receiver).iter();
        overloads.map(|it| it.since).min().filter(|_| self.may_call(name))
    }

    /// The type that a call gives: that of its overloads that fit, `dyn` where they differ.
    fn resolve(&mut self, id: ExprId, name: &str, receiver: bool, types: &[CelType]) -> Checked {
        if !self.is_function(name, receiver) {
            return Err(self.no_function(id, name, receiver));
        }
        match self.matching(name, receiver, types) {
            Some((type_, overloads)) => {
                let name = name.to_owned();
                self.refers(id, ResolvedName::Function { name, receiver, overloads });
                Ok(type_)
            }
            None => {
                let types: Vec<CelType> =
                    types.iter().map(|type_| self.types.settled(type_)).collect();
                Err(self.no_overload(id, name, receiver, &types))
            }
        }
    }

    pub(super) fn overload(
        &mut self,
        name: &str,
        receiver: bool,
        types: &[CelType],
    ) -> Option<CelType> {
        self.matching(name, receiver, types).map(|(type_, _)| type_)
    }

    /// The type that a call gives, and the overloads that fit.
    pub(super) fn matching(
        &mut self,
        name: &str,
        receiver: bool,
        types: &[CelType],
    ) -> Option<(CelType, Vec<&'static Overload>)> {
        let mut result: Option<CelType> = None;
        let mut fitting = Vec::new();
        for overload in functions::overloads(name, receiver) {
            if !self.env.has(overload.since) {
                continue;
            }
            let Some(given) = self.types.given_by(overload, types) else { continue };
            fitting.push(overload);
            result = Some(match result {
                None => given,
                Some(before) if before.is_dyn() || before == given => before,
                Some(_) => CelType::Dyn,
            });
        }
        result.map(|result| (result, fitting))
    }

    fn no_function(&self, id: ExprId, word: &str, receiver: bool) -> CompileError {
        let at = self.name_of_call(id, word);
        let name = key(word);
        if let Some(since) = self.first_version(word, receiver) {
            return CompileError::too_new(at, &format!("`{word}`"), since);
        }
        if self.is_function(word, !receiver) {
            let (message, help) = if receiver {
                (text!("`{}` cannot be called on a value", name), text!("write {}(value)", name))
            } else {
                (text!("`{}` must be called on a value", name), text!("write value.{}(…)", name))
            };
            return CompileError::new(at, message).help(help);
        }
        let macros = ["all", "exists", "exists_one", "map", "filter", "has"];
        if macros.contains(&word) {
            return CompileError::new(at, text!("wrong arguments for `{}`", name)).help(
                match word {
                    "has" => "write has(object.field)".into(),
                    _ => text!("write list.{}(item, …), where … is an expression with item", name),
                },
            );
        }
        let fault = CompileError::new(at, text!("unknown function `{}`", name));
        let known =
            functions::names().filter(|known| known.starts_with(char::is_alphabetic)).filter(
                |known| self.is_function(known, receiver) || self.is_function(known, !receiver),
            );
        match nearest(word, known.chain(macros)) {
            Some(meant) => fault.help(text!("did you mean `{}`?", key(meant))),
            None => fault,
        }
    }

    /// Where the name of a called function is.
    fn name_of_call(&self, id: ExprId, name: &str) -> Range<usize> {
        let whole = self.at(id);
        let ExprKind::Call { target: Some(target), .. } = self.tree.kind(id) else {
            return whole.start..whole.start + name.len().min(whole.len());
        };
        let start = (self.at(*target).end + 1).min(whole.end);
        start..(start + name.len()).min(whole.end)
    }

    fn no_overload(
        &self,
        id: ExprId,
        name: &str,
        receiver: bool,
        types: &[CelType],
    ) -> CompileError {
        let at = self.at(id);
        let sign = !name.starts_with(char::is_alphabetic);
        let message = match (name, types) {
            ("in", [left, right]) => text!("`in` cannot find {} in {}", a(left), a(right)),
            ("==" | "!=", [left, right]) => {
                text!("{} cannot be compared with {}", a(left), a(right))
            }
            ("[]" | "[?]", [left, right]) => {
                text!("{} cannot be indexed with {}", a(left), a(right))
            }
            ("?:", [bool, ..]) if *bool != CelType::Bool && !bool.is_dyn() => {
                text!("the condition of `?` must be a bool, not {}", a(bool))
            }
            ("?:", [_, yes, no]) => {
                text!("both results of `?` must have one type, not {} and {}", a(yes), a(no))
            }
            ("!", [one]) => text!("`!` cannot be applied to {}", a(one)),
            ("-x", [one]) => text!("`-` cannot be applied to {}", a(one)),
            (_, [left, right]) if sign => {
                text!("`{}` cannot be applied to {} and {}", name_of(name), a(left), a(right))
            }
            (_, [on, rest @ ..]) if receiver => {
                let rest: Vec<String> = rest.iter().map(ToString::to_string).collect();
                let rest = name_of(rest.join(", "));
                text!("{} has no function `{}({})`", a(on), key(name), rest)
            }
            _ => {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                let types = name_of(types.join(", "));
                text!("no matching overload for `{}({})`", key(name), types)
            }
        };
        let fault = CompileError::new(at, message);
        if sign && types.len() == 2 && !name.starts_with('[') {
            return fault.help(
                "convert one to the type of the other, for example with string(…) or int(…)",
            );
        }
        fault
    }
}
