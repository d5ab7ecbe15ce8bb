//! A pod that may run on any node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_NODE_AFFINITY,
        name: "no-node-affinity",
        title: "Missing node affinity",
        aliases: &["kube-linter:no-node-affinity"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_node_affinity.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let affinity = pod.spec.field("affinity").get("nodeAffinity");
    if !affinity.is_set() && pod.spec.field("nodeSelector").is_empty() {
        cx.report(pod.spec.field("affinity"), "the Pod may run on any node")
            .help("set `nodeSelector` or `nodeAffinity` if your nodes differ");
    }
}
