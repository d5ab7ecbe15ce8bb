//! An IngressClass with an invalid controller or parameters.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INGRESS_CLASS,
        name: "invalid-ingress-class",
        title: "Invalid IngressClass",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ingress_class.md"),
    },
    check: &Elsewhere,
};
