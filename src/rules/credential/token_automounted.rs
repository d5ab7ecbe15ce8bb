//! A Pod with a token that it does not use.

use super::account::{account, mounts_token, or_default};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOKEN_AUTOMOUNTED,
        name: "token-automounted",
        title: "API token mounted",
        aliases: &[
            "polaris:automountServiceAccountToken",
            "checkov:CKV_K8S_38",
            "trivy:KSV036",
            "monokle:KBP106",
            "popeye:301",
            "popeye:303",
            "kubescape:C-0034",
            "kubescape:C-0190",
            "datree:SRVACC_INCORRECT_AUTOMOUNTSERVICEACCOUNTTOKEN_VALUE",
            "kics:Service Account Token Automount Not Disabled",
            "kyverno:restrict-automount-sa-token",
            "gatekeeper:K8sPSPAutomountServiceAccountTokenPod",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("token_automounted.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let account = account(pod);
    let is_default = account.str().is_empty() || account.str() == "default";
    let is_reported = is_default && cx.runs(code::DEFAULT_SERVICE_ACCOUNT);
    if !is_reported && mounts_token(pod, cx) {
        let message =
            text!("the token of ServiceAccount `{}` is mounted", name(or_default(account.str())));
        cx.report(pod.spec.field("automountServiceAccountToken"), message)
            .help("set `automountServiceAccountToken: false`, unless the program calls the API");
    }
}
