//! Linked objects, of which only some have a namespace.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::SourceId;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MIXED_NAMESPACES,
        name: "mixed-namespaces",
        title: "Linked objects with and without namespace",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("mixed_namespaces.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let workspace = cx.workspace;
    let mut named: BTreeMap<SourceId, BTreeSet<&'a str>> = BTreeMap::new();
    for object in workspace.objects() {
        let namespaces = named.entry(object.source).or_default();
        namespaces.extend(object.namespace.as_deref());
    }
    let mut told = BTreeSet::new();
    for object in workspace.objects().filter(|object| object.is_whole()) {
        // With several it may be any of them, or all are alternatives.
        let namespaces = &named[&object.source];
        let Some(namespace) = namespaces.first().filter(|_| namespaces.len() == 1) else {
            continue;
        };
        if *namespace == "default" || workspace.source(object.source).is_made() {
            continue;
        }
        for other in linked(object, cx) {
            let is_one = object.namespace.is_some() != other.namespace.is_some();
            let without = if object.namespace.is_some() { other } else { object };
            if is_one && other.is_whole() && told.insert(without.id) {
                report(without, if without.id == object.id { other } else { object }, cx);
            }
        }
    }
}

/// The objects in the same file that an object refers to by name or selects.
fn linked<'a>(object: &'a Object, cx: &Context<'a>) -> Vec<&'a Object> {
    let by_name = object.references().into_iter().filter_map(|reference| {
        let namespaced = !reference.kind.ends_with("Class");
        namespaced.then(|| cx.workspace.find(object, reference.kind, reference.name()))?
    });
    let scaled = Autoscaler::of(object).map(|scaler| cx.workspace.scaled_by(scaler));
    let selector = object.pod_selector().filter(|selector| !selector.is_empty());
    let pods = selector.map(|selector| cx.workspace.pods_selected(object, &selector));
    let selected = pods.into_iter().flatten().map(PodTemplate::object);
    let all = by_name.chain(scaled.into_iter().flatten()).chain(selected);
    all.filter(|other| other.source == object.source).collect()
}

fn report<'a>(without: &'a Object, with: &'a Object, cx: &mut Context<'a>) {
    let (title, namespace) = (name(with.title()), with.namespace.as_deref().unwrap_or_default());
    let place = without.place().at(&["metadata", "namespace"]);
    cx.report(place, text!("no namespace, but {} is in `{}`", title, name(namespace)))
        .related(with.place().at(&["metadata", "namespace"]), "the other object")
        .help(text!("set `namespace: {}`, or leave it out of both", name(namespace)));
}
