//! A workload in the namespace of the cluster itself.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::KUBE_SYSTEM_USER_WORKLOAD,
        name: "kube-system-user-workload",
        title: "Workload in kube-system",
        aliases: &["trivy:KSV037"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("kube_system_user_workload.md"),
    },
    check: &Pods(check),
};

const OF_COMPONENTS: [&str; 4] = ["k8s-app", "component", "tier", "k8s-addon"];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    let namespace = object.field("metadata").get("namespace");
    let is_component = |labels: &[&str]| labels.iter().any(|l| OF_COMPONENTS.contains(l));
    let labels: Vec<&str> = pod.labels().keys().map(String::as_str).collect();
    if namespace.str() == "kube-system" && !is_component(&labels) {
        cx.report(namespace, text!("{} is in `kube-system`", name(object.title())))
            .help("use a namespace of its own");
    }
}
