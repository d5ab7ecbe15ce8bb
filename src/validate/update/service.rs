//! Changes of Services (`ValidateServiceUpdate` of `pkg/apis/core/validation`).

use super::{UPDATE, same};
use crate::{model::Place, validate::Checker};

const KEPT: &str = "field is immutable once it is set; delete the Service and create it again";

pub(super) fn service<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let (old, new) = (old.get("spec"), new.get("spec"));
    let external = |spec: Place<'a>| spec.get("type").str() == "ExternalName";
    if !external(old) && !external(new) {
        addresses(old, new, cx);
        families(old, new, cx);
    }
    let balanced = |spec: Place<'a>| spec.get("type").str() == "LoadBalancer";
    if balanced(old) && balanced(new) {
        let key = "loadBalancerClass";
        if !same(old.get(key), new.get(key)) {
            cx.invalid(UPDATE, new.get(key), KEPT);
        }
        let checked = |spec: Place<'a>| spec.get("externalTrafficPolicy").str() == "Local";
        let key = "healthCheckNodePort";
        if checked(old) && checked(new) && !same(old.get(key), new.get(key)) {
            cx.forbidden(UPDATE, new.get(key), "field is immutable");
        }
    }
}

fn is_headless(spec: Place<'_>) -> bool {
    spec.get("clusterIP").str() == "None"
        || spec.get("clusterIPs").items().any(|ip| ip.str() == "None")
}

/// The first address is immutable; a second one may be added and removed.
fn addresses<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if is_headless(old) && is_headless(new) {
        return;
    }
    let place = new.get("clusterIPs");
    let (before, now): (Vec<_>, Vec<_>) =
        (old.get("clusterIPs").items().collect(), place.items().collect());
    if now.is_empty() && !before.is_empty() {
        let path = format!("{}[0]", place.path());
        cx.invalid(UPDATE, place, "the first cluster IP cannot be removed").path(path);
    }
    for (before, now) in before.iter().zip(&now) {
        if before.str() != now.str() {
            cx.invalid(UPDATE, *now, KEPT);
        }
    }
    released(&before, &now, new, cx);
}

fn released<'a>(before: &[Place<'a>], now: &[Place<'a>], spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("ipFamilyPolicy");
    if before.len() > now.len() && now.len() == 1 && policy.str() != "SingleStack" {
        cx.invalid(UPDATE, policy, "must be SingleStack to remove the second IP family or address");
    }
}

/// The first family is immutable, except for Services without addresses. Of a family that does not
/// fit the address that is kept, nothing else is reported.
fn families<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if is_headless(old) || is_headless(new) {
        return;
    }
    let place = new.get("ipFamilies");
    let (before, now): (Vec<_>, Vec<_>) =
        (old.get("ipFamilies").items().collect(), place.items().collect());
    let address =
        |spec: Place<'a>, index| spec.get("clusterIPs").items().nth(index).map_or("", Place::str);
    for (index, (before, now)) in before.iter().zip(&now).enumerate() {
        if before.str() != now.str() && address(old, index) != address(new, index) {
            let path = format!("{}[0]", place.path());
            cx.invalid(UPDATE, *now, KEPT).path(path);
        }
    }
    released(&before, &now, new, cx);
}
