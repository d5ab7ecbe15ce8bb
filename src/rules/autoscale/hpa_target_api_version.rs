//! An autoscaler whose target is named under an API group that does not have it.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3402",
    name: "hpa-target-api-version",
    title: "Wrong API group of a HorizontalPodAutoscaler target",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("hpa_target_api_version.md"),
    check: &Every(check),
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
    // Only the group counts; without one the server refuses the autoscaler. Other groups may be
    // custom ones with the same kind.
    if target.group == right.0 || !matches!(target.group, "apps" | "extensions") {
        return;
    }
    let message = format!("there is no {} in the API group `{}`", target.kind, target.group);
    cx.report(place, message)
        .help(format!("write {}; until then the autoscaler does nothing", right.1))
        .fix(Safety::Safe, format!("write {}", right.1), place.set(right.1));
}
