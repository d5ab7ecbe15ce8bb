//! The type of an expression (`checker/checker.go`, and `cel/validator.go` for what is asked of
//! literals).

use std::ops::Range;

use super::{
    CelType, CompileError, Env, functions,
    tree::{Expr, ExprId, ExprItem, ExprKind, Fold, Literal},
};
use crate::{
    model::{
        similar::nearest,
        value::{
            duration, regex,
            time::{Fraction, is_time},
        },
    },
    text,
    text::{Name, Text, key, name as name_of},
};

/// Larger expressions are not checked, nor those whose types take so many steps to compare.
const MAX_HEIGHT: u16 = 300;
const MAX_STEPS: u32 = 200_000;
/// Deeper types are not checked.
const MAX_NESTING: u32 = 60;

/// Names of types, which are values too; so are those of protocol buffers and of libraries.
const TYPES: [&str; 13] = [
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
];
/// Where types are declared whose names and fields are not known here.
const FOREIGN: [&str; 2] = ["google.", "selfType"];

/// The type that an expression has, or why it has none; nothing where it cannot be checked.
pub(crate) fn check(tree: &Expr, env: &Env) -> Result<Option<CelType>, CompileError> {
    if tree.node(tree.root).height > MAX_HEIGHT {
        return Ok(None);
    }
    let mut checker = TypeChecker {
        tree,
        env,
        scope: Vec::new(),
        known: Vec::new(),
        trail: Vec::new(),
        steps: 0,
        lost: false,
        in_format: 0,
        alike: Vec::new(),
    };
    let result = checker.check(tree.root);
    if checker.lost {
        return Ok(None);
    }
    let type_ = result?;
    checker.literals_alike()?;
    let type_ = checker.settled(&type_);
    Ok((!checker.lost).then_some(type_))
}

/// What is read when a program is made of an expression that compiles: the patterns of `find` and
/// `findAll` (`k8s.io/apiserver/pkg/cel/library/regex.go`).
pub(crate) fn instantiate(tree: &Expr) -> Result<(), CompileError> {
    for node in &tree.nodes {
        let ExprKind::Call { function, target: Some(_), args } = &node.kind else { continue };
        if matches!(function.as_str(), "find" | "findAll")
            && let Some(first) = args.first()
        {
            pattern(tree, *first).map_err(|mut fault| {
                fault.late = true;
                fault
            })?;
        }
    }
    Ok(())
}

fn literal(tree: &Expr, id: ExprId) -> Option<&str> {
    match tree.kind(id) {
        ExprKind::Literal(Literal::String(text)) => Some(text),
        _ => None,
    }
}

/// Refuses a text that is not a regular expression.
fn pattern(tree: &Expr, id: ExprId) -> Result<(), CompileError> {
    match literal(tree, id).and_then(regex::fault) {
        Some(fault) => {
            let message = text!("the pattern is not a valid regular expression: {}", fault);
            Err(CompileError::new(tree.node(id).at.clone(), message))
        }
        None => Ok(()),
    }
}

struct TypeChecker<'a> {
    tree: &'a Expr,
    env: &'a Env,
    /// The variables of macros, the innermost last.
    scope: Vec<(String, CelType)>,
    /// What is known of the types that were not known at first.
    known: Vec<Option<CelType>>,
    /// What became known, and what was known before, to go back.
    trail: Vec<(u32, Option<CelType>)>,
    steps: u32,
    /// It cannot be checked any more.
    lost: bool,
    /// How many calls of `format` are open.
    in_format: u32,
    /// Items of one literal, which must have one type in the end.
    alike: Vec<(Range<usize>, CelType, CelType)>,
}

type Checked<T = CelType> = Result<T, CompileError>;

impl TypeChecker<'_> {
    fn at(&self, id: ExprId) -> Range<usize> {
        self.tree.node(id).at.clone()
    }

    fn fault<T>(&self, id: ExprId, message: impl Into<Text>) -> Checked<T> {
        Err(CompileError::new(self.at(id), message))
    }

    /// Stops checking; what follows has no effect.
    fn lose(&mut self) -> CelType {
        self.lost = true;
        CelType::Dyn
    }

    fn check(&mut self, id: ExprId) -> Checked {
        match self.tree.kind(id) {
            ExprKind::Literal(literal) => Ok(match literal {
                Literal::Null => CelType::Null,
                Literal::Bool => CelType::Bool,
                Literal::Int => CelType::Int,
                Literal::Uint => CelType::Uint,
                Literal::Double => CelType::Double,
                Literal::String(_) => CelType::String,
                Literal::Bytes => CelType::Bytes,
            }),
            ExprKind::Name(name) => self.name(id, name),
            ExprKind::Select { operand, field, optional } => {
                self.select(id, *operand, field, *optional)
            }
            ExprKind::Has(selection) => {
                if let ExprKind::Select { operand, field, .. } = self.tree.kind(*selection) {
                    self.field(*selection, *operand, field, false)?;
                }
                Ok(CelType::Bool)
            }
            ExprKind::Call { function, target, args } => self.call(id, function, *target, args),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Struct { name, fields } => self.object(id, name, fields),
            ExprKind::Fold { fold, range, names, args } => self.fold(*fold, *range, names, args),
        }
    }

    fn name(&mut self, id: ExprId, name: &str) -> Checked {
        if let Some(type_) = self.lookup(name) {
            return Ok(type_);
        }
        let bare = name.trim_start_matches('.');
        let variables = self.env.variables.iter().map(|(name, _)| name.as_str());
        let scope = self.scope.iter().map(|(name, _)| name.as_str());
        let known: Vec<&str> = scope.chain(variables).filter(|name| !name.contains('.')).collect();
        let fault = CompileError::new(self.at(id), text!("undeclared variable `{}`", key(bare)));
        if let Some((_, help)) = self.env.elsewhere.iter().find(|(name, _)| *name == bare) {
            return Err(fault.help(*help));
        }
        Err(match nearest(bare, known.iter().copied()) {
            Some(meant) => fault.help(text!("did you mean `{}`?", key(meant))),
            None => {
                let known = name_of(known.join(", "));
                fault.help(text!("use one of {}, or quote a string", known))
            }
        })
    }

    /// The type of a variable, or of a type that is used by its name.
    fn lookup(&mut self, name: &str) -> Option<CelType> {
        let bare = name.trim_start_matches('.');
        if let Some((_, type_)) = self.scope.iter().rev().find(|(known, _)| known == bare) {
            return Some(type_.clone());
        }
        if let Some(type_) = self.env.variable(bare) {
            return Some(type_.clone());
        }
        let patch = bare == "JSONPatch" || bare == "Object" || bare.starts_with("Object.");
        if TYPES.contains(&bare) || self.env.patches && patch {
            return Some(CelType::Type);
        }
        let foreign = FOREIGN.iter().any(|prefix| bare.starts_with(prefix));
        foreign.then(|| self.lose())
    }

    fn select(&mut self, id: ExprId, operand: ExprId, field: &str, optional: bool) -> Checked {
        if let Some(type_) = self.tree.qualified(id).and_then(|name| self.lookup(&name)) {
            return Ok(type_);
        }
        self.field(id, operand, field, optional)
    }

    fn field(&mut self, id: ExprId, operand: ExprId, field: &str, optional: bool) -> Checked {
        let type_ = self.check(operand)?;
        let type_ = self.resolved(&type_);
        let (type_, wrapped) = match type_ {
            CelType::Optional(of) => (self.resolved(&of), true),
            other => (other, false),
        };
        let result = match &type_ {
            CelType::Map(of) => of.1.clone(),
            CelType::Object(object) => match &object.fields {
                None => CelType::Dyn,
                Some(fields) => match fields.get(field) {
                    Some(type_) => type_.clone(),
                    None => return Err(self.no_field(id, operand, field, fields.keys())),
                },
            },
            CelType::Var(_) => {
                self.fits(&CelType::Dyn, &type_);
                CelType::Dyn
            }
            CelType::Dyn | CelType::Any => CelType::Dyn,
            other => {
                return self.fault(id, text!("{} has no field `{}`", a(other), key(field)));
            }
        };
        Ok(if wrapped || optional { CelType::optional(result) } else { result })
    }

    fn no_field<'f>(
        &self,
        id: ExprId,
        operand: ExprId,
        field: &str,
        known: impl Iterator<Item = &'f String>,
    ) -> CompileError {
        let of = self.tree.qualified(operand).unwrap_or_else(|| "the object".to_owned());
        let end = self.at(id).end;
        let at = end.saturating_sub(field.len())..end;
        let fault = CompileError::new(at, text!("`{}` has no field `{}`", key(of), key(field)));
        // More names than these do not help.
        let known: Vec<&str> = known.map(String::as_str).take(1000).collect();
        match nearest(field, known.iter().copied()) {
            Some(meant) => fault.help(text!("did you mean `{}`?", key(meant))),
            None if known.is_empty() => fault,
            None => {
                let list = known.iter().take(12).copied().collect::<Vec<_>>().join(", ");
                let more = if known.len() > 12 { ", …" } else { "" };
                fault.help(text!("its fields are {}{}", name_of(list), name_of(more)))
            }
        }
    }

    fn call(
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
        let here = match name {
            "jsonpatch.escapeKey" => self.env.patches,
            "includes" => self.env.includes,
            "sortBy" | "mapInsert" => false,
            _ => true,
        };
        here && !functions::overloads(name, receiver).is_empty()
    }

    /// The type that a call gives: that of its overloads that fit, `dyn` where they differ.
    fn resolve(&mut self, id: ExprId, name: &str, receiver: bool, types: &[CelType]) -> Checked {
        if !self.is_function(name, receiver) {
            return Err(self.no_function(id, name, receiver));
        }
        self.overload(name, receiver, types).ok_or_else(|| {
            let types: Vec<CelType> = types.iter().map(|type_| self.settled(type_)).collect();
            self.no_overload(id, name, receiver, &types)
        })
    }

    fn overload(&mut self, name: &str, receiver: bool, types: &[CelType]) -> Option<CelType> {
        let mut result: Option<CelType> = None;
        for overload in functions::overloads(name, receiver) {
            if overload.args.len() != types.len() {
                continue;
            }
            let first = self.known.len() as u32;
            self.known.resize(self.known.len() + overload.variables as usize, None);
            let wanted: Vec<CelType> =
                overload.args.iter().map(|arg| instance(arg, first)).collect();
            let mark = self.trail.len();
            if !types.iter().zip(&wanted).all(|(given, wanted)| self.assign(given, wanted, 0)) {
                self.undo(mark);
                continue;
            }
            let given = self.resolved(&instance(&overload.result, first));
            result = Some(match result {
                None => given,
                Some(before) if before.is_dyn() || before == given => before,
                Some(_) => CelType::Dyn,
            });
        }
        result
    }

    fn no_function(&self, id: ExprId, word: &str, receiver: bool) -> CompileError {
        let at = self.name_of_call(id, word);
        let name = key(word);
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
        let known = functions::names().filter(|known| known.starts_with(char::is_alphabetic));
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

    fn must_be_bool(&mut self, id: ExprId, type_: &CelType) -> Checked<()> {
        if self.fits(type_, &CelType::Bool) {
            return Ok(());
        }
        let type_ = self.settled(type_);
        self.fault(id, text!("this must be a bool, not {}", a(&type_)))
    }

    fn list(&mut self, items: &[ExprItem]) -> Checked {
        let (mut all, mut first) = (None, None);
        for item in items {
            let type_ = self.item(*item)?;
            self.like(item.value, &mut first, &type_);
            all = Some(self.join(item.value, all, type_)?);
        }
        let of = all.unwrap_or_else(|| self.unknown());
        Ok(self.made(CelType::list(of)))
    }

    fn map(&mut self, entries: &[(ExprId, ExprItem)]) -> Checked {
        let (mut keys, mut values, mut first) = (None, None, (None, None));
        for (key, item) in entries {
            let type_ = self.check(*key)?;
            self.like(*key, &mut first.0, &type_);
            keys = Some(self.join(*key, keys, type_)?);
            let type_ = self.item(*item)?;
            self.like(item.value, &mut first.1, &type_);
            values = Some(self.join(item.value, values, type_)?);
        }
        let key = keys.unwrap_or_else(|| self.unknown());
        let value = values.unwrap_or_else(|| self.unknown());
        Ok(self.made(CelType::map_of(key, value)))
    }

    fn item(&mut self, item: ExprItem) -> Checked {
        let type_ = self.check(item.value)?;
        if !item.optional {
            return Ok(type_);
        }
        match self.resolved(&type_) {
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

    fn literals_alike(&mut self) -> Checked<()> {
        for (at, first, other) in std::mem::take(&mut self.alike) {
            let (first, other) = (self.settled(&first), self.settled(&other));
            if first != other {
                let message = text!("items have different types: {} and {}", a(&other), a(&first));
                return Err(CompileError::new(at, message).help("convert them to the same type"));
            }
        }
        Ok(())
    }

    fn join(&mut self, id: ExprId, before: Option<CelType>, type_: CelType) -> Checked {
        let Some(before) = before else { return Ok(type_) };
        if self.fits(&before, &type_) {
            return Ok(if self.covers(&before, &type_, 0) { before } else { type_ });
        }
        if self.in_format > 0 {
            return Ok(CelType::Dyn);
        }
        let (before, type_) = (self.settled(&before), self.settled(&type_));
        let fault = CompileError::new(
            self.at(id),
            text!("items have different types: {} and {}", a(&type_), a(&before)),
        );
        Err(fault.help("use the same type for all items of a list or map"))
    }

    /// `Name{field: value}`, which only patches have.
    fn object(
        &mut self,
        id: ExprId,
        name: &str,
        fields: &[(String, Range<usize>, ExprItem)],
    ) -> Checked {
        let patch = match name {
            "JSONPatch" => true,
            "Object" => false,
            _ if name.starts_with("Object.") => false,
            _ if FOREIGN.iter().any(|prefix| name.starts_with(prefix)) => return Ok(self.lose()),
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
            if !self.fits(&wanted, &type_) {
                let type_ = self.settled(&type_);
                return self.fault(
                    item.value,
                    text!("`{}` must be {}, not {}", key(field), a(&wanted), a(&type_)),
                );
            }
        }
        // Any field will do where one is read.
        Ok(CelType::open(name))
    }

    fn fold(&mut self, fold: Fold, range: ExprId, names: &[String], args: &[ExprId]) -> Checked {
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
            Fold::Quantifier => {
                self.must_be_bool(*last, &type_)?;
                Ok(CelType::Bool)
            }
            Fold::Filter => {
                self.must_be_bool(*last, &type_)?;
                Ok(self.made(CelType::list(variables[0].clone())))
            }
            Fold::TransformMap => Ok(self.made(CelType::map_of(variables[0].clone(), type_))),
            Fold::TransformMapEntry => {
                let empty = CelType::map_of(self.unknown(), self.unknown());
                self.overload("mapInsert", false, &[empty, type_.clone()]).ok_or_else(|| {
                    let type_ = self.settled(&type_);
                    CompileError::new(
                        self.at(*last),
                        text!("this must be a map, not {}", a(&type_)),
                    )
                })
            }
            Fold::SortBy => {
                let keys = CelType::list(type_.clone());
                self.overload("sortBy", true, &[over, keys]).ok_or_else(|| {
                    let type_ = self.settled(&type_);
                    CompileError::new(
                        self.at(*last),
                        text!("{} cannot be used as a sort key", a(&type_)),
                    )
                })
            }
            _ => Ok(self.made(CelType::list(type_))),
        }
    }

    /// The types of an item, or of key and value, of what a macro iterates over.
    fn elements(&mut self, id: ExprId, over: &CelType, count: usize) -> Checked<Vec<CelType>> {
        Ok(match (self.resolved(over), count) {
            (CelType::List(of), 1) => vec![(*of).clone()],
            (CelType::List(of), _) => vec![CelType::Int, (*of).clone()],
            (CelType::Map(of), 1) => vec![of.0.clone()],
            (CelType::Map(of), _) => vec![of.0.clone(), of.1.clone()],
            (unknown @ (CelType::Dyn | CelType::Var(_)), _) => {
                self.fits(&CelType::Dyn, &unknown);
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
            let over = self.settled(over);
            return self.fault(range, text!("{} is not optional", a(&over)));
        };
        let type_ = self.within(&[(names, value)], body)?;
        let type_ = if fold == Fold::OptMap { CelType::optional(type_) } else { type_ };
        let none = CelType::optional(self.unknown());
        self.overload("?:", false, &[CelType::Bool, type_, none]).ok_or_else(|| {
            CompileError::new(self.at(body), "the result of optFlatMap must be optional")
        })
    }

    /// Texts that are read when the expression is compiled.
    fn literal_argument(
        &self,
        function: &str,
        target: Option<ExprId>,
        args: &[ExprId],
    ) -> Checked<()> {
        let patterns = match (function, target) {
            ("matches", None) => args.len(),
            ("matches", Some(_)) => 1,
            _ => 0,
        };
        for arg in &args[..patterns.min(args.len())] {
            pattern(self.tree, *arg)?;
        }
        let (Some(first), None) = (args.first(), target) else {
            return match (target.and_then(|target| self.text(target)), args) {
                (Some(text), [list]) if function == "format" => self.format(text, *list),
                _ => Ok(()),
            };
        };
        match (function, self.text(*first)) {
            ("duration", Some(text)) if duration::parse(text).is_none() => {
                let fault =
                    CompileError::new(self.at(*first), text!("`{}` is not a valid duration", text));
                Err(fault.help("use a number with a unit, such as 90s or 1h30m"))
            }
            ("timestamp", Some(text)) if !is_time(text, Fraction::Optional) => {
                let fault = CompileError::new(
                    self.at(*first),
                    text!("`{}` is not a valid timestamp", text),
                );
                Err(fault.help("use the format 2026-01-31T00:00:00Z"))
            }
            _ => Ok(()),
        }
    }

    /// A text that is written out.
    fn text(&self, id: ExprId) -> Option<&str> {
        literal(self.tree, id)
    }

    /// Whether a text with places to fill in has as many as there are values
    /// (`ext/formatting.go`).
    fn format(&self, text: &str, list: ExprId) -> Checked<()> {
        let ExprKind::List(items) = self.tree.kind(list) else { return Ok(()) };
        let mut places = 0;
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once('%') {
            if let Some(after) = behind.strip_prefix('%') {
                rest = after;
                continue;
            }
            let behind = match behind.strip_prefix('.') {
                Some(digits) => digits.trim_start_matches(|c: char| c.is_ascii_digit()),
                None => behind,
            };
            let verb = behind.chars().next();
            if !verb.is_some_and(|verb| "sdfebxXo".contains(verb)) {
                let shown = verb.map(String::from).unwrap_or_default();
                let message =
                    text!("unknown placeholder `%{}`; write `%%` for a percent sign", shown);
                return self.fault(list, message);
            }
            places += 1;
            rest = &behind[1..];
        }
        if places != items.len() {
            let (places, items) = (name_of(places), name_of(items.len()));
            let message = text!(
                "the number of placeholders ({}) differs from the number of arguments ({})",
                places,
                items
            );
            return self.fault(list, message);
        }
        Ok(())
    }

    fn unknown(&mut self) -> CelType {
        self.known.push(None);
        CelType::Var(self.known.len() as u32 - 1)
    }

    /// A type that was put together, unless it grew too large.
    fn made(&mut self, type_: CelType) -> CelType {
        let mut left = 500_u32;
        if weighs(&type_, &mut left, MAX_NESTING) { type_ } else { self.lose() }
    }

    fn undo(&mut self, mark: usize) {
        for (var, before) in self.trail.drain(mark..).rev() {
            self.known[var as usize] = before;
        }
    }

    fn learn(&mut self, var: u32, type_: CelType) {
        let before = self.known[var as usize].replace(type_);
        self.trail.push((var, before));
    }

    fn fits(&mut self, a: &CelType, b: &CelType) -> bool {
        let mark = self.trail.len();
        let fits = self.assign(a, b, 0);
        if !fits {
            self.undo(mark);
        }
        fits
    }

    /// Whether there were steps left.
    fn step(&mut self, depth: u32) -> bool {
        self.steps += 1;
        self.lost |= self.steps > MAX_STEPS || depth > MAX_NESTING;
        !self.lost
    }

    /// Whether a value of type `a` may be used where `b` is wanted (`internalIsAssignable`).
    fn assign(&mut self, a: &CelType, b: &CelType, depth: u32) -> bool {
        if !self.step(depth) {
            return true;
        }
        if let CelType::Var(var) = b {
            match self.substitute(a, *var, depth) {
                (true, _) => return true,
                (false, true) => return false,
                _ => {}
            }
        }
        if let CelType::Var(var) = a {
            return self.substitute(b, *var, depth).0;
        }
        let nullable = |t: &CelType| {
            matches!(
                t,
                CelType::Null
                    | CelType::Optional(_)
                    | CelType::Opaque(_)
                    | CelType::Object(_)
                    | CelType::Duration
                    | CelType::Timestamp
            )
        };
        match (a, b) {
            (CelType::Dyn | CelType::Any, _) | (_, CelType::Dyn | CelType::Any) => true,
            (CelType::Null, other) | (other, CelType::Null) => nullable(other),
            (CelType::List(a), CelType::List(b)) | (CelType::Optional(a), CelType::Optional(b)) => {
                self.assign(a, b, depth + 1)
            }
            (CelType::Map(a), CelType::Map(b)) => {
                self.assign(&a.0, &b.0, depth + 1) && self.assign(&a.1, &b.1, depth + 1)
            }
            _ => a == b,
        }
    }

    /// Whether a variable may stand for a type, and whether it stood for one before
    /// (`isValidTypeSubstitution`).
    fn substitute(&mut self, type_: &CelType, var: u32, depth: u32) -> (bool, bool) {
        if matches!(type_, CelType::Var(other) if *other == var) {
            return (true, true);
        }
        if let Some(known) = self.known[var as usize].clone() {
            if *type_ == known {
                return (true, true);
            }
            if !self.assign(type_, &known, depth + 1) {
                return (false, true);
            }
            let general = if self.covers(type_, &known, depth) { type_.clone() } else { known };
            if !self.occurs(var, &general, depth) {
                self.learn(var, general);
            }
            return (true, true);
        }
        if self.occurs(var, type_, depth) {
            return (false, false);
        }
        self.learn(var, type_.clone());
        (true, false)
    }

    /// Whether a variable is in a type.
    fn occurs(&mut self, var: u32, type_: &CelType, depth: u32) -> bool {
        if !self.step(depth) {
            return false;
        }
        if let CelType::Var(other) = type_ {
            let known = self.known[*other as usize].clone();
            return *other == var || known.is_some_and(|known| self.occurs(var, &known, depth + 1));
        }
        type_.inner().into_iter().flatten().any(|inner| self.occurs(var, inner, depth + 1))
    }

    /// Whether a type says no more than another (`isEqualOrLessSpecific`).
    fn covers(&mut self, a: &CelType, b: &CelType, depth: u32) -> bool {
        if !self.step(depth) || a.is_dyn() || matches!(a, CelType::Var(_)) {
            return true;
        }
        if b.is_dyn() || matches!(b, CelType::Var(_)) {
            return false;
        }
        match (a, b) {
            (CelType::List(a), CelType::List(b)) | (CelType::Optional(a), CelType::Optional(b)) => {
                self.covers(a, b, depth + 1)
            }
            (CelType::Map(a), CelType::Map(b)) => {
                self.covers(&a.0, &b.0, depth + 1) && self.covers(&a.1, &b.1, depth + 1)
            }
            _ => a == b,
        }
    }

    /// A type with what is known of its variables.
    fn resolved(&mut self, type_: &CelType) -> CelType {
        let type_ = self.replaced(type_, false, 0);
        self.made(type_)
    }

    /// As [`TypeChecker::resolved`]; what is not known is `dyn`.
    fn settled(&mut self, type_: &CelType) -> CelType {
        let type_ = self.replaced(type_, true, 0);
        self.made(type_)
    }

    fn replaced(&mut self, type_: &CelType, to_dyn: bool, depth: u32) -> CelType {
        if !self.step(depth) {
            return CelType::Dyn;
        }
        let mut inner = |of: &CelType| self.replaced(of, to_dyn, depth + 1);
        match type_ {
            CelType::List(of) => CelType::list(inner(of)),
            CelType::Optional(of) => CelType::optional(inner(of)),
            CelType::Map(of) => CelType::map_of(inner(&of.0), inner(&of.1)),
            CelType::Var(var) => match self.known[*var as usize].clone() {
                Some(known) => self.replaced(&known, to_dyn, depth + 1),
                None if to_dyn => CelType::Dyn,
                None => CelType::Var(*var),
            },
            other => other.clone(),
        }
    }
}

/// A type in a sentence.
fn a(type_: &CelType) -> Name<String> {
    name_of(type_.in_words())
}

/// A type of a signature, its variables counted from another number.
fn instance(type_: &CelType, first: u32) -> CelType {
    match type_ {
        CelType::Var(var) => CelType::Var(first + var),
        CelType::List(of) => CelType::list(instance(of, first)),
        CelType::Optional(of) => CelType::optional(instance(of, first)),
        CelType::Map(of) => CelType::map_of(instance(&of.0, first), instance(&of.1, first)),
        other => other.clone(),
    }
}

/// Whether a type has no more parts than are left.
fn weighs(type_: &CelType, left: &mut u32, depth: u32) -> bool {
    if *left == 0 || depth == 0 {
        return false;
    }
    *left -= 1;
    type_.inner().into_iter().flatten().all(|inner| weighs(inner, left, depth - 1))
}
