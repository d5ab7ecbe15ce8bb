//! What the server still takes and warns of: labels of nodes that have other names now, volumes
//! whose plugins are gone, annotations that do nothing (`pkg/api/pod/warnings.go`,
//! `pkg/api/node/util.go`, `pkg/api/persistentvolume/util.go`).

use super::pod::Pod;
use crate::{model::Place, syntax::edit::Safety, validate::Checker};

/// `dead-annotation`
const ANNOTATION: &str = "KV6007";
/// `deprecated-node-label`
const LABEL: &str = "KV6008";
/// `removed-volume-plugin`
const PLUGIN: &str = "KV6010";

/// Labels of nodes, with their names since 1.14 and 1.17.
const LABELS: [(&str, &str); 5] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
];

/// Volume sources, with the minor version that does not mount them any more.
const PLUGINS: [(&str, u8); 9] = [
    ("cephfs", 31),
    ("flocker", 25),
    ("gitRepo", 33),
    ("glusterfs", 26),
    ("photonPersistentDisk", 16),
    ("quobyte", 25),
    ("rbd", 31),
    ("scaleIO", 22),
    ("storageos", 25),
];

/// Annotations of pods, with the fields that do what they did.
const ANNOTATIONS: [(&str, &str); 3] = [
    ("scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName"),
    ("security.alpha.kubernetes.io/sysctls", "securityContext.sysctls"),
    ("security.alpha.kubernetes.io/unsafe-sysctls", "securityContext.sysctls"),
];

/// All of a pod.
pub(super) fn pod<'a>(pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let spec = pod.spec;
    label_map(spec.get("nodeSelector"), cx);
    let affinity = spec.get("affinity").get("nodeAffinity");
    node_selector(affinity.get("requiredDuringSchedulingIgnoredDuringExecution"), cx);
    for preferred in affinity.get("preferredDuringSchedulingIgnoredDuringExecution").items() {
        expressions(preferred.get("preference"), cx);
    }
    for constraint in spec.get("topologySpreadConstraints").items() {
        label_key(constraint.get("topologyKey"), cx);
    }
    for volume in spec.get("volumes").items() {
        volume_source(volume, cx);
    }
    annotations(pod, cx);
}

/// The source of a volume.
pub(in crate::validate) fn volume_source<'a>(volume: Place<'a>, cx: &mut Checker<'a>) {
    for (name, gone) in PLUGINS {
        let source = volume.get(name);
        if source.written() {
            let message = match (name, cx.version.since(gone)) {
                ("gitRepo", true) => format!("`{name}` volumes are switched off since 1.{gone}"),
                (_, true) => format!("`{name}` volumes cannot be mounted since 1.{gone}"),
                (_, false) => format!("`{name}` volumes cannot be mounted from 1.{gone} on"),
            };
            cx.warn(PLUGIN, source, message)
                .help("use a CSI driver for this storage, or another kind of volume");
        }
    }
}

/// The terms of a node selector.
pub(in crate::validate) fn node_selector<'a>(selector: Place<'a>, cx: &mut Checker<'a>) {
    selector.get("nodeSelectorTerms").items().for_each(|term| expressions(term, cx));
}

fn expressions<'a>(term: Place<'a>, cx: &mut Checker<'a>) {
    for expression in term.get("matchExpressions").items() {
        label_key(expression.get("key"), cx);
    }
}

/// Labels that nodes must have.
pub(in crate::validate) fn label_map<'a>(labels: Place<'a>, cx: &mut Checker<'a>) {
    for (key, value) in labels.entries() {
        if let Some((_, name)) = LABELS.iter().find(|(old, _)| *old == key) {
            let cause = cx.warn(LABEL, value, message(key, name));
            cause.help(help(name)).fix(Safety::Safe, title(name), value.rename(name)).at =
                value.object().location(value.key_span());
        }
    }
}

/// One label, by its key.
pub(in crate::validate) fn label_key<'a>(key: Place<'a>, cx: &mut Checker<'a>) {
    if let Some((old, name)) = LABELS.iter().find(|(old, _)| *old == key.str()) {
        let cause = cx.warn(LABEL, key, message(old, name));
        cause.help(help(name)).fix(Safety::Safe, title(name), key.set(name));
    }
}

fn message(old: &str, name: &str) -> String {
    format!("node label `{old}` is deprecated: it is `{name}` now")
}

fn help(name: &str) -> String {
    format!("write `{name}`, which nodes carry as well")
}

fn title(name: &str) -> String {
    format!("write `{name}`")
}

fn annotations<'a>(pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let annotations = pod.meta.get("annotations");
    let mut warn = |key: &str, field: &str| {
        let place = annotations.entries().find(|(name, _)| *name == key);
        let Some((_, place)) = place else { return };
        let cause = cx.warn(ANNOTATION, place, format!("annotation `{key}` does nothing any more"));
        cause.help(format!("remove it, and set `{field}`")).at =
            place.object().location(place.key_span());
    };
    for (key, field) in ANNOTATIONS {
        warn(key, field);
    }
    if !annotations.written() {
        return;
    }
    if !pod.spec.at(&["securityContext", "seccompProfile"]).written() {
        warn("seccomp.security.alpha.kubernetes.io/pod", "securityContext.seccompProfile");
    }
    for container in pod.all_containers() {
        if !container.at(&["securityContext", "seccompProfile"]).written() {
            let name = container.get("name").str();
            let key = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
            warn(&key, "securityContext.seccompProfile");
        }
    }
}
