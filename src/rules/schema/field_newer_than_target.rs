//! A field that the chosen Kubernetes version does not have yet.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FIELD_NEWER_THAN_TARGET,
        name: "field-newer-than-target",
        title: "Field newer than the target Kubernetes version",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("field_newer_than_target.md"),
    },
    check: &Elsewhere,
};
