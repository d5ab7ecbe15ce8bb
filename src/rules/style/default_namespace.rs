//! An object in the default namespace.

use crate::model::schema;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEFAULT_NAMESPACE,
        name: "default-namespace",
        title: "Object in the default namespace",
        aliases: &[
            "kube-linter:use-namespace",
            "checkov:CKV_K8S_21",
            "trivy:KSV110",
            "kubescape:C-0061",
            "kubescape:C-0212",
            "datree:WORKLOAD_INCORRECT_NAMESPACE_VALUE_DEFAULT",
            "kics:Using Default Namespace",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("default_namespace.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let gvk = &object.gvk;
    let kind = schema::kind_at_any_version(&gvk.group, &gvk.version, &gvk.kind);
    if !kind.is_some_and(schema::Kind::namespaced) {
        return;
    }
    let place = object.place().at(&["metadata", "namespace"]);
    match object.namespace.as_deref() {
        Some("default") => {
            cx.report(place, "the object is in the namespace `default`")
                .help("use a namespace of its own");
        }
        // Tools and `kubectl -n` set it later.
        None if !cx.workspace.source(object.source).is_made() => {
            cx.report(place, "without a namespace, the object may be created in `default`")
                .help("set `metadata.namespace`");
        }
        _ => {}
    }
}
