//! What the server still accepts with a warning: labels of nodes that have other names now, volumes
//! whose plugins were removed, annotations and fields that do nothing or have successors
//! (`pkg/api/pod/warnings.go`, `pkg/api/node/util.go`, `pkg/api/persistentvolume/util.go`).

use std::collections::BTreeMap;

use super::pod_context::{PodContext, PodOwner};
use crate::{
    code,
    diagnostic::{Edit, Safety},
    model::Place,
    syntax::edit::scalar,
    text,
    validate::{Cause, Checker},
};

const MASTER_ROLE: &str = "node-role.kubernetes.io/master";
const CONTROL_PLANE_ROLE: &str = "node-role.kubernetes.io/control-plane";

/// What each annotation of an AppArmor profile begins with; the name of a container follows.
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

const INGRESS_CLASS: &str = "kubernetes.io/ingress.class";
const STORAGE_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

/// Annotations, by kind, with the minor version that deprecates them and what to do instead.
const ANNOTATIONS_OF_KINDS: [(&str, &str, u8, &str); 6] = [
    ("Ingress", INGRESS_CLASS, 18, "set `spec.ingressClassName`"),
    (
        "PersistentVolume",
        "volume.beta.kubernetes.io/mount-options",
        31,
        "set `spec.mountOptions` (a list)",
    ),
    ("PersistentVolume", STORAGE_CLASS, 8, "set `spec.storageClassName`"),
    ("PersistentVolumeClaim", STORAGE_CLASS, 8, "set `spec.storageClassName`"),
    (
        "Service",
        "service.kubernetes.io/topology-aware-hints",
        27,
        "use `service.kubernetes.io/topology-mode`",
    ),
    (
        "ServiceAccount",
        "kubernetes.io/enforce-mountable-secrets",
        32,
        "use separate namespaces to limit access to Secrets",
    ),
];

/// Labels of nodes, with their names since 1.14 and 1.17; those without one have no successor.
const LABELS: [(&str, &str); 8] = [
    ("app.kubernetes.io/created-by", ""),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    (MASTER_ROLE, CONTROL_PLANE_ROLE),
    ("scheduler.alpha.kubernetes.io/preferAvoidPods", ""),
];

/// Volume sources, with the minor version that removed their plugin.
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
pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
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
    tolerations(spec.get("tolerations"), cx);
    annotations(pod, cx);
    app_armor(pod, pod.meta.get("annotations"), cx);
}

/// The source of a volume.
pub(in crate::validate) fn volume_source<'a>(volume: Place<'a>, cx: &mut Checker<'a>) {
    for (name, gone) in PLUGINS {
        let source = volume.get(name);
        if source.is_set() {
            let message = match (name, cx.version.since(gone)) {
                ("gitRepo", true) => text!(
                    "volume plugin `{}` is disabled since Kubernetes 1.{}",
                    text::name(name),
                    text::name(gone)
                ),
                (_, true) => text!(
                    "volume plugin `{}` was removed in Kubernetes 1.{}",
                    text::name(name),
                    text::name(gone)
                ),
                (_, false) => text!(
                    "volume plugin `{}` is removed in Kubernetes 1.{}",
                    text::name(name),
                    text::name(gone)
                ),
            };
            cx.warn(code::REMOVED_VOLUME_PLUGIN, source, message)
                .help("use a CSI driver for this storage, or another type of volume");
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
        let key_span = value.object().location(value.key_span());
        if let Some(cause) = label(key, value, |name| value.rename(name), cx) {
            cause.at = key_span;
        }
    }
}

/// One label, by its key.
pub(in crate::validate) fn label_key<'a>(key: Place<'a>, cx: &mut Checker<'a>) {
    label(key.str(), key, |name| key.set(name), cx);
}

fn label<'a, 'c>(
    key: &str,
    place: Place<'a>,
    rename: impl Fn(&str) -> Option<Edit>,
    cx: &'c mut Checker<'a>,
) -> Option<&'c mut Cause> {
    let (old, name) = LABELS.iter().find(|(old, _)| *old == key)?;
    let cause = match *old {
        MASTER_ROLE => {
            let message = text!("node label `{}` was removed in Kubernetes 1.24", text::name(old));
            cx.warn(code::REMOVED_MASTER_ROLE, place, message)
        }
        _ if name.is_empty() => {
            let message = text!("node label `{}` is deprecated", text::name(old));
            let cause = cx.warn(code::DEPRECATED_NODE_LABEL, place, message);
            cause.help("select nodes by another label");
            cause
        }
        _ => {
            let message = text!(
                "node label `{}` is deprecated (use `{}`)",
                text::name(old),
                text::name(name)
            );
            cx.warn(code::DEPRECATED_NODE_LABEL, place, message)
        }
    };
    if !name.is_empty() {
        cause.suggest(Safety::Safe, text!("write `{}`", text::name(name)), rename(name));
    }
    Some(cause)
}

/// Tolerations of the master's taint, which nodes have only under its new name since 1.25; the
/// server does not report these.
fn tolerations<'a>(list: Place<'a>, cx: &mut Checker<'a>) {
    let new = |toleration: Place<'_>| {
        let key = toleration.get("key").str();
        key == CONTROL_PLANE_ROLE || key.is_empty() && toleration.get("operator").str() == "Exists"
    };
    if !cx.version.since(25) || list.items().any(new) {
        return;
    }
    let old = list.items().map(|toleration| toleration.get("key"));
    if let Some(key) = old.into_iter().find(|key| key.str() == MASTER_ROLE) {
        let message = text!("taint `{}` was removed in Kubernetes 1.25", text::name(MASTER_ROLE));
        let title = text!("write `{}`", text::name(CONTROL_PLANE_ROLE));
        cx.warn(code::REMOVED_MASTER_ROLE, key, message).suggest(
            Safety::Safe,
            title,
            key.set(CONTROL_PLANE_ROLE),
        );
    }
}

/// Deprecated annotations, fields and values of an object other than a Pod.
pub(in crate::validate) fn object<'a>(object: Place<'a>, cx: &mut Checker<'a>) {
    let (gvk, spec) = (&cx.object.gvk, object.get("spec"));
    let notes = object.get("metadata").get("annotations");
    for (kind, key, since, instead) in ANNOTATIONS_OF_KINDS {
        // GKE reads its classes in the annotation only.
        let of_gke = matches!(notes.get(INGRESS_CLASS).str(), "gce" | "gce-internal");
        let done = kind == "Ingress" && (of_gke || spec.get("ingressClassName").is_set());
        if kind == gvk.kind && cx.version.since(since) && !done {
            let Some(cause) = annotation(notes, key, instead, cx) else { continue };
            match key {
                INGRESS_CLASS => moved(cause, notes, key, spec.get("ingressClassName")),
                STORAGE_CLASS => moved(cause, notes, key, spec.get("storageClassName")),
                _ => {}
            }
        }
    }
    match (gvk.group.as_str(), gvk.kind.as_str()) {
        ("", "PersistentVolume") => persistent_volume(spec, cx),
        ("", "Service") => service(spec, cx),
        ("", "Node") => node(spec, cx),
        ("discovery.k8s.io", "EndpointSlice") => endpoint_slice(object, cx),
        _ => {}
    }
}

fn persistent_volume<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("persistentVolumeReclaimPolicy");
    if policy.str() == "Recycle" {
        cx.warn(code::DEPRECATED_FIELD, policy, "reclaim policy `Recycle` is deprecated")
            .help("write `Retain` or `Delete`, or provision volumes by a StorageClass");
    }
}

fn service<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let near = spec.get("trafficDistribution");
    if near.str() == "PreferClose" && cx.version.since(35) {
        cx.warn(code::DEPRECATED_FIELD, near, "`PreferClose` is deprecated (use `PreferSameZone`)")
            .help("write `PreferSameZone`, which has the same meaning")
            .fix(Safety::Safe, "write `PreferSameZone`", near.set("PreferSameZone"));
    }
    // What such Services ignore is reported by another rule.
    let ignored = spec.get("clusterIP").str() == "None"
        && matches!(spec.get("type").str(), "" | "ClusterIP")
        || spec.get("type").str() == "ExternalName";
    let external = spec.get("externalIPs");
    if external.count() > 0 && !ignored && cx.version.since(36) {
        cx.warn(
            code::SERVICE_EXTERNAL_IPS,
            external,
            "`externalIPs` is deprecated and may be disabled in a cluster",
        )
        .help("use a Service of type LoadBalancer, or a Gateway");
    }
}

fn node<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    for (field, fate) in
        [("configSource", "is ignored"), ("externalID", "is deprecated and ignored")]
    {
        if !spec.get(field).is_empty() {
            let message = text!("`{}` {}", text::name(field), text::name(fate));
            cx.warn(code::DEPRECATED_FIELD, spec.get(field), message).help("remove it");
        }
    }
}

fn endpoint_slice<'a>(slice: Place<'a>, cx: &mut Checker<'a>) {
    let family = slice.get("addressType");
    if family.str() == "FQDN" {
        cx.warn(code::DEPRECATED_FIELD, family, "addressType `FQDN` is deprecated")
            .help("write IPv4 or IPv6 addresses, or use a Service of type ExternalName");
    }
}

fn annotation<'a, 'c>(
    notes: Place<'a>,
    key: &str,
    instead: &str,
    cx: &'c mut Checker<'a>,
) -> Option<&'c mut Cause> {
    let (_, place) = notes.entries().find(|(name, _)| *name == key)?;
    let message = text!("annotation `{}` is deprecated", text::key(key));
    let cause = cx.warn(code::DEPRECATED_ANNOTATION, place, message);
    cause.help(text!("{}, and remove the annotation", text::name(instead))).at =
        place.object().location(place.key_span());
    Some(cause)
}

/// Offers to move the value of an annotation into the field that replaces it. A class of storage
/// means the same in either, and the annotation wins; one of Ingresses needs an IngressClass.
fn moved<'a>(cause: &mut Cause, notes: Place<'a>, key: &'a str, field: Place<'a>) {
    let note = notes.get(key);
    let text = note.str();
    let safety = if key == INGRESS_CLASS { Safety::Unsafe } else { Safety::Safe };
    let set = field.set(&scalar(text)).filter(|_| !text.is_empty());
    if let Some(edits) = set.zip(note.remove_from(notes)) {
        let title = text!("write `{}: {}` instead", text::name(field.name()), text);
        cause.fix(safety, title, [edits.0, edits.1]);
    }
}

/// AppArmor profiles by annotation alone; not reported where the Pod's own field is the same.
fn app_armor<'a>(pod: &PodContext<'a>, notes: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.version.since(30) || pod.form == PodOwner::Bare && pod.os() == Some("windows") {
        return;
    }
    let names = notes.entries().filter_map(|(key, _)| Some((key.strip_prefix(APP_ARMOR)?, key)));
    let notes_of: BTreeMap<&str, &str> = names.collect();
    if notes_of.is_empty() {
        return;
    }
    let of_pod = pod.spec.get("securityContext").get("appArmorProfile");
    let same = match of_pod.get("type").str() {
        "RuntimeDefault" => "runtime/default".to_owned(),
        "Unconfined" => "unconfined".to_owned(),
        "Localhost" => format!("localhost/{}", of_pod.get("localhostProfile").str()),
        _ => String::new(),
    };
    for container in pod.all_containers() {
        let own = container.get("securityContext").get("appArmorProfile");
        let Some(key) = notes_of.get(container.get("name").str()).filter(|_| !own.is_set()) else {
            continue;
        };
        if same.is_empty() || notes.get(key).str() != same {
            let instead = "set `securityContext.appArmorProfile` in the container";
            let Some(cause) = annotation(notes, key, instead, cx) else { continue };
            let note = notes.get(key);
            let set = profile(note.str()).and_then(|profile| set_profile(container, &profile));
            if let Some(edits) = set.zip(note.remove_from(notes)) {
                cause.fix(Safety::Safe, "use the field instead", [edits.0, edits.1]);
            }
        }
    }
}

/// The field that replaces an annotation of AppArmor.
fn profile(note: &str) -> Option<String> {
    match note {
        "runtime/default" => Some("{type: RuntimeDefault}".to_owned()),
        "unconfined" => Some("{type: Unconfined}".to_owned()),
        _ => {
            let name = note.strip_prefix("localhost/").filter(|name| !name.is_empty())?;
            Some(format!("{{type: Localhost, localhostProfile: {}}}", scalar(name)))
        }
    }
}

fn set_profile(container: Place<'_>, profile: &str) -> Option<Edit> {
    let context = container.get("securityContext");
    if context.is_present() {
        return context.get("appArmorProfile").set(profile);
    }
    context.set(&format!("{{appArmorProfile: {profile}}}"))
}

fn annotations<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let annotations = pod.meta.get("annotations");
    let mut warn = |key: &str, field: &str| {
        let place = annotations.entries().find(|(name, _)| *name == key);
        let Some((_, place)) = place else { return };
        let message = text!("annotation `{}` has no effect any more", text::key(key));
        let cause = cx.warn(code::DEAD_ANNOTATION, place, message);
        cause.help(text!("remove it, and set `{}`", text::name(field))).at =
            place.object().location(place.key_span());
    };
    for (key, field) in ANNOTATIONS {
        warn(key, field);
    }
    if !annotations.is_set() {
        return;
    }
    if !pod.spec.at(&["securityContext", "seccompProfile"]).is_set() {
        warn("seccomp.security.alpha.kubernetes.io/pod", "securityContext.seccompProfile");
    }
    for container in pod.all_containers() {
        if !container.at(&["securityContext", "seccompProfile"]).is_set() {
            let name = container.get("name").str();
            let key = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
            warn(&key, "securityContext.seccompProfile");
        }
    }
}
