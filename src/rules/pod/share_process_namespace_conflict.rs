//! Processes are shared with the pod and with the node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SHARE_PROCESS_NAMESPACE_CONFLICT,
        name: "share-process-namespace-conflict",
        title: "Conflicting process namespace sharing",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("share_process_namespace_conflict.md"),
    },
    check: &Elsewhere,
};
