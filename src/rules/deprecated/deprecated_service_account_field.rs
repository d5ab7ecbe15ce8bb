//! The old name of a field.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_SERVICE_ACCOUNT_FIELD,
        name: "deprecated-service-account-field",
        title: "Deprecated serviceAccount field",
        aliases: &["kube-linter:deprecated-service-account-field", "kubescape:C-0294"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_service_account_field.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let (old, new) = (pod.spec.field("serviceAccount"), pod.spec.field("serviceAccountName"));
    // A server writes both.
    if old.is_empty() || pod.object().is_live() {
        return;
    }
    let edit = match new.is_present() {
        false => old.rename("serviceAccountName"),
        true => old.remove().filter(|_| old.str() == new.str()),
    };
    let (help, title) = match new.is_present() {
        false => ("use `serviceAccountName`", "use `serviceAccountName`"),
        true => ("remove it; `serviceAccountName` is used", "remove `serviceAccount`"),
    };
    let finding = cx.report(old, "`serviceAccount` is deprecated");
    finding.at = pod.object().location(old.key_span());
    finding.help(help).fix(Safety::Safe, title, edit);
}
