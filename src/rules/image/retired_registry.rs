//! An image from a registry that is frozen or no longer exists.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RETIRED_REGISTRY,
        name: "retired-registry",
        title: "Image from a retired registry",
        aliases: &["kubescape:C-0253"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("retired_registry.md"),
    },
    check: &Containers(check),
};

/// A registry with the start of its repositories, and what happened to it.
const RETIRED: [(&str, &str, &str); 4] = [
    // https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/
    ("k8s.gcr.io", "", "has been frozen since April 2023"),
    // Moved to k8s.gcr.io in 2020, which is frozen itself.
    ("gcr.io", "google_containers/", "has had no new images since 2020"),
    ("gcr.io", "google-containers/", "has had no new images since 2020"),
    // https://github.com/kubernetes/ingress-nginx, release controller-v0.34.0
    (
        "quay.io",
        "kubernetes-ingress-controller/",
        "has had no new ingress-nginx images since July 2020",
    ),
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(image) = image_of(container) else { return };
    let retired = RETIRED.iter().find(|(registry, start, _)| {
        image.registry == Some(registry) && image.repository.starts_with(start)
    });
    let Some((registry, start, state)) = retired else { return };
    let place = container.field("image");
    let from = format!("{registry}/{start}");
    let message = text!("`{}` {}", name(from.trim_end_matches('/')), name(state));
    let finding = cx.report(place, message);
    if let Some(rest) = place.str().strip_prefix("k8s.gcr.io/") {
        let edit = place.set(&scalar(&format!("registry.k8s.io/{rest}")));
        finding.help("pull the image from `registry.k8s.io`");
        finding.fix(Safety::Safe, "pull the image from `registry.k8s.io`", edit);
    } else {
        finding.help("pull the image from a registry that still gets security fixes");
    }
}
