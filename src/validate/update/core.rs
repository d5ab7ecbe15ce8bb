//! Changes of configuration, nodes, quotas, role bindings and priorities (`core`, `rbac` and
//! `scheduling` of `pkg/apis/*/validation`).

use std::collections::BTreeSet;

use super::{UPDATE, fixed, same, value};
use crate::{model::Place, text, validate::Checker};

pub(super) fn config_map<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    sealed(old, new, &["data", "binaryData"], cx);
}

pub(super) fn secret<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    fixed(old.get("type"), new.get("type"), cx);
    sealed(old, new, &["data"], cx);
}

/// With `immutable: true` neither that nor the data can change.
fn sealed<'a>(old: Place<'a>, new: Place<'a>, data: &[&'static str], cx: &mut Checker<'a>) {
    if old.get("immutable").bool() != Some(true) {
        return;
    }
    if new.get("immutable").bool() != Some(true) {
        let message = "field is immutable when `immutable` is set; delete the object to undo it";
        cx.forbidden(UPDATE, new.get("immutable"), message);
    }
    for key in data {
        if !same(old.get(key), new.get(key)) {
            let message = "field is immutable when `immutable` is set; delete the object and \
                           create it again, or use another name";
            cx.forbidden(UPDATE, new.get(key), message);
        }
    }
}

/// Addresses and the provider's id are set once.
pub(super) fn node<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    for key in ["podCIDRs", "providerID"] {
        let (before, now) = (old.at(&["spec", key]), new.at(&["spec", key]));
        if !before.is_empty() && !same(before, now) {
            cx.forbidden(UPDATE, now, "field is immutable once it is set");
        }
    }
    let key = ["spec", "externalID"];
    if old.at(&key).str() != new.at(&key).str() {
        cx.forbidden(UPDATE, new.at(&key), "field is immutable");
    }
}

pub(super) fn quota<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let scopes = |object: Place<'a>| -> BTreeSet<&'a str> {
        object.at(&["spec", "scopes"]).items().map(Place::str).collect()
    };
    if scopes(old) != scopes(new) {
        cx.invalid(UPDATE, new.at(&["spec", "scopes"]), "field is immutable");
    }
}

/// The role that a binding gives.
pub(super) fn binding<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if !same(old.get("roleRef"), new.get("roleRef")) {
        let message = "cannot change roleRef; delete the binding and create it again";
        cx.invalid(UPDATE, new.get("roleRef"), message);
    }
}

pub(super) fn priority_class<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let before = value(old.get("value"));
    if before != value(new.get("value")) {
        let message = text!("field is immutable, its value is {}", before.to_string());
        cx.forbidden(UPDATE, new.get("value"), message);
    }
}
