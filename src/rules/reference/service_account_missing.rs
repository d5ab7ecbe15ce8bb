//! A ServiceAccount whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_ACCOUNT_MISSING,
        name: "service-account-missing",
        title: "ServiceAccount not found",
        aliases: &[
            "kube-linter:non-existent-service-account",
            "popeye:307",
            "popeye:507",
            "kubescape:C-0307",
            "kubevious:pod-spec-service-account-ref",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_account_missing.md"),
    },
    check: &References(&["ServiceAccount"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the ServiceAccount, no Pods are created (FailedCreate)";
    names::report_unknown(references, UnknownName { severity: Severity::Warning, effect }, cx);
}
