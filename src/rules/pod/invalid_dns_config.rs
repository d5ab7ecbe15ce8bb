//! DNS settings of a pod are incomplete or above the limits of resolvers.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_DNS_CONFIG,
        name: "invalid-dns-config",
        title: "Invalid DNS configuration",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_dns_config.md"),
    },
    check: &Elsewhere,
};
