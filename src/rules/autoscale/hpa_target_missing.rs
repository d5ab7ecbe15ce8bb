//! An autoscaler whose target has a typo in its name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_TARGET_MISSING,
        name: "hpa-target-missing",
        title: "Autoscaler target not found",
        aliases: &[
            "kube-linter:dangling-horizontalpodautoscaler",
            "kube-score:horizontalpodautoscaler-has-target",
            "popeye:600",
            "kubescape:C-0300",
            "kubevious:hpa-scale-target-ref",
            "kics:HPA Targets Invalid Object",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("hpa_target_missing.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

/// Custom kinds may be made by operators.
const KINDS: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let Some(target) = autoscaler.target().filter(|t| KINDS.contains(&t.kind)) else { return };
    let place = autoscaler.reference().get("name");
    let effect = "without its target, the autoscaler fails with FailedGetScale";
    let unknown = UnknownName { severity: Severity::Warning, effect };
    // One that another autoscaler scales is not meant.
    let guess = names::only_in_file(place, target.kind, &|_| true, cx)
        .filter(|only| cx.workspace.autoscalers_of(only).is_empty());
    names::report_unknown_or(target.kind, place, guess, unknown, cx);
}
