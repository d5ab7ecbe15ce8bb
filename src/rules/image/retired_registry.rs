//! An image from a registry that is frozen or gone.

use super::image_of;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4406",
    name: "retired-registry",
    title: "Image from a retired registry",
    aliases: &["kubescape:C-0253"],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("retired_registry.md"),
    check: &Containers(check),
};

/// A registry with the start of its repositories, and what became of it.
const RETIRED: [(&str, &str, &str); 4] = [
    // https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/
    ("k8s.gcr.io", "", "is frozen since April 2023; registry.k8s.io has its images"),
    // Moved to k8s.gcr.io in 2020, which is frozen itself.
    ("gcr.io", "google_containers/", "was the registry of Kubernetes before 2020"),
    ("gcr.io", "google-containers/", "was the registry of Kubernetes before 2020"),
    // https://github.com/kubernetes/ingress-nginx, release controller-v0.34.0
    ("quay.io", "kubernetes-ingress-controller/", "has no ingress-nginx after July 2020"),
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let Some(image) = image_of(container) else { return };
    let retired = RETIRED.iter().find(|(registry, start, _)| {
        image.registry == Some(registry) && image.repository.starts_with(start)
    });
    let Some((registry, start, state)) = retired else { return };
    let place = container.field("image");
    let finding = cx.report(place, format!("{registry}/{start} {state}").replace("/ ", " "));
    finding.help("images there get no more security fixes, and may vanish");
    if let Some(rest) = place.str().strip_prefix("k8s.gcr.io/") {
        let edit = place.set(&scalar(&format!("registry.k8s.io/{rest}")));
        finding.fix(Safety::Safe, "pull it from registry.k8s.io", edit);
    }
}
