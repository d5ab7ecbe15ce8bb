//! A Namespace without a ResourceQuota.

use super::report_unruled;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAMESPACE_WITHOUT_QUOTA,
        name: "namespace-without-quota",
        title: "Namespace without a ResourceQuota",
        aliases: &["trivy:KSV040"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("namespace_without_quota.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    report_unruled("ResourceQuota", "it can use the whole cluster", cx);
}
