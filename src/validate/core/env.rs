//! Environment variables (`ValidateEnv`, `ValidateEnvFrom` and what these call), with the
//! references to fields and resources that volumes share.

use std::collections::BTreeMap;

use super::{paths, pod_context::PodContext};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, gates, value::Quantity, version::Version},
    text,
    text::Text,
    validate::{
        Checker, Reason, meta,
        names::{self, FormatResult, shown},
    },
};

/// Fields of the Pod that a variable can refer to.
const ENV_FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Fields that a file of a downward API volume can refer to.
pub(super) const VOLUME_FIELDS: [&str; 5] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.labels",
    "metadata.annotations",
    "metadata.uid",
];

/// Fields that the API knows, whether or not they can be used here.
const KNOWN_FIELDS: [&str; 15] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.serviceAccountName",
    "spec.schedulerName",
    "status.phase",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
    "spec.host",
];

const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
];

const SOURCES: [&str; 5] =
    ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

pub(super) fn env<'a>(vars: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let mut earlier = BTreeMap::new();
    for var in vars.items() {
        let name = var.get("name");
        if let Some(hidden) = earlier.insert(name.str(), var)
            && !name.is_empty()
            && !builds_on_earlier(var)
        {
            let message = text!(
                "environment variable `{}` is set twice; the last value wins",
                text::key(shown(name.str()))
            );
            cx.warn(code::DUPLICATE_ENV_VAR, name, message)
                .related(hidden.get("name"), "first set here")
                .help("keep one: `kubectl apply` merges variables by name and may drop both")
                .fix(Safety::Unsafe, "remove the first one", hidden.remove_item());
        }
        if name.is_empty() {
            cx.required(code::INVALID_ENV_NAME, name, "environment variable has no name");
        } else if let Some(text) = name.text() {
            variable_name(name, text, cx);
        }
        if var.get("valueFrom").node().is_some_and(|node| node.is_map()) {
            value_from(var, pod, cx);
        }
    }
}

/// Whether the value of a variable refers to an earlier one of that name and adds to it.
fn builds_on_earlier(var: Place<'_>) -> bool {
    let reference = format!("$({})", var.get("name").str());
    let value = var.get("value").str();
    !var.get("valueFrom").is_set() && value != reference && value.contains(&reference)
}

/// A variable's name or prefix; nearly every character is allowed since 1.32.
fn variable_name<'a>(place: Place<'a>, text: &str, cx: &mut Checker<'a>) {
    // What is right by the stricter rule is right by both.
    let strict: FormatResult = names::env_name(text);
    let verdict = match strict {
        Err(_) if cx.version.enables(gates::RELAXED_ENVIRONMENT_VARIABLE_VALIDATION) => {
            names::relaxed_env_name(text)
        }
        verdict => verdict,
    };
    if let Err(fault) = verdict {
        let message =
            text!("environment variable name `{}` {}", text::key(shown(text)), fault.what);
        cx.invalid(code::INVALID_ENV_NAME, place, message).help(fault.allowed);
    }
}

fn value_from<'a>(var: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let from = var.get("valueFrom");
    let known = sources(cx.version);
    let written: Vec<Place<'a>> =
        known.iter().map(|source| from.get(source)).filter(|place| place.is_set()).collect();
    field_ref(from.get("fieldRef"), &ENV_FIELDS, cx);
    resource_ref(from.get("resourceFieldRef"), cx);
    for source in ["configMapKeyRef", "secretKeyRef"] {
        key_ref(from.get(source), cx);
    }
    file_key_ref(from.get("fileKeyRef"), pod, cx);
    let value = var.get("value");
    let name = shown(var.get("name").str());
    let name = text::key(&name);
    if written.is_empty() {
        let message = if from.get("fileKeyRef").is_set() {
            text!("`fileKeyRef` is ignored, so that `valueFrom` of `{}` has no source", name)
        } else {
            text!("`valueFrom` of `{}` has no source", name)
        };
        cx.invalid(code::ENV_SOURCE_CONFLICT, from, message)
            .help(text!("add one of {}", text::name(known.join(", "))));
    } else if !value.is_empty() {
        cx.invalid(
            code::ENV_SOURCE_CONFLICT,
            from,
            text!("`{}` has both `value` and `valueFrom`", name),
        )
        .related(value, "`value` is set here")
        .help("keep one of them");
    } else if let [first, second, ..] = written.as_slice() {
        let message = text!(
            "`valueFrom` of `{}` has both `{}` and `{}`",
            name,
            text::name(first.name()),
            text::name(second.name())
        );
        cx.invalid(code::ENV_SOURCE_CONFLICT, from, message)
            .related(*first, "first source")
            .related(*second, "second source")
            .help("keep one of them");
    }
}

/// What `valueFrom` can have; while the gate of the last is off, the server drops it, and before
/// 1.34 does not know it, which is reported by itself.
fn sources(version: Version) -> &'static [&'static str] {
    let all = &SOURCES;
    if version.enables(gates::ENV_FILES) || !version.since(34) {
        return all;
    }
    &all[..all.len() - 1]
}

/// A field of the Pod. `known` are the fields that can be used here.
pub(super) fn field_ref<'a>(reference: Place<'a>, known: &[&'static str], cx: &mut Checker<'a>) {
    let path = reference.get("fieldPath");
    if !reference.is_set() || (path.is_set() && path.text().is_none()) {
        return;
    }
    if path.is_empty() {
        cx.required(code::INVALID_FIELD_REF, path, "`fieldRef` has no `fieldPath`")
            .help(text!("use one of {}", text::name(known.join(", "))));
        return;
    }
    let version = reference.get("apiVersion");
    if !version.is_empty() && version.str() != "v1" {
        let message = text!("`apiVersion` must be v1, but is `{}`", shown(version.str()));
        cx.invalid(code::INVALID_FIELD_REF, version, message)
            .path(path.path())
            .help("remove `apiVersion`");
        return;
    }
    if let Some((map, key)) = subscripted(path.str()) {
        let verdict = match map {
            "metadata.annotations" => names::annotation_key(key),
            "metadata.labels" => names::qualified_name(key),
            _ => {
                let message = text!("`{}` does not allow a key in brackets", shown(map));
                cx.invalid(code::INVALID_FIELD_REF, path, message).help(
                    "use `metadata.labels['…']` or `metadata.annotations['…']`, the only fields \
                     with keys",
                );
                return;
            }
        };
        if let Err(fault) = verdict {
            let message = text!("key `{}` {}", shown(key), fault.what);
            cx.invalid(code::INVALID_FIELD_REF, path, message)
                .path(reference.path())
                .help(fault.allowed);
        }
        return;
    }
    // An old name.
    let name = if path.str() == "spec.host" { "spec.nodeName" } else { path.str() };
    if !KNOWN_FIELDS.contains(&path.str()) {
        let message = text!("the Pod has no field `{}`", shown(path.str()));
        unknown(Reason::Invalid, path, message, known, cx);
    } else if !known.contains(&name) {
        let message = text!("field `{}` cannot be used here", path.str());
        unknown(Reason::NotSupported, path, message, known, cx);
    }
}

fn unknown<'a>(
    reason: Reason,
    place: Place<'a>,
    message: Text,
    known: &[&'static str],
    cx: &mut Checker<'a>,
) {
    let nearest = crate::model::similar::nearest(place.str(), known.iter().copied());
    let cause = cx.refuse(code::INVALID_FIELD_REF, reason, place, message);
    cause.help(text!("use one of {}", text::name(known.join(", "))));
    if let Some(name) = nearest {
        cause.fix(Safety::Unsafe, text!("write `{}`", text::name(name)), place.set(name));
    }
}

/// `metadata.labels['app']` in its parts (`SplitMaybeSubscriptedPath`).
fn subscripted(path: &str) -> Option<(&str, &str)> {
    let (map, key) = path.strip_suffix("']")?.split_once("['")?;
    (!map.is_empty()).then_some((map, key))
}

/// A request or limit of the container itself.
fn resource_ref<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    if reference.is_set() {
        resource_of(reference, cx);
    }
}

/// A request or limit of a container that must be named.
pub(super) fn resource_ref_of_named<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    let container = reference.get("containerName");
    if container.is_empty() {
        cx.required(
            code::INVALID_FIELD_REF,
            container,
            "`resourceFieldRef` has no `containerName`",
        );
        divisor(reference, cx);
    } else {
        resource_of(reference, cx);
    }
}

fn resource_of<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    let resource = reference.get("resource");
    let huge = ["requests.hugepages-", "limits.hugepages-"];
    if resource.is_empty() {
        cx.required(code::INVALID_FIELD_REF, resource, "`resourceFieldRef` has no `resource`")
            .help(text!("use one of {}", text::name(RESOURCES.join(", "))));
    } else if resource.text().is_some_and(|text| {
        !RESOURCES.contains(&text) && !huge.iter().any(|prefix| text.starts_with(prefix))
    }) {
        let message = text!("resource `{}` cannot be used here", shown(resource.str()));
        unknown(Reason::NotSupported, resource, message, &RESOURCES, cx);
    }
    divisor(reference, cx);
}

/// The divisor must be one unit: `1m` or `1` of a CPU, `1`, `1k` … `1Ei` of bytes.
fn divisor<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    const BYTES: [&str; 13] =
        ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
    let divisor = reference.get("divisor");
    let Some(Ok(quantity)) = divisor.node().and_then(Quantity::of) else { return };
    if quantity.is_zero() {
        return;
    }
    let resource = reference.get("resource").str();
    let allowed: &[&str] = match resource {
        "limits.cpu" | "requests.cpu" => &["1m", "1"],
        "limits.memory"
        | "requests.memory"
        | "limits.ephemeral-storage"
        | "requests.ephemeral-storage" => &BYTES,
        _ if resource.starts_with("requests.hugepages-")
            || resource.starts_with("limits.hugepages-") =>
        {
            &BYTES
        }
        _ => return,
    };
    if !allowed.contains(&quantity.to_string().as_str()) {
        let message = text!("`{}` is not a valid divisor for {}", quantity.to_string(), resource);
        cx.invalid(code::INVALID_FIELD_REF, divisor, message)
            .help(text!("use one of {}", text::name(allowed.join(", "))));
    }
}

/// A key of a ConfigMap or Secret.
fn key_ref<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    if !reference.is_set() {
        return;
    }
    let (name, key) = (reference.get("name"), reference.get("key"));
    if name.is_empty() {
        cx.invalid(
            code::INVALID_KEY_REF,
            name,
            text!("`{}` has no `name`", text::name(reference.name())),
        )
        .help("write the name of the ConfigMap or Secret");
    } else if let (Some(text), Err(fault)) = (name.text(), names::dns_subdomain(name.str())) {
        let message = text!("name `{}` {}", shown(text), fault.what);
        cx.invalid(code::INVALID_KEY_REF, name, message).help(fault.allowed);
    }
    if key.is_empty() {
        cx.required(
            code::INVALID_KEY_REF,
            key,
            text!("`{}` has no `key`", text::name(reference.name())),
        );
    } else if let (Some(text), Err(fault)) = (key.text(), names::config_map_key(key.str())) {
        let message = text!("key `{}` {}", text::key(shown(text)), fault.what);
        cx.invalid(code::INVALID_KEY_REF, key, message).help(fault.allowed);
    }
}

/// A variable of a file in a volume; served from 1.35 on.
fn file_key_ref<'a>(reference: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    if !reference.is_set() || !cx.version.enables(gates::ENV_FILES) {
        return;
    }
    let (key, volume, path) =
        (reference.get("key"), reference.get("volumeName"), reference.get("path"));
    if cx.require(code::INVALID_KEY_REF, key) && key.text().is_some() {
        cx.format(code::INVALID_KEY_REF, key, names::relaxed_env_name);
    }
    if cx.require(code::INVALID_KEY_REF, volume) && volume.text().is_some() {
        cx.format(code::INVALID_KEY_REF, volume, names::dns_label);
    }
    if cx.require(code::INVALID_KEY_REF, path) {
        paths::no_backsteps(code::INVALID_KEY_REF, path, cx);
    }
    match pod.written_volumes.get(&volume.str()) {
        None => {
            let message = text!("the Pod has no volume `{}`", shown(volume.str()));
            cx.refuse(code::INVALID_FIELD_REF, Reason::NotFound, volume, message);
        }
        // A volume without a source is an emptyDir.
        Some(found) if found.count() > 1 && !found.get("emptyDir").is_set() => {
            cx.invalid(
                code::INVALID_FIELD_REF,
                volume,
                text!("volume `{}` is not an emptyDir", volume.str()),
            )
            .related(found, "`fileKeyRef` requires an emptyDir volume");
        }
        Some(_) => {}
    }
}

pub(super) fn env_from<'a>(sources: Place<'a>, cx: &mut Checker<'a>) {
    for source in sources.items() {
        let prefix = source.get("prefix");
        if let Some(text) = prefix.text().filter(|text| !text.is_empty()) {
            variable_name(prefix, text, cx);
        }
        let (config, secret) = (source.get("configMapRef"), source.get("secretRef"));
        for reference in [config, secret] {
            let name = reference.get("name");
            if !reference.is_set() {
                continue;
            }
            if name.is_empty() {
                let message = text!("`{}` has no `name`", text::name(reference.name()));
                cx.required(code::INVALID_KEY_REF, name, message);
            } else if let (Some(text), Err(fault)) = (name.text(), meta::prefix(name.str())) {
                let message = text!("name `{}` {}", shown(text), fault.what);
                cx.invalid(code::INVALID_KEY_REF, name, message).help(fault.allowed);
            }
        }
        // The server names the list, not the entry.
        if config.is_set() == secret.is_set() {
            let message = if config.is_set() {
                "item of `envFrom` has both `configMapRef` and `secretRef`"
            } else {
                "item of `envFrom` has neither `configMapRef` nor `secretRef`"
            };
            cx.invalid(code::ENV_SOURCE_CONFLICT, source, message)
                .path(sources.path())
                .help("set exactly one of them in each item");
        }
    }
}
