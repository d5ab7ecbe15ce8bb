//! A StatefulSet that names no Service.

use k8s_openapi::api::apps::v1::StatefulSet;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STATEFULSET_WITHOUT_SERVICE,
        name: "statefulset-without-service",
        title: "StatefulSet without a Service",
        aliases: &[
            "kube-score:statefulset-has-servicename",
            "kics:StatefulSets Without Service Name",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("statefulset_without_service.md"),
    },
    check: &Objects::<StatefulSet>(check),
};

fn check<'a>(set: At<'a, StatefulSet>, cx: &mut Context<'a>) {
    let place = set.field("spec").get("serviceName");
    if place.str().is_empty() {
        cx.report(place, "the Pods have no DNS names of their own")
            .help("set `serviceName` to a headless Service that selects the Pods");
    }
}
