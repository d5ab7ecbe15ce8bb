//! An API version that the chosen Kubernetes version does not have yet.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::API_NEWER_THAN_TARGET,
        name: "api-newer-than-target",
        title: "API newer than the target Kubernetes version",
        aliases: &["pluto:replacement-unavailable"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("api_newer_than_target.md"),
    },
    check: &Elsewhere,
};
