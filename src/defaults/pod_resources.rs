//! What a pod as a whole requests and may use, where it says only a part of that
//! (`defaultHugePagePodLimits` and `defaultPodRequests` in `pkg/apis/core/v1/defaults.go`).

use indexmap::IndexMap;
use serde_json::Value;

use super::{Fields, at, inner, items, text};
use crate::model::value::Quantity;

/// Amounts by resource.
type Amounts = IndexMap<String, Quantity>;

const HUGE: &str = "hugepages-";

/// Fills in the resources of a pod's spec, if it has any; those of its containers are filled in.
pub(super) fn fill(spec: &mut Fields) {
    let Some(own) = at(spec, &["resources"]) else { return };
    let written = |side| at(own, &[side]).cloned().unwrap_or_default();
    let (mut limits, mut requests) = (written("limits"), written("requests"));
    if limits.is_empty() && requests.is_empty() {
        return;
    }
    for (name, amount) in of_containers(spec, "limits") {
        if name.starts_with(HUGE) && !requests.contains_key(&name) {
            limits.entry(name).or_insert_with(|| amount.to_string().into());
        }
    }
    if !limits.is_empty() {
        for (name, amount) in of_containers(spec, "requests") {
            if matches!(name.as_str(), "cpu" | "memory") {
                requests.entry(name).or_insert_with(|| amount.to_string().into());
            }
        }
        for (name, amount) in &limits {
            if matches!(name.as_str(), "cpu" | "memory") || name.starts_with(HUGE) {
                requests.entry(name.clone()).or_insert_with(|| amount.clone());
            }
        }
    }
    let resources = inner(spec, "resources");
    for (side, amounts) in [("limits", limits), ("requests", requests)] {
        if !amounts.is_empty() {
            resources.insert(side.to_owned(), Value::Object(amounts));
        }
    }
}

/// What the containers need together at the time when they need most: those that run side by side,
/// or one that runs before them next to the sidecars that were started by then.
fn of_containers(spec: &Fields, side: &str) -> Amounts {
    let mut total = Amounts::new();
    for container in items(spec, "containers") {
        add(&mut total, &of(container, side));
    }
    let (mut sidecars, mut before) = (Amounts::new(), Amounts::new());
    for container in items(spec, "initContainers") {
        let mut own = of(container, side);
        if text(container, "restartPolicy") == "Always" {
            add(&mut total, &own);
            add(&mut sidecars, &own);
            own.clone_from(&sidecars);
        } else {
            add(&mut own, &sidecars);
        }
        most(&mut before, own);
    }
    most(&mut total, before);
    total
}

/// The amounts of one container.
fn of(container: &Fields, side: &str) -> Amounts {
    let amounts = at(container, &["resources", side]).into_iter().flatten();
    amounts
        .filter_map(|(name, amount)| Some((name.clone(), Quantity::parse(amount.as_str()?).ok()?)))
        .collect()
}

fn add(total: &mut Amounts, more: &Amounts) {
    for (name, amount) in more {
        total
            .entry(name.clone())
            .and_modify(|sum| *sum = sum.plus(amount))
            .or_insert_with(|| amount.clone());
    }
}

fn most(total: &mut Amounts, other: Amounts) {
    for (name, amount) in other {
        if total.get(&name).is_none_or(|known| *known < amount) {
            total.insert(name, amount);
        }
    }
}
