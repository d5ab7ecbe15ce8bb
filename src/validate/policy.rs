//! Disruption budgets (`pkg/apis/policy/validation/validation.go`).

use super::{Checker, meta, names};
use crate::{code, model::Place, text};

pub(super) fn pod_disruption_budget<'a>(cx: &mut Checker<'a>) {
    let spec = cx.object.field("spec");
    let (least, most) = (spec.get("minAvailable"), spec.get("maxUnavailable"));
    if least.is_set() && most.is_set() {
        let path = spec.path();
        let message = "PodDisruptionBudget has both `minAvailable` and `maxUnavailable`";
        cx.invalid(code::PDB_BOTH_SET, most, message)
            .path(path)
            .related(least, "`minAvailable` is set here")
            .help("keep one of them; `maxUnavailable` adapts to the number of replicas");
    }
    amount(least, cx);
    amount(most, cx);
    meta::label_selector(spec.get("selector"), cx);
    let unhealthy = spec.get("unhealthyPodEvictionPolicy");
    cx.one_of_set(code::PDB_BOTH_SET, unhealthy, &["AlwaysAllow", "IfHealthyBudget"]);
}

/// A number of pods, not negative, or a percentage up to 100.
fn amount<'a>(place: Place<'a>, cx: &mut Checker<'a>) {
    cx.not_negative(code::PDB_BOTH_SET, place);
    if place.text().is_none() {
        return;
    }
    if let Some(cause) = cx.format(code::PDB_BOTH_SET, place, names::percent) {
        if let Ok(number) = place.str().parse::<u32>() {
            cause.help(text!(
                "write {} without quotes for a number of Pods, or `{}%`",
                number,
                number
            ));
        }
        return;
    }
    let digits = place.str().trim_end_matches('%').trim_start_matches('0');
    if digits.len() > 3 || digits.parse().is_ok_and(|percent: u32| percent > 100) {
        let message =
            text!("`{}` must be at most 100%, but is `{}`", text::name(place.name()), place.str());
        cx.invalid(code::PDB_BOTH_SET, place, message);
    }
}
