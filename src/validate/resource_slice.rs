//! What devices a node or a pool offers (`validateResourceSliceSpec` in
//! `pkg/apis/resource/validation/validation.go`).

use std::collections::BTreeSet;

use super::{
    Checker, Reason,
    core::{scheduling, volume::csi_driver_name},
    names, resource,
};
use crate::{
    code,
    model::{Place, gates, value::Quantity},
    text,
    text::Text,
};

pub(super) fn resource_slice<'a>(slice: Place<'a>, cx: &mut Checker<'a>) {
    let spec = slice.get("spec");
    let driver = spec.get("driver");
    csi_driver_name(code::INVALID_DRA_OBJECT, driver, cx);
    if driver.str().contains(|c: char| c.is_uppercase()) {
        let message = text!("driver `{}` contains upper-case letters", names::shown(driver.str()));
        cx.warn(code::DRA_DRIVER_UPPERCASE, driver, message).help("write it in lower case");
    }
    if cx.version.enables(gates::DRA_OPTIONAL_NODE_OPERATIONS) {
        skipped_operations(spec.get("skipNodeOperations"), cx);
    }
    pool(spec.get("pool"), cx);
    let per_device = spec.get("perDeviceNodeSelection");
    nodes(spec, spec, true, cx);
    let (counters, devices) = (spec.get("sharedCounters"), spec.get("devices"));
    let advanced = cx.version.enables(gates::DRA_PARTITIONABLE_DEVICES);
    if advanced && counters.is_set() && devices.is_set() {
        let message = "`devices` and `sharedCounters` cannot be combined in one ResourceSlice";
        cx.invalid(code::INVALID_DRA_OBJECT, spec, message);
    }
    let heavy = |device: Place<'a>| {
        !device.get("taints").is_empty() || !device.get("consumesCounters").is_empty()
    };
    let most = if advanced && devices.items().any(heavy) { 64 } else { 128 };
    if resource::reads_items(devices, most, cx) {
        for device in devices.items() {
            self::device(device, per_device.bool() == Some(true), cx);
        }
        resource::unique_names(devices, cx);
    }
    if advanced && cx.fits(code::INVALID_DRA_OBJECT, counters, 8) {
        for set in counters.items() {
            if cx.require(code::INVALID_DRA_OBJECT, set.get("name")) {
                cx.format(code::INVALID_DRA_OBJECT, set.get("name"), names::dns_label);
            }
            self::counters(set.get("counters"), cx);
        }
        resource::unique_names(counters, cx);
    }
}

/// What is not prepared may be cleaned up, but not the other way round
/// (`validateSkipNodeOperations`).
fn skipped_operations<'a>(operations: Place<'a>, cx: &mut Checker<'a>) {
    let has = |name: &str| operations.items().any(|operation| operation.str() == name);
    if has("NodePrepareResources") && !has("NodeUnprepareResources") && !has("*") {
        let message = "`NodePrepareResources` requires `NodeUnprepareResources` next to it";
        cx.invalid(code::INVALID_DRA_OBJECT, operations, message);
    }
}

fn pool<'a>(pool: Place<'a>, cx: &mut Checker<'a>) {
    resource::pool_name(pool.get("name"), cx);
    let count = pool.get("resourceSliceCount");
    if count.int().unwrap_or(0) <= 0 && (count.int().is_some() || !count.is_set()) {
        cx.invalid(code::INVALID_DRA_OBJECT, count, "`resourceSliceCount` must be at least 1");
    }
    cx.not_negative(code::INVALID_DRA_OBJECT, pool.get("generation"));
}

/// Where the devices are: exactly one of the fields defines it. `spec` adds that each device may.
fn nodes<'a>(holder: Place<'a>, named: Place<'a>, spec: bool, cx: &mut Checker<'a>) {
    let mut set = 0;
    let (name, selector) = (holder.get("nodeName"), holder.get("nodeSelector"));
    if let Some(text) = name.text() {
        if text.is_empty() {
            cx.invalid(code::INVALID_DRA_OBJECT, name, "`nodeName` is empty");
        } else {
            set += 1;
            cx.format(code::INVALID_DRA_OBJECT, name, names::dns_subdomain);
        }
    }
    if selector.is_set() {
        set += 1;
        scheduling::node_selector(selector, 32, cx);
        let terms = selector.get("nodeSelectorTerms");
        if spec && terms.count() != 1 {
            cx.invalid(
                code::INVALID_DRA_OBJECT,
                terms,
                "`nodeSelectorTerms` must have exactly one item",
            );
        }
    }
    let flags: &[&'a str] =
        if spec { &["allNodes", "perDeviceNodeSelection"] } else { &["allNodes"] };
    for flag in flags.iter().map(|flag| holder.get(flag)) {
        match flag.bool() {
            Some(true) => set += 1,
            Some(false) => {
                let message = text!("`{}` must be true or absent", text::name(flag.name()));
                cx.invalid(code::INVALID_DRA_OBJECT, flag, message);
            }
            None => {}
        }
    }
    let choices = if spec {
        "nodeName, nodeSelector, allNodes and perDeviceNodeSelection"
    } else {
        "nodeName, nodeSelector and allNodes"
    };
    if set != 1 {
        let reason = if set == 0 { Reason::Required } else { Reason::Invalid };
        let message =
            text!("exactly one of {} must be set, not {}", text::name(choices), text::name(set));
        cx.refuse(code::INVALID_DRA_OBJECT, reason, named, message);
    }
}

fn device<'a>(device: Place<'a>, per_device: bool, cx: &mut Checker<'a>) {
    cx.format(code::INVALID_DRA_OBJECT, device.get("name"), names::dns_label);
    // Before v1beta2 most fields are below `basic`, which the server leaves out of its paths.
    let held = if cx.object.gvk.version == "v1beta1" { device.get("basic") } else { device };
    let path = device.path();
    let (attributes, capacity) = (held.get("attributes"), held.get("capacity"));
    let total = attributes.count() + capacity.count();
    if total > 32 {
        let message = text!(
            "device has {} attributes and capacities, at most 32 are allowed",
            text::name(total)
        );
        cx.invalid(code::INVALID_DRA_OBJECT, device, message);
    }
    for (name, value) in attributes.entries() {
        resource::qualified_name(value, name, &format!("{path}.attributes"), cx);
        attribute(value, &format!("{path}.attributes[{name}]"), cx);
    }
    let shared = held.get("allowMultipleAllocations").bool() == Some(true);
    for (name, value) in capacity.entries() {
        resource::qualified_name(value, name, &format!("{path}.capacity"), cx);
        let policy = value.get("requestPolicy");
        if cx.version.enables(gates::DRA_CONSUMABLE_CAPACITY) && policy.is_set() {
            request_policy(policy, value.get("value"), shared, cx);
        }
    }
    if cx.version.enables(gates::DRA_DEVICE_TAINTS)
        && resource::reads_items(held.get("taints"), 16, cx)
    {
        held.get("taints").items().for_each(|each| resource::taint(each, cx));
    }
    if cx.version.enables(gates::DRA_PARTITIONABLE_DEVICES) {
        partition(device, held, per_device, cx);
    }
    if cx.version.enables(gates::DRA_DEVICE_BINDING_CONDITIONS) {
        binding_conditions(held, cx);
    }
}

/// What a device uses of the counters that it shares with others, and the nodes that it is on.
fn partition<'a>(device: Place<'a>, held: Place<'a>, per_device: bool, cx: &mut Checker<'a>) {
    consumed(held.get("consumesCounters"), cx);
    if per_device {
        nodes(held, device, false, cx);
    } else if ["nodeName", "nodeSelector", "allNodes"].iter().any(|f| held.get(f).is_set()) {
        let message = "a device can set its nodes only with `perDeviceNodeSelection: true`";
        cx.invalid(code::INVALID_DRA_OBJECT, device, message);
    }
}

/// Exactly one value of one type.
fn attribute<'a>(attribute: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    let set = ["int", "bool", "string", "version"].iter().filter(|f| attribute.get(f).is_set());
    let set = set.count();
    let text = attribute.get("string");
    let version = attribute.get("version");
    for value in [text, version] {
        let length = value.str().len();
        if length > 64 {
            let message = text!(
                "`{}` is {} characters long, at most 64 are allowed",
                text::name(value.name()),
                text::name(length)
            );
            cx.refuse(code::INVALID_DRA_OBJECT, Reason::TooLong, value, message)
                .path(format!("{path}.{}", value.name()));
        }
    }
    if version.text().is_some_and(|text| !is_semver(text)) {
        let message = text!("`{}` is not a valid semantic version", names::shown(version.str()));
        cx.invalid(code::INVALID_DRA_OBJECT, version, message)
            .path(format!("{path}.version"))
            .help("write three numbers, such as 1.2.3");
    }
    if set != 1 {
        let message = text!("attribute must have exactly one value, not {}", text::name(set));
        // Before 1.35 no value is a missing one.
        let is_missing = set == 0 && !cx.version.since(35);
        let reason = if is_missing { Reason::Required } else { Reason::Invalid };
        cx.refuse(code::INVALID_DRA_OBJECT, reason, attribute, message).path(path);
    }
}

/// Three numbers, then perhaps a pre-release and a build (semver.org 2.0.0).
fn is_semver(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(t, b)| (t, Some(b)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(t, p)| (t, Some(p)));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let number = |s: &str| digits(s) && (s == "0" || !s.starts_with('0'));
    let word = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(|s| word(s) && (!digits(s) || number(s))))
        && build.is_none_or(|build| build.split('.').all(word))
}

fn amount(place: Place<'_>) -> Option<Quantity> {
    place.node().and_then(Quantity::of)?.ok()
}

/// How much of a shared capacity a claim may request.
fn request_policy<'a>(policy: Place<'a>, most: Place<'a>, shared: bool, cx: &mut Checker<'a>) {
    if !shared {
        let message = "`requestPolicy` requires `allowMultipleAllocations: true` in the device";
        cx.forbidden(code::INVALID_DRA_OBJECT, policy, message);
        return;
    }
    let (values, range) = (policy.get("validValues"), policy.get("validRange"));
    let (default, most) = (policy.get("default"), amount(most).unwrap_or(Quantity::zero()));
    if !values.is_empty() && range.is_set() {
        let message = "`validValues` and `validRange` cannot be combined";
        cx.forbidden(code::INVALID_DRA_OBJECT, policy, message);
    } else if values.is_empty() && !range.is_set() {
    } else if !default.is_set() {
        cx.required(code::INVALID_DRA_OBJECT, default, "`requestPolicy` has no `default`");
    } else if let Some(default) = amount(default) {
        if values.is_empty() {
            valid_range(range, &default, &most, cx);
        } else {
            valid_values(values, &default, &most, cx);
        }
    }
}

fn valid_values<'a>(values: Place<'a>, default: &Quantity, most: &Quantity, cx: &mut Checker<'a>) {
    let all: Vec<_> = values.items().filter_map(|v| Some((v, amount(v)?))).collect();
    for pair in all.windows(2) {
        if pair[0].1 > pair[1].1 {
            cx.invalid(
                code::INVALID_DRA_OBJECT,
                pair[1].0,
                "`validValues` must be in ascending order",
            );
        }
    }
    if !cx.fits(code::INVALID_DRA_OBJECT, values, 10) {
        return;
    }
    let mut seen: Vec<i128> = Vec::new();
    for (place, value) in &all {
        if value > most {
            let message =
                text!("{} exceeds the capacity ({})", value.to_string(), most.to_string());
            cx.invalid(code::INVALID_DRA_OBJECT, *place, message);
        }
        if seen.contains(&value.whole()) {
            cx.duplicate(
                code::INVALID_DRA_OBJECT,
                *place,
                text!("{} is listed twice", value.to_string()),
            );
        }
        seen.push(value.whole());
    }
    if !all.iter().any(|(_, value)| value == default) {
        let message = text!("`validValues` does not include `default` ({})", default.to_string());
        cx.invalid(code::INVALID_DRA_OBJECT, values, message);
    }
}

fn valid_range<'a>(range: Place<'a>, default: &Quantity, most: &Quantity, cx: &mut Checker<'a>) {
    let (low, high, step) = (range.get("min"), range.get("max"), range.get("step"));
    let Some(min) = amount(low) else {
        cx.require(code::INVALID_DRA_OBJECT, low);
        return;
    };
    let shown = Quantity::to_string;
    let mut refuse = |place, wrong: bool, message: Text| {
        if wrong {
            cx.invalid(code::INVALID_DRA_OBJECT, place, message);
        }
    };
    let (min_shown, default_shown, most_shown) = (shown(&min), shown(default), shown(most));
    let above = |field, value: &str| {
        text!("`{}` ({}) exceeds the capacity ({})", text::name(field), value, most_shown)
    };
    refuse(low, min > *most, above("min", &min_shown));
    let message =
        text!("`default` ({}) must not be less than `min` ({})", default_shown, min_shown);
    refuse(low, *default < min, message);
    let max = amount(high);
    if let Some(max) = &max {
        let max_shown = shown(max);
        let message = text!("`max` ({}) must not be less than `min` ({})", max_shown, min_shown);
        refuse(high, min > *max, message);
        refuse(high, max > most, above("max", &max_shown));
        let message = text!("`default` ({}) must not exceed `max` ({})", default_shown, max_shown);
        refuse(high, default > max, message);
    }
    if let Some(size) = amount(step).filter(|size| size.whole() != 0) {
        let sum = min.plus(&size);
        let message =
            text!("`min` plus `step` ({}) exceeds the capacity ({})", shown(&sum), most_shown);
        refuse(step, sum > *most, message);
        for value in std::iter::once(default).chain(&max) {
            let rest = (value.whole() - min.whole()) % size.whole();
            let message = text!(
                "{} is not `min` ({}) plus a multiple of `step` ({})",
                shown(value),
                min_shown,
                shown(&size)
            );
            refuse(step, rest != 0, message);
        }
    }
}

fn counters<'a>(counters: Place<'a>, cx: &mut Checker<'a>) {
    if cx.require(code::INVALID_DRA_OBJECT, counters)
        && cx.fits(code::INVALID_DRA_OBJECT, counters, 32)
    {
        let path = counters.path();
        for (name, value) in counters.entries() {
            if let Err(fault) = names::dns_label(name) {
                let message = text!("`{}` {}", text::key(names::shown(name)), fault.what);
                cx.invalid(code::INVALID_DRA_OBJECT, value, message)
                    .path(path.clone())
                    .help(fault.allowed);
            }
        }
    }
}

fn consumed<'a>(sets: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.fits(code::INVALID_DRA_OBJECT, sets, 2) {
        return;
    }
    let mut seen = BTreeSet::new();
    for set in sets.items() {
        let name = set.get("counterSet");
        if cx.require(code::INVALID_DRA_OBJECT, name) {
            cx.format(code::INVALID_DRA_OBJECT, name, names::dns_label);
        }
        if !seen.insert(name.str()) {
            cx.duplicate(code::INVALID_DRA_OBJECT, name, text!("`{}` is listed twice", name.str()))
                .path(set.path());
        }
        counters(set.get("counters"), cx);
    }
}

/// Conditions for binding a pod and for giving up: both kinds or none, and none twice.
fn binding_conditions<'a>(device: Place<'a>, cx: &mut Checker<'a>) {
    let (good, bad) = (device.get("bindingConditions"), device.get("bindingFailureConditions"));
    for list in [good, bad] {
        if cx.fits(code::INVALID_DRA_OBJECT, list, 4) {
            for condition in list.items() {
                cx.format(code::INVALID_DRA_OBJECT, condition, names::qualified_name);
            }
        }
        cx.unique(code::INVALID_DRA_OBJECT, list.items());
    }
    let goods: BTreeSet<&str> = good.items().map(Place::str).collect();
    for condition in bad.items() {
        if goods.contains(condition.str()) {
            let message = text!(
                "`{}` is in both `bindingConditions` and `bindingFailureConditions`",
                condition.str()
            );
            cx.invalid(code::INVALID_DRA_OBJECT, condition, message);
        }
    }
    for (list, other) in [(good, bad), (bad, good)] {
        if list.is_empty() && !other.is_empty() {
            let message =
                text!("`{}` requires `{}`", text::name(other.name()), text::name(list.name()));
            cx.invalid(code::INVALID_DRA_OBJECT, list, message).related(other, "set here");
        }
    }
}
