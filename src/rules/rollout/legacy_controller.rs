//! A ReplicationController or bare ReplicaSet.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LEGACY_CONTROLLER,
        name: "legacy-controller",
        title: "ReplicationController or bare ReplicaSet",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("legacy_controller.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    let owned = !object.place().at(&["metadata", "ownerReferences"]).is_empty();
    if matches!(object.gvk.kind.as_str(), "ReplicationController" | "ReplicaSet") && !owned {
        let message = text!("a {} cannot roll out changes", name(&object.gvk.kind));
        cx.report(object.field("kind"), message).help("use a Deployment");
    }
}
