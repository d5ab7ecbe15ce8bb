//! An address or network that is not in its standard form.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NON_CANONICAL_IP,
        name: "non-canonical-ip",
        title: "Non-canonical IP address",
        aliases: &["k8s-warn:non-canonical-ip", "k8s-warn:non-canonical-cidr"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("non_canonical_ip.md"),
    },
    check: &Elsewhere,
};
