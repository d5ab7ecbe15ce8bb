//! An ExternalName Service that leads back into the cluster or the client.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EXTERNAL_NAME_TO_INSIDE,
        name: "external-name-to-inside",
        title: "ExternalName for an internal address",
        aliases: &["kyverno:no-localhost-service"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("external_name_to_inside.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let place = service.field("spec").get("externalName");
    let target = place.str().trim_end_matches('.');
    if service.kind() != "ExternalName" {
        return;
    }
    let is_local = target == "localhost" || target.starts_with("127.") || target == "::1";
    let is_service = target.ends_with(".svc.cluster.local")
        || target.rsplit_once('.').is_some_and(|(_, last)| last == "svc");
    if is_local {
        cx.report(place, text!("`{}` is the client itself", place.str()))
            .help("use a host outside the cluster");
    } else if is_service {
        cx.report(place, text!("`{}` is a Service of the cluster", place.str()))
            .help("let clients use the name of that Service");
    }
}
