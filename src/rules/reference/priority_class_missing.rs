//! A PriorityClass whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRIORITY_CLASS_MISSING,
        name: "priority-class-missing",
        title: "PriorityClass not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("priority_class_missing.md"),
    },
    check: &References(&["PriorityClass"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the PriorityClass, no Pods are created (FailedCreate)";
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
