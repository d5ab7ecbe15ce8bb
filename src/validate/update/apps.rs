//! Changes of workloads (`pkg/apis/apps/validation`).

use super::{UPDATE, differing, fixed, without};
use crate::{
    model::{Place, gates},
    text,
    validate::Checker,
};

/// What of a StatefulSet cannot change, which is all the rest; newer servers name it.
const FIXED: &[&str] = &["selector", "volumeClaimTemplates", "serviceName", "podManagementPolicy"];

/// What of a StatefulSet may change.
const MUTABLE: &[&str] = &[
    "minReadySeconds",
    "ordinals",
    "persistentVolumeClaimRetentionPolicy",
    "replicas",
    "revisionHistoryLimit",
    "template",
    "updateStrategy",
];

pub(super) fn stateful_set<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let version = cx.version;
    let (old, new) = (old.get("spec"), new.get("spec"));
    if version.enables(gates::MAX_UNAVAILABLE_STATEFUL_SET) {
        for key in FIXED {
            fixed(old.get(key), new.get(key), cx);
        }
        return;
    }
    let may = |key: &&&str| match **key {
        "revisionHistoryLimit" => version.since(33),
        "ordinals" => version.since(26),
        _ => true,
    };
    let mutable: Vec<&str> = MUTABLE.iter().filter(may).copied().collect();
    let (before, now) = (without(old, &mutable), without(new, &mutable));
    if before != now {
        let message = text!(
            "{} of a StatefulSet cannot be changed; only {} can",
            text::name(differing(&before, &now)),
            text::name(mutable.join(", "))
        );
        cx.forbidden(UPDATE, new, message);
    }
}
