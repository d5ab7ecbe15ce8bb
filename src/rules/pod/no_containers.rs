//! A pod has no container.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_CONTAINERS,
        name: "no-containers",
        title: "Pod without containers",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_containers.md"),
    },
    check: &Elsewhere,
};
