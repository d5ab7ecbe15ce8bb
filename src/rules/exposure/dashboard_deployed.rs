//! A Pod with the Kubernetes dashboard.

use super::repository;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DASHBOARD_DEPLOYED,
        name: "dashboard-deployed",
        title: "Kubernetes dashboard",
        aliases: &["checkov:CKV_K8S_33", "kubescape:C-0014", "kics:Dashboard Is Enabled"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("dashboard_deployed.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let image = container.field("image");
    let is_dashboard = repository(image.str()).is_some_and(|name| {
        name.ends_with("kubernetesui/dashboard") || name.contains("kubernetes-dashboard")
    });
    if is_dashboard {
        cx.report(image, "this is the Kubernetes dashboard")
            .help("use kubectl, or another program with the rights of its user");
    }
}
