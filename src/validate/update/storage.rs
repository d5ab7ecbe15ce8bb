//! Changes of drivers and classes of volumes (`pkg/apis/storage/validation`).

use super::{UPDATE, fixed, same, without};
use crate::{
    model::{Place, gates},
    validate::Checker,
};

pub(super) fn driver<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let (old, new) = (old.get("spec"), new.get("spec"));
    // The server misspells the first of them in its answer (`attachedRequired`).
    for key in ["attachRequired", "volumeLifecycleModes"] {
        fixed(old.get(key), new.get(key), cx);
    }
}

/// Of a driver on a node, only its number of volumes may change.
pub(super) fn node<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let counts = cx.version.enables(gates::MUTABLE_CSI_NODE_ALLOCATABLE_COUNT);
    let rest = |driver| without(driver, if counts { &["allocatable"] } else { &[] });
    let drivers = new.at(&["spec", "drivers"]);
    let known = old.at(&["spec", "drivers"]).first_seen("name");
    for driver in drivers.items() {
        if let Some(before) = known.get(&driver.get("name").str())
            && rest(before) != rest(driver)
        {
            cx.invalid(UPDATE, drivers, "field is immutable");
        }
    }
}

pub(super) fn attributes_class<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    for key in ["driverName", "parameters"] {
        if !same(old.get(key), new.get(key)) {
            cx.forbidden(UPDATE, new.get(key), "field is immutable; create another class");
        }
    }
}
