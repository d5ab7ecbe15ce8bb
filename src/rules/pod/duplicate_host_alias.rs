//! Two host aliases have the same address.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_HOST_ALIAS,
        name: "duplicate-host-alias",
        title: "Duplicate host alias address",
        aliases: &["k8s-warn:duplicate-host-alias"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("duplicate_host_alias.md"),
    },
    check: &Elsewhere,
};
