//! Names, namespaces, labels, annotations, finalizers and owners, and label selectors
//! (`k8s.io/apimachinery/pkg/api/validation/objectmeta.go`,
//! `pkg/apis/meta/v1/validation/validation.go`).

use std::borrow::Cow;

use super::{
    Cause, Checker, Reason,
    cause::AGGREGATED,
    ip,
    names::{self, FormatError, FormatResult, shown},
};
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    input::Location,
    model::{Object, Place, first_seen::FirstSeen, gates, schema, version::Version},
    text,
};

/// All annotations of an object together, keys and values, in bytes.
const MAX_ANNOTATIONS: usize = 256 * 1024;
/// A generated name is a prefix cut to this length and five random characters.
const MAX_GENERATED: usize = 63 - 5;

/// Which names a kind allows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameFormat {
    Subdomain,
    Label,
    Dns1035,
    ConfigMapKey,
    PathSegment,
    /// The address itself, in its shortest form.
    Address,
}

impl NameFormat {
    fn of(object: &Object, version: Version) -> NameFormat {
        match (object.gvk.group.as_str(), object.gvk.kind.as_str()) {
            ("", "Namespace") => NameFormat::Label,
            ("", "Service") => {
                if version.enables(gates::RELAXED_SERVICE_NAME_VALIDATION) {
                    NameFormat::Label
                } else {
                    NameFormat::Dns1035
                }
            }
            ("apps", "StatefulSet") if version.since(27) => NameFormat::Label,
            ("", "Event")
            | ("rbac.authorization.k8s.io", _)
            | ("policy", "PodDisruptionBudget")
            | ("certificates.k8s.io", "CertificateSigningRequest")
            | ("apiregistration.k8s.io", _) => NameFormat::PathSegment,
            ("networking.k8s.io", "IPAddress") => NameFormat::Address,
            ("coordination.k8s.io", "LeaseCandidate") => NameFormat::ConfigMapKey,
            _ => NameFormat::Subdomain,
        }
    }

    fn check(self, name: &str) -> FormatResult {
        match self {
            NameFormat::Subdomain => names::dns_subdomain(name),
            NameFormat::Label => names::dns_label(name),
            NameFormat::Dns1035 => names::dns_1035_label(name),
            NameFormat::ConfigMapKey => names::config_map_key(name),
            NameFormat::PathSegment => names::path_segment(name),
            NameFormat::Address => ip::address(name),
        }
    }

    const fn longest(self) -> usize {
        match self {
            NameFormat::Subdomain | NameFormat::ConfigMapKey => 253,
            NameFormat::Label | NameFormat::Dns1035 => 63,
            NameFormat::PathSegment | NameFormat::Address => usize::MAX,
        }
    }

    fn suggest(self, name: &str) -> Option<String> {
        match self {
            NameFormat::Subdomain => names::as_dns_subdomain(name),
            NameFormat::Label | NameFormat::Dns1035 => {
                names::as_dns_label(name).filter(|name| self.check(name).is_ok())
            }
            NameFormat::ConfigMapKey | NameFormat::PathSegment | NameFormat::Address => None,
        }
    }
}

/// The metadata of an object of any kind.
pub(super) fn object_meta<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let gvk = &object.gvk;
    let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, cx.version);
    if kind.is_none() && schema::is_builtin_group(&gvk.group) {
        return;
    }
    // Reviews and the like are answered, not stored: they need no name.
    if kind.is_some_and(|kind| !kind.verbs().any(|verb| verb == "get")) {
        return;
    }
    let meta = object.field("metadata");
    if meta.node().is_some_and(|node| !node.is_map()) {
        return;
    }
    let mark = cx.mark();
    name(meta, NameFormat::of(object, cx.version), cx);
    if kind.is_none() {
        for cause in cx.since(mark) {
            let place = if cause.path.ends_with("generateName") { "generateName" } else { "name" };
            // Names are parts of paths with any server.
            if names::path_segment(meta.get(place).str()).is_ok()
                && cause.code != code::MISSING_NAME
            {
                cause.unless(AGGREGATED);
            }
        }
    }
    let namespace = meta.get("namespace");
    if kind.is_none_or(schema::Kind::namespaced) && !namespace.is_empty() {
        checked(namespace, "namespace", names::dns_label(namespace.str()), cx);
    }
    if !counts_from_one(object) {
        cx.not_negative(code::INVALID_NAME, meta.get("generation"));
    }
    labels(meta.get("labels"), Place::path, cx);
    annotations(meta.get("annotations"), Place::path, cx);
    owner_references(meta.get("ownerReferences"), cx);
    finalizers(meta.get("finalizers"), object, cx);
}

/// The metadata of a resource inside of an object (`validateEmbeddedResource`).
pub(super) fn embedded<'a>(metadata: Place<'a>, cx: &mut Checker<'a>) {
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    let namespace = metadata.get("namespace");
    if !name.is_empty() {
        checked(name, "name", names::path_segment(name.str()), cx);
    }
    if !prefix.is_empty() {
        checked(prefix, "name", names::path_segment_prefix(prefix.str()), cx);
    }
    if !namespace.is_empty() {
        checked(namespace, "namespace", names::dns_label(namespace.str()), cx);
    }
    cx.not_negative(code::INVALID_NAME, metadata.get("generation"));
    labels(metadata.get("labels"), Place::path, cx);
    annotations(metadata.get("annotations"), Place::path, cx);
    owner_references(metadata.get("ownerReferences"), cx);
}

/// Whether the server writes a generation of 1 over whatever is there (`PrepareForCreate`).
fn counts_from_one(object: &Object) -> bool {
    match object.gvk.group.as_str() {
        group if !schema::is_builtin_group(group) => true,
        "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "apps"
        | "batch"
        | "discovery.k8s.io"
        | "flowcontrol.apiserver.k8s.io"
        | "policy" => object.gvk.kind != "ControllerRevision",
        _ => matches!(
            object.gvk.kind.as_str(),
            "DeviceClass"
                | "DeviceTaintRule"
                | "Ingress"
                | "IngressClass"
                | "NetworkPolicy"
                | "Pod"
                | "PodTemplate"
                | "PriorityClass"
                | "ReplicationController"
                | "ResourceSlice"
        ),
    }
}

fn name<'a>(meta: Place<'a>, rule: NameFormat, cx: &mut Checker<'a>) {
    let (name, prefix) = (meta.get("name"), meta.get("generateName"));
    if let Some(text) = prefix.text().filter(|text| !text.is_empty()) {
        generate_name(prefix, text, name.is_empty(), rule, cx);
        let made = generated(text);
        if name.is_empty() && rule.check(&made).is_ok() {
            hostname(prefix, &made, cx);
        }
    } else if name.is_empty() && cx.object.gvk.kind == "LimitRange" {
        // The server makes one up.
        return;
    } else if name.is_empty() {
        cx.required(code::MISSING_NAME, name, "the object has no name").help(
            "set `metadata.name`, or `metadata.generateName` to let the server choose a suffix",
        );
        return;
    }
    let Some(text) = name.text().filter(|text| !text.is_empty()) else { return };
    if cx.object.gvk.is("", "Namespace") {
        // The server labels it with its name.
        if let Err(fault) = names::label_value(text) {
            let message = text!(
                "name `{}` is not a valid label value: {}",
                text::key(shown(text)),
                fault.what
            );
            cx.invalid(code::INVALID_LABEL, name, message).path("metadata.labels").follows(name);
        }
    }
    let Err(fault) = rule.check(text) else { return hostname(name, text, cx) };
    let code = if text.len() > rule.longest() { code::NAME_TOO_LONG } else { code::INVALID_NAME };
    let message = text!("name `{}` {}", text::key(shown(text)), fault.what);
    let cause = cx.invalid(code, name, message);
    cause.help(fault.allowed);
    if let Some(better) = rule.suggest(text) {
        // References to the object must be renamed as well, which a fix cannot do.
        let title = text!("rename it to `{}`, and everything that refers to it", better.as_str());
        cause.fix(Safety::Shown, title, name.set(&better));
    }
}

/// The name of a workload is the start of its Pods' hostnames (`WarningsOnCreate` of each kind).
fn hostname<'a>(name: Place<'a>, text: &str, cx: &mut Checker<'a>) {
    let gvk = &cx.object.gvk;
    let names_pods = match (gvk.group.as_str(), gvk.kind.as_str()) {
        ("", "Pod" | "ReplicationController") | ("apps", "Deployment" | "ReplicaSet") => true,
        // Longer names are refused.
        ("batch", "Job" | "CronJob") => text.len() <= 63,
        _ => false,
    };
    if let Err(fault) = names::dns_label(text)
        && names_pods
        && !cx.object.is_live()
    {
        let message =
            text!("name `{}` is not a valid Pod hostname: {}", text::key(shown(text)), fault.what);
        cx.warn(code::WORKLOAD_NAME_NOT_DNS_LABEL, name, message).help(fault.allowed);
    }
}

/// A prefix is checked as a name that something follows; where nothing else names the object, what
/// the server makes of it is checked too.
fn generate_name<'a>(
    place: Place<'a>,
    prefix: &str,
    names_it: bool,
    rule: NameFormat,
    cx: &mut Checker<'a>,
) {
    // Kinds that were moved to declarative validation look at the made name only.
    let made_only = match cx.object.gvk.kind.as_str() {
        "ReplicationController" => cx.version.since(34),
        "DeviceClass" => cx.version.since(36),
        _ => false,
    };
    let code = if prefix.len() > rule.longest() { code::NAME_TOO_LONG } else { code::INVALID_NAME };
    let mut refuse = |place: Place<'a>, path: String, fault: &FormatError| {
        let message = text!("generateName `{}` {}", text::key(shown(prefix)), fault.what);
        cx.invalid(code, place, message).path(path).help(fault.allowed.clone());
    };
    let verdict = match made_only {
        true => names::path_segment_prefix(prefix),
        false => rule.check(&masked(prefix)),
    };
    if let Err(fault) = verdict {
        refuse(place, place.path(), &fault);
    }
    if let Err(fault) = rule.check(&generated(prefix))
        && names_it
    {
        refuse(place, "metadata.name".to_owned(), &fault);
    }
}

/// A name such as the server makes of a prefix.
fn generated(prefix: &str) -> String {
    let mut end = prefix.len().min(MAX_GENERATED);
    while !prefix.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}xxxxx", &prefix[..end])
}

/// The name under which an object is validated: its own, or one such as the server makes of
/// `generateName`; empty without either.
pub(super) fn made_name(object: Place<'_>) -> Cow<'_, str> {
    let metadata = object.get("metadata");
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    if name.is_empty() && !prefix.str().is_empty() {
        return generated(prefix.str()).into();
    }
    name.str().into()
}

/// What names an object: `name`, or `generateName` in its place.
pub(super) fn name_at(object: Place<'_>) -> Location {
    let metadata = object.get("metadata");
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    if name.is_empty() && !prefix.is_empty() { prefix.location() } else { name.location() }
}

/// The start of a DNS subdomain, as a few fields allow it.
pub(super) fn prefix(value: &str) -> FormatResult {
    names::dns_subdomain(&masked(value))
}

/// A prefix whose last `-` is allowed, for something follows it (`maskTrailingDash`).
fn masked(prefix: &str) -> String {
    match prefix.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => {
            let cut = rest.char_indices().next_back().map_or(0, |(at, _)| at);
            format!("{}a", &rest[..cut])
        }
        _ => prefix.to_owned(),
    }
}

fn checked<'a>(place: Place<'a>, what: &str, verdict: FormatResult, cx: &mut Checker<'a>) {
    if let (Some(text), Err(fault)) = (place.text(), verdict) {
        let message = text!("{} `{}` {}", text::name(what), text::key(shown(text)), fault.what);
        cx.invalid(code::INVALID_NAME, place, message).help(fault.allowed);
    }
}

/// Labels; the server names the map, by the path that `path` gives, not the key.
pub(super) fn labels<'a>(labels: Place<'a>, path: fn(Place<'a>) -> String, cx: &mut Checker<'a>) {
    for (key, value) in labels.entries() {
        if let Err(fault) = names::qualified_name(key) {
            let message = text!("label key `{}` {}", text::key(shown(key)), fault.what);
            let cause = cx.invalid(code::INVALID_LABEL, value, message).path(path(labels));
            cause.help(fault.allowed).at = value.object().location(value.key_span());
        }
        // The server writes the name of a Namespace over it (`SetDefaults_Namespace`).
        let object = value.object();
        let is_set = key == "kubernetes.io/metadata.name"
            && object.gvk.is("", "Namespace")
            && !object.name.is_empty();
        if is_set {
            continue;
        }
        if let Some(cause) = label_value(value, cx) {
            cause.path(path(labels));
        }
    }
}

/// Checks the value of a label; gives the cause.
fn label_value<'c, 'a>(value: Place<'a>, cx: &'c mut Checker<'a>) -> Option<&'c mut Cause> {
    let (text, fault) = (value.text()?, names::label_value(value.str()).err()?);
    let message = text!("label value `{}` {}", shown(text), fault.what);
    let cause = cx.invalid(code::INVALID_LABEL, value, message);
    cause.help(fault.allowed);
    Some(cause)
}

/// Annotations; the server names the map, by the path that `path` gives.
pub(super) fn annotations<'a>(
    annotations: Place<'a>,
    path: fn(Place<'a>) -> String,
    cx: &mut Checker<'a>,
) {
    let mut size = 0;
    for (key, value) in annotations.entries() {
        size += key.len() + value.str().len();
        if let Err(fault) = names::annotation_key(key) {
            let message = text!("annotation key `{}` {}", text::key(shown(key)), fault.what);
            let cause =
                cx.invalid(code::INVALID_ANNOTATION, value, message).path(path(annotations));
            cause.help(fault.allowed).at = value.object().location(value.key_span());
        }
    }
    if size > MAX_ANNOTATIONS {
        let message = text!(
            "annotations have {} bytes in total, at most {} are allowed",
            text::name(size),
            text::name(MAX_ANNOTATIONS)
        );
        cx.refuse(code::INVALID_ANNOTATION, Reason::TooLong, annotations, message)
            .path(path(annotations))
            .help(
                "use `kubectl apply --server-side`, which does not copy the object into an \
                 annotation",
            );
    }
}

/// Metadata of a template of which only labels and annotations are handed on
/// (`ValidateTemplateObjectMeta`).
pub(super) fn template<'a>(code: Code, metadata: Place<'a>, cx: &mut Checker<'a>) {
    annotations(metadata.get("annotations"), Place::path, cx);
    labels(metadata.get("labels"), Place::path, cx);
    for (key, value) in metadata.entries() {
        let collection = value.node().is_some_and(|node| node.is_list() || node.is_map());
        // Go tells an absent grace period from 0, but not an absent generation.
        let zero = key == "generation" && value.int() == Some(0);
        let set = collection || !value.is_empty() && !zero;
        if !["labels", "annotations"].contains(&key) && set {
            // The server makes the name of the field out of Go's.
            let name = if key == "uid" { "uID" } else { key };
            let message =
                text!("`metadata.{}` is not allowed in a template", text::key(shown(key)));
            cx.forbidden(code, value, message).path(format!("{}.{name}", metadata.path()));
        }
    }
}

fn owner_references<'a>(references: Place<'a>, cx: &mut Checker<'a>) {
    let mut controller: Option<Place<'a>> = None;
    let mut seen = FirstSeen::new();
    for owner in references.items() {
        // What is repeated whole is dropped, with a warning.
        if let Some(first) = seen.earlier(owner_key(owner), owner) {
            cx.warn(code::DUPLICATE_OWNER_REFERENCE, owner, "owner reference is listed twice")
                .related(first, "first listed here")
                .help("remove the duplicate, which the server drops")
                .fix(Safety::Safe, "remove the duplicate", owner.remove_item());
            continue;
        }
        owner_reference(owner, references, cx);
        if owner.get("controller").bool() != Some(true) {
            continue;
        }
        if let Some(first) = controller {
            cx.invalid(
                code::INVALID_OWNER_REFERENCE,
                owner.get("controller"),
                "only one owner can have `controller: true`",
            )
            .path(references.path())
            .related(first, "already set here");
        } else {
            controller = Some(owner.get("controller"));
        }
    }
}

/// One owner (`validateOwnerReference`). Before 1.37 the server names the list, not the item, and
/// calls what is missing invalid.
fn owner_reference<'a>(owner: Place<'a>, references: Place<'a>, cx: &mut Checker<'a>) {
    let (reason, list) = match cx.version.since(37) {
        true => (Reason::Required, owner.path()),
        false => (Reason::Invalid, references.path()),
    };
    let (version, kind) = (owner.get("apiVersion"), owner.get("kind"));
    for field in [version, kind, owner.get("name"), owner.get("uid")] {
        // A copy of a live object is usually kept without the uids.
        let taken_out = field.name() == "uid" && cx.object.is_live();
        if field.is_empty() && !taken_out {
            let message = text!("owner reference has no `{}`", text::name(field.name()));
            let path = format!("{list}.{}", field.name());
            cx.refuse(code::INVALID_OWNER_REFERENCE, reason, field, message).path(path);
        }
    }
    if !version.is_empty() && !is_api_version(version.str()) {
        let message = text!("`{}` is not a valid API version", shown(version.str()));
        cx.invalid(code::INVALID_OWNER_REFERENCE, version, message)
            .path(format!("{list}.apiVersion"))
            .help("write a version such as `v1`, or group and version such as `apps/v1`");
    }
    if version.str() == "v1" && kind.str() == "Event" {
        cx.invalid(code::INVALID_OWNER_REFERENCE, kind, "an Event cannot own anything").path(list);
    }
}

/// Whether there is a version in it (`ParseGroupVersion`).
fn is_api_version(text: &str) -> bool {
    match text.split_once('/') {
        Some((_, version)) => !version.is_empty() && !version.contains('/'),
        None => true,
    }
}

/// What makes two references the same.
fn owner_key(owner: Place<'_>) -> ([&str; 4], [Option<bool>; 2]) {
    let texts = ["apiVersion", "kind", "name", "uid"].map(|field| owner.get(field).str());
    let flags = ["controller", "blockOwnerDeletion"].map(|field| owner.get(field).bool());
    (texts, flags)
}

/// Built-in kinds allow only known or qualified finalizers, with a few exceptions.
fn finalizers<'a>(finalizers: Place<'a>, object: &'a Object, cx: &mut Checker<'a>) {
    const KNOWN: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];
    let strict = !matches!(
        object.gvk.group.as_str(),
        "admissionregistration.k8s.io" | "coordination.k8s.io" | "policy" | "node.k8s.io"
    ) && !object.gvk.is("", "Event")
        && schema::is_builtin_group(&object.gvk.group)
        && !matches!(object.gvk.group.as_str(), "apiextensions.k8s.io" | "apiregistration.k8s.io");
    let custom = !schema::is_builtin_group(&object.gvk.group);
    for item in finalizers.items() {
        if item.is_set() && item.text().is_none() {
            continue;
        }
        let text = item.str();
        if let Err(fault) = names::qualified_name(text) {
            let message = text!("finalizer `{}` {}", text::key(shown(text)), fault.what);
            cx.invalid(code::INVALID_FINALIZER, item, message)
                .path(finalizers.path())
                .help(fault.allowed);
        }
        if strict && !text.contains('/') && !KNOWN.contains(&text) {
            let message = text!("finalizer `{}` has no domain", text::key(shown(text)));
            cx.invalid(code::INVALID_FINALIZER, item, message)
                .help("write a domain and `/` before it, such as `example.com/name`");
        } else if custom
            && !object.is_live()
            && !text.contains(['/', '.'])
            && !KNOWN.contains(&text)
        {
            // The server warns of `finalizers.example.com` too; such a name is its controller's,
            // no other has it, and who writes the manifest cannot choose.
            let message = text!("finalizer `{}` has no domain", text::key(shown(text)));
            cx.warn(code::UNQUALIFIED_CUSTOM_FINALIZER, item, message)
                .help("write a domain and `/` before it, such as `example.com/name`");
        }
    }
    let find = |name: &str| finalizers.items().find(|item| item.str() == name);
    if let (Some(orphan), Some(foreground)) = (find("orphan"), find("foregroundDeletion")) {
        cx.invalid(
            code::INVALID_FINALIZER,
            foreground,
            "finalizers `orphan` and `foregroundDeletion` cannot be combined",
        )
        .path(finalizers.path())
        .related(orphan, "`orphan` is listed here")
        .help("keep one of them");
    }
}

/// A `metav1.LabelSelector` (`ValidateLabelSelector`).
pub(super) fn label_selector<'a>(selector: Place<'a>, cx: &mut Checker<'a>) {
    labels(selector.get("matchLabels"), Place::path, cx);
    for requirement in selector.get("matchExpressions").items() {
        let (operator, values) = (requirement.get("operator"), requirement.get("values"));
        match operator.str() {
            "In" | "NotIn" if values.is_empty() => {
                let message = text!("operator `{}` requires `values`", text::name(operator.str()));
                cx.required(code::INVALID_LABEL_SELECTOR, values, message).help(
                    "list the label values to compare with, or use `Exists` or `DoesNotExist`",
                );
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                let message =
                    text!("operator `{}` does not allow `values`", text::name(operator.str()));
                cx.forbidden(code::INVALID_LABEL_SELECTOR, values, message)
                    .help("remove `values`, or use `In` or `NotIn`")
                    .fix(Safety::Safe, "remove `values`", values.remove());
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            _ => unknown_operator(operator, cx),
        }
        let key = requirement.get("key");
        if let Err(fault) = names::qualified_name(key.str())
            && (key.text().is_some() || !key.is_set())
        {
            let message = match key.is_empty() {
                true => text!("label key {}", fault.what),
                false => text!("label key `{}` {}", text::key(shown(key.str())), fault.what),
            };
            cx.invalid(code::INVALID_LABEL, key, message).help(fault.allowed);
        }
        if cx.version.since(26) {
            for value in values.items() {
                label_value(value, cx);
            }
        }
    }
}

fn unknown_operator<'a>(operator: Place<'a>, cx: &mut Checker<'a>) {
    const OPERATORS: [&str; 4] = ["In", "NotIn", "Exists", "DoesNotExist"];
    if operator.is_set() && operator.text().is_none() {
        return;
    }
    let message = match operator.str() {
        "" => text!("selector requirement has no `operator`"),
        text => text!("`{}` is not a valid selector operator", shown(text)),
    };
    let meant = OPERATORS.iter().find(|known| known.eq_ignore_ascii_case(operator.str()));
    let cause: &mut Cause = cx.invalid(code::INVALID_LABEL_SELECTOR, operator, message);
    cause.help("use one of `In`, `NotIn`, `Exists`, `DoesNotExist`");
    if let Some(known) = meant {
        cause.suggest(Safety::Safe, text!("write `{}`", text::name(known)), operator.set(known));
    }
}

/// Whether the server can make a selector of it (`LabelSelectorAsSelector`); an absent one it can.
pub(super) fn is_sound_selector(selector: Place<'_>) -> bool {
    let pairs = selector.get("matchLabels").entries().all(|(key, value)| {
        names::qualified_name(key).is_ok() && names::label_value(value.str()).is_ok()
    });
    pairs
        && selector.get("matchExpressions").items().all(|requirement| {
            let values = requirement.get("values");
            let fits = match requirement.get("operator").str() {
                "In" | "NotIn" => !values.is_empty(),
                "Exists" | "DoesNotExist" => values.is_empty(),
                _ => false,
            };
            fits && names::qualified_name(requirement.get("key").str()).is_ok()
                && values.items().all(|value| names::label_value(value.str()).is_ok())
        })
}
