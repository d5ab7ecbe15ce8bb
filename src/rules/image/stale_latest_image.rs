//! An image that moves, and a policy that does not follow it.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4404",
    name: "stale-latest-image",
    aliases: &["kubescape:C-0075"],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("stale_latest_image.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(image) = image_of(container).filter(|image| image.is_latest()) else { return };
    let policy = container.field("imagePullPolicy");
    // Without registry and tag it is one that was built on the node; never pulled, put there.
    let bare = image.registry.is_none();
    let untagged = !container.field("image").str().contains([':', '/']);
    let by_hand = bare && (policy.str() == "Never" || untagged);
    if !matches!(policy.str(), "IfNotPresent" | "Never") || by_hand {
        return;
    }
    let place = container.field("image");
    let message = format!("with {} each node keeps an old `{}`", policy.str(), place.str());
    cx.report(policy, message)
        .related(place, "the tag stays the same when the image changes")
        .help("write a version as tag, or remove the policy: for latest it is then Always")
        .fix(Safety::Unsafe, "remove imagePullPolicy", policy.remove());
}
