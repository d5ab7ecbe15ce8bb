//! One selector that matches pods of different applications.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_SELECTS_SEVERAL_APPS,
        name: "service-selects-several-apps",
        title: "Service that selects several applications",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_selects_several_apps.md"),
    },
    check: &Objects::<Service>(check),
};

/// How many of the selected pods are compared with each other.
const COMPARED: usize = 16;

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(selector) = service.selector() else { return };
    let mut pods = cx.workspace.pods_selected(service.object(), &selector);
    pods.retain(|pod| pod.is_managed() && !pod.ends());
    pods.truncate(COMPARED);
    let pairs =
        pods.iter().enumerate().flat_map(|(i, a)| pods[i + 1..].iter().map(move |b| (a, b)));
    let Some((a, b)) = pairs.into_iter().find(|(a, b)| are_unlike(**a, **b)) else { return };
    let (one, other) = (name(a.object().title()), name(b.object().title()));
    cx.report(selector.place(), text!("the selector matches Pods of both {} and {}", one, other))
        .related(a.labels_place(), text!("labels of the Pods of {}", one))
        .related(b.labels_place(), text!("labels of the Pods of {}", other))
        .help("select by a label that only one of them has, such as `app.kubernetes.io/name`");
}

/// Whether two workloads share neither image, nor port name, nor the start of their name, and no
/// label marks them as versions of each other.
fn are_unlike(a: PodTemplate<'_>, b: PodTemplate<'_>) -> bool {
    let images = |pod: PodTemplate<'_>| -> Vec<String> {
        let image = |image: &str| image.split(['@', ':']).next().unwrap_or("").to_owned();
        pod.running().filter_map(|c| c.image.as_deref().map(image)).collect()
    };
    let names = |pod: PodTemplate<'_>| -> Vec<String> {
        pod.ports().filter_map(|port| port.name.clone()).collect()
    };
    let word = |pod: PodTemplate<'_>| -> String {
        pod.object().name.split('-').next().unwrap_or("").to_owned()
    };
    let apart = |one: &[String], two: &[String]| {
        !one.is_empty() && !two.is_empty() && one.iter().all(|x| !two.contains(x))
    };
    word(a) != word(b)
        && apart(&images(a), &images(b))
        && apart(&names(a), &names(b))
        && !differ_in_role(a, b)
}

fn differ_in_role(a: PodTemplate<'_>, b: PodTemplate<'_>) -> bool {
    const ROLES: [&str; 7] = ["version", "track", "role", "release", "color", "colour", "variant"];
    let role = |key: &str| ROLES.contains(&key.rsplit('/').next().unwrap_or(key));
    let (a, b) = (a.labels(), b.labels());
    a.iter().any(|(key, value)| role(key) && b.get(key).is_some_and(|other| other != value))
}
