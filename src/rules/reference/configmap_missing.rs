//! A ConfigMap whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONFIGMAP_MISSING,
        name: "configmap-missing",
        title: "ConfigMap not found",
        aliases: &[
            "kube-linter:env-value-from",
            "monokle:LNK001",
            "monokle:LNK002",
            "popeye:407",
            "kubevious:container-env-config-map-ref",
            "kubevious:container-env-from-config-map-ref",
            "kubevious:pod-spec-volume-config-map-ref",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("configmap_missing.md"),
    },
    check: &References(&["ConfigMap"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the ConfigMap, the containers are not started";
    let references = references.into_iter().filter(|reference| !reference.is_optional());
    names::report_unknown(references, UnknownName { severity: Severity::Warning, effect }, cx);
}
