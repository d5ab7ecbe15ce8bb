//! A StatefulSet whose Service selects other pods.

use k8s_openapi::api::{apps::v1::StatefulSet, core::v1::Service};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STATEFULSET_SERVICE_SELECTOR_MISMATCH,
        name: "statefulset-service-selector-mismatch",
        title: "StatefulSet Service that selects other Pods",
        aliases: &["kube-score:statefulset-has-servicename"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("statefulset_service_selector_mismatch.md"),
    },
    check: &Objects::<StatefulSet>(check),
};

fn check<'a>(set: At<'a, StatefulSet>, cx: &mut Context<'a>) {
    let Some(pod) = PodTemplate::of(set.object()) else { return };
    let named = set.place().at(&["spec", "serviceName"]).str();
    let services = cx.workspace.services_named(set.object(), named);
    let misses = |service: &At<'a, Service>| {
        let selector = service.selector().map(|selector| selector.written_part());
        service.is_headless() && selector.is_some_and(|s| !s.matches(pod.labels()))
    };
    if let Some(service) = services.first().filter(|_| services.iter().all(misses)) {
        let title = name(service.object().title());
        let place = set.place().at(&["spec", "serviceName"]);
        cx.report(place, text!("{} does not select the Pods of this StatefulSet", title))
            .related(service.place().at(&["spec", "selector"]), "its selector")
            .related(pod.labels_place(), "the labels of the Pods")
            .help("use the labels of the Pods in `spec.selector` of the Service");
    }
}
