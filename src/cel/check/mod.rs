//! The type of an expression (`checker/checker.go`).

mod calls;
mod literals;
mod macros;
mod strings;
mod unify;

use std::ops::Range;

pub(crate) use self::strings::instantiate;
use self::unify::Unifier;
use super::{
    CelType, CompileError, Env,
    functions::Overload,
    tree::{Expr, ExprId, ExprKind, Literal},
};
use crate::{
    model::similar::nearest,
    text,
    text::{Name, Text, key, name as name_of},
};

/// Larger expressions are not checked.
const MAX_HEIGHT: u16 = 300;

/// Names of types, which are values too; so are those of protocol buffers and of libraries. Each
/// with the first version that has it in new expressions.
const TYPES: [(&str, u8); 15] = [
    ("bool", 0),
    ("bytes", 0),
    ("double", 0),
    ("int", 0),
    ("list", 0),
    ("map", 0),
    ("null_type", 0),
    ("optional_type", 31),
    ("string", 0),
    ("type", 0),
    ("uint", 0),
    ("net.IP", 31),
    ("net.CIDR", 31),
    ("google.protobuf.Duration", 0),
    ("google.protobuf.Timestamp", 0),
];
/// Where types are declared whose names and fields are not known here.
const FOREIGN: [&str; 2] = ["google.", "selfType"];

/// What a node of an expression refers to (the reference map of cel-go's `checker/checker.go`).
#[derive(Clone, Debug)]
pub(super) enum ResolvedName {
    /// Nothing: a literal, a field, a macro.
    Nothing,
    /// A variable of the environment or of a macro, by its name.
    Variable(String),
    /// A type, by its name.
    Type(String),
    /// A function, by its whole name, and the overloads that fit.
    Function { name: String, receiver: bool, overloads: Vec<&'static Overload> },
}

/// What the checker finds out of each node.
pub(super) struct Analysis {
    pub(super) references: Vec<ResolvedName>,
    pub(super) types: Vec<CelType>,
}

/// The type that an expression has, or why it has none; nothing where it cannot be checked.
pub(crate) fn check(tree: &Expr, env: &Env) -> Result<Option<CelType>, CompileError> {
    Ok(checked(tree, env)?.map(|(type_, _)| type_))
}

/// As [`check`], with what each node refers to.
pub(super) fn references(
    tree: &Expr,
    env: &Env,
) -> Result<Option<(CelType, Vec<ResolvedName>)>, CompileError> {
    Ok(checked(tree, env)?.map(|(type_, checker)| (type_, checker.references)))
}

/// As [`check`], with what each node refers to and its type.
pub(super) fn analysis(tree: &Expr, env: &Env) -> Result<Option<Analysis>, CompileError> {
    let Some((_, mut checker)) = checked(tree, env)? else { return Ok(None) };
    let types = std::mem::take(&mut checker.found);
    let types = types.iter().map(|type_| checker.types.settled(type_)).collect();
    Ok(Some(Analysis { references: checker.references, types }))
}

fn checked<'a>(
    tree: &'a Expr,
    env: &'a Env,
) -> Result<Option<(CelType, TypeChecker<'a>)>, CompileError> {
    if tree.node(tree.root).height > MAX_HEIGHT {
        return Ok(None);
    }
    let mut checker = TypeChecker {
        tree,
        env,
        scope: Vec::new(),
        types: Unifier::default(),
        in_format: 0,
        alike: Vec::new(),
        references: vec![ResolvedName::Nothing; tree.nodes.len()],
        found: vec![CelType::Dyn; tree.nodes.len()],
    };
    let result = checker.check(tree.root);
    if checker.types.lost {
        return Ok(None);
    }
    let type_ = result?;
    checker.literals_alike()?;
    let type_ = checker.types.settled(&type_);
    Ok((!checker.types.lost).then_some((type_, checker)))
}

struct TypeChecker<'a> {
    tree: &'a Expr,
    env: &'a Env,
    /// The variables of macros, the innermost last.
    scope: Vec<(String, CelType)>,
    types: Unifier,
    /// How many calls of `format` are open.
    in_format: u32,
    /// Items of one literal, which must have one type in the end.
    alike: Vec<(Range<usize>, CelType, CelType)>,
    /// By node, as the following ones.
    references: Vec<ResolvedName>,
    found: Vec<CelType>,
}

type Checked<T = CelType> = Result<T, CompileError>;

impl TypeChecker<'_> {
    fn at(&self, id: ExprId) -> Range<usize> {
        self.tree.node(id).at.clone()
    }

    fn fault<T>(&self, id: ExprId, message: impl Into<Text>) -> Checked<T> {
        Err(CompileError::new(self.at(id), message))
    }

    fn check(&mut self, id: ExprId) -> Checked {
        let type_ = self.type_of(id)?;
        if let Some(place) = self.found.get_mut(id.0 as usize) {
            *place = type_.clone();
        }
        Ok(type_)
    }

    fn type_of(&mut self, id: ExprId) -> Checked {
        match self.tree.kind(id) {
            ExprKind::Literal(literal) => Ok(match literal {
                Literal::Null => CelType::Null,
                Literal::Bool(_) => CelType::Bool,
                Literal::Int(_) => CelType::Int,
                Literal::Uint(_) => CelType::Uint,
                Literal::Double(_) => CelType::Double,
                Literal::String(_) => CelType::String,
                Literal::Bytes(_) => CelType::Bytes,
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
            ExprKind::Fold { fold, range, names, args } => {
                self.fold(id, *fold, *range, names, args)
            }
        }
    }

    fn name(&mut self, id: ExprId, name: &str) -> Checked {
        if let Some(type_) = self.lookup(id, name) {
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

    fn refers(&mut self, id: ExprId, reference: ResolvedName) {
        if let Some(place) = self.references.get_mut(id.0 as usize) {
            *place = reference;
        }
    }

    /// The type of a variable, or of a type that is used by its name.
    fn lookup(&mut self, id: ExprId, name: &str) -> Option<CelType> {
        let bare = name.trim_start_matches('.');
        let local = self.scope.iter().rev().find(|(known, _)| known == bare);
        let variable = local.map(|(_, type_)| type_).or_else(|| self.env.variable(bare));
        if let Some(type_) = variable.cloned() {
            self.refers(id, ResolvedName::Variable(bare.to_owned()));
            return Some(type_);
        }
        let type_ = self.type_name(bare)?;
        self.refers(id, ResolvedName::Type(bare.to_owned()));
        Some(type_)
    }

    /// The type of the name of a type.
    fn type_name(&mut self, bare: &str) -> Option<CelType> {
        let patch = bare == "JSONPatch" || bare == "Object" || bare.starts_with("Object.");
        let type_ = TYPES.iter().find(|(name, _)| *name == bare);
        if type_.is_some_and(|(_, since)| self.env.has(*since)) || self.env.patches && patch {
            return Some(CelType::Type);
        }
        let foreign = FOREIGN.iter().any(|prefix| bare.starts_with(prefix));
        foreign.then(|| self.types.lose())
    }

    fn select(&mut self, id: ExprId, operand: ExprId, field: &str, optional: bool) -> Checked {
        let qualified = self.tree.qualified(id);
        if let Some(type_) = qualified.and_then(|name| self.lookup(id, &name)) {
            return Ok(type_);
        }
        self.field(id, operand, field, optional)
    }

    fn field(&mut self, id: ExprId, operand: ExprId, field: &str, optional: bool) -> Checked {
        let type_ = self.check(operand)?;
        let type_ = self.types.resolved(&type_);
        let (type_, wrapped) = match type_ {
            CelType::Optional(of) => (self.types.resolved(&of), true),
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
                self.types.fits(&CelType::Dyn, &type_);
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

    fn must_be_bool(&mut self, id: ExprId, type_: &CelType) -> Checked<()> {
        if self.types.fits(type_, &CelType::Bool) {
            return Ok(());
        }
        let type_ = self.types.settled(type_);
        self.fault(id, text!("this must be a bool, not {}", a(&type_)))
    }
}

/// A type in a sentence.
fn a(type_: &CelType) -> Name<String> {
    name_of(type_.in_words())
}
