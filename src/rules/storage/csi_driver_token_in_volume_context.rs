//! A CSI driver that gets its tokens where logs may show them.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CSI_DRIVER_TOKEN_IN_VOLUME_CONTEXT,
        name: "csi-driver-token-in-volume-context",
        title: "CSI driver token in the volume context",
        aliases: &["k8s-warn:csidriver-token"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("csi_driver_token_in_volume_context.md"),
    },
    check: &Elsewhere,
};
