//! Storage classes, CSI objects and attachments
//! (`pkg/apis/storage/validation/validation.go`).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Checker, Reason,
    core::{outdated, persistent_volume, volume::csi_driver_name},
    meta, names,
};
use crate::{
    code,
    model::{Place, gates, value::Quantity},
    text,
};

pub(super) fn storage_class<'a>(class: Place<'a>, cx: &mut Checker<'a>) {
    driver(class.get("provisioner"), cx);
    parameters(class.get("parameters"), cx);
    cx.one_of(code::INVALID_STORAGE_CLASS, class.get("reclaimPolicy"), &["Delete", "Retain"]);
    let modes = ["Immediate", "WaitForFirstConsumer"];
    cx.one_of_set(code::INVALID_STORAGE_CLASS, class.get("volumeBindingMode"), &modes);
    for term in class.get("allowedTopologies").items() {
        topology(term.get("matchLabelExpressions"), cx);
        for requirement in term.get("matchLabelExpressions").items() {
            outdated::label_key(requirement.get("key"), cx);
        }
    }
    repeated_topologies(class.get("allowedTopologies"), cx);
}

pub(super) fn volume_attributes_class<'a>(class: Place<'a>, cx: &mut Checker<'a>) {
    driver(class.get("driverName"), cx);
    parameters(class.get("parameters"), cx);
    if class.get("parameters").count() == 0 {
        let message = "`parameters` must not be empty";
        cx.required(code::INVALID_STORAGE_CLASS, class.get("parameters"), message)
            .help("write at least one parameter of the driver");
    }
}

/// The name of a driver: a qualified name, in any case.
fn driver<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if cx.require(code::INVALID_STORAGE_CLASS, name) {
        cx.format_of(
            code::INVALID_STORAGE_CLASS,
            name,
            &name.str().to_lowercase(),
            names::qualified_name,
        );
    }
}

/// At most 512 parameters and 256 KiB of them, none with an empty key.
fn parameters<'a>(parameters: Place<'a>, cx: &mut Checker<'a>) {
    let count = parameters.count();
    if count > 512 {
        let message = text!("`parameters` has {} keys, at most 512 are allowed", text::name(count));
        cx.refuse(code::INVALID_STORAGE_CLASS, Reason::TooLong, parameters, message);
        return;
    }
    let mut size = 0;
    for (key, value) in parameters.entries() {
        size += key.len() + value.str().len();
        if key.is_empty() {
            cx.invalid(code::INVALID_STORAGE_CLASS, value, "parameter has an empty key")
                .path("parameters");
        }
    }
    if size > 256 << 10 {
        let message = text!(
            "`parameters` has {} bytes in total, at most 262144 are allowed",
            text::name(size)
        );
        cx.refuse(code::INVALID_STORAGE_CLASS, Reason::TooLong, parameters, message);
    }
}

/// One term of `allowedTopologies`: keys once each, values at least one and once each.
fn topology<'a>(requirements: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for requirement in requirements.items() {
        let (key, values) = (requirement.get("key"), requirement.get("values"));
        if values.count() == 0 {
            let message = text!("`values` of `{}` is empty", key.str());
            cx.required(code::INVALID_STORAGE_CLASS, values, message);
        }
        cx.unique(code::INVALID_STORAGE_CLASS, values.items());
        cx.format(code::INVALID_STORAGE_CLASS, key, names::qualified_name);
        if !seen.insert(key.str()) {
            cx.duplicate(
                code::INVALID_STORAGE_CLASS,
                key,
                text!("key `{}` is listed twice", key.str()),
            );
        }
    }
}

/// Terms with the same requirements as an earlier one. The server compares each with an empty one
/// too, and so refuses a term without requirements.
fn repeated_topologies<'a>(terms: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::from([BTreeMap::new()]);
    for term in terms.items() {
        let requirements = term.get("matchLabelExpressions");
        let mut wanted = BTreeMap::new();
        for requirement in requirements.items() {
            let mut values: Vec<_> = requirement.get("values").items().map(Place::str).collect();
            values.sort_unstable();
            values.dedup();
            wanted.insert(requirement.get("key").str(), values);
        }
        let empty = wanted.is_empty();
        if !seen.insert(wanted) {
            let message = match empty {
                true => "topology term is empty",
                false => "two terms have the same topologies",
            };
            cx.duplicate(code::INVALID_STORAGE_CLASS, requirements, message);
        }
    }
}

pub(super) fn csi_driver<'a>(driver: Place<'a>, cx: &mut Checker<'a>) {
    let spec = driver.get("spec");
    let policies = ["ReadWriteOnceWithFSType", "File", "None"];
    cx.one_of_set(code::INVALID_CSI_OBJECT, spec.get("fsGroupPolicy"), &policies);
    token_requests(spec.get("tokenRequests"), cx);
    for mode in spec.get("volumeLifecycleModes").items() {
        if !["Persistent", "Ephemeral"].contains(&mode.str()) {
            let path = spec.get("volumeLifecycleModes").path();
            cx.not_supported(code::INVALID_CSI_OBJECT, mode, &["Persistent", "Ephemeral"])
                .path(path);
        }
    }
    cx.within(code::INVALID_CSI_OBJECT, spec.get("nodeAllocatableUpdatePeriodSeconds"), 10..);
    let in_secrets = spec.get("serviceAccountTokenInSecrets");
    let requests = spec.get("tokenRequests").count();
    if in_secrets.is_set() && requests == 0 {
        let message = "`serviceAccountTokenInSecrets` requires `tokenRequests`";
        cx.invalid(code::INVALID_CSI_OBJECT, in_secrets, message);
    }
    if !in_secrets.is_set()
        && requests > 0
        && cx.version.enables(gates::CSI_SERVICE_ACCOUNT_TOKEN_SECRETS)
    {
        let message = "tokens are passed in the volume context, where they may end up in logs";
        cx.warn(code::CSI_DRIVER_TOKEN_IN_VOLUME_CONTEXT, spec.get("tokenRequests"), message)
            .path("")
            .help("set `serviceAccountTokenInSecrets: true`, if the driver supports it");
    }
}

/// Tokens for an audience each, valid from ten minutes up to 2^32 seconds.
fn token_requests<'a>(requests: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for request in requests.items() {
        let audience = request.get("audience");
        if !seen.insert(audience.str()) {
            let message = text!("audience `{}` is listed twice", audience.str());
            cx.duplicate(code::INVALID_CSI_OBJECT, audience, message);
            continue;
        }
        cx.within(code::INVALID_CSI_OBJECT, request.get("expirationSeconds"), 600..=1 << 32);
    }
}

pub(super) fn csi_node<'a>(node: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for driver in node.get("spec").get("drivers").items() {
        let (name, id) = (driver.get("name"), driver.get("nodeID"));
        csi_driver_name(code::INVALID_CSI_OBJECT, name, cx);
        if cx.require(code::INVALID_CSI_OBJECT, id) && id.str().len() > 256 {
            let message = text!(
                "`nodeID` is {} characters long, at most 256 are allowed",
                text::name(id.str().len())
            );
            cx.invalid(code::INVALID_CSI_OBJECT, id, message);
        }
        cx.not_negative(code::INVALID_CSI_OBJECT, driver.get("allocatable").get("count"));
        if !seen.insert(name.str()) {
            cx.duplicate(
                code::INVALID_CSI_OBJECT,
                name,
                text!("driver `{}` is listed twice", name.str()),
            );
        }
        topology_keys(driver, cx);
    }
}

/// The server names the driver, not the key, when it reports these.
fn topology_keys<'a>(driver: Place<'a>, cx: &mut Checker<'a>) {
    let path = driver.path();
    let mut seen = BTreeSet::new();
    for key in driver.get("topologyKeys").items() {
        if key.is_empty() {
            cx.required(code::INVALID_CSI_OBJECT, key, "topology key is empty").path(path.clone());
        }
        if !seen.insert(key.str()) {
            let message = text!("topology key `{}` is listed twice", key.str());
            cx.duplicate(code::INVALID_CSI_OBJECT, key, message).path(path.clone());
        }
        if let Some(cause) = cx.format(code::INVALID_CSI_OBJECT, key, names::qualified_name) {
            cause.path(path.clone());
        }
    }
}

pub(super) fn csi_storage_capacity<'a>(object: Place<'a>, cx: &mut Checker<'a>) {
    if object.get("nodeTopology").is_set() {
        meta::label_selector(object.get("nodeTopology"), cx);
        outdated::label_map(object.at(&["nodeTopology", "matchLabels"]), cx);
    }
    cx.format(code::INVALID_CSI_OBJECT, object.get("storageClassName"), names::dns_subdomain);
    let capacity = object.get("capacity");
    if let Some(Ok(amount)) = capacity.node().and_then(Quantity::of)
        && amount.is_negative()
    {
        let message = text!("`capacity` must be at least 0, but is {}", amount.to_string());
        cx.invalid(code::INVALID_CSI_OBJECT, capacity, message);
    }
}

pub(super) fn volume_attachment<'a>(attachment: Place<'a>, cx: &mut Checker<'a>) {
    let spec = attachment.get("spec");
    csi_driver_name(code::INVALID_CSI_OBJECT, spec.get("attacher"), cx);
    let source = spec.get("source");
    let (inline, named) = (source.get("inlineVolumeSpec"), source.get("persistentVolumeName"));
    match (inline.is_set(), named.is_set()) {
        (false, false) => {
            let message = "`source` has neither `persistentVolumeName` nor `inlineVolumeSpec`";
            cx.required(code::INVALID_CSI_OBJECT, source, message);
        }
        (true, true) => {
            let message = "`source` has both `persistentVolumeName` and `inlineVolumeSpec`";
            cx.forbidden(code::INVALID_CSI_OBJECT, source, message);
        }
        (false, true) if named.is_empty() => {
            cx.required(code::INVALID_CSI_OBJECT, named, "`persistentVolumeName` is empty");
        }
        (false, true) => {}
        (true, false) => persistent_volume::inline_spec(inline, cx),
    }
    if named.is_set() {
        cx.format(code::INVALID_CSI_OBJECT, named, names::dns_subdomain);
    }
    cx.format(code::INVALID_CSI_OBJECT, spec.get("nodeName"), names::dns_subdomain);
}
