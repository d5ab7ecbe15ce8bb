//! The steps by which an expression is evaluated (cel-go's `interpreter/planner.go` and
//! `interpreter/decorators.go`): names are places, functions are found, constants are made.

mod attributes;
mod macros;

use std::sync::Arc;

use self::attributes::Scope;
pub(super) use self::attributes::attribute_key;
use super::{
    CelType, Env, Expr, Fault,
    budget::Budget,
    check::{Reference, references},
    cost::CallCost,
    functions::Overload,
    library::{self, Function},
    parse::parse,
    pattern::Pattern,
    tree::{ExprId, ExprItem, ExprKind, Fold, Literal},
    value::{Text, Value},
};

/// An expression that is ready to be evaluated.
#[derive(Debug)]
pub(crate) struct Program {
    pub(super) root: Step,
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
pub(super) enum Step {
    Constant(Value<'static>),
    Attribute(Box<Attribute>),
    And(Vec<Step>),
    Or(Vec<Step>),
    /// `==`, or `!=` where it is negated.
    Equal {
        operands: Box<[Step; 2]>,
        negated: bool,
    },
    Call(Box<CallStep>),
    /// `x in [1, 2]`
    Member(Box<MemberStep>),
    /// `or` and `orValue` of optional values, whose argument is evaluated only if it is needed.
    OrElse {
        operands: Box<[Step; 2]>,
        unwrap: bool,
    },
    List(Vec<ItemStep>),
    Map(Vec<(Step, ItemStep)>),
    Fold(Box<FoldStep>),
    OptMap(Box<OptMapStep>),
    Bind(Box<BindStep>),
    SortBy(Box<SortByStep>),
    /// The value of an optional, for a variable of `optMap`.
    OptionalValue(Arc<Step>),
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
    Step(Step),
    /// `condition ? a : b`; qualifiers are added to both.
    Conditional(Box<(Step, Attribute, Attribute)>),
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
        key: Value<'static>,
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
    pub(super) args: Vec<Step>,
    /// A pattern that is constant.
    pub(super) pattern: Option<Pattern>,
    /// Whether all arguments are evaluated, even if the first of them fails.
    pub(super) eager: bool,
}

#[derive(Debug)]
pub(super) struct MemberStep {
    pub(super) operand: Step,
    pub(super) of: Vec<Value<'static>>,
}

#[derive(Debug)]
pub(super) struct ItemStep {
    pub(super) value: Step,
    pub(super) optional: bool,
}

#[derive(Debug)]
pub(super) struct FoldStep {
    pub(super) fold: Fold,
    pub(super) range: Step,
    /// The variables: an item or a key, or an index or key and a value.
    pub(super) slots: [Option<usize>; 2],
    pub(super) condition: Option<Step>,
    pub(super) body: Step,
}

#[derive(Debug)]
pub(super) struct OptMapStep {
    pub(super) operand: Arc<Step>,
    pub(super) slot: usize,
    /// The value of the variable.
    pub(super) value: Step,
    pub(super) body: Step,
    pub(super) flat: bool,
}

#[derive(Debug)]
pub(super) struct BindStep {
    pub(super) slot: usize,
    pub(super) value: Step,
    pub(super) body: Step,
}

#[derive(Debug)]
pub(super) struct SortByStep {
    pub(super) operand: Step,
    pub(super) slot: usize,
    pub(super) key: Step,
    pub(super) cost: CallCost,
}

/// The program of an expression, by what its names refer to.
pub(super) fn plan(tree: &Expr, references: Vec<Reference>, env: &Env) -> Result<Program, Fault> {
    let variables: Vec<String> = env.variables.iter().map(|(name, _)| name.clone()).collect();
    let names = references.iter().filter_map(|reference| match reference {
        Reference::Variable(name) => Some(name.clone()),
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
    references: Vec<Reference>,
    scope: Scope,
}

type Planned<T = Step> = Result<T, Fault>;

impl<'a> Planner<'a> {
    fn reference(&self, id: ExprId) -> &Reference {
        self.references.get(id.0 as usize).unwrap_or(&Reference::Nothing)
    }

    fn step(&mut self, id: ExprId) -> Planned {
        if let Some(named) = self.named(id)? {
            return Ok(named);
        }
        // Copied, so that the tree is not borrowed through the planner.
        let tree: &'a Expr = self.tree;
        match tree.kind(id) {
            ExprKind::Literal(literal) => Ok(Step::Constant(constant(literal))),
            ExprKind::Name(_) => Err(Fault::Unknown("a name without a meaning")),
            ExprKind::Select { operand, field, optional } => {
                self.select(*operand, field, *optional, false)
            }
            ExprKind::Has(selection) => match tree.kind(*selection) {
                ExprKind::Select { operand, field, .. } => {
                    self.select(*operand, field, false, true)
                }
                _ => Err(Fault::Unknown("`has` of something other than a field")),
            },
            ExprKind::Call { function, target, args } => self.call(id, function, *target, args),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Struct { .. } => Err(Fault::Unknown("objects of patches")),
            ExprKind::Fold { fold, range, names, args } => {
                self.fold(id, *fold, *range, names, args)
            }
        }
    }

    fn steps(&mut self, ids: impl IntoIterator<Item = ExprId>) -> Planned<Vec<Step>> {
        ids.into_iter().map(|id| self.step(id)).collect()
    }

    fn pair(&mut self, left: ExprId, right: ExprId) -> Planned<Box<[Step; 2]>> {
        Ok(Box::new([self.step(left)?, self.step(right)?]))
    }

    fn item(&mut self, item: ExprItem) -> Planned<ItemStep> {
        Ok(ItemStep { value: self.step(item.value)?, optional: item.optional })
    }

    /// A list; one of constants is made at once.
    fn list(&mut self, items: &[ExprItem]) -> Planned {
        let items = items.iter().map(|item| self.item(*item)).collect::<Planned<Vec<_>>>()?;
        let constants: Option<Vec<Value<'static>>> = items.iter().map(constant_item).collect();
        Ok(match constants {
            Some(values) => Step::Constant(Value::list(values)),
            None => Step::List(items),
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
                Step::Constant(key) => Some((key.clone(), constant_item(item)?)),
                _ => None,
            })
            .collect();
        Ok(match constants {
            Some(entries) => Step::Constant(Value::map(entries)),
            None => Step::Map(steps),
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
            ("&&", None, _) => return Ok(Step::And(self.steps(args.iter().copied())?)),
            ("||", None, _) => return Ok(Step::Or(self.steps(args.iter().copied())?)),
            ("==" | "!=", None, [left, right]) => {
                let negated = function == "!=";
                return Ok(Step::Equal { operands: self.pair(*left, *right)?, negated });
            }
            ("?:", None, [condition, yes, no]) => return self.conditional(*condition, *yes, *no),
            ("[]" | "[?]", None, [operand, index]) => {
                return self.index(*operand, *index, function == "[?]");
            }
            _ => {}
        }
        let Reference::Function { name, receiver, overloads } = self.reference(id).clone() else {
            return Err(Fault::Unknown("a call without a meaning"));
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
    args: Vec<Step>,
) -> Planned {
    let args = match (name, receiver, <[Step; 2]>::try_from(args)) {
        ("or" | "orValue", true, Ok(operands)) => {
            let unwrap = name == "orValue";
            return Ok(Step::OrElse { operands: Box::new(operands), unwrap });
        }
        ("in", false, Ok(operands)) => match member(operands, overload) {
            Ok(step) => return Ok(step),
            Err(operands) => Vec::from(operands),
        },
        (_, _, Ok(operands)) => Vec::from(operands),
        (_, _, Err(args)) => args,
    };
    let Some(function) = library::find(name, receiver, overload) else {
        return Err(Fault::Unknown("a function that requires a cluster"));
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
    if let ([Step::Constant(value)], true) = (args.as_slice(), converts) {
        let made = function(&mut Budget::default(), std::slice::from_ref(value), None)?;
        return Ok(Step::Constant(made));
    }
    let cost = CallCost::of(name, receiver, overload);
    let pattern = constant_pattern(name, &args)?;
    let eager = args.len() <= 2 && pattern.is_none() && name != "format";
    Ok(Step::Call(Box::new(CallStep { function, cost, args, pattern, eager })))
}

/// A pattern that is constant is read once (`CompileRegexConstants`).
fn constant_pattern(name: &str, args: &[Step]) -> Planned<Option<Pattern>> {
    match (name, args.get(1)) {
        ("matches" | "find" | "findAll", Some(Step::Constant(Value::Str(text)))) => {
            Pattern::new(text).map(Some)
        }
        _ => Ok(None),
    }
}

/// `x in [1, 2]` with constants only (`maybeOptimizeSetMembership`).
fn member(operands: [Step; 2], overload: Option<&Overload>) -> Result<Step, [Step; 2]> {
    let in_list = overload.is_some_and(Overload::in_list);
    let [operand, Step::Constant(Value::List(list))] = operands else { return Err(operands) };
    let primitive = |value: &Value<'_>| {
        matches!(
            value,
            Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Double(_) | Value::Str(_)
        )
    };
    let items: Vec<Value<'static>> = list.iter().filter_map(Result::ok).collect();
    if !in_list || !items.iter().all(primitive) {
        return Err([operand, Step::Constant(Value::List(list))]);
    }
    if items.is_empty() {
        return Ok(Step::Constant(Value::Bool(false)));
    }
    Ok(Step::Member(Box::new(MemberStep { operand, of: items })))
}

fn constant(literal: &Literal) -> Value<'static> {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Int(value) => Value::Int(*value),
        Literal::Uint(value) => Value::Uint(*value),
        Literal::Double(value) => Value::Double(*value),
        Literal::String(text) => Value::Str(Text::Shared(text.as_str().into())),
        Literal::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
    }
}

fn constant_item(item: &ItemStep) -> Option<Value<'static>> {
    match &item.value {
        Step::Constant(value) if !item.optional => Some(value.clone()),
        _ => None,
    }
}
