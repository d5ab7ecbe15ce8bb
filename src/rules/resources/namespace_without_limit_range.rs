//! A Namespace without a LimitRange.

use super::report_unruled;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAMESPACE_WITHOUT_LIMIT_RANGE,
        name: "namespace-without-limit-range",
        title: "Namespace without a LimitRange",
        aliases: &["trivy:KSV039"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("namespace_without_limit_range.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    report_unruled("LimitRange", "containers without requests get no defaults", cx);
}
