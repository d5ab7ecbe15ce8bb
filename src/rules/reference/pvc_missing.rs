//! A claim whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PVC_MISSING,
        name: "pvc-missing",
        title: "PersistentVolumeClaim not found",
        aliases: &["kubevious:pod-spec-volume-pvc-ref", "monokle:LNK001"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("pvc_missing.md"),
    },
    check: &References(&["PersistentVolumeClaim"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the claim, the Pod cannot be scheduled and stays Pending";
    names::report_unknown(references, UnknownName { severity: Severity::Warning, effect }, cx);
}
