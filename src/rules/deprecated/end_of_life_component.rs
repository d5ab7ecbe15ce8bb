//! An image of a project that has ended.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::END_OF_LIFE_COMPONENT,
        name: "end-of-life-component",
        title: "Component without maintenance",
        aliases: &["kubescape:C-0292"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("end_of_life_component.md"),
    },
    check: &Containers(check),
};

/// Repositories of images, and what became of their projects.
const ENDED: [(&str, &str); 4] = [
    ("gcr.io/kubernetes-helm/tiller", "Tiller was removed in Helm 3"),
    ("ghcr.io/helm/tiller", "Tiller was removed in Helm 3"),
    ("registry.k8s.io/ingress-nginx/controller", "ingress-nginx was retired in March 2026"),
    ("k8s.gcr.io/ingress-nginx/controller", "ingress-nginx was retired in March 2026"),
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let place = container.field("image");
    let repository = place.str().split(['@', ':']).next().unwrap_or_default();
    if let Some((_, fate)) = ENDED.iter().find(|(ended, _)| *ended == repository) {
        cx.report(place, *fate).help("plan to replace it: it gets no security fixes");
    }
}
