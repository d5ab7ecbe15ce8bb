//! A Pod that runs as the default ServiceAccount.

use super::account::{account, mounts_token};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEFAULT_SERVICE_ACCOUNT,
        name: "default-service-account",
        title: "Default ServiceAccount",
        aliases: &[
            "kube-linter:default-service-account",
            "checkov:CKV_K8S_41",
            "popeye:300",
            "kubescape:C-0189",
            "datree:CIS_INVALID_VALUE_AUTOMOUNTSERVICEACCOUNTTOKEN",
            "kics:Default Service Account In Use",
            "kics:Service Account Name Undefined Or Empty",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("default_service_account.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let account = account(pod);
    let is_default = account.str().is_empty() || account.str() == "default";
    if is_default && mounts_token(pod, cx) {
        cx.report(account, "the Pod has the token of the default ServiceAccount")
            .help("set `serviceAccountName`, or `automountServiceAccountToken: false`");
    }
}
