//! A version of a well-known custom resource that is no longer served.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_CUSTOM_API,
        name: "deprecated-custom-api",
        title: "Removed version of a custom API",
        aliases: &["pluto:cert-manager"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("deprecated_custom_api.md"),
    },
    check: &Every(check),
};

/// Groups, their removed versions, and since when they are not served.
const REMOVED: [(&str, &[&str], &str, &str); 3] = [
    (
        "cert-manager.io",
        &["v1alpha2", "v1alpha3", "v1beta1"],
        "cert-manager 1.6",
        "cert-manager.io/v1",
    ),
    (
        "acme.cert-manager.io",
        &["v1alpha2", "v1alpha3", "v1beta1"],
        "cert-manager 1.6",
        "acme.cert-manager.io/v1",
    ),
    ("certmanager.k8s.io", &["v1alpha1"], "cert-manager 0.11", "cert-manager.io/v1"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let is_one = |(group, versions, ..): &&(&str, &[&str], &str, &str)| {
        *group == object.gvk.group && versions.contains(&object.gvk.version.as_str())
    };
    let Some((_, _, release, meant)) = REMOVED.iter().find(is_one) else { return };
    // Whoever serves it has its definition.
    let workspace = cx.workspace;
    let defines = |definition: &Object| {
        let spec = definition.field("spec");
        let mut versions = spec.get("versions").items();
        spec.get("group").str() == object.gvk.group
            && versions.any(|version| version.get("name").str() == object.gvk.version)
    };
    if workspace.of_kind("CustomResourceDefinition").any(defines) {
        return;
    }
    let written = object.gvk.api_version();
    cx.report(object.field("apiVersion"), {
        text!("{} is not served since {}", name(written), name(*release))
    })
    .help(text!("use {}", name(*meant)));
}
