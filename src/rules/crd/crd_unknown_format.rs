//! A format that the API server does not know and does not check.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_UNKNOWN_FORMAT,
        name: "crd-unknown-format",
        title: "Unknown format in a schema",
        aliases: &["k8s-warn:crd-format"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_unknown_format.md"),
    },
    check: &Elsewhere,
};
