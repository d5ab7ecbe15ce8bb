//! The steps by which an expression is evaluated (cel-go's `interpreter/planner.go` and
//! `interpreter/decorators.go`): names are places, functions are found, constants are made.

mod attributes;
mod macros;

use std::sync::Arc;

use self::attributes::Scope;
pub(super) use self::attributes::attribute_key;
use super::{
    CelFault, CelType, Env, Expr,
    budget::MemoryBudget,
    check::{ResolvedName, references},
    cost::CallCost,
    functions::Overload,
    library::{self, Function},
    parse::parse,
    pattern::Pattern,
    tree::{ExprId, ExprItem, ExprKind, Fold, Literal},
    value::{CelText, CelValue},
};

/// An expression that is ready to be evaluated.
#[derive(Debug)]
pub(crate) struct Program {
    pub(super) root: PlanStep,
    /// How many variables there are, those of macros included.
    pub(super) slots: usize,
    /// The variables of the environment, which come first.
    pub(super) variables: Vec<String>,
    /// The variables that it names.
    pub(super) names: Vec<String>,
}

impl Program {
    /// The program of an expression that gives a type; `None` if it does not compile, or was not
    /// checked.
    pub(crate) fn compile(text: &str, wanted: &CelType, env: &Env) -> Option<Program> {
        let tree = parse(text, env).ok()?;
        let (type_, references) = references(&tree, env).ok().flatten()?;
        if type_ != *wanted {
            return None;
        }
        plan(&tree, references, env).ok()
    }
}

/// One part of an expression.
#[derive(Debug)]
pub(super) enum PlanStep {
    Constant(CelValue<'static>),
    Attribute(Box<Attribute>),
    And(Vec<PlanStep>),
    Or(Vec<PlanStep>),
    /// `==`, or `!=` where it is negated.
    Equal {
        operands: Box<[PlanStep; 2]>,
        negated: bool,
    },
    Call(Box<CallStep>),
    /// `x in [1, 2]`
    Member(Box<MemberStep>),
    /// `or` and `orValue` of optional values, whose argument is evaluated only if it is needed.
    OrElse {
        operands: Box<[PlanStep; 2]>,
        unwrap: bool,
    },
    List(Vec<ItemStep>),
    Map(Vec<(PlanStep, ItemStep)>),
    Fold(Box<FoldStep>),
    OptMap(Box<OptMapStep>),
    Bind(Box<BindStep>),
    SortBy(Box<SortByStep>),
    /// The value of an optional, for a variable of `optMap`.
    OptionalValue(Arc<PlanStep>),
}

/// A variable or value, and the fields and indexes that are read from it one after another.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) base: Base,
    pub(super) qualifiers: Vec<Arc<Qualifier>>,
    /// Whether it is the argument of `has`.
    pub(super) presence: bool,
}

#[derive(Debug)]
pub(super) enum Base {
    Slot(usize),
    PlanStep(PlanStep),
    /// `condition ? a : b`; qualifiers are added to both.
    Conditional(Box<(PlanStep, Attribute, Attribute)>),
}

#[derive(Debug)]
pub(super) enum Qualifier {
    /// A field by its name, and the property that it stands for in an object with a schema.
    Field {
        name: String,
        property: Option<String>,
        optional: bool,
        presence: bool,
    },
    Constant {
        key: CelValue<'static>,
        optional: bool,
    },
    Computed {
        key: Attribute,
        optional: bool,
    },
}

#[derive(Debug)]
pub(super) struct CallStep {
    pub(super) function: Function,
    pub(super) cost: CallCost,
    pub(super) args: Vec<PlanStep>,
    /// A pattern that is constant.
    pub(super) pattern: Option<Pattern>,
    /// Whether all arguments are evaluated, even if the first of them fails.
    pub(super) eager: bool,
}

#[derive(Debug)]
pub(super) struct MemberStep {
    pub(super) operand: PlanStep,
    pub(super) of: Vec<CelValue<'static>>,
}

#[derive(Debug)]
pub(super) struct ItemStep {
    pub(super) value: PlanStep,
    pub(super) optional: bool,
}

#[derive(Debug)]
pub(super) struct FoldStep {
    pub(super) fold: Fold,
    pub(super) range: PlanStep,
    /// The variables: an item or a key, or an index or key and a value.
    pub(super) slots: [Option<usize>; 2],
    pub(super) condition: Option<PlanStep>,
    pub(super) body: PlanStep,
}

#[derive(Debug)]
pub(super) struct OptMapStep {
    pub(super) operand: Arc<PlanStep>,
    pub(super) slot: usize,
    /// The value of the variable.
    pub(super) value: PlanStep,
    pub(super) body: PlanStep,
    pub(super) flat: bool,
}

#[derive(Debug)]
pub(super) struct BindStep {
    pub(super) slot: usize,
    pub(super) value: PlanStep,
    pub(super) body: PlanStep,
}

#[derive(Debug)]
pub(super) struct SortByStep {
    pub(super) operand: PlanStep,
    pub(super) slot: usize,
    pub(super) key: PlanStep,
    pub(super) cost: CallCost,
}

/// The program of an expression, by what its names refer to.
pub(super) fn plan(
    tree: &Expr,
    references: Vec<ResolvedName>,
    env: &Env,
) -> Result<Program, CelFault> {
    let variables: Vec<String> = env.variables.iter().map(|(name, _)| name.clone()).collect();
    let names = references.iter().filter_map(|reference| match reference {
        ResolvedName::Variable(name) => Some(name.clone()),
        _ => None,
    });
    let names = names.collect();
    let mut planner = Planner { tree, references, scope: Scope::new(&variables) };
    let root = planner.step(tree.root)?;
    Ok(Program { root, slots: planner.scope.count, variables, names })
}

struct Planner<'a> {
    tree: &'a Expr,
    /// By node.
    references: Vec<ResolvedName>,
    scope: Scope,
}

type Planned<T = PlanStep> = Result<T, CelFault>;

impl<'a> Planner<'a> {
    fn reference(&self, id: ExprId) -> &ResolvedName {
        self.references.get(id.0 as usize).unwrap_or(&ResolvedName::Nothing)
    }

    fn step(&mut self, id: ExprId) -> Planned {
        if let Some(named) = self.named(id)? {
            return Ok(named);
        }
        // Copied, so that the tree is not borrowed through the planner.
        let tree: &'a Expr = self.tree;
        match tree.kind(id) {
            ExprKind::Literal(literal) => Ok(PlanStep::Constant(constant(literal))),
            ExprKind::Name(_) => Err(CelFault::Unknown("a name without a meaning")),
            ExprKind::Select { operand, field, optional } => {
                self.select(*operand, field, *optional, false)
            }
            ExprKind::Has(selection) => match tree.kind(*selection) {
                ExprKind::Select { operand, field, .. } => {
                    self.select(*operand, field, false, true)
                }
                _ => Err(CelFault::Unknown("`has` of something other than a field")),
            },
            ExprKind::Call { function, target, args } => self.call(id, function, *target, args),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Struct { .. } => Err(CelFault::Unknown("objects of patches")),
            ExprKind::Fold { fold, range, names, args } => {
                self.fold(id, *fold, *range, names, args)
            }
        }
    }

    fn steps(&mut self, ids: impl IntoIterator<Item = ExprId>) -> Planned<Vec<PlanStep>> {
        ids.into_iter().map(|id| self.step(id)).collect()
    }

    fn pair(&mut self, left: ExprId, right: ExprId) -> Planned<Box<[PlanStep; 2]>> {
        Ok(Box::new([self.step(left)?, self.step(right)?]))
    }

    fn item(&mut self, item: ExprItem) -> Planned<ItemStep> {
        Ok(ItemStep { value: self.step(item.value)?, optional: item.optional })
    }

    /// A list; one of constants is made at once.
    fn list(&mut self, items: &[ExprItem]) -> Planned {
        let items = items.iter().map(|item| self.item(*item)).collect::<Planned<Vec<_>>>()?;
        let constants: Option<Vec<CelValue<'static>>> = items.iter().map(constant_item).collect();
        Ok(match constants {
            Some(values) => PlanStep::Constant(CelValue::list(values)),
            None => PlanStep::List(items),
        })
    }

    fn map(&mut self, entries: &[(ExprId, ExprItem)]) -> Planned {
        let mut steps = Vec::new();
        for (key, item) in entries {
            steps.push((self.step(*key)?, self.item(*item)?));
        }
        let constants: Option<Vec<_>> = steps
            .iter()
            .map(|(key, item)| match key {
                PlanStep::Constant(key) => Some((key.clone(), constant_item(item)?)),
                _ => None,
            })
            .collect();
        Ok(match constants {
            Some(entries) => PlanStep::Constant(CelValue::map(entries)),
            None => PlanStep::Map(steps),
        })
    }

    fn call(
        &mut self,
        id: ExprId,
        function: &str,
        target: Option<ExprId>,
        args: &[ExprId],
    ) -> Planned {
        match (function, target, args) {
            ("&&", None, _) => return Ok(PlanStep::And(self.steps(args.iter().copied())?)),
            ("||", None, _) => return Ok(PlanStep::Or(self.steps(args.iter().copied())?)),
            ("==" | "!=", None, [left, right]) => {
                let negated = function == "!=";
                return Ok(PlanStep::Equal { operands: self.pair(*left, *right)?, negated });
            }
            ("?:", None, [condition, yes, no]) => return self.conditional(*condition, *yes, *no),
            ("[]" | "[?]", None, [operand, index]) => {
                return self.index(*operand, *index, function == "[?]");
            }
            _ => {}
        }
        let ResolvedName::Function { name, receiver, overloads } = self.reference(id).clone()
        else {
            return Err(CelFault::Unknown("a call without a meaning"));
        };
        let first = target.filter(|_| receiver);
        let args = self.steps(first.into_iter().chain(args.iter().copied()))?;
        function_call(&name, receiver, only(&overloads), args)
    }
}

/// The overload of a call, if only one fits.
fn only(overloads: &[&'static Overload]) -> Option<&'static Overload> {
    match overloads {
        [overload] => Some(overload),
        _ => None,
    }
}

/// A call, or what can be computed of it already.
fn function_call(
    name: &str,
    receiver: bool,
    overload: Option<&'static Overload>,
    args: Vec<PlanStep>,
) -> Planned {
    let args = match (name, receiver, <[PlanStep; 2]>::try_from(args)) {
        ("or" | "orValue", true, Ok(operands)) => {
            let unwrap = name == "orValue";
            return Ok(PlanStep::OrElse { operands: Box::new(operands), unwrap });
        }
        ("in", false, Ok(operands)) => match member(operands, overload) {
            Ok(step) => return Ok(step),
            Err(operands) => Vec::from(operands),
        },
        (_, _, Ok(operands)) => Vec::from(operands),
        (_, _, Err(args)) => args,
    };
    let Some(function) = library::find(name, receiver, overload) else {
        return Err(CelFault::Unknown("a function that requires a cluster"));
    };
    let converts = !receiver
        && matches!(
            name,
            "bool"
                | "bytes"
                | "double"
                | "duration"
                | "dyn"
                | "int"
                | "string"
                | "timestamp"
                | "type"
                | "uint"
        );
    if let ([PlanStep::Constant(value)], true) = (args.as_slice(), converts) {
        let made = function(&mut MemoryBudget::default(), std::slice::from_ref(value), None)?;
        return Ok(PlanStep::Constant(made));
    }
    let cost = CallCost::of(name, receiver, overload);
    let pattern = constant_pattern(name, &args)?;
    let eager = args.len() <= 2 && pattern.is_none() && name != "format";
    Ok(PlanStep::Call(Box::new(CallStep { function, cost, args, pattern, eager })))
}

/// A pattern that is constant is read once (`CompileRegexConstants`).
fn constant_pattern(name: &str, args: &[PlanStep]) -> Planned<Option<Pattern>> {
    match (name, args.get(1)) {
        ("matches" | "find" | "findAll", Some(PlanStep::Constant(CelValue::Str(text)))) => {
            Pattern::new(text).map(Some)
        }
        _ => Ok(None),
    }
}

/// `x in [1, 2]` with constants only (`maybeOptimizeSetMembership`).
fn member(operands: [PlanStep; 2], overload: Option<&Overload>) -> Result<PlanStep, [PlanStep; 2]> {
    let in_list = overload.is_some_and(Overload::in_list);
    let [operand, PlanStep::Constant(CelValue::List(list))] = operands else {
        return Err(operands);
    };
    let primitive = |value: &CelValue<'_>| {
        matches!(
            value,
            CelValue::Bool(_)
                | CelValue::Int(_)
                | CelValue::Uint(_)
                | CelValue::Double(_)
                | CelValue::Str(_)
        )
    };
    let items: Vec<CelValue<'static>> = list.iter().filter_map(Result::ok).collect();
    if !in_list || !items.iter().all(primitive) {
        return Err([operand, PlanStep::Constant(CelValue::List(list))]);
    }
    if items.is_empty() {
        return Ok(PlanStep::Constant(CelValue::Bool(false)));
    }
    Ok(PlanStep::Member(Box::new(MemberStep { operand, of: items })))
}

fn constant(literal: &Literal) -> CelValue<'static> {
    match literal {
        Literal::Null => CelValue::Null,
        Literal::Bool(value) => CelValue::Bool(*value),
        Literal::Int(value) => CelValue::Int(*value),
        Literal::Uint(value) => CelValue::Uint(*value),
        Literal::Double(value) => CelValue::Double(*value),
        Literal::String(text) => CelValue::Str(CelText::Shared(text.as_str().into())),
        Literal::Bytes(bytes) => CelValue::Bytes(bytes.as_slice().into()),
    }
}

fn constant_item(item: &ItemStep) -> Option<CelValue<'static>> {
    match &item.value {
        PlanStep::Constant(value) if !item.optional => Some(value.clone()),
        _ => None,
    }
}
