//! The rules of definitions (`x-kubernetes-validations`).

use std::sync::Arc;

use super::CustomSubject;
use crate::{
    cel::{self, FailureCause, RuleFailure, RulePathStep, RuleReason, Validator},
    code,
    model::{
        Place,
        custom::{Content, CustomVersion},
    },
    text,
    text::Text,
    validate::{Reason, WHOLE_OBJECT},
};

/// Longer rules say less than they take to read.
const LONGEST_SHOWN: usize = 160;

/// Runs the rules of a definition over an object that is created.
pub(super) fn check<'s>(
    content: &Content<'s>,
    custom: &CustomVersion<'_>,
    subject: &mut CustomSubject<'_, 's>,
) {
    let Some(Some(validator)) = custom.once(|| validator(custom)) else { return };
    for failure in validator.validate(&cel::CelData::of_content(content), None).failures {
        report(&failure, subject);
    }
}

fn validator(custom: &CustomVersion<'_>) -> Option<Validator> {
    let schema = cel::RuleSchema::read(&cel::CelData::of(custom.schema.node())?);
    Validator::new(&Arc::new(schema), true)
}

fn report(failure: &RuleFailure, subject: &mut CustomSubject<'_, '_>) {
    let reason = match failure.reason {
        RuleReason::Invalid => Reason::Invalid,
        RuleReason::Forbidden => Reason::Forbidden,
        RuleReason::Required => Reason::Required,
        RuleReason::Duplicate => Reason::Duplicate,
    };
    let place = failure.steps().fold(subject.cx.object.place(), step);
    let path = Some(failure.path()).filter(|path| !path.is_empty());
    let cause = subject.cx.refuse(code::CUSTOM_RESOURCE_RULE, reason, place, message(failure));
    cause.path(path.unwrap_or_else(|| WHOLE_OBJECT.to_owned()));
    let is_explained = failure.cause == FailureCause::Explained;
    if is_explained && failure.rule.len() <= LONGEST_SHOWN {
        cause.help(text!("the definition requires `{}`", failure.rule.trim()));
    }
}

/// What a step leads to; where that is not written, what holds it.
fn step<'s>(place: Place<'s>, step: &RulePathStep) -> Place<'s> {
    match step {
        RulePathStep::Field(key) | RulePathStep::Key(key) => {
            let mut entries = place.entries();
            entries.find(|(name, _)| name == key).map_or(place, |(_, value)| value)
        }
        RulePathStep::Index(index) => place.items().nth(*index).unwrap_or(place),
    }
}

/// The message of the definition, where it has one.
fn message(failure: &RuleFailure) -> Text {
    let rule = failure.rule.trim();
    match &failure.cause {
        FailureCause::Unexplained => text!("the definition requires `{}`", rule),
        FailureCause::Broken(why) => {
            text!("the rule `{}` of the definition cannot be evaluated: {}", rule, why)
        }
        FailureCause::Explained | FailureCause::Stopped => Text::value(failure.message.as_str()),
    }
}
