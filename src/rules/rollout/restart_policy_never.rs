//! A pod that is never restarted.

use k8s_openapi::api::core::v1::Pod;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESTART_POLICY_NEVER,
        name: "restart-policy-never",
        title: "Restart policy Never",
        aliases: &["kube-linter:restart-policy"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("restart_policy_never.md"),
    },
    check: &Objects::<Pod>(check),
};

fn check<'a>(pod: At<'a, Pod>, cx: &mut Context<'a>) {
    let place = pod.field("spec").get("restartPolicy");
    if place.str() == "Never" {
        cx.report(place, "the Pod is not restarted when it fails")
            .help("use Always or OnFailure, or a Job for tasks that finish");
    }
}
