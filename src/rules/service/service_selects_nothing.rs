//! A Service whose selector matches no pod because of a typo.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_SELECTS_NOTHING,
        name: "service-selects-nothing",
        title: "Service that selects no Pods",
        aliases: &[
            "kube-linter:dangling-service",
            "kube-score:service-targets-pod",
            "popeye:1100",
            "popeye:1105",
            "kubevious:service-selector-ref",
            "kubescape:C-0293",
            "monokle:LNK001",
            "kics:Service Does Not Target Pod",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_selects_nothing.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(selector) = service.selector().filter(|_| service.kind() != "ExternalName") else {
        return;
    };
    let effect = "the Service has no endpoints";
    selectors::report_unmatched(service.object(), &selector, Whose::Own, effect, cx);
}
