//! A StatefulSet whose Service is not headless.

use k8s_openapi::api::apps::v1::StatefulSet;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STATEFULSET_SERVICE_NOT_HEADLESS,
        name: "statefulset-service-not-headless",
        title: "StatefulSet Service that is not headless",
        aliases: &["kube-score:statefulset-has-servicename"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("statefulset_service_not_headless.md"),
    },
    check: &Objects::<StatefulSet>(check),
};

fn check<'a>(set: At<'a, StatefulSet>, cx: &mut Context<'a>) {
    let named = set.place().at(&["spec", "serviceName"]).str();
    let services = cx.workspace.services_named(set.object(), named);
    if let Some(service) = services.first().filter(|_| services.iter().all(|s| !s.is_headless())) {
        let title = name(service.object().title());
        cx.report(set.place().at(&["spec", "serviceName"]), text!("{} is not headless", title))
            .related(
                service.place().at(&["spec", "clusterIP"]),
                "a headless Service has `None` here",
            )
            .help("set `clusterIP: None`, or add another Service for this");
    }
}
