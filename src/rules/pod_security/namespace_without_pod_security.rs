//! A Namespace in which Pods may do anything.

use k8s_openapi::api::core::v1::Namespace;

use crate::{rules::prelude::*, validate::pod_security::PodSecurityMode};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAMESPACE_WITHOUT_POD_SECURITY,
        name: "namespace-without-pod-security",
        title: "Namespace without a Pod Security level",
        aliases: &[
            "kubescape:C-0192",
            "kubescape:C-0193",
            "kubescape:C-0194",
            "kubescape:C-0195",
            "kubescape:C-0196",
            "kubescape:C-0197",
            "kubescape:C-0198",
            "kubescape:C-0199",
            "kubescape:C-0200",
            "kubescape:C-0201",
            "kubescape:C-0202",
            "kubescape:C-0203",
            "kubescape:C-0204",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("namespace_without_pod_security.md"),
    },
    check: &Objects::<Namespace>(check),
};

fn check<'a>(namespace: At<'a, Namespace>, cx: &mut Context<'a>) {
    let (label, _) = PodSecurityMode::Enforce.labels();
    let labels = namespace.field("metadata").get("labels");
    let object = namespace.object();
    let is_of_system = object.name.starts_with("kube-");
    let is_known = cx.settings.cluster.pod_security.is_some();
    if labels.get(label).is_present() || is_of_system || is_known {
        return;
    }
    let message = text!("Namespace `{}` enforces no Pod Security level", name(&object.name));
    cx.report(namespace.field("metadata").get("name"), message)
        .help(text!("set the label `{}`", name(label)));
}
