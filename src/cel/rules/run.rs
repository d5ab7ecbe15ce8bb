//! The walk over an object, with the rules of each value (`Validator.validate`).

use super::{
    BUDGET, FailureCause, FailureValue, Report, RuleFailure, RulePathStep, Validator,
    compile::CompiledRule,
    ratchet::{Ratchet, same_item},
};
use crate::cel::{
    CelData, CelFault, Program,
    eval::CALL_LIMIT,
    go,
    schema::{RuleReason, RuleSchema, SchemaType, ValidationRule},
    value::{CelResult, CelValue, view::view},
};

/// Larger messages of expressions are not used (`MaxEvaluatedMessageExpressionSizeBytes`).
const MOST_MESSAGE: usize = 5 * 1024;
const NO_BUDGET: &str =
    "validation failed due to running out of cost budget, no further validation rules will be run";

/// The budget is used up, or another reason to run no more rules.
struct Stop;

impl Validator {
    /// What the rules say of an object, and of its update where `old` is the object before it.
    pub(crate) fn validate<'a>(
        &'a self,
        data: &'a CelData<'a>,
        old: Option<&'a CelData<'a>>,
    ) -> Report {
        let mut run = RuleRun { path: Vec::new(), left: BUDGET, report: Report::default() };
        let ratchet = Ratchet::new(data, old, &self.schema);
        let _ = run.value(self, data, old, ratchet);
        run.report
    }
}

struct RuleRun {
    path: Vec<RulePathStep>,
    left: i64,
    report: Report,
}

impl RuleRun {
    fn value<'a>(
        &mut self,
        validator: &'a Validator,
        data: &'a CelData<'a>,
        old: Option<&'a CelData<'a>>,
        ratchet: Ratchet<'a>,
    ) -> Result<(), Stop> {
        if data.is_null() {
            return Ok(());
        }
        let old = old.filter(|old| !old.is_null());
        self.rules(validator, data, old, ratchet)?;
        for part in &validator.all_of {
            self.value(part, data, old, ratchet.of_part())?;
        }
        match data {
            CelData::List(items) => self.items(validator, items, old, ratchet),
            CelData::Map(entries) => {
                let old = |key: &str| match old {
                    Some(CelData::Map(old)) => old.get(key),
                    _ => None,
                };
                for (key, value) in entries.iter() {
                    if let Some(inner) = &validator.additional {
                        let step = RulePathStep::Key(key.to_owned());
                        self.inside(step, inner, value, old(key), ratchet.key(key))?;
                    }
                }
                for (name, inner) in &validator.properties {
                    if let Some(value) = entries.get(name) {
                        let step = RulePathStep::Field(name.clone());
                        self.inside(step, inner, value, old(name), ratchet.key(name))?;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn inside<'a>(
        &mut self,
        step: RulePathStep,
        validator: &'a Validator,
        data: &'a CelData<'a>,
        old: Option<&'a CelData<'a>>,
        ratchet: Ratchet<'a>,
    ) -> Result<(), Stop> {
        self.path.push(step);
        let result = self.value(validator, data, old, ratchet);
        self.path.pop();
        result
    }

    fn items<'a>(
        &mut self,
        validator: &'a Validator,
        items: &'a [CelData<'a>],
        old: Option<&'a CelData<'a>>,
        ratchet: Ratchet<'a>,
    ) -> Result<(), Stop> {
        let Some(inner) = &validator.items else { return Ok(()) };
        for (index, item) in items.iter().enumerate() {
            let old = match old {
                Some(CelData::List(old)) => same_item(&validator.schema, old, item),
                _ => None,
            };
            self.inside(RulePathStep::Index(index), inner, item, old, ratchet.index(index))?;
        }
        Ok(())
    }

    /// Runs the rules of one value (`validateExpressions`).
    fn rules<'a>(
        &mut self,
        validator: &'a Validator,
        data: &'a CelData<'a>,
        old: Option<&'a CelData<'a>>,
        ratchet: Ratchet<'a>,
    ) -> Result<(), Stop> {
        if validator.rules.is_empty() {
            return Ok(());
        }
        let type_ = validator.schema.type_;
        if self.left <= 0 {
            self.fault(None, type_, NO_BUDGET.to_owned(), FailureCause::Stopped);
            return Err(Stop);
        }
        let schema = validator.values();
        let self_ = view(data, schema);
        for compiled in &validator.rules {
            let rule = &compiled.rule;
            if compiled.uses_old_self && old.is_none() && !rule.optional_old_self {
                continue;
            }
            let old_self = old_self(old, schema, rule.optional_old_self);
            let result = self.evaluate(&compiled.program, self_.clone(), old_self);
            let holds = self.holds(result, rule, type_)?;
            if holds == Some(false) {
                let message = self.message(compiled, self_.clone(), old, validator)?;
                self.failed(compiled, message, type_, ratchet);
            }
        }
        Ok(())
    }

    /// The result of a program, whose cost is taken from the budget; `None` if that is used up.
    fn evaluate<'a>(
        &mut self,
        program: &'a Program,
        self_: CelResult<'a>,
        old_self: Option<CelResult<'a>>,
    ) -> Option<CelResult<'a>> {
        let (result, cost) = program.evaluate(vec![Some(self_), old_self], CALL_LIMIT);
        let left =
            i64::try_from(cost).ok().map(|cost| self.left - cost).filter(|left| *left >= 0)?;
        self.left = left;
        Some(result)
    }

    /// Whether a rule holds; `None` if that is not known, which is reported.
    fn holds(
        &mut self,
        result: Option<CelResult<'_>>,
        rule: &ValidationRule,
        type_: Option<SchemaType>,
    ) -> Result<Option<bool>, Stop> {
        let named = name_of(rule);
        let message = match result {
            None => {
                self.fault(Some(rule), type_, NO_BUDGET.to_owned(), FailureCause::Stopped);
                return Err(Stop);
            }
            Some(Ok(CelValue::Bool(value))) => return Ok(Some(value)),
            Some(Ok(_)) => return Ok(Some(false)),
            Some(Err(CelFault::Unknown(what))) => {
                self.report.unknown.push(what);
                return Ok(None);
            }
            Some(Err(CelFault::TooCostly)) => {
                let why = CelFault::TooCostly;
                let what = format!(
                    "'{}': no further validation rules will be run due to call cost exceeds limit \
                     for rule: {named}",
                    why.message()
                );
                self.fault(Some(rule), type_, what, FailureCause::Stopped);
                return Err(Stop);
            }
            Some(Err(CelFault::Broken(message))) => message.into(),
            Some(Err(CelFault::Failed(message))) => message,
        };
        let why = message;
        let message = if why.starts_with("no such overload") {
            format!(
                "'{why}': call arguments did not match a supported operator, function or \
                 macro signature for rule: {named}"
            )
        } else {
            format!("{why} evaluating rule: {named}")
        };
        self.fault(Some(rule), type_, message, FailureCause::Broken(why.into_owned()));
        Ok(None)
    }

    /// The message of a failed rule: of its expression if that gives a good one.
    fn message<'a>(
        &mut self,
        compiled: &'a CompiledRule,
        self_: CelResult<'a>,
        old: Option<&'a CelData<'a>>,
        validator: &'a Validator,
    ) -> Result<(String, FailureCause), Stop> {
        let rule = &compiled.rule;
        let default = || match rule.message.as_str() {
            "" => (format!("failed rule: {}", name_of(rule)), FailureCause::Unexplained),
            message => (message.trim().to_owned(), FailureCause::Explained),
        };
        let Some(program) = &compiled.message else { return Ok(default()) };
        let old_self = old_self(old, validator.values(), false).filter(|_| old.is_some());
        let result = self.evaluate(program, self_, old_self);
        let quoted = || go::quoted(&rule.message_expression);
        let stopped = match result {
            Some(Ok(CelValue::Str(text))) => {
                let text = text.trim();
                let good = text.len() <= MOST_MESSAGE && !text.contains('\n') && !text.is_empty();
                let own = || (text.to_owned(), FailureCause::Explained);
                return Ok(if good { own() } else { default() });
            }
            Some(Err(CelFault::TooCostly)) => format!(
                "no further validation rules will be run due to call cost exceeds limit for \
                 messageExpression: {}",
                quoted()
            ),
            Some(_) => return Ok(default()),
            None => "messageExpression evaluation failed due to running out of cost budget, no \
                     further validation rules will be run"
                .to_owned(),
        };
        self.fault(Some(rule), validator.schema.type_, stopped, FailureCause::Stopped);
        Err(Stop)
    }

    /// Reports a rule that is false.
    fn failed(
        &mut self,
        compiled: &CompiledRule,
        (message, cause): (String, FailureCause),
        type_: Option<SchemaType>,
        ratchet: Ratchet<'_>,
    ) {
        let whole = matches!(type_, Some(SchemaType::Object) | Some(SchemaType::Array));
        let failure = RuleFailure {
            at: self.path.clone(),
            relative: compiled.field_path.clone(),
            reason: compiled.rule.reason.unwrap_or(RuleReason::Invalid),
            value: if whole { FailureValue::Omitted } else { FailureValue::Value },
            message,
            rule: compiled.rule.expression.clone(),
            cause,
        };
        if !compiled.uses_old_self && ratchet.applies() {
            self.report.warnings.push(failure);
        } else {
            self.report.failures.push(failure);
        }
    }

    /// Reports a rule that cannot be evaluated.
    fn fault(
        &mut self,
        rule: Option<&ValidationRule>,
        type_: Option<SchemaType>,
        message: String,
        cause: FailureCause,
    ) {
        self.report.failures.push(RuleFailure {
            at: self.path.clone(),
            relative: None,
            reason: RuleReason::Invalid,
            value: FailureValue::Type(type_),
            message,
            rule: rule.map(|rule| rule.expression.clone()).unwrap_or_default(),
            cause,
        });
    }
}

/// What messages call a rule by: its message, or the expression (`ruleErrorString`).
fn name_of(rule: &ValidationRule) -> &str {
    if rule.message.is_empty() { rule.expression.trim() } else { rule.message.trim() }
}

/// The value of `oldSelf`.
fn old_self<'a>(
    old: Option<&'a CelData<'a>>,
    schema: &'a RuleSchema,
    optional: bool,
) -> Option<CelResult<'a>> {
    let value = old.map(|old| view(old, schema));
    match (optional, value) {
        (false, value) => value,
        (true, None) => Some(Ok(CelValue::Optional(None))),
        (true, Some(value)) => Some(value.map(CelValue::some)),
    }
}
