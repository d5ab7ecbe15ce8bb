//! A container that may start from an image that lies on the node already.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4403",
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
    set: Set::Strict,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("pull_policy_not_always.md"),
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
        format!("imagePullPolicy is {policy}, as the image has a tag or digest")
    } else {
        format!("imagePullPolicy is {policy}")
    };
    cx.report(place, message)
        .help("with Always the registry is asked each time, and so are its credentials")
        .fix(Safety::Unsafe, "write Always", place.set("Always"));
}
