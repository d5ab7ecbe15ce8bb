//! Pod templates in the kinds that hold them, and the selectors that must match them
//! (`ValidatePodTemplateSpec`, `ValidatePodTemplateSpecForRC`, `pkg/apis/apps/validation`,
//! `pkg/apis/batch/validation`).

use super::{
    pod,
    pod_context::{PodContext, PodOwner, short_path},
};
use crate::{
    code,
    diagnostic::{Edit, Safety},
    model::{Object, Place, gates, version::Version},
    text,
    validate::{
        Checker, Reason, meta,
        names::{self, shown},
    },
};

/// A Pod, or a kind with a Pod template: its Pods and the selector that finds them.
pub(in crate::validate) fn workload<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let spec = object.field("spec");
    match (object.gvk.group.as_str(), object.gvk.kind.as_str()) {
        ("", "Pod") => bare_pod(object, cx),
        ("", "PodTemplate") => {
            let pod = PodContext::new(object.field("template"), PodOwner::Template);
            cx.one_of(
                code::INVALID_ENUM_VALUE,
                pod.spec.get("restartPolicy"),
                &["Always", "OnFailure", "Never"],
            );
            template(pod, cx);
        }
        ("", "ReplicationController") => replication_controller(spec, cx),
        ("apps", "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet") => apps(spec, cx),
        ("batch", "Job") => job(object, cx),
        ("batch", "CronJob") => cron_job(spec.get("jobTemplate").get("spec"), cx),
        _ => {}
    }
}

fn bare_pod<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let pod = PodContext::new(object.place(), PodOwner::Bare);
    cx.one_of(
        code::INVALID_ENUM_VALUE,
        pod.spec.get("restartPolicy"),
        &["Always", "OnFailure", "Never"],
    );
    pod::created(&pod, cx);
    pod::spec(pod, cx);
}

fn template<'a>(pod: PodContext<'a>, cx: &mut Checker<'a>) {
    let mark = cx.mark();
    meta::labels(pod.meta.get("labels"), short_path, cx);
    let copied = matches!(cx.object.gvk.kind.as_str(), "Job" | "ReplicationController")
        && cx.object.field("metadata").get("labels").count() == 0;
    // An object without labels gets those of its template, and with them their faults.
    if copied && let Some(first) = cx.since(mark).first().cloned() {
        let mut copy = first;
        copy.root = Some(copy.at);
        copy.path("metadata.labels");
        cx.push(copy);
    }
    meta::annotations(pod.meta.get("annotations"), short_path, cx);
    pod::spec(pod, cx);
}

/// The template of a controller that keeps its Pods running: they restart, and have no deadline.
fn running_template<'a>(pod: PodContext<'a>, cx: &mut Checker<'a>) {
    let (policy, deadline) = (pod.spec.get("restartPolicy"), pod.spec.get("activeDeadlineSeconds"));
    let kind = &cx.object.gvk.kind;
    if policy.text().is_some_and(|text| !["", "Always"].contains(&text)) {
        let message = text!(
            "restartPolicy `{}` is not allowed in the Pod template of a {}",
            shown(policy.str()),
            text::name(kind)
        );
        cx.refuse(code::RESTART_POLICY_NOT_ALLOWED, Reason::NotSupported, policy, message)
            .help("remove it or write `Always`; use a Job for Pods that run to completion")
            .fix(Safety::Unsafe, "write `Always`", policy.set("Always"));
    }
    if deadline.is_set() {
        let message = text!(
            "`activeDeadlineSeconds` is not allowed in the Pod template of a {}",
            text::name(kind)
        );
        cx.forbidden(code::ACTIVE_DEADLINE_NOT_ALLOWED, deadline, message)
            .help("remove it; use a Job for Pods that run to completion")
            .fix(Safety::Safe, "remove `activeDeadlineSeconds`", deadline.remove());
    }
    template(pod, cx);
}

/// Disks of GCE can be written to by one node only (`ValidateReadOnlyPersistentDisks`).
fn read_only_disks<'a>(pod: Place<'a>, cx: &mut Checker<'a>) {
    if cx.version.enables(gates::SKIP_READ_ONLY_VALIDATION_GCE) {
        return;
    }
    for volume in pod.at(&["spec", "volumes"]).items() {
        let read_only = volume.get("gcePersistentDisk").get("readOnly");
        if volume.get("gcePersistentDisk").is_set() && read_only.bool() != Some(true) {
            let message = "a disk that several Pods share must be `readOnly: true`";
            cx.invalid(code::INVALID_VOLUME_SOURCE, read_only, message)
                .help("set `readOnly: true`, or use one replica");
        }
    }
}

fn replication_controller<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (selector, holder) = (spec.get("selector"), spec.get("template"));
    let labels = holder.get("metadata").get("labels");
    // An absent selector becomes the labels of the template.
    if selector.count() == 0 && labels.count() == 0 {
        cx.required(
            code::MISSING_WORKLOAD_SELECTOR,
            selector,
            "the ReplicationController has no selector",
        )
        .help("set labels in the Pod template; the selector defaults to them");
    }
    if !holder.is_set() {
        cx.required(
            code::MISSING_WORKLOAD_SELECTOR,
            holder,
            "the ReplicationController has no Pod template",
        );
        return;
    }
    for (key, value) in selector.entries() {
        pair_matches(key, value, labels, cx);
    }
    running_template(PodContext::new(holder, PodOwner::Template), cx);
    if spec.get("replicas").int().unwrap_or(1) > 1 {
        read_only_disks(holder, cx);
    }
}

fn apps<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let mut pod = PodContext::new(spec.get("template"), PodOwner::Template);
    let selector = spec.get("selector");
    let labels = pod.meta.get("labels");
    if cx.object.gvk.kind == "StatefulSet" {
        let claims = spec.get("volumeClaimTemplates").items();
        pod.claim_templates = claims.map(|claim| claim.at(&["metadata", "name"])).collect();
    }
    if selector.is_set() {
        meta::label_selector(selector, cx);
        if selector.get("matchLabels").count() + selector.get("matchExpressions").count() == 0 {
            empty_selector(selector, labels, cx);
        } else if !meta::is_sound_selector(selector) {
            // Already reported where it is wrong; the server reports the whole selector too.
            if cx.object.gvk.kind != "DaemonSet" {
                cx.invalid(code::INVALID_LABEL_SELECTOR, selector, "selector is invalid")
                    .follows(selector);
            }
        } else {
            matches(selector, labels, cx);
        }
    } else {
        missing_selector(selector, labels, cx);
    }
    running_template(pod, cx);
    let is_shared = match cx.object.gvk.kind.as_str() {
        "DaemonSet" => true,
        "StatefulSet" => false,
        _ => spec.get("replicas").int().unwrap_or(1) > 1,
    };
    if is_shared {
        read_only_disks(spec.get("template"), cx);
    }
}

/// No selector: the server requires one, and finds that none matches no labels.
fn missing_selector<'a>(selector: Place<'a>, labels: Place<'a>, cx: &mut Checker<'a>) {
    let kind = cx.object.gvk.kind.clone();
    if kind != "DaemonSet" {
        let message = text!("the {} has no selector", text::name(&kind));
        let cause = cx.required(code::MISSING_WORKLOAD_SELECTOR, selector, message);
        cause.help("copy the labels of the Pod template to `spec.selector.matchLabels`");
        let pairs = labels.entries().map(|(key, value)| {
            let value = value.node().map_or("", crate::syntax::tree::Node::raw);
            format!("{key}: {value}")
        });
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        if !pairs.is_empty() {
            let text = format!("{{matchLabels: {{{pairs}}}}}");
            cause.fix(Safety::Unsafe, "select the labels of the Pod template", selector.set(&text));
        }
    }
    let code = if kind == "DaemonSet" {
        code::MISSING_WORKLOAD_SELECTOR
    } else {
        code::SELECTOR_TEMPLATE_MISMATCH
    };
    let cause = cx.invalid(code, labels, "without a selector, no labels match");
    cause.related(selector, "`spec.selector` is missing");
    if kind != "DaemonSet" {
        cause.follows(selector);
    }
}

/// An empty selector would match every Pod of the namespace.
fn empty_selector<'a>(selector: Place<'a>, labels: Place<'a>, cx: &mut Checker<'a>) {
    let kind = cx.object.gvk.kind.clone();
    let message = text!("the selector of the {} is empty", text::name(kind));
    cx.invalid(code::MISSING_WORKLOAD_SELECTOR, selector, message)
        .related(labels, "labels of the Pod template")
        .help("copy the labels of the Pod template to `matchLabels`");
}

/// Every term of a sound selector must hold for the template's labels; the first that does not
/// is shown at both ends.
fn matches<'a>(selector: Place<'a>, labels: Place<'a>, cx: &mut Checker<'a>) {
    for (key, value) in selector.get("matchLabels").entries() {
        if !pair_matches(key, value, labels, cx) {
            return;
        }
    }
    for requirement in selector.get("matchExpressions").items() {
        let held = labels.get(requirement.get("key").str());
        if !fulfils(requirement, LabelValue::of(held)) {
            let (key, operator) = (requirement.get("key").str(), requirement.get("operator"));
            let message = text!(
                "template labels do not match the selector (`{} {}`)",
                text::key(shown(key)),
                operator.str()
            );
            cx.invalid(code::SELECTOR_TEMPLATE_MISMATCH, held, message)
                .path(labels.path())
                .related(operator, "required here");
            return;
        }
    }
}

/// What a label is, as far as a manifest can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LabelValue<'a> {
    Absent,
    Text(&'a str),
    /// Set by the server, to something that no manifest can know.
    Made,
}

impl<'a> LabelValue<'a> {
    fn of(label: Place<'a>) -> LabelValue<'a> {
        if label.is_present() { LabelValue::Text(label.str()) } else { LabelValue::Absent }
    }
}

/// Whether a label fulfils a requirement of a sound selector.
fn fulfils<'a>(requirement: Place<'a>, held: LabelValue<'a>) -> bool {
    let listed = match held {
        LabelValue::Text(text) => {
            requirement.get("values").items().any(|value| value.str() == text)
        }
        _ => false,
    };
    match requirement.get("operator").str() {
        "In" => listed,
        "NotIn" => !listed,
        "Exists" => held != LabelValue::Absent,
        _ => held == LabelValue::Absent,
    }
}

/// Whether labels hold a pair; else reports it at both ends.
fn pair_matches<'a>(
    key: &'a str,
    value: Place<'a>,
    labels: Place<'a>,
    cx: &mut Checker<'a>,
) -> bool {
    let held = labels.get(key);
    let ill_typed = |place: Place<'a>| place.is_set() && place.text().is_none();
    if ill_typed(held)
        || ill_typed(value)
        || ill_typed(labels) && !labels.node().is_some_and(|n| n.is_map())
    {
        return true;
    }
    if held.is_present() && held.str() == value.str() {
        return true;
    }
    let wanted = text!("{}: {}", text::key(shown(key)), shown(value.str()));
    let message = match held.text() {
        Some(text) => text!(
            "template label `{}: {}` does not match the selector (`{}`)",
            text::key(shown(key)),
            shown(text),
            wanted
        ),
        None => text!("the Pod template has no label `{}`", wanted),
    };
    let raw = value.node().map_or("\"\"", crate::syntax::tree::Node::raw);
    cx.invalid(code::SELECTOR_TEMPLATE_MISMATCH, held, message)
        .path(labels.path())
        .related(value, text!("the selector requires `{}`", wanted))
        .help("make the selector and the labels of the Pod template equal")
        .fix(
            Safety::Unsafe,
            text!("set the template label `{}: {}`", text::key(key), raw),
            held.set(raw),
        );
    false
}

fn job<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let spec = object.field("spec");
    let (selector, manual) = (spec.get("selector"), spec.get("manualSelector"));
    let pod = PodContext::new(spec.get("template"), PodOwner::Template);
    let labels = pod.meta.get("labels");
    if manual.bool() == Some(true) {
        if !selector.is_set() {
            cx.required(code::JOB_SELECTOR_SET, selector, "`manualSelector` requires `selector`")
                .related(manual, "`manualSelector` is set here")
                .help("remove `manualSelector` to let the server generate the selector");
            let message = "without a selector, no labels match";
            cx.invalid(code::JOB_SELECTOR_SET, labels, message).follows(selector);
        } else if meta::is_sound_selector(selector) {
            meta::label_selector(selector, cx);
            matches(selector, labels, cx);
        } else {
            meta::label_selector(selector, cx);
        }
    } else {
        generated_selector(object, selector, labels, cx);
    }
    job_template(pod, cx);
}

/// Labels that the server sets on the pods of a Job: its name, and its uid, which no manifest can
/// know.
const JOB_NAME: [&str; 2] = ["job-name", "batch.kubernetes.io/job-name"];
const JOB_UID: [&str; 2] = ["controller-uid", "batch.kubernetes.io/controller-uid"];

/// Whether it is one of the labels that servers before 1.27 do not set.
fn is_prefixed(key: &str) -> bool {
    key.starts_with("batch.kubernetes.io/")
}

/// The server generates selector and labels; what is written must not contradict them
/// (`validateGeneratedSelector`).
fn generated_selector<'a>(
    object: &'a Object,
    selector: Place<'a>,
    labels: Place<'a>,
    cx: &mut Checker<'a>,
) {
    meta::label_selector(selector, cx);
    if object.is_live() {
        return;
    }
    let version = cx.version;
    let made = |key: &str| match key {
        key if is_prefixed(key) && !version.since(27) => LabelValue::Absent,
        key if JOB_UID.contains(&key) => LabelValue::Made,
        key if JOB_NAME.contains(&key) && object.name.is_empty() => LabelValue::Made,
        key if JOB_NAME.contains(&key) => LabelValue::Text(&object.name),
        _ => LabelValue::Absent,
    };
    let with_labels = |key: &'a str| match LabelValue::of(labels.get(key)) {
        LabelValue::Absent => made(key),
        held => held,
    };
    // The server adds the uid to the selector where that has none.
    let uid = if version.since(27) { JOB_UID[1] } else { JOB_UID[0] };
    let foreign = labels.get(uid).is_set() && !selector.at(&["matchLabels", uid]).is_present();
    let sound = meta::is_sound_selector(selector);
    let unlike = sound && !selects(selector, made);
    let set_by_server = labels_of_server(object, labels, version);
    if unlike {
        own_selector(selector, &set_by_server, cx);
    }
    if sound && (foreign || !selects(selector, with_labels)) {
        let root = if unlike { selector } else { labels.get(uid) };
        cx.invalid(
            code::SELECTOR_TEMPLATE_MISMATCH,
            labels,
            "template labels do not match the selector",
        )
        .follows(root);
    }
    name_as_label(object, labels, cx);
    written_for_server(&set_by_server, unlike.then_some(selector), cx);
}

/// The labels of a Job's template that the server sets too, to something else.
fn labels_of_server<'a>(object: &'a Object, labels: Place<'a>, version: Version) -> Vec<Place<'a>> {
    // A generated name is never the one that is written.
    let is_nameless = meta::made_name(object.place()).is_empty();
    JOB_NAME
        .into_iter()
        .chain(JOB_UID)
        .filter(|key| version.since(27) || !is_prefixed(key))
        .filter(|key| !(JOB_NAME.contains(key) && is_nameless))
        .map(|key| labels.get(key))
        .filter(|held| held.text().is_some())
        .filter(|held| !(JOB_NAME.contains(&&*held.name()) && held.str() == object.name))
        .collect()
}

/// Refuses a selector that is not the one that the server generates.
fn own_selector<'a>(selector: Place<'a>, set_by_server: &[Place<'a>], cx: &mut Checker<'a>) {
    let message = "the selector of a Job is generated by the server";
    let cause = cx.invalid(code::JOB_SELECTOR_SET, selector, message);
    cause.help("remove it, or set `manualSelector: true` to use your own");
    // Without the selector the labels are refused as well: either all of them go, or none.
    let places = std::iter::once(selector).chain(set_by_server.iter().copied());
    let title = match set_by_server {
        [] => "remove the selector",
        _ => "remove the selector and the labels that the server sets",
    };
    cause.fix(Safety::Safe, title, removals(&places.collect::<Vec<_>>()));
}

/// The name of a Job becomes a label of its Pods, and of the Job where that has no labels.
fn name_as_label<'a>(object: &'a Object, labels: Place<'a>, cx: &mut Checker<'a>) {
    let metadata = object.field("metadata");
    let name = metadata.get("name");
    let Err(fault) = names::label_value(name.str()) else { return };
    if name.text().is_none() {
        return;
    }
    let code = if name.str().len() > 63 { code::NAME_TOO_LONG } else { code::INVALID_NAME };
    let message = text!(
        "name `{}` is not a valid label value for its Pods: {}",
        text::key(shown(name.str())),
        fault.what
    );
    cx.invalid(code, name, message.clone()).path("spec.template.labels").help(fault.allowed);
    if labels.count() > 0 && metadata.get("labels").count() == 0 {
        cx.invalid(code, name, message).path("metadata.labels").follows(name);
    }
}

/// Refuses labels that the server sets; they follow from the selector that is refused with them.
fn written_for_server<'a>(labels: &[Place<'a>], selector: Option<Place<'a>>, cx: &mut Checker<'a>) {
    for (index, held) in labels.iter().copied().enumerate() {
        let message = text!("label `{}` is set by the server", text::key(held.name()));
        let cause = cx.invalid(code::JOB_SELECTOR_SET, held, message).help("remove the label");
        if let Some(root) = selector.or_else(|| (index > 0).then(|| labels[0])) {
            cause.follows(root);
        } else {
            cause.fix(Safety::Safe, "remove the label", removals(labels));
        }
    }
}

/// Edits that remove all of some places; none where one of them cannot be removed by itself.
fn removals(places: &[Place<'_>]) -> Vec<Edit> {
    let edits: Option<Vec<Edit>> = places.iter().map(|place| place.remove()).collect();
    let mut edits = edits.unwrap_or_default();
    edits.sort_by_key(|edit| edit.at);
    let apart = edits.is_sorted_by(|one, next| one.at.span.end <= next.at.span.start);
    if apart { edits } else { Vec::new() }
}

/// Whether labels, by their keys, fulfil a sound selector.
fn selects<'a>(selector: Place<'a>, held: impl Fn(&'a str) -> LabelValue<'a>) -> bool {
    let pairs = selector.get("matchLabels").entries();
    let requirements = selector.get("matchExpressions").items();
    pairs.into_iter().all(|(key, value)| held(key) == LabelValue::Text(value.str()))
        && requirements.into_iter().all(|r| fulfils(r, held(r.get("key").str())))
}

fn cron_job<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (selector, manual) = (spec.get("selector"), spec.get("manualSelector"));
    if selector.is_set() {
        cx.invalid(
            code::JOB_SELECTOR_SET,
            selector,
            "the selector of each Job is generated by the server",
        )
        .help("remove it")
        .fix(Safety::Safe, "remove the selector", selector.remove());
    }
    if manual.bool() == Some(true) {
        let message = "`manualSelector` is not allowed in a CronJob";
        cx.refuse(code::JOB_SELECTOR_SET, Reason::NotSupported, manual, message)
            .help("remove it")
            .fix(Safety::Safe, "remove `manualSelector`", manual.remove());
    }
    job_template(PodContext::new(spec.get("template"), PodOwner::Template), cx);
}

/// Pods that end: they must define whether a failed container is started again.
fn job_template<'a>(pod: PodContext<'a>, cx: &mut Checker<'a>) {
    let policy = pod.spec.get("restartPolicy");
    let kind = cx.object.gvk.kind.clone();
    match policy.str() {
        "OnFailure" | "Never" => {}
        "" | "Always" if policy.text().is_some() || !policy.is_set() => {
            let message = match policy.str() {
                "" => text!("a {} must set `restartPolicy`", text::name(&kind)),
                _ => text!("restartPolicy `Always` is not allowed in a {}", text::name(&kind)),
            };
            let cause = cx.required(code::RESTART_POLICY_NOT_ALLOWED, policy, message);
            cause
                .help("write `OnFailure` to retry in the same Pod, or `Never` to get a new Pod")
                .fix(Safety::Unsafe, "write `OnFailure`", policy.set("OnFailure"));
            let mut inner =
                pod.spec.get("containers").items().map(|item| item.get("restartPolicy"));
            let meant = inner.find(|inner| matches!(inner.str(), "OnFailure" | "Never"));
            if let Some(inner) = meant.filter(|_| !policy.is_set()) {
                let value = inner.str();
                cause
                    .related(inner, "this is the policy of one container")
                    .help(text!("write `restartPolicy: {}` in the Pod's `spec`", value))
                    .fix(Safety::Unsafe, text!("write `{}`", value), policy.set(value));
            }
        }
        _ if policy.text().is_none() => {}
        _ => {
            cx.not_supported(code::RESTART_POLICY_NOT_ALLOWED, policy, &["OnFailure", "Never"]);
        }
    }
    template(pod, cx);
}
