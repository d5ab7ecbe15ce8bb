//! Custom resources, checked by their definitions as the server does it
//! (`k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go`, `validator.go`).
//!
//! The server reads an object first, which finds unknown fields; then it sets defaults, drops the
//! status where that is a subresource, and validates what it has: by the schema, metadata of
//! resources inside, lists, and rules. After errors of some kinds it does not run the rules.

mod check;
mod embedded;
mod fault;
mod formats;
mod lists;
pub(super) mod numbers;
mod rules;
mod scale;
mod unknown;

use fault::{FaultKind, SchemaFault, choice_text, dotted};

use super::{Cause, Checker, Reason, WHOLE_OBJECT, decode, meta, settle::settle};
use crate::{
    code::{self, Code},
    model::{
        Object, Place,
        custom::{self, CustomObject, CustomVersion, Data, Definition, Step, Target},
        version::Version,
    },
    text,
    text::{Text, name},
};

/// What the checks of one object share.
struct CustomSubject<'c, 's> {
    cx: &'c mut Checker<'s>,
}

impl<'s> CustomSubject<'_, 's> {
    /// The place at the end of a path.
    fn place(&self, path: &[Step<'s>]) -> Place<'s> {
        path.iter().fold(self.cx.object.place(), |place, step| match *step {
            Step::Field(key) | Step::Entry(key) => place.get(key),
            Step::Item(index) => place.items().nth(index).unwrap_or(place),
        })
    }

    fn refuse(
        &mut self,
        code: Code,
        reason: Reason,
        at: &[Step<'s>],
        path: String,
        message: Text,
    ) -> &mut Cause {
        let place = self.place(at);
        self.cx.refuse(code, reason, place, message).path(path)
    }
}

/// Checks an object by its definition. Where several may be meant, the first counts that accepts it.
pub(super) fn validate<'s>(
    targets: &[Target<'s, '_>],
    object: &'s Object,
    version: Version,
) -> Vec<Cause> {
    let mut refused: Option<Vec<Cause>> = None;
    for target in targets {
        let causes = by_definition(*target, object, version);
        if causes.iter().all(|cause| cause.reason.is_none()) {
            return causes;
        }
        refused.get_or_insert(causes);
    }
    refused.unwrap_or_default()
}

fn by_definition<'s>(target: Target<'s, '_>, object: &'s Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(object, version);
    let damaged = decode::decode(&mut cx);
    let decoded = cx.finish();
    let mut cx = Checker::new(object, version);
    meta::object_meta(object, &mut cx);
    if let Some(custom) = target.version {
        scope(target.definition, &mut cx);
        deprecated(custom, &mut cx);
        if let Some(read) = custom::read(object.node(), custom) {
            let mut subject = CustomSubject { cx: &mut cx };
            all(read, custom, version, &mut subject);
        }
    } else {
        not_served(target.definition, &mut cx);
    }
    let mut validated = cx.finish();
    validated.iter_mut().for_each(Cause::hold_anyway);
    settle(decoded, validated, &damaged)
}

fn all<'s>(
    read: CustomObject<'s, '_>,
    custom: &'s CustomVersion<'_>,
    version: Version,
    subject: &mut CustomSubject<'_, 's>,
) {
    let CustomObject { mut content, unknown, embedded } = read;
    let meant: Vec<String> =
        unknown.iter().filter_map(|key| unknown::report(key, custom, subject)).collect();
    if custom.status
        && let Data::Map(fields) = &mut content.data
    {
        fields.shift_remove("status");
    }
    let schema = custom.schema.get();
    let faults = check::faults(&content, schema, version);
    let is_meant = |fault: &SchemaFault<'_>| {
        fault.kind == FaultKind::Required && meant.contains(&dotted(&fault.path))
    };
    for fault in faults.iter().filter(|fault| !is_meant(fault)) {
        report(fault, subject);
    }
    fold(subject.cx.since(0));
    scale::check(&content, custom, subject);
    let is_dropped =
        |path: &[Step<'_>]| custom.status && matches!(path.first(), Some(Step::Field("status")));
    for resource in embedded.iter().filter(|resource| !is_dropped(&resource.path)) {
        embedded::check(resource, subject);
    }
    lists::check(&content, schema, subject);
    if custom.has_rules() && !without_rules(subject) {
        rules::check(&content, custom, subject);
    }
}

/// One fault of the schema.
fn report<'s>(fault: &SchemaFault<'s>, subject: &mut CustomSubject<'_, 's>) {
    let place = subject.place(&fault.path);
    let written = place.node().map_or("", |node| node.as_str().unwrap_or(node.raw()));
    let field = match fault.path[..] {
        [] => subject.cx.object.gvk.kind.clone(),
        [.., Step::Item(index)] => {
            let mut names = fault.path.iter().rev().filter_map(|step| match step {
                Step::Field(key) | Step::Entry(key) => Some(*key),
                Step::Item(_) => None,
            });
            format!("{}[{index}]", names.next().unwrap_or(""))
        }
        [.., Step::Field(key) | Step::Entry(key)] => key.to_owned(),
    };
    let message = fault.kind.message(&field, written.lines().next().unwrap_or(""));
    let path = if fault.kind.is_pathless() { WHOLE_OBJECT.to_owned() } else { dotted(&fault.path) };
    let (code, reason) = (fault.kind.code(), fault.kind.reason());
    let cause = subject.refuse(code, reason, &fault.path, path, message);
    if let FaultKind::Choice(choices) = &fault.kind {
        let choices: Vec<&str> = choices.iter().map(|choice| choice_text(*choice)).collect();
        cause.choices(&choices);
    }
}

/// Of a value that matches no condition, what is wrong by the nearest condition says more.
fn fold(causes: &mut [Cause]) {
    let places: Vec<_> =
        causes.iter().map(|cause| (cause.path == WHOLE_OBJECT, cause.at)).collect();
    for cause in causes.iter_mut().filter(|cause| cause.path == WHOLE_OBJECT) {
        let at = cause.at;
        let same = places.iter().find(|(is_whole, other)| !is_whole && *other == at);
        cause.root = same.map(|(_, other)| *other);
    }
}

/// Says that the rules are not run if the object has errors of certain kinds (`hasBlockingErr`), and
/// whether it has.
fn without_rules(subject: &mut CustomSubject<'_, '_>) -> bool {
    let for_choices = subject.cx.version.since(29);
    let is_blocking = |cause: &&mut Cause| match cause.reason {
        Some(Reason::NotSupported) => for_choices,
        Some(Reason::Required | Reason::TooLong | Reason::TooMany | Reason::TypeInvalid) => true,
        _ => false,
    };
    let Some(at) = subject.cx.since(0).iter_mut().find(is_blocking).map(|cause| cause.at) else {
        return false;
    };
    let message = "the rules of the definition were not checked, because the object has errors";
    let cause = subject.refuse(
        code::CUSTOM_RESOURCE_SCHEMA,
        Reason::Invalid,
        &[],
        WHOLE_OBJECT.to_owned(),
        message.into(),
    );
    cause.at = at;
    cause.root = Some(at);
    true
}

fn not_served<'s>(definition: &'s Definition<'_>, cx: &mut Checker<'s>) {
    let place = cx.object.place().get("apiVersion");
    let served: Vec<&str> = definition
        .versions()
        .iter()
        .filter(|version| version.served)
        .map(|version| version.name)
        .collect();
    let gvk = &cx.object.gvk;
    let message = match definition.version(&gvk.version) {
        Some(_) => text!("version {} of {} is not served", name(&gvk.version), name(&gvk.kind)),
        None => text!("{} has no version {}", name(&gvk.kind), name(&gvk.version)),
    };
    let cause = cx.refuse(code::CUSTOM_RESOURCE_VERSION, Reason::UnknownKind, place, message);
    if !served.is_empty() {
        let versions: Vec<String> =
            served.iter().map(|version| format!("{}/{version}", gvk.group)).collect();
        cause.help(text!("use {}", name(versions.join(" or "))));
    }
}

/// A namespace of an object that has none, which is ignored.
fn scope<'s>(definition: &'s Definition<'_>, cx: &mut Checker<'s>) {
    let namespace = cx.object.place().at(&["metadata", "namespace"]);
    if definition.is_namespaced() || namespace.is_empty() {
        return;
    }
    let message = text!("a {} has no namespace", name(&cx.object.gvk.kind));
    let cause = cx.warn(code::NAMESPACE_ON_CLUSTER_OBJECT, namespace, message);
    cause.help("remove it; the API server drops it");
}

/// The server warns of versions that are deprecated.
fn deprecated<'s>(custom: &'s CustomVersion<'_>, cx: &mut Checker<'s>) {
    if custom.at.get("deprecated").bool() != Some(true) {
        return;
    }
    let gvk = &cx.object.gvk;
    let message = match custom.at.get("deprecationWarning").text() {
        Some(warning) => text!("{}", name(warning)),
        None => text!("{} {} is deprecated", name(gvk.api_version()), name(&gvk.kind)),
    };
    let place = cx.object.place().get("apiVersion");
    cx.warn(code::DEPRECATED_API_VERSION, place, message);
}
