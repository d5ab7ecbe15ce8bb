//! Changes of ranges of addresses (`pkg/apis/networking/validation`).

use super::UPDATE;
use crate::{model::Place, validate::Checker};

/// A second range may be added, of the other family.
pub(super) fn service_cidr<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let place = new.at(&["spec", "cidrs"]);
    let (before, now): (Vec<_>, Vec<_>) =
        (old.at(&["spec", "cidrs"]).items().collect(), place.items().collect());
    if before.len() != now.len() && (before.len(), now.len()) != (1, 2) {
        cx.invalid(UPDATE, place, "field is immutable");
        return;
    }
    for (before, now) in before.iter().zip(now) {
        if before.str() != now.str() {
            cx.invalid(UPDATE, now, "field is immutable");
        }
    }
}
