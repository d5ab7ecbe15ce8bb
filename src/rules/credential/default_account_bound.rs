//! A binding to the default ServiceAccount of a namespace.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEFAULT_ACCOUNT_BOUND,
        name: "default-account-bound",
        title: "Rights for a default ServiceAccount",
        aliases: &[
            "checkov:CKV_K8S_42",
            "popeye:308",
            "kubescape:C-0225",
            "kics:Role Binding To Default Service Account",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("default_account_bound.md"),
    },
    check: &Kinds(&["RoleBinding", "ClusterRoleBinding"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for subject in object.field("subjects").items() {
        let account = subject.get("name");
        if subject.get("kind").str() == "ServiceAccount" && account.str() == "default" {
            let role = object.field("roleRef").get("name").str();
            let message =
                text!("all Pods without a ServiceAccount of their own get `{}`", name(role));
            cx.report(account, message).help("bind it to a ServiceAccount of its own");
        }
    }
}
