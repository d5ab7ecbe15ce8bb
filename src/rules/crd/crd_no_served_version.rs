//! A definition of which no version is served.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_NO_SERVED_VERSION,
        name: "crd-no-served-version",
        title: "CustomResourceDefinition without a served version",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_no_served_version.md"),
    },
    check: &Kinds(&["CustomResourceDefinition"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if !object.gvk.is("apiextensions.k8s.io", "CustomResourceDefinition") {
        return;
    }
    let versions = object.field("spec").get("versions");
    let is_off = |version: Place<'a>| version.get("served").bool() == Some(false);
    if versions.count() > 0 && versions.items().all(is_off) {
        cx.report(versions, "no version is served, so nobody can read or create the objects")
            .help("set `served: true` for one of the versions");
    }
}
