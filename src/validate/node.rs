//! Runtime classes (`pkg/apis/node/validation/validation.go`).

use std::collections::BTreeSet;

use super::{
    Checker,
    core::{outdated, resources, scheduling},
    meta, names,
};
use crate::{code, model::Place};

pub(super) fn runtime_class<'a>(class: Place<'a>, cx: &mut Checker<'a>) {
    let handler = class.get("handler");
    if !cx.version.since(36) || cx.require(code::INVALID_RUNTIME_CLASS, handler) {
        cx.format(code::INVALID_RUNTIME_CLASS, handler, names::dns_label);
    }
    resources::overhead(class.get("overhead").get("podFixed"), cx);
    let rules = class.get("scheduling");
    meta::labels(rules.get("nodeSelector"), Place::path, cx);
    outdated::label_map(rules.get("nodeSelector"), cx);
    let mut seen = BTreeSet::new();
    for toleration in rules.get("tolerations").items() {
        let mark = cx.mark();
        scheduling::tolerates(toleration, cx);
        if !cx.version.since(35) {
            // These servers name the list twice.
            cx.rename_since(mark, "tolerations", "tolerations.tolerations");
        }
        let key = ["key", "operator", "value", "effect"].map(|field| toleration.get(field).str());
        if !seen.insert(key) {
            cx.duplicate(code::INVALID_RUNTIME_CLASS, toleration, "toleration is listed twice");
        }
    }
}
