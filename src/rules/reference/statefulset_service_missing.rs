//! A StatefulSet whose Service has a typo in its name.

use k8s_openapi::api::{apps::v1::StatefulSet, core::v1::Service};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STATEFULSET_SERVICE_MISSING,
        name: "statefulset-service-missing",
        title: "Service of a StatefulSet not found",
        aliases: &[
            "kube-score:statefulset-has-servicename",
            "kics:StatefulSets Without Service Name",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("statefulset_service_missing.md"),
    },
    check: &Objects::<StatefulSet>(check),
};

fn check<'a>(set: At<'a, StatefulSet>, cx: &mut Context<'a>) {
    let effect = "without the Service, the Pods have no DNS names of their own";
    let place = set.field("spec").get("serviceName");
    let is_headless = |service: &Object| service.get::<Service>().is_some_and(At::is_headless);
    let guess = names::only_in_file(place, "Service", &is_headless, cx);
    let unknown = UnknownName { severity: Severity::Warning, effect };
    names::report_unknown_or("Service", place, guess, unknown, cx);
}
