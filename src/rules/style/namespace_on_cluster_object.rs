//! A namespace of an object that has none.

use crate::model::schema;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAMESPACE_ON_CLUSTER_OBJECT,
        name: "namespace-on-cluster-object",
        title: "Namespace of a cluster-scoped object",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("namespace_on_cluster_object.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let gvk = &object.gvk;
    let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
    let of_cluster = kind.is_some_and(|kind| !kind.namespaced());
    if of_cluster && object.namespace.is_some() {
        let place = object.place().at(&["metadata", "namespace"]);
        cx.report(place, text!("a {} has no namespace", name(&gvk.kind)))
            .help("remove it; the API server drops it");
    }
}
