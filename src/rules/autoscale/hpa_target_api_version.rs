//! An autoscaler whose target has an API group without its kind.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_TARGET_API_VERSION,
        name: "hpa-target-api-version",
        title: "Wrong API group in an autoscaler target",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("hpa_target_api_version.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let Some(target) = autoscaler.target() else { return };
    let right = match target.kind {
        "Deployment" | "ReplicaSet" | "StatefulSet" => ("apps", "apps/v1"),
        "ReplicationController" => ("", "v1"),
        _ => return,
    };
    let place = autoscaler.reference().get("apiVersion");
    // Only the group counts; without one the server rejects the autoscaler. Other groups may be
    // custom ones with the same kind.
    if target.group == right.0 || !matches!(target.group, "apps" | "extensions") {
        return;
    }
    let message = text!("API group `{}` has no kind {}", name(target.group), name(target.kind));
    cx.report(place, message).help(text!("write `{}`", name(right.1))).fix(
        Safety::Safe,
        text!("write `{}`", name(right.1)),
        place.set(right.1),
    );
}
