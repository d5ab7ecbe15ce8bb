//! A binding that grants everything.

use super::{
    binding::{BINDINGS, role_ref},
    powers::{AllRights, grants_all},
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CLUSTER_ADMIN_BINDING,
        name: "cluster-admin-binding",
        title: "Binding to cluster-admin",
        aliases: &[
            "kube-linter:cluster-admin-role-binding",
            "polaris:clusterrolebindingClusterAdmin",
            "polaris:rolebindingClusterAdminClusterRole",
            "polaris:rolebindingClusterAdminRole",
            "trivy:KSV111",
            "kubescape:C-0035",
            "kubescape:C-0185",
            "datree:CIS_INVALID_ROLE_CLUSTER_ADMIN",
            "kics:Cluster Admin Rolebinding With Superuser Permissions",
            "kyverno:restrict-binding-clusteradmin",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cluster_admin_binding.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(role) = role_ref(object) else { return };
    let is_default = object.name == "cluster-admin" || object.name.starts_with("system:");
    let Some(all_rights) = grants_all(&role, cx).filter(|_| !is_default) else { return };
    let all = match object.gvk.kind.as_str() {
        "ClusterRoleBinding" => "all rights in the cluster",
        _ => "all rights in the namespace",
    };
    let written = role.name.str();
    let message = text!("{} `{}` grants {}", name(role.kind), name(written), name(all));
    let finding = cx.report(role.name, message);
    finding.help("bind a role with only the rules that are needed");
    if let AllRights::Rule(rule) = all_rights {
        finding.related(rule.0, "by this rule");
    }
}
