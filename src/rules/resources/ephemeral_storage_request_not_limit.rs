//! A limit for ephemeral storage that differs from the request.

use super::report_difference;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EPHEMERAL_STORAGE_REQUEST_NOT_LIMIT,
        name: "ephemeral-storage-request-not-limit",
        title: "Ephemeral storage request below its limit",
        aliases: &["kube-score:container-ephemeral-storage-request-equals-limit"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ephemeral_storage_request_not_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    report_difference(container, "ephemeral-storage", cx);
}
