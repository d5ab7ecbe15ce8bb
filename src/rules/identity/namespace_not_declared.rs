//! A namespace with a typo.

use indexmap::IndexMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAMESPACE_NOT_DECLARED,
        name: "namespace-not-declared",
        title: "Namespace not declared",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("namespace_not_declared.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    if cx.workspace.of_kind("Namespace").next().is_none() {
        return;
    }
    let mut used: IndexMap<_, Vec<Place<'a>>> = IndexMap::new();
    for object in cx.workspace.objects().filter(|object| object.is_whole()) {
        if let Some(namespace) = object.namespace.as_deref().filter(|name| !is_of_cluster(name)) {
            let place = object.place().at(&["metadata", "namespace"]);
            used.entry((object.source, namespace)).or_default().push(place);
        }
    }
    let effect = "without the Namespace, the object is rejected";
    let unknown = UnknownName { severity: Severity::Info, effect };
    for places in used.values() {
        names::report_unknown_places("Namespace", places, unknown, cx);
    }
}

fn is_of_cluster(namespace: &str) -> bool {
    namespace == "default" || namespace.starts_with("kube-")
}
