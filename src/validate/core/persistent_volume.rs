//! Persistent volumes (`ValidatePersistentVolumeSpec` in
//! `pkg/apis/core/validation/validation.go`); the sources that pods can name too are in `volume`.

use super::{
    outdated, paths,
    persistent_volume_claim::{access_modes, class_name},
    resources, scheduling, volume,
};
use crate::{
    code,
    model::{Place, gates, value::Quantity},
    text,
    validate::{Checker, Reason, meta, names},
};

/// The sources in the order in which the server looks for them, with the names it gives those
/// that are one too many.
const SOURCES: [(&str, &str); 22] = [
    ("hostPath", "hostPath"),
    ("gcePersistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("glusterfs", "glusterfs"),
    ("flocker", "flocker"),
    ("nfs", "nfs"),
    ("rbd", "rbd"),
    ("quobyte", "quobyte"),
    ("cephfs", "cephFS"),
    ("iscsi", "iscsi"),
    ("cinder", "cinder"),
    ("fc", "fc"),
    ("flexVolume", "flexVolume"),
    ("azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"),
    ("scaleIO", "scaleIO"),
    ("local", "local"),
    ("storageos", "storageos"),
    ("csi", "csi"),
];

pub(in crate::validate) fn volume<'a>(object: Place<'a>, cx: &mut Checker<'a>) {
    let spec = object.get("spec");
    access_modes(code::INVALID_PV_SPEC, spec.get("accessModes"), cx);
    capacity(spec.get("capacity"), cx);
    let policy = spec.get("persistentVolumeReclaimPolicy");
    cx.one_of(code::INVALID_ENUM_VALUE, policy, &["Delete", "Recycle", "Retain"]);
    node_affinity(spec.get("nodeAffinity"), cx);
    outdated::node_selector(spec.at(&["nodeAffinity", "required"]), cx);
    outdated::volume_source(spec, cx);
    source(spec, &meta::made_name(object), cx);
    let host = spec.get("hostPath");
    if host.is_set() && is_root(host.get("path").str()) && policy.str() == "Recycle" {
        cx.forbidden(
            code::INVALID_PV_SPEC,
            policy,
            "`Recycle` is not allowed for the root directory of a node",
        )
        .related(host.get("path"), "root directory of the node");
    }
    class_name(code::INVALID_PV_SPEC, spec.get("storageClassName"), cx);
    cx.one_of_set(code::INVALID_ENUM_VALUE, spec.get("volumeMode"), &["Block", "Filesystem"]);
    attributes_class(spec, cx);
}

/// The volume of a VolumeAttachment: a CSI volume that was written inline in a pod once.
pub(in crate::validate) fn inline_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    for field in ["claimRef", "capacity", "nodeAffinity", "storageClassName"] {
        if !spec.get(field).is_empty() {
            let message = text!("`{}` is not allowed in an inline volume", text::name(field));
            cx.forbidden(code::INVALID_PV_SPEC, spec.get(field), message);
        }
    }
    if !spec.get("csi").is_set() {
        cx.required(code::INVALID_PV_SPEC, spec.get("csi"), "an inline volume requires `csi`");
    }
    access_modes(code::INVALID_PV_SPEC, spec.get("accessModes"), cx);
    for (field, allowed) in
        [("persistentVolumeReclaimPolicy", "Retain"), ("volumeMode", "Filesystem")]
    {
        let place = spec.get(field);
        // The mode tells empty from absent.
        let unset = field != "volumeMode" && place.is_empty();
        if place.text().is_some_and(|text| !unset && text != allowed) {
            let message = text!(
                "`{}` of an inline volume must be {}",
                text::name(field),
                text::name(allowed)
            );
            cx.forbidden(code::INVALID_PV_SPEC, place, message);
        }
    }
    source(spec, "", cx);
}

/// A volume has storage, and nothing else.
fn capacity<'a>(capacity: Place<'a>, cx: &mut Checker<'a>) {
    cx.require(code::INVALID_PV_SPEC, capacity);
    if !capacity.get("storage").is_present() || capacity.count() > 1 {
        let other = capacity.entries().find(|(name, _)| *name != "storage");
        let message = match other {
            Some((name, _)) => {
                text!("`{}` is not allowed in `capacity`", text::key(names::shown(name)))
            }
            None => text!("`capacity` has no `storage`"),
        };
        let place = other.map_or(capacity, |(_, place)| place);
        cx.refuse(code::INVALID_PV_SPEC, Reason::NotSupported, place, message)
            .path(capacity.path())
            .help("set only `capacity.storage`, such as 10Gi");
    }
    for (name, place) in capacity.entries() {
        let amount = if place.is_set() { resources::amount(place) } else { Some(Quantity::zero()) };
        if let Some(amount) = amount.filter(|amount| *amount <= Quantity::zero()) {
            let message =
                text!("`{}` must be more than 0, but is {}", text::key(name), amount.to_string());
            cx.invalid(code::INVALID_PV_SPEC, place, message);
        }
    }
}

fn node_affinity<'a>(affinity: Place<'a>, cx: &mut Checker<'a>) {
    let required = affinity.get("required");
    if required.is_set() {
        scheduling::node_selector(required, 33, cx);
    } else if affinity.is_set() {
        cx.required(
            code::INVALID_PV_SPEC,
            required,
            "`nodeAffinity` of a volume has no `required`",
        );
    }
}

/// Exactly one source; `flexVolume` may follow an earlier one.
fn source<'a>(spec: Place<'a>, name: &str, cx: &mut Checker<'a>) {
    let mut first: Option<Place<'a>> = None;
    for (kind, reported) in SOURCES {
        let source = spec.get(kind);
        if !source.is_set() {
            continue;
        }
        if let Some(first) = first.filter(|_| kind != "flexVolume") {
            let message = text!("volume already has the source `{}`", text::name(first.name()));
            cx.forbidden(code::VOLUME_SOURCE_COUNT, source, message)
                .path(format!("{}.{reported}", spec.path()))
                .related(first, "first source");
            continue;
        }
        first = first.or(Some(source));
        match kind {
            "csi" => csi(source, cx),
            "local" => local(source, spec, cx),
            _ => {
                volume::shared_source(kind, source, cx);
                beyond_pods(kind, source, name, cx);
            }
        }
    }
    if first.is_none() {
        cx.required(code::VOLUME_SOURCE_COUNT, spec, "volume has no source")
            .help("add one, such as `csi`, `nfs`, `hostPath` or `local`");
    }
}

/// What sources of PersistentVolumes have more than those of pods.
fn beyond_pods<'a>(kind: &str, source: Place<'a>, volume: &str, cx: &mut Checker<'a>) {
    match kind {
        "glusterfs" => {
            let namespace = source.get("endpointsNamespace");
            if namespace.is_set() {
                cx.format(code::INVALID_VOLUME_SOURCE, namespace, names::dns_label);
            }
        }
        "azureFile" => {
            let namespace = source.get("secretNamespace");
            if namespace.text() == Some("") {
                cx.required(code::INVALID_VOLUME_SOURCE, namespace, "`secretNamespace` is empty");
            }
        }
        "cinder" | "storageos" => {
            let secret = source.get("secretRef");
            if secret.is_set() {
                cx.require(code::INVALID_VOLUME_SOURCE, secret.get("namespace"));
            }
        }
        "iscsi" => {
            let (secret, portal) = (source.get("secretRef"), source.get("targetPortal"));
            if secret.is_set() {
                cx.require(code::INVALID_VOLUME_SOURCE, secret.get("name"));
            }
            let long = volume.len() + 1 + portal.str().len() > 64;
            if long && source.get("initiatorName").text().is_some() {
                let message =
                    "volume name and `targetPortal` together are longer than 63 characters";
                cx.invalid(code::INVALID_VOLUME_SOURCE, portal, message)
                    .path(format!("{}.targetportal", source.path()));
            }
        }
        _ => {}
    }
}

/// A disk or directory of a node: the node must be named.
fn local<'a>(source: Place<'a>, spec: Place<'a>, cx: &mut Checker<'a>) {
    if cx.require(code::INVALID_VOLUME_SOURCE, source.get("path")) {
        paths::no_backsteps(code::INVALID_VOLUME_PATH, source.get("path"), cx);
    }
    if !spec.get("nodeAffinity").is_set() {
        cx.required(
            code::INVALID_PV_SPEC,
            spec.get("nodeAffinity"),
            "local volume requires `nodeAffinity`",
        )
        .related(source, "a local volume is on one node");
    }
}

fn csi<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    volume::csi_driver_name(code::INVALID_VOLUME_SOURCE, source.get("driver"), cx);
    cx.require(code::INVALID_VOLUME_SOURCE, source.get("volumeHandle"));
    for secret in [
        "controllerPublishSecretRef",
        "controllerExpandSecretRef",
        "nodePublishSecretRef",
        "nodeExpandSecretRef",
    ] {
        let (name, namespace) =
            (source.get(secret).get("name"), source.get(secret).get("namespace"));
        if !source.get(secret).is_set() {
            continue;
        }
        if cx.require(code::INVALID_VOLUME_SOURCE, name) {
            let format = if cx.version.since(27) { names::dns_subdomain } else { names::dns_label };
            cx.format(code::INVALID_VOLUME_SOURCE, name, format);
        }
        if cx.require(code::INVALID_VOLUME_SOURCE, namespace) {
            cx.format(code::INVALID_VOLUME_SOURCE, namespace, names::dns_label);
        }
    }
}

/// Classes of attributes are a matter of CSI drivers.
fn attributes_class<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let class = spec.get("volumeAttributesClassName");
    if !class.is_set() || !cx.version.enables(gates::VOLUME_ATTRIBUTES_CLASS) {
        return;
    }
    if cx.require(code::INVALID_PV_SPEC, class) {
        class_name(code::INVALID_PV_SPEC, class, cx);
    }
    if !spec.get("csi").is_set() {
        let message = "`volumeAttributesClassName` requires a CSI volume";
        cx.required(code::INVALID_PV_SPEC, spec.get("csi"), message)
            .related(class, "class is set here");
    }
}

/// Whether a path, once its `.` and `..` are resolved, is `/`.
fn is_root(path: &str) -> bool {
    let mut depth = 0_usize;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
    }
    path.starts_with('/') && depth == 0
}
