//! A volume mount whose own mounts appear on the node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::BIDIRECTIONAL_MOUNT_PROPAGATION,
        name: "bidirectional-mount-propagation",
        title: "Mounts that reach the node",
        aliases: &["monokle:KBP115"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("bidirectional_mount_propagation.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for mount in container.field("volumeMounts").items() {
        let place = mount.get("mountPropagation");
        if place.str() == "Bidirectional" {
            let message = text!("mounts of container `{}` appear on the node", container.name);
            cx.report(place, message).help("use `HostToContainer`, or remove `mountPropagation`");
        }
    }
}
