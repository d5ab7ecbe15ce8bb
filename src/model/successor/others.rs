//! Kinds of which little changed.

use super::Draft;
use crate::syntax::{
    revise::New,
    tree::{Node, Value},
};

pub(super) fn access_review(draft: &mut Draft<'_>) {
    if let Some(spec) = draft.map(&["spec"])
        && draft.rename(spec, "group", "groups")
    {
        draft.moved("spec.groups", "spec.group");
    }
}

pub(super) fn signing_request(draft: &mut Draft<'_>) {
    draft.lenient.extend(["spec.signerName", "spec.usages"]);
    let Some(spec) = draft.map(&["spec"]) else { return };
    draft.fill(spec, "signerName", New::Text("kubernetes.io/legacy-unknown"));
    let usages = ["digital signature", "key encipherment"].map(New::Text).into();
    draft.fill(spec, "usages", New::List(usages));
}

pub(super) fn endpoint_slice(draft: &mut Draft<'_>) {
    for endpoint in draft.maps(&["endpoints"]) {
        draft.drop(endpoint, "topology");
    }
}

/// Events, of which hardly anything was asked.
pub(super) fn event(draft: &mut Draft<'_>) {
    draft.lenient.push("");
    if let Some(series) = draft.map(&["series"]) {
        draft.drop(series, "state");
    }
}

pub(super) fn priority_level(draft: &mut Draft<'_>) {
    let Some(limited) = draft.map(&["spec", "limited"]) else { return };
    let [old, new] = ["assuredConcurrencyShares", "nominalConcurrencyShares"];
    // Zero meant the default.
    let is_zero = |field| limited.get(field).is_some_and(|shares| shares.value() == Value::Int(0));
    if is_zero(old) || is_zero(new) {
        draft.drop(limited, old);
        draft.drop(limited, new);
    } else if draft.version != "v1beta3" && draft.rename(limited, old, new) {
        draft.moved(format!("spec.limited.{new}"), format!("spec.limited.{old}"));
    }
}

/// Runtime classes with a `spec`.
pub(super) fn runtime_class(draft: &mut Draft<'_>) {
    let Some(spec) = draft.map(&["spec"]) else { return };
    let fields =
        [("runtimeHandler", "handler"), ("overhead", "overhead"), ("scheduling", "scheduling")];
    for (written, name) in fields {
        let value = spec.entry(written).filter(|entry| !entry.value.is_null());
        if let Some(entry) = value.filter(|_| draft.root.get(name).is_none()) {
            draft.add(draft.root, name, entry.key, New::Kept(entry.value));
            draft.moved(name, format!("spec.{written}"));
            draft.drop(spec, written);
        }
    }
    // What is left of it is none of its fields, and said so.
    if spec.entries().all(|entry| fields.iter().any(|(name, _)| entry.key.as_str() == Some(name))) {
        draft.drop(draft.root, "spec");
    }
}

/// A budget whose selector was empty counted no pods, as one without does today.
pub(super) fn disruption_budget(draft: &mut Draft<'_>) {
    let Some(spec) = draft.map(&["spec"]) else { return };
    let is_field = |key| matches!(key, "matchLabels" | "matchExpressions");
    let chooses = |selector: Node<'_>| {
        ["matchLabels", "matchExpressions"]
            .iter()
            .filter_map(|field| selector.get(field))
            .any(|terms| terms.entries().next().is_some() || terms.items().next().is_some())
    };
    if let Some(selector) = spec.get("selector").filter(|selector| selector.is_map())
        && !chooses(selector)
        && selector.entries().all(|entry| entry.key.as_str().is_some_and(is_field))
    {
        draft.drop(spec, "selector");
    }
}

pub(super) fn role(draft: &mut Draft<'_>) {
    if draft.version == "v1alpha1" {
        for rule in draft.maps(&["rules"]) {
            draft.drop(rule, "attributeRestrictions");
        }
    }
}

/// Subjects that named a version with their group.
pub(super) fn binding(draft: &mut Draft<'_>) {
    if draft.version == "v1alpha1" {
        for subject in draft.maps(&["subjects"]) {
            draft.drop(subject, "apiVersion");
        }
    }
}
