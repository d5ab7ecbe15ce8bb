//! A RuntimeClass whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RUNTIME_CLASS_MISSING,
        name: "runtime-class-missing",
        title: "RuntimeClass not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("runtime_class_missing.md"),
    },
    check: &References(&["RuntimeClass"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the RuntimeClass, no Pods are created (FailedCreate)";
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
