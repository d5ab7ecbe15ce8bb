//! A workload name that is not a DNS label.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WORKLOAD_NAME_NOT_DNS_LABEL,
        name: "workload-name-not-dns-label",
        title: "Workload name that is not a DNS label",
        aliases: &["k8s-warn:name-not-dns-label"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("workload_name_not_dns_label.md"),
    },
    check: &Elsewhere,
};
