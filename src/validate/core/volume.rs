//! Volumes of a pod (`ValidateVolumes`, `validateVolumeSource` and the sources one by one).

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{
    paths, persistent_volume_claim,
    pod_context::{MountedSource, PodContext, PodOwner},
    projected::projected,
    volume_files::{downward_file, key_to_path, mode, user},
};
use crate::{
    code::{self, Code},
    input::Location,
    model::{Place, first_seen::FirstSeen, gates},
    text,
    validate::{
        Checker, meta,
        names::{self, shown},
    },
};

/// The sources in the server's order, each with the name that it gives when it is one too many.
const SOURCES: [(&str, &str); 30] = [
    ("emptyDir", "emptyDir"),
    ("hostPath", "hostPath"),
    ("gitRepo", "gitRepo"),
    ("gcePersistentDisk", "gcePersistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", "secret"),
    ("nfs", "nfs"),
    ("iscsi", "iscsi"),
    ("glusterfs", "glusterfs"),
    ("flocker", "flocker"),
    ("persistentVolumeClaim", "persistentVolumeClaim"),
    ("rbd", "rbd"),
    ("cinder", "cinder"),
    ("cephfs", "cephFS"),
    ("quobyte", "quobyte"),
    ("downwardAPI", "downwarAPI"),
    ("fc", "fc"),
    ("flexVolume", "flexVolume"),
    ("configMap", "configMap"),
    ("azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk"),
    ("storageos", "storageos"),
    ("projected", "projected"),
    ("scaleIO", "scaleIO"),
    ("csi", "csi"),
    ("ephemeral", "ephemeral"),
    ("image", "image"),
];

/// The volumes that are not refused, and where the others are, by name.
type Volumes<'a> = (IndexMap<&'a str, MountedSource<'a>>, BTreeMap<&'a str, Location>);

/// Checks all volumes and gives those that the server has not refused.
pub(super) fn volumes<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) -> Volumes<'a> {
    let (mut sound, mut refused) = (IndexMap::new(), BTreeMap::new());
    let ephemeral = made_claims(pod);
    let mut first = FirstSeen::new();
    let templates: BTreeSet<&str> = pod.claim_templates.iter().map(|claim| claim.str()).collect();
    let from_templates = claim_templates(pod, &mut sound, cx);
    let mut index = from_templates;
    for volume in pod.spec.get("volumes").items() {
        let name = volume.get("name");
        if templates.contains(name.str()) {
            // The controller puts the claim in the place of this volume.
            continue;
        }
        if volume.get("image").is_set() && !cx.version.enables(gates::IMAGE_VOLUME) {
            // The server drops the volume, and its mounts.
            sound.entry(name.str()).or_insert(MountedSource::Other("image"));
            continue;
        }
        let mark = cx.mark();
        source(volume, pod, cx);
        if name.is_empty() {
            cx.required(code::DUPLICATE_VOLUME_NAME, name, "volume has no name");
        } else if let (Some(text), Err(fault)) = (name.text(), names::dns_label(name.str())) {
            let message = text!("volume name `{}` {}", shown(text), fault.what);
            cx.invalid(code::DUPLICATE_VOLUME_NAME, name, message).help(fault.allowed);
        }
        if let Some(first) = first.get(&name.str()) {
            cx.duplicate(
                code::DUPLICATE_VOLUME_NAME,
                name,
                text!("two volumes are named `{}`", shown(name.str())),
            )
            .related(first, "first used here");
        }
        if cx.since(mark).iter().all(|cause| cause.reason.is_none()) {
            sound.entry(name.str()).or_insert_with(|| kind(volume));
            first.earlier(name.str(), name);
        } else {
            let refusal = cx.since(mark).iter().find(|cause| cause.reason.is_some());
            if let Some(cause) = refusal {
                refused.entry(name.str()).or_insert(cause.at);
            }
            if from_templates > 0 {
                // The server counts the claims of a StatefulSet first.
                let (own, counted) = (volume.path(), pod.spec.get("volumes").path());
                cx.rename_since(mark, &own, &format!("{counted}[{index}]"));
            }
        }
        claim_of_ephemeral(volume, pod, &ephemeral, cx);
        index += 1;
    }
    (sound, refused)
}

/// A claim template of a StatefulSet is a volume of its pods, before all others; how many there
/// are. Those that share a name are one.
fn claim_templates<'a>(
    pod: &PodContext<'a>,
    sound: &mut IndexMap<&'a str, MountedSource<'a>>,
    cx: &mut Checker<'a>,
) -> usize {
    let volumes = pod.spec.get("volumes");
    let mut seen = BTreeSet::new();
    for name in &pod.claim_templates {
        if name.is_set() && name.text().is_none() {
            continue;
        }
        let path = format!("{}[{}]", volumes.path(), seen.len());
        if !seen.insert(name.str()) {
            continue;
        }
        if name.is_empty() {
            cx.required(code::INVALID_STATEFULSET_FIELD, *name, "volumeClaimTemplate has no name")
                .path(format!("{path}.name"));
            cx.required(
                code::INVALID_STATEFULSET_FIELD,
                *name,
                "the claim of the volumeClaimTemplate has no name",
            )
            .path(format!("{path}.persistentVolumeClaim.claimName"))
            .follows(*name);
        } else if let Err(fault) = names::dns_label(name.str()) {
            let message = text!("volume name `{}` {}", shown(name.str()), fault.what);
            cx.invalid(code::INVALID_STATEFULSET_FIELD, *name, message)
                .path(format!("{path}.name"))
                .help(fault.allowed);
        } else {
            sound.entry(name.str()).or_insert(MountedSource::Claim);
        }
    }
    seen.len()
}

/// What a volume is; one without a source becomes an emptyDir.
fn kind(volume: Place<'_>) -> MountedSource<'_> {
    let written = SOURCES.iter().find(|(source, _)| volume.get(source).is_set());
    match written {
        Some(("persistentVolumeClaim" | "ephemeral", _)) => MountedSource::Claim,
        Some((source, _)) => MountedSource::Other(source),
        None => MountedSource::Other("emptyDir"),
    }
}

/// The names of ephemeral volumes, for each of which a claim is made.
fn made_claims<'a>(pod: &PodContext<'a>) -> FirstSeen<&'a str, Place<'a>> {
    let mut names = FirstSeen::new();
    for volume in pod.spec.get("volumes").items().filter(|v| v.get("ephemeral").is_set()) {
        names.earlier(volume.get("name").str(), volume.get("name"));
    }
    names
}

/// A claim that the pod makes itself cannot also be referred to.
fn claim_of_ephemeral<'a>(
    volume: Place<'a>,
    pod: &PodContext<'a>,
    ephemeral: &FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    let claim = volume.get("persistentVolumeClaim").get("claimName");
    let pod_name = pod.meta.get("name").str();
    if pod.form == PodOwner::Template || claim.is_empty() || pod_name.is_empty() {
        return;
    }
    let own = claim.str().strip_prefix(pod_name).and_then(|rest| rest.strip_prefix('-'));
    if let Some(made) = own.and_then(|own| ephemeral.get(&own)) {
        let message = text!(
            "PersistentVolumeClaim `{}` belongs to an ephemeral volume of this Pod",
            shown(claim.str())
        );
        cx.invalid(code::INVALID_VOLUME_SOURCE, claim, message).related(made, "ephemeral volume");
    }
}

fn source<'a>(volume: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let mut written = SOURCES.iter().filter(|(source, _)| volume.get(source).is_set());
    let Some((first, _)) = written.next() else { return };
    let place = volume.get(first);
    if place.node().is_some_and(|node| !node.is_map()) {
        return;
    }
    for (second, reported) in written {
        let other = volume.get(second);
        let message = text!("volume already has the source `{}`", text::name(first));
        cx.forbidden(code::VOLUME_SOURCE_COUNT, other, message)
            .path(format!("{}.{reported}", volume.path()))
            .related(place, "first source")
            .help("make a separate volume of each source");
    }
    match *first {
        "emptyDir" => empty_dir(place, cx),
        "secret" => files_of(place, "secretName", cx),
        "configMap" => files_of(place, "name", cx),
        "downwardAPI" => downward_api(place, cx),
        "projected" => projected(place, cx),
        "csi" => csi(place, cx),
        "ephemeral" => ephemeral(place, volume, pod, cx),
        "image" => image(place, pod, cx),
        "persistentVolumeClaim" => required(place, &["claimName"], cx),
        other => shared_source(other, place, cx),
    }
    portal_and_name(volume, cx);
}

/// The volume's name and the portal make one name on the node.
fn portal_and_name<'a>(volume: Place<'a>, cx: &mut Checker<'a>) {
    let (name, portal) = (volume.get("name"), volume.at(&["iscsi", "targetPortal"]));
    let long = name.str().len() + 1 + portal.str().len() > 64;
    if long && volume.at(&["iscsi", "initiatorName"]).text().is_some() {
        let message = "volume name and `targetPortal` together are longer than 63 characters";
        cx.invalid(code::INVALID_VOLUME_SOURCE, name, message);
    }
}

/// The sources that pods and PersistentVolumes share.
pub(super) fn shared_source<'a>(kind: &str, source: Place<'a>, cx: &mut Checker<'a>) {
    match kind {
        "hostPath" => host_path(source, cx),
        "nfs" => nfs(source, cx),
        "iscsi" => iscsi(source, cx),
        other => legacy(other, source, cx),
    }
}

fn required<'a>(source: Place<'a>, fields: &[&'static str], cx: &mut Checker<'a>) {
    for field in fields {
        let place = source.get(field);
        if place.is_empty() {
            let message =
                text!("{} volume has no `{}`", text::name(source.name()), text::name(field));
            cx.required(code::INVALID_VOLUME_SOURCE, place, message);
        }
    }
}

fn empty_dir<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    use crate::model::value::Quantity;
    let limit = source.get("sizeLimit");
    if let Some(Ok(size)) = limit.node().and_then(Quantity::of)
        && size.is_negative()
    {
        cx.forbidden(
            code::INVALID_VOLUME_SOURCE,
            limit,
            text!("`sizeLimit` must be at least 0, but is {}", size.to_string()),
        );
    }
}

fn host_path<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    const TYPES: [&str; 7] = [
        "DirectoryOrCreate",
        "Directory",
        "FileOrCreate",
        "File",
        "Socket",
        "CharDevice",
        "BlockDevice",
    ];
    let path = source.get("path");
    if path.is_empty() {
        cx.required(code::INVALID_VOLUME_SOURCE, path, "hostPath volume has no `path`");
        return;
    }
    paths::no_backsteps(code::INVALID_VOLUME_PATH, path, cx);
    cx.one_of(code::INVALID_ENUM_VALUE, source.get("type"), &TYPES);
}

fn nfs<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    required(source, &["server", "path"], cx);
    let path = source.get("path");
    if (path.text().is_some() || !path.is_set()) && !path.str().starts_with('/') {
        cx.invalid(
            code::INVALID_VOLUME_SOURCE,
            path,
            "`path` of an nfs volume must start with `/`",
        );
    }
}

/// A Secret's or ConfigMap's files.
fn files_of<'a>(source: Place<'a>, name: &'static str, cx: &mut Checker<'a>) {
    required(source, &[name], cx);
    mode(source.get("defaultMode"), cx);
    user(source.get("defaultUser"), cx);
    for item in source.get("items").items() {
        key_to_path(item, cx);
    }
}

fn downward_api<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    mode(source.get("defaultMode"), cx);
    user(source.get("defaultUser"), cx);
    for file in source.get("items").items() {
        downward_file(file, source, cx);
    }
}

fn csi<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    csi_driver_name(code::INVALID_VOLUME_SOURCE, source.get("driver"), cx);
    let secret = source.get("nodePublishSecretRef");
    let name = secret.get("name");
    if secret.is_set() && name.is_empty() {
        cx.required(code::INVALID_VOLUME_SOURCE, name, "`nodePublishSecretRef` has no `name`");
    } else if name.text().is_some()
        && let Some(cause) = cx.format(code::INVALID_VOLUME_SOURCE, name, names::dns_subdomain)
    {
        cause.path(format!("{}.name", source.path()));
    }
}

/// The name of a CSI or DRA driver: a DNS name of at most 63 characters, in any case
/// (`ValidateCSIDriverName`).
pub(in crate::validate) fn csi_driver_name<'a>(code: Code, name: Place<'a>, cx: &mut Checker<'a>) {
    // Before 1.35 an empty name breaks the format as well.
    if cx.require(code, name) || !cx.version.since(35) {
        cx.not_longer(code, name, 63);
        cx.format_of(code, name, &name.str().to_lowercase(), names::dns_subdomain);
    }
}

fn ephemeral<'a>(source: Place<'a>, volume: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let template = source.get("volumeClaimTemplate");
    if !template.is_set() {
        cx.required(
            code::INVALID_VOLUME_SOURCE,
            template,
            "ephemeral volume has no `volumeClaimTemplate`",
        );
    } else {
        meta::template(code::INVALID_VOLUME_SOURCE, template.get("metadata"), cx);
        persistent_volume_claim::template_spec(template.get("spec"), cx);
    }
    let (pod_name, name) = (pod.meta.get("name").str(), volume.get("name"));
    if pod.form == PodOwner::Bare && !pod_name.is_empty() && !name.is_empty() {
        let claim = format!("{pod_name}-{}", name.str());
        if let Err(fault) = names::dns_subdomain(&claim) {
            let message =
                text!("the name of its PersistentVolumeClaim, `{}`, {}", shown(&claim), fault.what);
            cx.invalid(code::INVALID_VOLUME_SOURCE, name, message).help(fault.allowed);
        }
    }
}

/// An image as a volume; what it refers to may come later in a template.
fn image<'a>(source: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    if pod.form == PodOwner::Bare {
        required(source, &["reference"], cx);
    }
    cx.one_of(
        code::INVALID_ENUM_VALUE,
        source.get("pullPolicy"),
        &["Always", "IfNotPresent", "Never"],
    );
}

/// `iqn`, `eui` or `naa` names (RFC 3720) and the rest of an iSCSI volume.
fn iscsi<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    required(source, &["targetPortal", "iqn"], cx);
    let initiator = source.get("initiatorName");
    iscsi_name(source.get("iqn"), &source.get("iqn").path(), cx);
    if initiator.text().is_some() {
        iscsi_name(initiator, &format!("{}.initiatorname", source.path()), cx);
    }
    cx.within(code::INVALID_VOLUME_SOURCE, source.get("lun"), 0..=255);
    let chap = ["chapAuthDiscovery", "chapAuthSession"];
    let asked = chap.iter().find(|field| source.get(field).bool() == Some(true));
    if let Some(field) = asked
        && !source.get("secretRef").is_set()
    {
        let message = text!("`{}: true` requires `secretRef`", text::name(field));
        cx.required(code::INVALID_VOLUME_SOURCE, source.get("secretRef"), message);
    }
}

fn iscsi_name<'a>(place: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    let Some(text) = place.text().filter(|text| !text.is_empty() || place.name() != "iqn") else {
        return;
    };
    let hex = |rest: &str, length: usize| {
        rest.len() == length + 1
            && rest.is_char_boundary(1)
            && rest[1..].bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let sound = match (text.get(..3), text.get(3..)) {
        (Some("iqn"), Some(rest)) => is_iqn(rest),
        (Some("eui"), Some(rest)) => hex(rest, 16),
        (Some("naa"), Some(rest)) => hex(rest, 32),
        _ => false,
    };
    if !sound {
        cx.invalid(
            code::INVALID_VOLUME_SOURCE,
            place,
            text!("`{}` is not a valid iSCSI name", shown(text)),
        )
        .path(path)
        .help("write a name such as iqn.2001-04.com.example:storage.disk2");
    }
}

/// `.YYYY-MM.` and a domain, then `:` and a name without separators.
fn is_iqn(rest: &str) -> bool {
    let Some((domain, name)) = rest.split_once(':') else { return false };
    let date = domain.get(..9).is_some_and(|date| {
        date.bytes().enumerate().all(|(at, b)| match at {
            0 | 8 => b == b'.',
            5 => b == b'-',
            _ => b.is_ascii_digit(),
        })
    });
    let host = domain.get(9..).unwrap_or("");
    date && !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        && !name.is_empty()
        && !name.contains(|c: char| ",;*&$|".contains(c) || c.is_ascii_whitespace())
}

/// Sources of storage systems that were built in once.
fn legacy<'a>(kind: &str, source: Place<'a>, cx: &mut Checker<'a>) {
    match kind {
        "gcePersistentDisk" => gce_persistent_disk(source, cx),
        "awsElasticBlockStore" => required(source, &["volumeID"], cx),
        "glusterfs" => required(source, &["endpoints", "path"], cx),
        "rbd" => required(source, &["monitors", "image"], cx),
        "cephfs" => required(source, &["monitors"], cx),
        "flexVolume" => flex_volume(source, cx),
        "azureFile" => required(source, &["secretName", "shareName"], cx),
        "vsphereVolume" => required(source, &["volumePath"], cx),
        "photonPersistentDisk" => required(source, &["pdID"], cx),
        "portworxVolume" | "cinder" => required(source, &["volumeID"], cx),
        "scaleIO" => required(source, &["gateway", "system", "volumeName"], cx),
        "azureDisk" => azure_disk(source, cx),
        "quobyte" => quobyte(source, cx),
        "flocker" => flocker(source, cx),
        "fc" => fibre_channel(source, cx),
        "storageos" => storage_os(source, cx),
        "gitRepo" => {
            required(source, &["repository"], cx);
            let directory = source.get("directory");
            paths::descending(code::INVALID_VOLUME_PATH, directory, &directory.path(), cx);
        }
        _ => {}
    }
    if kind == "awsElasticBlockStore" {
        cx.within(code::INVALID_VOLUME_SOURCE, source.get("partition"), 0..=255);
    }
    if matches!(kind, "cinder" | "storageos") && source.get("secretRef").is_set() {
        let name = source.get("secretRef").get("name");
        if name.is_empty() {
            cx.required(code::INVALID_VOLUME_SOURCE, name, "`secretRef` has no `name`");
        }
    }
}

/// The server reports it as `persistentDisk`.
fn gce_persistent_disk<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let mark = cx.mark();
    required(source, &["pdName"], cx);
    cx.within(code::INVALID_VOLUME_SOURCE, source.get("partition"), 0..=255);
    cx.rename_since(mark, ".gcePersistentDisk", ".persistentDisk");
}

fn flex_volume<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    required(source, &["driver"], cx);
    for (key, value) in source.get("options").entries() {
        let domain = format!(".{}", key.split('/').next().unwrap_or(key).to_lowercase());
        if domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io") {
            let message = text!("option `{}` has a reserved domain", text::key(shown(key)));
            cx.invalid(code::INVALID_VOLUME_SOURCE, value, message);
        }
    }
}

fn azure_disk<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    required(source, &["diskName", "diskURI"], cx);
    cx.one_of_set(
        code::INVALID_ENUM_VALUE,
        source.get("cachingMode"),
        &["None", "ReadOnly", "ReadWrite"],
    );
    let (kind, uri) = (source.get("kind"), source.get("diskURI"));
    cx.one_of_set(code::INVALID_ENUM_VALUE, kind, &["Shared", "Dedicated", "Managed"]);
    let text = kind.text().unwrap_or("Shared");
    let start = if text == "Managed" { "/subscriptions/" } else { "https://" };
    if !uri.str().starts_with(start) && (uri.text().is_some() || !uri.is_set()) {
        let message =
            text!("`diskURI` of a disk of kind {} must start with {}", text, text::name(start));
        cx.refuse(code::INVALID_VOLUME_SOURCE, crate::validate::Reason::NotSupported, uri, message);
    }
}

/// `host:port`, with brackets around a host that has colons (`net.SplitHostPort` of Go).
fn is_host_and_port(pair: &str) -> bool {
    let Some((host, port)) = pair.rsplit_once(':') else { return false };
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    (inner.is_some() || !host.contains(':'))
        && !inner.unwrap_or(host).contains(['[', ']'])
        && !port.contains(['[', ']'])
}

fn quobyte<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let (registry, tenant) = (source.get("registry"), source.get("tenant"));
    if registry.is_empty() {
        required(source, &["registry"], cx);
    } else if tenant.str().len() >= 65 {
        cx.required(code::INVALID_VOLUME_SOURCE, tenant, "`tenant` is longer than 64 characters");
    } else if !registry.str().split(',').all(is_host_and_port) {
        cx.invalid(
            code::INVALID_VOLUME_SOURCE,
            registry,
            "`registry` must be a comma-separated list of host:port",
        );
    }
    required(source, &["volume"], cx);
}

fn flocker<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let (name, id) = (source.get("datasetName"), source.get("datasetUUID"));
    if name.is_empty() && id.is_empty() {
        cx.required(
            code::INVALID_VOLUME_SOURCE,
            source,
            "flocker volume has neither `datasetName` nor `datasetUUID`",
        );
    }
    if !name.is_empty() && !id.is_empty() {
        cx.invalid(
            code::INVALID_VOLUME_SOURCE,
            source,
            "flocker volume has both `datasetName` and `datasetUUID`",
        );
    }
    if name.str().contains('/') {
        cx.invalid(code::INVALID_VOLUME_SOURCE, name, "`datasetName` contains a `/`");
    }
}

fn fibre_channel<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let (targets, ids, lun) = (source.get("targetWWNs"), source.get("wwids"), source.get("lun"));
    match (targets.count(), ids.count()) {
        (0, 0) => {
            cx.required(
                code::INVALID_VOLUME_SOURCE,
                targets,
                "fc volume has neither `targetWWNs` nor `wwids`",
            );
        }
        (1.., 1..) => {
            cx.invalid(
                code::INVALID_VOLUME_SOURCE,
                targets,
                "fc volume has both `targetWWNs` and `wwids`",
            );
        }
        _ => {}
    }
    if targets.count() > 0 && !lun.is_set() {
        cx.required(code::INVALID_VOLUME_SOURCE, lun, "`targetWWNs` requires `lun`");
    } else if targets.count() > 0 {
        cx.within(code::INVALID_VOLUME_SOURCE, lun, 0..=255);
    }
}

fn storage_os<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    required(source, &["volumeName"], cx);
    for field in ["volumeName", "volumeNamespace"] {
        let place = source.get(field);
        if place.text().is_some_and(|text| !text.is_empty()) {
            cx.format(code::INVALID_VOLUME_SOURCE, place, names::dns_label);
        }
    }
}
