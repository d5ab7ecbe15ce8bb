//! Claims of volumes, wherever they are (`ValidatePersistentVolumeClaimSpec` in
//! `pkg/apis/core/validation/validation.go`).

use super::fractions;
use crate::{
    code::{self, Code},
    model::{Place, gates, value::Quantity},
    text,
    validate::{Checker, meta, names},
};

pub(in crate::validate) fn claim<'a>(claim: Place<'a>, cx: &mut Checker<'a>) {
    let spec = claim.get("spec");
    common(spec, cx);
    stored_data_sources(spec, cx);
}

/// The spec of a template: of a StatefulSet, or of a pod's ephemeral volume.
pub(in crate::validate) fn template_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    common(spec, cx);
    let (old, new) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    for source in [old, new].into_iter().filter(|source| source.is_set()) {
        data_source(source, &source.path(), cx);
    }
    let namespace = new.get("namespace");
    if !namespace.str().is_empty() {
        cx.format(code::INVALID_PVC_DATA_SOURCE, namespace, names::dns_label);
        if old.is_set() {
            let message = "`dataSource` cannot be combined with a namespace in `dataSourceRef`";
            cx.invalid(code::INVALID_PVC_DATA_SOURCE, old, message)
                .path(spec.path())
                .related(namespace, "set here");
        }
    } else {
        agree(spec, cx);
    }
}

fn common<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    access_modes(code::INVALID_PVC_SPEC, spec.get("accessModes"), cx);
    if spec.get("selector").is_set() {
        meta::label_selector(spec.get("selector"), cx);
    }
    requested_storage(spec, cx);
    fractions::claim(spec, cx);
    class_name(code::INVALID_PVC_SPEC, spec.get("storageClassName"), cx);
    cx.one_of_set(code::INVALID_ENUM_VALUE, spec.get("volumeMode"), &["Block", "Filesystem"]);
    if cx.version.enables(gates::VOLUME_ATTRIBUTES_CLASS) {
        class_name(code::INVALID_PVC_SPEC, spec.get("volumeAttributesClassName"), cx);
    }
}

/// At least one known mode; `ReadWriteOncePod` goes with no other.
pub(super) fn access_modes<'a>(code: Code, modes: Place<'a>, cx: &mut Checker<'a>) {
    const MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
    let known =
        if cx.version.enables(gates::READ_WRITE_ONCE_POD) { &MODES[..] } else { &MODES[..3] };
    cx.require(code, modes);
    for mode in modes.items() {
        if !known.contains(&mode.str()) && (mode.text().is_some() || !mode.is_set()) {
            cx.not_supported(code::INVALID_ENUM_VALUE, mode, known).path(modes.path());
        }
    }
    let pod = modes.items().find(|mode| mode.str() == "ReadWriteOncePod");
    let other =
        modes.items().find(|mode| MODES.contains(&mode.str()) && mode.str() != "ReadWriteOncePod");
    if let (Some(pod), Some(other)) = (pod, other) {
        let message = "`ReadWriteOncePod` cannot be combined with other access modes";
        cx.forbidden(code, modes, message)
            .related(pod, "`ReadWriteOncePod` is listed here")
            .related(other, "other mode");
    }
}

/// The server names the resource below `resources`, without `requests`.
fn requested_storage<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let storage = spec.get("resources").get("requests").get("storage");
    let path = format!("{}.resources[storage]", spec.path());
    if !storage.is_present() {
        cx.required(
            code::INVALID_PVC_SPEC,
            storage,
            "the claim has no `resources.requests.storage`",
        )
        .path(path)
        .help("set `resources.requests.storage`, such as 10Gi");
        return;
    }
    let amount = match storage.node() {
        Some(node) => Quantity::of(node).and_then(Result::ok),
        None => Some(Quantity::zero()),
    };
    if let Some(amount) = amount.filter(|amount| *amount <= Quantity::zero()) {
        let message = text!("`storage` must be more than 0, but is {}", amount.to_string());
        cx.invalid(code::INVALID_PVC_SPEC, storage, message).path(path);
    }
}

/// The name of a class; an empty one means none.
pub(super) fn class_name<'a>(code: Code, name: Place<'a>, cx: &mut Checker<'a>) {
    if !name.str().is_empty() {
        cx.format(code, name, names::dns_subdomain);
    }
}

/// What the volume of a claim is filled from, as it is stored: a `dataSourceRef` into another
/// namespace is dropped (the gate CrossNamespaceVolumeDataSource is off), and without one a
/// `dataSource` of another kind than a snapshot or a claim; then the one written is copied to the
/// other, and both are checked (`pkg/api/persistentvolumeclaim/util.go`).
fn stored_data_sources<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (old, new) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    let (old_path, new_path) = (old.path(), new.path());
    let kept = new.is_set() && new.get("namespace").str().is_empty();
    if kept {
        data_source(new, &new_path, cx);
        if old.is_set() {
            data_source(old, &old_path, cx);
            agree(spec, cx);
        } else {
            data_source(new, &old_path, cx);
        }
    } else if old.is_set() {
        let known = match old.get("kind").str() {
            "PersistentVolumeClaim" => old.get("apiGroup").str().is_empty(),
            "VolumeSnapshot" => old.get("apiGroup").str() == "snapshot.storage.k8s.io",
            _ => false,
        };
        if known {
            data_source(old, &old_path, cx);
            data_source(old, &new_path, cx);
        }
    }
}

/// Both fields, where both are written, must name the same.
fn agree<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (old, new) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    let group = |source: Place<'a>| source.get("apiGroup").text();
    let same = |field| old.get(field).str() == new.get(field).str();
    let equal = group(old) == group(new) && same("kind") && same("name");
    if old.is_set() && new.is_set() && !equal {
        cx.invalid(code::INVALID_PVC_DATA_SOURCE, old, "`dataSource` and `dataSourceRef` differ")
            .path(spec.path())
            .related(new, "`dataSourceRef` is set here")
            .help("keep `dataSourceRef` only");
    }
}

/// One of the two; `path` is that of the field the server finds it in.
fn data_source<'a>(source: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    for field in [source.get("name"), source.get("kind")] {
        if field.is_empty() {
            let name = field.name();
            let message = text!("data source has no `{}`", text::name(&name));
            cx.required(code::INVALID_PVC_DATA_SOURCE, field, message)
                .path(format!("{path}.{name}"));
        }
    }
    let (group, kind) = (source.get("apiGroup"), source.get("kind"));
    if !group.str().is_empty() {
        let mark = cx.mark();
        if let Some(cause) = cx.format(code::INVALID_PVC_DATA_SOURCE, group, names::dns_subdomain) {
            cause.path(format!("{path}.apiGroup"));
        }
        cx.refused_since(29, mark, "the volume is never filled");
    } else if kind.str() != "PersistentVolumeClaim" {
        let message = text!("`{}` without `apiGroup` is not a valid data source", kind.str());
        cx.invalid(code::INVALID_PVC_DATA_SOURCE, source, message)
            .path(path)
            .help("set `apiGroup`, such as snapshot.storage.k8s.io for a VolumeSnapshot");
    }
}
