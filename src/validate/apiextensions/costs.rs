//! What the CEL rules of a schema may cost (`CELSchemaContext` and `TotalCost` of
//! `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/cel_validation.go`;
//! `getExpressionCost` and `getCostErrorMessage` of `validation.go`).
//!
//! The server estimates costs from the sizes that the schema allows: what has no bound is as large
//! as a request can be.

use super::schema::JsonSchema;
use crate::{
    cel::{self, CelData, Env, Estimate, RuleSchema, Sizes},
    code,
    model::Place,
    text,
    text::Text,
    validate::Checker,
};

/// What one expression may cost (`StaticEstimatedCostLimit`).
const LIMIT: u64 = 10_000_000;

/// What all expressions of a schema may cost together (`StaticEstimatedCRDCostLimit`).
const TOTAL_LIMIT: u64 = 100_000_000;

/// So many of the most expensive expressions are listed (`ObserveExpressionCost`).
const LISTED: usize = 4;

/// So many bounds are named in a help.
const HINTS: usize = 3;

/// The costs of the expressions of a schema, while it is walked.
pub(super) struct Costs<'s, 'a> {
    root: &'s JsonSchema<'a>,
    /// The schemas around the one that is checked.
    parents: Vec<&'s JsonSchema<'a>>,
    total: u64,
    /// The most expensive first.
    expensive: Vec<(u64, Place<'a>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CostKind {
    Rule,
    Message,
}

/// An expression that compiles.
pub(super) struct CostedExpression<'e, 's, 'a> {
    pub(super) kind: CostKind,
    pub(super) place: Place<'a>,
    pub(super) tree: &'e cel::Expr,
    pub(super) env: &'e Env,
    /// Of `self`.
    pub(super) schema: &'s JsonSchema<'a>,
    pub(super) sizes: &'e Sizes,
}

/// A schema whose bound, a keyword, would make an expression cheaper.
struct Hint<'a> {
    keyword: &'static str,
    place: Place<'a>,
}

/// The sizes of the values of a schema, as rules count them; `resource`: it has kind and metadata.
pub(super) fn sizes(schema: &JsonSchema<'_>, resource: bool) -> Option<Sizes> {
    let data = CelData::of(schema.at.node()?)?;
    Sizes::of(&RuleSchema::read(&data), resource)
}

impl<'s, 'a> Costs<'s, 'a> {
    pub(super) fn new(root: &'s JsonSchema<'a>) -> Costs<'s, 'a> {
        Costs { root, parents: Vec::new(), total: 0, expensive: Vec::new() }
    }

    pub(super) fn is_at_root(&self) -> bool {
        self.parents.is_empty()
    }

    /// What follows is below a schema.
    pub(super) fn enter(&mut self, schema: &'s JsonSchema<'a>) {
        self.parents.push(schema);
    }

    pub(super) fn leave(&mut self) {
        self.parents.pop();
    }

    /// Refuses an expression that costs too much, and counts it.
    pub(super) fn check(
        &mut self,
        expression: &CostedExpression<'_, 's, 'a>,
        cx: &mut Checker<'a>,
    ) {
        let CostedExpression { kind, place, tree, env, sizes, .. } = *expression;
        let Some(estimate) = cel::estimate(tree, env, sizes) else { return };
        let cost = match kind {
            CostKind::Rule => estimate.cost.saturating_mul(self.times(sizes)),
            CostKind::Message => estimate.cost,
        };
        if cost > LIMIT {
            let what = match kind {
                CostKind::Rule => "rule",
                CostKind::Message => "messageExpression",
            };
            let message = text!(
                "estimated {} cost exceeds budget by factor of {}, so the API server rejects the \
                 definition",
                text::name(what),
                text::name(factor(cost, LIMIT))
            );
            let hints = self.hints(expression, &estimate);
            let help = self.help(kind, &hints);
            let cause = cx.forbidden(code::CRD_CEL_RULE, place, message);
            cause.help(help);
            for hint in hints.iter().filter(|hint| hint.is_missing()).take(HINTS) {
                cause.related(hint.place, text!("no `{}`", text::name(hint.keyword)));
            }
        }
        self.count(cost, place);
    }

    /// How many values of a schema there can be (`MaxCardinality`).
    fn times(&self, sizes: &Sizes) -> u64 {
        let mut parents = self.parents.iter();
        let times = parents.try_fold(1u64, |times, parent| {
            let most = match repeats(parent) {
                Some(keyword) => bound(parent, keyword)?,
                None => 1,
            };
            Some(times.saturating_mul(most))
        });
        times.unwrap_or_else(|| sizes.times_in_request())
    }

    /// Counts the cost of an expression (`ObserveExpressionCost`).
    fn count(&mut self, cost: u64, place: Place<'a>) {
        self.total = self.total.saturating_add(cost);
        if cost < TOTAL_LIMIT / 100 {
            return;
        }
        let at = self.expensive.partition_point(|(other, _)| *other >= cost);
        self.expensive.insert(at, (cost, place));
        self.expensive.truncate(LISTED);
    }

    /// Refuses a schema whose expressions cost too much together.
    pub(super) fn check_total(self, cx: &mut Checker<'a>) {
        if self.total <= TOTAL_LIMIT {
            return;
        }
        let root = self.root.at;
        for (cost, place) in &self.expensive {
            let message = "contributes to the estimated rule cost total, which exceeds the budget";
            let own = if *cost > LIMIT { *place } else { root };
            cx.forbidden(code::CRD_CEL_RULE, *place, message).follows(own);
        }
        let message = text!(
            "estimated rule cost total of the schema exceeds budget by factor of {}, so the API \
             server rejects the definition",
            text::name(factor(self.total, TOTAL_LIMIT))
        );
        let cause = cx.forbidden(code::CRD_CEL_RULE, root, message);
        cause.help(
            "simplify the most expensive rules, or add `maxItems`, `maxProperties` and \
             `maxLength` to the lists, maps and strings that they read or are in",
        );
        for (_, place) in &self.expensive {
            cause.related(*place, "one of the most expensive rules");
        }
        // Whoever makes that rule cheaper sees what remains.
        if let Some((_, place)) = self.expensive.first().filter(|(cost, _)| *cost > LIMIT) {
            cause.follows(*place);
        }
    }

    /// The bounds that would make an expression cheaper: of the lists and maps around it, and of
    /// what it reads.
    fn hints(
        &self,
        expression: &CostedExpression<'_, 's, 'a>,
        estimate: &Estimate,
    ) -> Vec<Hint<'a>> {
        let around = self.parents.iter().filter(|_| expression.kind == CostKind::Rule);
        let around = around.filter_map(|schema| Some((repeats(schema)?, schema.at)));
        let mut hints: Vec<Hint<'a>> =
            around.map(|(keyword, place)| Hint { keyword, place }).collect();
        let matters = |path: &[String]| {
            let sizes = expression.sizes.limited(path);
            let other = cel::estimate(expression.tree, expression.env, &sizes);
            other.is_some_and(|other| other.cost <= estimate.cost - estimate.cost / 10)
        };
        for path in &estimate.paths {
            let Some(schema) = at(expression.schema, path) else { continue };
            let Some(keyword) = limit(schema) else { continue };
            let known = hints.iter().any(|hint| hint.place.path() == schema.at.path());
            if !known && matters(path) {
                hints.push(Hint { keyword, place: schema.at });
            }
        }
        hints
    }

    fn help(&self, kind: CostKind, hints: &[Hint<'a>]) -> Text {
        let (missing, present): (Vec<_>, Vec<_>) = hints.iter().partition(|hint| hint.is_missing());
        let what = match kind {
            CostKind::Rule => "rule",
            CostKind::Message => "message",
        };
        match (missing.is_empty(), present.is_empty()) {
            (false, _) => text!("add {}", text::name(self.bounds(&missing, "to"))),
            (true, false) => {
                let bounds = text::name(self.bounds(&present, "of"));
                text!("lower {}, or simplify the {}", bounds, text::name(what))
            }
            (true, true) => text!("simplify the {}", text::name(what)),
        }
    }

    /// `maxItems` of what, and so on.
    fn bounds(&self, hints: &[&Hint<'a>], word: &str) -> String {
        let hints = &hints[..hints.len().min(HINTS)];
        let of = |keyword: &str| {
            let hints = hints.iter().filter(|hint| hint.keyword == keyword);
            let fields: Vec<String> = hints.map(|hint| self.named(hint)).collect();
            (!fields.is_empty()).then(|| format!("`{keyword}` {word} {}", fields.join(" and ")))
        };
        let keywords = ["maxItems", "maxProperties", "maxLength"];
        keywords.into_iter().filter_map(of).collect::<Vec<_>>().join(", and ")
    }

    /// The field whose schema it is, such as `spec.ports[*].name`.
    fn named(&self, hint: &Hint<'a>) -> String {
        let (path, root) = (hint.place.path(), self.root.at.path());
        let mut rest = path.strip_prefix(root.as_str()).unwrap_or(&path);
        let mut field = String::new();
        while !rest.is_empty() {
            if let Some((name, after)) =
                rest.strip_prefix(".properties[").and_then(|inner| inner.split_once(']'))
            {
                if !field.is_empty() {
                    field.push('.');
                }
                field.push_str(name);
                rest = after;
            } else {
                field.push_str("[*]");
                rest = rest
                    .get(1..)
                    .and_then(|rest| rest.find('.'))
                    .map_or("", |end| &rest[end + 1..]);
            }
        }
        format!("`{field}`")
    }
}

impl Hint<'_> {
    fn is_missing(&self) -> bool {
        !self.place.get(self.keyword).is_set()
    }
}

/// The keyword that bounds how often a schema repeats those below it (`extractMaxElements`).
fn repeats(schema: &JsonSchema<'_>) -> Option<&'static str> {
    match schema.type_ {
        "array" => Some("maxItems"),
        "object" if schema.additional.is_some() => Some("maxProperties"),
        _ => None,
    }
}

/// The keyword that bounds the size of a value.
fn limit(schema: &JsonSchema<'_>) -> Option<&'static str> {
    match (schema.type_, schema.format) {
        _ if schema.int_or_string => Some("maxLength"),
        ("string", "duration" | "date" | "date-time") => None,
        ("string", _) => Some("maxLength"),
        _ => repeats(schema),
    }
}

/// A bound; negative ones are 0.
fn bound(schema: &JsonSchema<'_>, keyword: &str) -> Option<u64> {
    let place = schema.at.get(keyword);
    match place.is_set().then(|| CelData::of(place.node()?)).flatten() {
        Some(CelData::Int(most)) => Some(u64::try_from(most).unwrap_or(0)),
        _ => None,
    }
}

/// The schema at a path of an estimate.
fn at<'s, 'a>(self_: &'s JsonSchema<'a>, path: &[String]) -> Option<&'s JsonSchema<'a>> {
    let (variable, steps) = path.split_first()?;
    if !matches!(variable.as_str(), "self" | "oldSelf") {
        return None;
    }
    steps.iter().try_fold(self_, |schema, step| match step.as_str() {
        "@items" => schema.item(),
        "@values" => schema.values(),
        name => {
            let mut properties = schema.properties.iter();
            let found = properties.find(|(key, _)| cel::escape(key).as_deref() == Some(name));
            found.map(|(_, property)| property)
        }
    })
}

/// By how much a limit is exceeded (`getCostErrorMessage`).
fn factor(cost: u64, limit: u64) -> String {
    let factor = cost as f64 / limit as f64;
    if factor > 100.0 {
        "more than 100x".to_owned()
    } else if factor < 1.5 {
        format!("{factor:.6}x")
    } else {
        format!("{factor:.1}x")
    }
}
