//! An amount of memory or storage with a fraction of a byte.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FRACTIONAL_BYTES,
        name: "fractional-bytes",
        title: "Fractional number of bytes",
        aliases: &[
            "k8s-warn:fractional-memory",
            "k8s-warn:fractional-ephemeral-storage",
            "k8s-warn:fractional-overhead",
            "k8s-warn:fractional-pvc-storage",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("fractional_bytes.md"),
    },
    check: &Elsewhere,
};
