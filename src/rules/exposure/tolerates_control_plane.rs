//! A workload that may run on nodes of the control plane.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOLERATES_CONTROL_PLANE,
        name: "tolerates-control-plane",
        title: "Workload on the control plane",
        aliases: &["kyverno:restrict-controlplane-scheduling"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("tolerates_control_plane.md"),
    },
    check: &Pods(check),
};

const TAINTS: [&str; 2] =
    ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if object.gvk.kind == "DaemonSet" || object.namespace.as_deref() == Some("kube-system") {
        return;
    }
    let tolerations = pod.spec.field("tolerations").items();
    let keys = tolerations.map(|toleration| toleration.get("key"));
    let mut keys = keys.filter(|key| TAINTS.contains(&key.str()));
    if let Some(place) = keys.next() {
        cx.report(place, "the Pod may run on nodes of the control plane")
            .help("remove the toleration");
    }
}
