//! Workloads.

use super::{Draft, key_of};
use crate::syntax::{
    revise::{Member, New},
    tree::Node,
};

/// Deployments and `ReplicaSets`, of which the selector was made of the labels.
pub(super) fn workload(draft: &mut Draft<'_>) {
    let Some(spec) = draft.map(&["spec"]).filter(|_| draft.version == "v1beta1") else { return };
    draft.drop(spec, "rollbackTo");
    draft.drop(spec, "templateGeneration");
    if spec.get("selector").is_some_and(|selector| !selector.is_null()) {
        return;
    }
    let labels = spec.at(&["template", "metadata", "labels"]).filter(|labels| labels.is_map());
    if let Some((labels, key)) = labels.and_then(|labels| Some((labels, labels.key()?))) {
        let name = "matchLabels";
        let labels = Member { name, at: key, value: New::Kept(labels) };
        draft.fill(spec, "selector", New::Map(vec![labels]));
        draft.lenient.push("spec.selector");
    }
}

/// Those whose pods stayed until somebody deleted them.
pub(super) fn updated_on_delete(draft: &mut Draft<'_>) {
    workload(draft);
    let Some(spec) = draft.map(&["spec"]).filter(|_| draft.version == "v1beta1") else { return };
    match spec.get("updateStrategy").filter(|strategy| strategy.is_map()) {
        Some(strategy) => draft.fill(strategy, "type", New::Text("OnDelete")),
        None => draft.fill(spec, "updateStrategy", New::Map(on_delete(spec))),
    }
}

fn on_delete(spec: Node<'_>) -> Vec<Member<'_>> {
    vec![Member { name: "type", at: key_of(spec), value: New::Text("OnDelete") }]
}

/// Jobs, of which the selector was written by hand unless they asked otherwise.
pub(super) fn job(draft: &mut Draft<'_>) {
    if let Some(spec) = draft.map(&["spec"]) {
        draft.drop(spec, "autoSelector");
        draft.drop(spec, "selector");
    }
}
