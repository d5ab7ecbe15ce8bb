//! Nodes (`ValidateNode` in `pkg/apis/core/validation/validation.go`).

use std::collections::BTreeSet;

use super::{addresses::canonical_network, node_annotations, resources};
use crate::{
    code,
    model::{Place, gates},
    text,
    validate::{Checker, Reason, ip, names},
};

pub(in crate::validate) fn node<'a>(node: Place<'a>, cx: &mut Checker<'a>) {
    node_annotations::annotations(node, cx);
    let spec = node.get("spec");
    taints(spec.get("taints"), cx);
    pod_networks(spec, cx);
    let status = node.get("status");
    // The capacity is allocatable by default.
    let (capacity, allocatable) = (status.get("capacity"), status.get("allocatable"));
    let usable = if allocatable.is_set() { allocatable } else { capacity };
    for (list, amounts) in [("capacity", capacity), ("allocatable", usable)] {
        for (name, amount) in amounts.entries() {
            let path = format!("status.{list}.{name}");
            resource_amount(name, amount, &path, cx);
        }
    }
}

/// The server names the taints as a field of the metadata.
fn taints<'a>(taints: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for (index, taint) in taints.items().enumerate() {
        let path = format!("metadata.taints[{index}]");
        let (key, value, effect) = (taint.get("key"), taint.get("value"), taint.get("effect"));
        if let Some(cause) = cx.format(code::INVALID_NODE_OBJECT, key, names::qualified_name) {
            cause.path(format!("{path}.key"));
        }
        if let Some(cause) = cx.format(code::INVALID_NODE_OBJECT, value, names::label_value) {
            cause.path(format!("{path}.value"));
        }
        let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
        if effect.is_empty() {
            cx.required(code::INVALID_NODE_OBJECT, effect, "`effect` is missing")
                .path(format!("{path}.effect"));
        } else if !effects.contains(&effect.str()) {
            cx.not_supported(code::INVALID_ENUM_VALUE, effect, &effects)
                .path(format!("{path}.effect"));
        }
        let pair = (key.str(), effect.str());
        if !seen.insert(pair) {
            let message = text!("taint `{}` with effect {} is listed twice", pair.0, pair.1);
            cx.duplicate(code::INVALID_NODE_OBJECT, taint, message).path(path);
        }
    }
}

/// One network of each IP family at most. `podCIDR` is the first of the list, where it is set, and
/// replaces a list that begins with another.
fn pod_networks<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (single, list) = (spec.get("podCIDR"), spec.get("podCIDRs"));
    let first = list.items().next().map_or("", Place::str);
    let networks: Vec<Place<'a>> = if single.is_empty() || first == single.str() {
        list.items().collect()
    } else {
        vec![single]
    };
    for (index, network) in networks.iter().enumerate() {
        if let Err(fault) =
            ip::legacy_network(network.str(), cx.version.enables(gates::STRICT_IPCIDR_VALIDATION))
        {
            let message = text!("`{}` {}", names::shown(network.str()), fault.what);
            let cause = cx.invalid(code::INVALID_CIDR, *network, message);
            cause.path(format!("spec.podCIDRs[{index}]")).help(fault.allowed);
        } else {
            canonical_network(*network, cx);
        }
    }
    if !cx.version.since(33) {
        cx.unique(code::INVALID_NODE_OBJECT, networks.iter().copied());
    }
    if networks.len() > 1 && networks.iter().any(|n| ip::parse_network(n.str()).is_none()) {
        let message = "the IP families of `podCIDRs` cannot be determined";
        cx.refuse(code::INVALID_NODE_OBJECT, Reason::Internal, list, message);
    }
    let v4 = |network: &Place<'a>| Some(ip::parse_network(network.str())?.0.is_ipv4());
    let has = |family| networks.iter().any(|network| v4(network) == Some(family));
    if networks.len() > 2 || networks.len() == 2 && !(has(true) && has(false)) {
        let message = "`podCIDRs` can have at most two items, one of each IP family";
        cx.invalid(code::INVALID_NODE_OBJECT, list, message);
    }
}

fn resource_amount<'a>(name: &str, amount: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    let Some(quantity) = resources::amount(amount) else { return };
    if let Some(message) = resources::amount_fault(name, &quantity) {
        cx.invalid(code::INVALID_NODE_OBJECT, amount, message).path(path);
    }
}
