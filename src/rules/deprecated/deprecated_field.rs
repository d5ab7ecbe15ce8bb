//! A field or a value that is deprecated.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_FIELD,
        name: "deprecated-field",
        title: "Deprecated field or value",
        aliases: &[
            "k8s-warn:prefer-close",
            "k8s-warn:recycle",
            "k8s-warn:slice-fqdn",
            "k8s-warn:node-config-source",
            "k8s-warn:node-external-id",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_field.md"),
    },
    check: &Elsewhere,
};
