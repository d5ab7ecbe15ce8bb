//! A subject whose ServiceAccount has a typo in its name.

use super::binding::{BINDINGS, BoundSubject, subjects};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUBJECT_SERVICE_ACCOUNT_MISSING,
        name: "subject-service-account-missing",
        title: "ServiceAccount of a binding not found",
        aliases: &["monokle:LNK001", "popeye:1300", "kubevious:role-binding-service-account-ref"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("subject_service_account_missing.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let subjects: Vec<BoundSubject<'a>> = subjects(object).collect();
    let named: Vec<&str> = subjects.iter().map(|subject| subject.name.str()).collect();
    let help = "Pods cannot use a ServiceAccount that does not exist";
    for subject in subjects.iter().filter(|subject| subject.is_service_account()) {
        let of_cluster = subject.namespace() == Some("kube-system") || subject.is_default();
        if !of_cluster {
            subject.reference().report_missing(object, &named, help, cx);
        }
    }
}
