//! A StatefulSet that keeps all its old revisions.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NEGATIVE_STATEFULSET_HISTORY,
        name: "negative-statefulset-history",
        title: "Negative revision history limit of a StatefulSet",
        aliases: &["k8s-warn:negative-statefulset-history"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("negative_statefulset_history.md"),
    },
    check: &Elsewhere,
};
