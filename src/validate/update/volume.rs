//! Changes of volumes and claims (`pkg/apis/core/validation`).

use serde_json::Value;

use super::{UPDATE, differing, fixed, same, value, without};
use crate::{
    model::{Place, gates, value::Quantity},
    print, text,
    validate::Checker,
};

/// The fields of a volume's spec that do not define where it is stored.
const NO_SOURCE: &[&str] = &[
    "accessModes",
    "capacity",
    "claimRef",
    "mountOptions",
    "nodeAffinity",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "volumeAttributesClassName",
    "volumeMode",
];

/// The labels of nodes that have newer names.
const NEWER_LABELS: &[(&str, &str)] = &[
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
];

const STORAGE_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

pub(super) fn volume<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let (old, new) = (old.get("spec"), new.get("spec"));
    let (before, mut now) = (without(old, NO_SOURCE), without(new, NO_SOURCE));
    let secret = "controllerExpandSecretRef";
    if before["csi"].get(secret).is_none()
        && let Some(Value::Object(csi)) = now.get_mut("csi")
    {
        csi.shift_remove(secret);
    }
    if before != now {
        let message =
            text!("the volume source is immutable ({})", text::name(differing(&before, &now)));
        cx.forbidden(UPDATE, new, message).path("spec.persistentvolumesource");
    }
    if !same(old.get("volumeMode"), new.get("volumeMode")) {
        cx.invalid(UPDATE, new.get("volumeMode"), "field is immutable").path("volumeMode");
    }
    let affinity = |spec: Place<'a>| print::compact(&value(spec.get("nodeAffinity")));
    let (before, now) = (affinity(old), affinity(new));
    if old.get("nodeAffinity").is_set() && newer(&before) != newer(&now) {
        let message = "field is immutable, except for newer names of node labels";
        cx.invalid(UPDATE, new.get("nodeAffinity"), message).path("nodeAffinity");
    }
    let key = "volumeAttributesClassName";
    if old.get(key).is_set() && !new.get(key).is_set() {
        cx.forbidden(UPDATE, new.get(key), "field can be changed, but not removed");
    }
}

fn newer(affinity: &str) -> String {
    let quoted = |text: &str, (old, new): &(&str, &str)| {
        text.replace(&format!("\"key\":\"{old}\""), &format!("\"key\":\"{new}\""))
    };
    NEWER_LABELS.iter().fold(affinity.to_owned(), |text, names| quoted(&text, names))
}

pub(super) fn claim<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let class = |claim: Place<'a>| claim.at(&["metadata", "annotations"]).get(STORAGE_CLASS);
    let (annotated, status) = (class(old), old.get("status"));
    let (before, now) = (old.get("spec"), new.get("spec"));
    let (class_before, class_now) = (before.get("storageClassName"), now.get("storageClassName"));
    let from_annotation = annotated.is_present()
        && !class_before.is_set()
        && class_now.text() == Some(annotated.str())
        && (!class(new).is_present() || class(new).str() == annotated.str());
    if !from_annotation && annotated.str() != class(new).str() {
        let path = format!("metadata.annotations[{STORAGE_CLASS}]");
        cx.invalid(UPDATE, class(new), "field is immutable").path(path);
    }
    let given_later = class_now.is_set()
        && !class_before.is_set()
        && (!annotated.is_present() || class_now.str() == annotated.str());
    let mut open = Vec::new();
    if before.get("volumeName").is_empty() {
        open.push("volumeName");
    }
    if from_annotation || given_later {
        open.push("storageClassName");
    }
    let bound = status.get("phase").str() == "Bound";
    if bound {
        open.push("volumeAttributesClassName");
    }
    let rest = |spec| {
        let mut rest = without(spec, &open);
        let requests = rest.get_mut("resources").and_then(|r| r.get_mut("requests"));
        if let Some(Value::Object(requests)) = requests.filter(|_| bound) {
            requests.shift_remove("storage");
        }
        rest
    };
    let (rest_before, rest_now) = (rest(before), rest(now));
    if rest_before != rest_now {
        let message = text!(
            "{} of a PersistentVolumeClaim cannot be changed; once bound, only \
             `resources.requests.storage` and `volumeAttributesClassName` can",
            text::name(differing(&rest_before, &rest_now))
        );
        cx.forbidden(UPDATE, now, message);
    }
    size(before, now, status, cx);
    fixed(before.get("volumeMode"), now.get("volumeMode"), cx);
    attributes(before, now, status, cx);
}

/// Claims can grow; one whose expansion failed may request less again, down to what it has.
fn size<'a>(old: Place<'a>, new: Place<'a>, status: Place<'a>, cx: &mut Checker<'a>) {
    let amount = |place: Place<'a>| {
        place.node().map_or(Some(Quantity::zero()), |node| Quantity::of(node)?.ok())
    };
    let key = ["resources", "requests", "storage"];
    let (Some(before), Some(now)) = (amount(old.at(&key)), amount(new.at(&key))) else { return };
    if now >= before {
        return;
    }
    let has = amount(status.at(&["capacity", "storage"])).unwrap_or_else(Quantity::zero);
    let recovers = cx.version.enables(gates::RECOVER_VOLUME_EXPANSION_FAILURE)
        || status.get("allocatedResources").is_set()
        || status.get("allocatedResourceStatuses").is_set();
    let message = match recovers {
        true if now > has => return,
        true => text!("a claim cannot shrink to its current size ({}) or below", has.to_string()),
        false => text!("a claim cannot shrink, it requests {}", before.to_string()),
    };
    cx.forbidden(UPDATE, new.at(&key), message).path("spec.resources.requests.storage");
}

/// The class of a volume may be replaced by another one, but not removed.
fn attributes<'a>(old: Place<'a>, new: Place<'a>, status: Place<'a>, cx: &mut Checker<'a>) {
    let class = new.get("volumeAttributesClassName");
    let changed = !same(old.get("volumeAttributesClassName"), class);
    let current = status.get("currentVolumeAttributesClassName");
    if changed && current.is_set() && class.str().is_empty() {
        let message =
            text!("the volume has the class `{}`, which cannot be removed", current.str());
        cx.forbidden(UPDATE, class, message);
    }
}
