//! The rules of definitions (`x-kubernetes-validations`).

use std::sync::Arc;

use super::{Subject, WHOLE};
use crate::{
    cel::{self, Failure, PathStep, RuleReason, Validator},
    code,
    model::{
        Place,
        custom::{Content, CustomVersion},
    },
    text,
    text::Text,
    validate::Reason,
};

/// Longer rules say less than they take to read.
const LONGEST_SHOWN: usize = 160;

/// Runs the rules of a definition over an object that is created.
pub(super) fn check<'s>(
    content: &Content<'s>,
    custom: &CustomVersion<'_>,
    subject: &mut Subject<'_, 's>,
) {
    let Some(Some(validator)) = custom.once(|| validator(custom)) else { return };
    for failure in validator.validate(&cel::Data::of_content(content), None).failures {
        report(&failure, subject);
    }
}

fn validator(custom: &CustomVersion<'_>) -> Option<Validator> {
    let schema = cel::Schema::read(&cel::Data::of(custom.schema.node())?);
    Validator::new(&Arc::new(schema), true)
}

fn report(failure: &Failure, subject: &mut Subject<'_, '_>) {
    let reason = match failure.reason {
        RuleReason::Invalid => Reason::Invalid,
        RuleReason::Forbidden => Reason::Forbidden,
        RuleReason::Required => Reason::Required,
        RuleReason::Duplicate => Reason::Duplicate,
    };
    let place = failure.steps().fold(subject.cx.object.place(), step);
    let path = Some(failure.path()).filter(|path| !path.is_empty());
    let cause = subject.cx.refuse(code::CUSTOM_RESOURCE_RULE, reason, place, message(failure));
    cause.path(path.unwrap_or_else(|| WHOLE.to_owned()));
    if has_own_message(failure) && failure.rule.len() <= LONGEST_SHOWN {
        cause.help(text!("the definition requires `{}`", failure.rule.trim()));
    }
}

/// What a step leads to; where that is not written, what holds it.
fn step<'s>(place: Place<'s>, step: &PathStep) -> Place<'s> {
    match step {
        PathStep::Field(key) | PathStep::Key(key) => {
            let mut entries = place.entries();
            entries.find(|(name, _)| name == key).map_or(place, |(_, value)| value)
        }
        PathStep::Index(index) => place.items().nth(*index).unwrap_or(place),
    }
}

/// What is said of a rule that has no message of its own.
const WITHOUT_MESSAGE: &str = "failed rule: ";

fn has_own_message(failure: &Failure) -> bool {
    failure.evaluated && !failure.message.starts_with(WITHOUT_MESSAGE)
}

/// The message of the definition, where it has one.
fn message(failure: &Failure) -> Text {
    let rule = failure.rule.trim();
    if failure.evaluated && !has_own_message(failure) {
        return text!("the definition requires `{}`", rule);
    }
    match failure.message.split_once(" evaluating rule: ") {
        Some((why, _)) if !failure.evaluated && !rule.is_empty() => {
            text!("the rule `{}` of the definition cannot be evaluated: {}", rule, why)
        }
        _ => Text::value(failure.message.as_str()),
    }
}
