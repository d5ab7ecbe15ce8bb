//! An object before the Namespace or definition that it needs.

use std::collections::BTreeMap;

use crate::input::SourceId;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APPLY_ORDER,
        name: "apply-order",
        title: "Object before what it needs",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apply_order.md"),
    },
    check: &WholeRun(check),
};

/// What objects of a source need and what comes too late.
#[derive(Default)]
struct LateNeeds<'a> {
    /// The first object in each namespace.
    namespaces: BTreeMap<&'a str, &'a Object>,
    /// The first object of each custom kind.
    kinds: BTreeMap<(&'a str, &'a str), &'a Object>,
}

fn check<'a>(cx: &mut Context<'a>) {
    let mut sources: BTreeMap<SourceId, LateNeeds<'a>> = BTreeMap::new();
    let workspace = cx.workspace;
    for object in workspace.objects().filter(|object| object.is_whole() && !object.is_hook()) {
        // Tools that build and render sort what they apply.
        if workspace.source(object.source).is_made() {
            continue;
        }
        let waiting = sources.entry(object.source).or_default();
        let late = match object.gvk.kind.as_str() {
            "Namespace" => waiting.namespaces.get(object.name.as_str()),
            "CustomResourceDefinition" => {
                let spec = object.field("spec");
                let (group, kind) = (spec.get("group").str(), spec.at(&["names", "kind"]).str());
                waiting.kinds.get(&(group, kind))
            }
            _ => None,
        };
        if let Some(early) = late {
            report(early, object, cx);
        }
        if let Some(namespace) = object.namespace.as_deref() {
            waiting.namespaces.entry(namespace).or_insert(object);
        }
        let kind = (object.gvk.group.as_str(), object.gvk.kind.as_str());
        waiting.kinds.entry(kind).or_insert(object);
    }
}

fn report<'a>(early: &'a Object, needed: &'a Object, cx: &mut Context<'a>) {
    let place = match needed.gvk.kind.as_str() {
        "Namespace" => early.place().at(&["metadata", "namespace"]),
        _ => early.field("kind"),
    };
    let title = name(needed.title());
    cx.report(place, text!("{} is created after this object", title))
        .related(needed.place().at(&["metadata", "name"]), "created here")
        .help("move it to the beginning of the file");
}
