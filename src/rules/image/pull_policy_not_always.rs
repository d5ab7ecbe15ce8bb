//! A container that may start from an image that is already on the node.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PULL_POLICY_NOT_ALWAYS,
        name: "pull-policy-not-always",
        title: "Image pull policy other than Always",
        aliases: &[
            "kube-score:container-image-pull-policy",
            "polaris:pullPolicyNotAlways",
            "checkov:CKV_K8S_15",
            "kubescape:C-0075",
            "kics:Image Pull Policy Of The Container Is Not Set To Always",
            "kube-linter-template:image-pull-policy",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("pull_policy_not_always.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(image) = image_of(container) else { return };
    let place = container.field("imagePullPolicy");
    let policy = if place.is_empty() { image.default_policy() } else { place.str() };
    if !matches!(policy, "IfNotPresent" | "Never") {
        return;
    }
    let message = if place.is_empty() {
        text!("imagePullPolicy defaults to {} for an image with a tag or digest", name(policy))
    } else {
        text!("imagePullPolicy {} may use an image without checking credentials", name(policy))
    };
    cx.report(place, message).help("set `imagePullPolicy: Always`").fix(
        Safety::Unsafe,
        "set imagePullPolicy to Always",
        place.set("Always"),
    );
}
