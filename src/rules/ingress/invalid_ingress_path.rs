//! An Ingress path without a type, or that is not plain and absolute.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INGRESS_PATH,
        name: "invalid-ingress-path",
        title: "Invalid Ingress path",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_ingress_path.md"),
    },
    check: &Elsewhere,
};
