//! An object that takes the place of one in the cluster, as `kubectl apply` patches it there.

use std::sync::Arc;

use serde_json::Value;

use super::{
    Answer, ApplyResult, Request, Session, causes, is_decoding, is_namespaced, messages, namespace,
    of_rules, patch, refused, strictly,
};
use crate::{
    defaults::{self, Fields, Replaced},
    input::{Source, SourceId},
    model::{Object, object::DocumentForm, schema},
    syntax::{self, tree::Node},
    validate::{self, Cause, Reason},
};

/// Where `kubectl apply` keeps what it applied last.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What `kubectl apply` answers for an object that exists in the cluster; and the object as the
/// server would validate it.
pub(super) fn apply(
    source: &Source,
    object: &Object,
    live: &Object,
    twice: &[String],
    request: &Session<'_, '_>,
) -> (Answer, Option<Object>) {
    let name = super::title(object);
    let file = &source.name;
    if live.gvk.version != object.gvk.version {
        let error = format!(
            "error: {file}: {name} is in the dump as {}, but is applied as {}; dump it in that \
             version with kubectl get {}.{}.{} -o yaml",
            live.gvk.api_version(),
            object.gvk.api_version(),
            plural(object, request),
            object.gvk.version,
            object.gvk.group,
        );
        return (refused(&name, error), None);
    }
    let mut warnings =
        messages::MessageContext::new(object, file, request.version).deprecation(&[]);
    let merged = match merge(object, live, request, &mut warnings) {
        Ok(Some(merged)) => merged,
        Ok(None) => {
            let done = ApplyResult::Unchanged;
            return (accepted(name, warnings, done, shown(raw(live))), None);
        }
        Err(error) => {
            let error = format!("error: error when applying {file} to {name}: {error}");
            return (Answer { warnings, ..refused(&name, error) }, None);
        }
    };
    if !request.server {
        return (accepted(name, warnings, ApplyResult::Configured, shown(merged)), None);
    }
    match validate_merged(source, &merged, live, twice, request, &mut warnings) {
        Ok((new, object)) => {
            let new = Value::Object(new);
            (accepted(name, warnings, ApplyResult::Configured, new), object)
        }
        Err(error) => (Answer { warnings, ..refused(&name, error) }, None),
    }
}

fn accepted(name: String, warnings: Vec<String>, done: ApplyResult, object: Value) -> Answer {
    Answer { name, warnings, done, unvalidated: false, result: Ok(object) }
}

/// An object is to be created that exists in the cluster.
pub(super) fn exists(source: &Source, object: &Object, request: &Session<'_, '_>) -> String {
    let group = &object.gvk.group;
    let group = if group.is_empty() { String::new() } else { format!(".{group}") };
    format!(
        "Error from server (AlreadyExists): error when creating \"{}\": {}{group} \"{}\" already \
         exists",
        source.name,
        plural(object, request),
        object.name
    )
}

/// An object without a name, of which `kubectl apply` cannot ask whether it exists.
pub(super) fn unnamed(source: &Source, object: &Object, request: &Session<'_, '_>) -> String {
    const EMPTY: &str = "resource name may not be empty";
    if request.server_side {
        return format!("error: {EMPTY}");
    }
    let gvk = &object.gvk;
    let version = format!("{}/{}", gvk.group, gvk.version);
    let own = object.namespace.as_deref().unwrap_or(namespace(request));
    let namespace = if is_namespaced(object, request) { own } else { "" };
    format!(
        "error: error when retrieving current configuration of:\nResource: \"{version}, \
         Resource={}\", GroupVersionKind: \"{version}, Kind={}\"\nName: \"\", Namespace: \
         \"{namespace}\"\nfrom server for: \"{}\": {EMPTY}",
        plural(object, request),
        gvk.kind,
        source.name
    )
}

fn plural(object: &Object, request: &Request) -> String {
    let gvk = &object.gvk;
    let kind = schema::kind(&gvk.group, &gvk.version, &gvk.kind, request.version);
    kind.map_or_else(|| gvk.kind.to_lowercase(), |kind| kind.plural().to_owned())
}

fn raw(object: &Object) -> Fields {
    match defaults::raw(object.node()) {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// Without what kubectl does not show.
fn shown(mut object: Fields) -> Value {
    if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
        metadata.shift_remove("managedFields");
    }
    Value::Object(object)
}

/// What the object in the cluster becomes; `None` where nothing is to be changed.
fn merge(
    object: &Object,
    live: &Object,
    request: &Request,
    warnings: &mut Vec<String>,
) -> Result<Option<Fields>, String> {
    let in_namespace = live.namespace.as_deref().unwrap_or(namespace(request));
    let mut modified = defaults::written(object, in_namespace);
    let gvk = &object.gvk;
    let type_ = schema::kind(&gvk.group, &gvk.version, &gvk.kind, request.version);
    if let (None, Some(namespace), Some(Value::Object(metadata))) =
        (type_, &live.namespace, modified.get_mut("metadata"))
    {
        metadata.insert("namespace".to_owned(), namespace.clone().into());
    }
    remember(&mut modified)?;
    let annotations = live.node().at(&["metadata", "annotations"]);
    let applied = annotations.and_then(|annotations| annotations.get(LAST_APPLIED)?.as_str());
    let applied = match applied {
        None => {
            warnings.push(messages::not_applied(live, &plural(object, request), LAST_APPLIED));
            Fields::new()
        }
        Some(text) => serde_json::from_str(text)
            .map_err(|error| format!("the live object's annotation {LAST_APPLIED}: {error}"))?,
    };
    let type_ = type_.map(schema::Kind::type_);
    patch::three_way(&applied, &modified, &raw(live), type_, request.version)
}

/// Notes in the object what it is before that.
fn remember(object: &mut Fields) -> Result<(), String> {
    let Some(Value::Object(metadata)) = object.get_mut("metadata") else {
        return Err("metadata is missing".to_owned());
    };
    let annotations = metadata.entry("annotations").or_insert_with(|| Fields::new().into());
    if annotations.is_null() {
        *annotations = Fields::new().into();
    }
    let Value::Object(annotations) = annotations else {
        return Err("metadata.annotations must be a map".to_owned());
    };
    annotations.shift_remove(LAST_APPLIED);
    let text = messages::on_one_line(object);
    let annotations = object.get_mut("metadata").and_then(|meta| meta.get_mut("annotations"));
    if let Some(Value::Object(annotations)) = annotations {
        annotations.insert(LAST_APPLIED.to_owned(), text.into());
    }
    Ok(())
}

/// What kubectl sends instead of an object that is new to the cluster, if anything: `apply` leaves
/// out the nulls in maps, as an update by it would (`pruneNullsFromMap` in
/// `kubectl/pkg/cmd/apply/apply.go`).
pub(super) fn pruned(object: &Object, request: &Request) -> Option<Object> {
    if !request.apply || request.server_side || !object.node().values().any(Node::is_null) {
        return None;
    }
    let mut fields = raw(object);
    prune_fields(&mut fields);
    object_of(&fields)
}

fn prune_fields(fields: &mut Fields) {
    fields.retain(|_, value| !value.is_null());
    fields.values_mut().for_each(prune);
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => prune_fields(fields),
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// An object that was made here.
fn object_of(fields: &Fields) -> Option<Object> {
    let text: Arc<str> = serde_json::to_string(fields).ok()?.into();
    let tree = syntax::parse(&text).into_iter().next()?.tree?;
    let root = tree.root().id();
    let mut object = Object::new(SourceId(0), 0, tree, root);
    object.form = DocumentForm::Live;
    Some(object)
}

/// What the server makes of the merged object, or why it refuses it.
fn validate_merged(
    source: &Source,
    merged: &Fields,
    live: &Object,
    twice: &[String],
    request: &Session<'_, '_>,
    warnings: &mut Vec<String>,
) -> Result<(Fields, Option<Object>), String> {
    let version = request.version;
    let unreadable = || format!("error: {}: the patched object cannot be read", source.name);
    let object = object_of(merged).ok_or_else(unreadable)?;
    decode(source, &object, twice, request, warnings)?;
    let speaker = messages::MessageContext::new(&object, &source.name, version);
    let wanted = object.field("metadata").get("resourceVersion").str();
    let current = live.field("metadata").get("resourceVersion").str();
    if wanted != current && !wanted.is_empty() {
        return Err(speaker.conflict(&plural(&object, request)));
    }
    let Replaced { old, mut new } =
        defaults::replace(&object, live, version, request.target(&object, source))
            .ok_or_else(unreadable)?;
    let before = object_of(&old).ok_or_else(unreadable)?;
    // The server ignores the status here, and does not validate it.
    let status = new.shift_remove("status");
    let after = object_of(&new).ok_or_else(unreadable)?;
    // What was wrong before and stays as it is was let in by an older server.
    let known = validation_causes(source, &before, request);
    let is_known = |cause: &Cause| {
        known
            .iter()
            .any(|k| (&k.path, k.code, &k.message) == (&cause.path, cause.code, &cause.message))
    };
    let mut now = validation_causes(source, &after, request);
    now.retain(|cause| validate::applies_on_update(&after, cause));
    let changes = validate::update(&before, &after, version);
    let reported = now.iter().filter(|cause| !is_known(cause)).chain(&changes);
    let invalid: Vec<&Cause> = reported.filter(|cause| cause.reason.is_some()).collect();
    if !invalid.is_empty() {
        return Err(messages::MessageContext::new(&after, &source.name, version).invalid(&invalid));
    }
    if new.get("spec") != old.get("spec") {
        let spoken = now.iter().filter(|cause| cause.reason.is_none());
        let speaker = messages::MessageContext::new(&after, &source.name, version);
        warnings.extend(spoken.filter_map(|cause| speaker.warning(cause)));
        warnings.extend(of_rules(source, &after, request));
    }
    if let Some(status) = status {
        new.insert("status".to_owned(), status);
    }
    Ok((new, Some(after)))
}

/// What is wrong with an object by itself that could be read.
fn validation_causes(source: &Source, object: &Object, request: &Session<'_, '_>) -> Vec<Cause> {
    let mut causes = causes(source, object, request);
    causes.retain(|cause| !is_decoding(cause));
    causes
}

/// Refuses what the server cannot read into its types.
fn decode(
    source: &Source,
    object: &Object,
    twice: &[String],
    request: &Session<'_, '_>,
    warnings: &mut Vec<String>,
) -> Result<(), String> {
    let causes = causes(source, object, request);
    let speaker = messages::MessageContext::new(object, &source.name, request.version);
    let wrong: Vec<&Cause> =
        causes.iter().filter(|cause| cause.reason == Some(Reason::WrongType)).collect();
    if !wrong.is_empty() {
        return Err(speaker.wrong_types_of_patch(&wrong));
    }
    strictly(&causes, twice, request, warnings).map_err(|strict| speaker.strict_patch(&strict))
}
