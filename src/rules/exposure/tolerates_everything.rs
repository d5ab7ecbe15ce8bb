//! A Pod that may run on every node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOLERATES_EVERYTHING,
        name: "tolerates-everything",
        title: "Toleration of every taint",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("tolerates_everything.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    if pod.object().gvk.kind == "DaemonSet" {
        return;
    }
    for toleration in pod.spec.field("tolerations").items() {
        let is_any = toleration.get("operator").str() == "Exists"
            && toleration.get("key").is_empty()
            && toleration.get("effect").is_empty();
        if is_any {
            cx.report(toleration.get("operator"), "the Pod tolerates every taint")
                .help("set `key`");
        }
    }
}
