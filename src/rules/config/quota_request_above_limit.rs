//! A quota that lets more be requested than limited.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV2507",
    name: "quota-request-above-limit",
    title: "Quota for requests above quota for limits",
    aliases: &["k8s-warn:quota-request-above-limit"],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("quota_request_above_limit.md"),
    check: &Elsewhere,
};
