//! A ResourceSlice whose driver name contains upper-case letters.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DRA_DRIVER_UPPERCASE,
        name: "dra-driver-uppercase",
        title: "Upper-case letters in a DRA driver name",
        aliases: &["k8s-warn:resource-slice-driver-uppercase"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("dra_driver_uppercase.md"),
    },
    check: &Elsewhere,
};
