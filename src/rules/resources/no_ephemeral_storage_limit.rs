//! A container without a limit for ephemeral storage.

use super::report_missing;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_EPHEMERAL_STORAGE_LIMIT,
        name: "no-ephemeral-storage-limit",
        title: "Missing limit for ephemeral storage",
        aliases: &["kube-score:container-ephemeral-storage-request-and-limit"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_ephemeral_storage_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let effect = "the container may fill the disk of its node";
    report_missing(container, ResourceField::Limits, "ephemeral-storage", effect, cx);
}
