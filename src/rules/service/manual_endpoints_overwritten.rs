//! Endpoints that are written by hand for a Service with a selector.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MANUAL_ENDPOINTS_OVERWRITTEN,
        name: "manual-endpoints-overwritten",
        title: "Endpoints of a Service with a selector",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("manual_endpoints_overwritten.md"),
    },
    check: &Kinds(&["Endpoints"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if !object.gvk.is("", "Endpoints") || object.is_live() {
        return;
    }
    let services = cx.workspace.services_named(object, &object.name);
    let is_selected = |service: &At<'a, Service>| service.selector().is_some();
    let Some(service) = services.first().filter(|_| services.iter().all(is_selected)) else {
        return;
    };
    let title = name(service.object().title());
    cx.report(object.place().at(&["metadata", "name"]), {
        text!("these Endpoints are overwritten: {} has a selector", title)
    })
    .related(service.place().at(&["spec", "selector"]), "the selector")
    .help("remove the selector of the Service, or the Endpoints");
}
