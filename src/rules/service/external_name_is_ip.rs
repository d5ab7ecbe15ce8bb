//! An address as the name of another host.

use k8s_openapi::api::core::v1::Service;
use std::net::IpAddr;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EXTERNAL_NAME_IS_IP,
        name: "external-name-is-ip",
        title: "External name that is an address",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("external_name_is_ip.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let place = service.place().at(&["spec", "externalName"]);
    if service.kind() == "ExternalName" && place.str().parse::<IpAddr>().is_ok() {
        let message = text!("`{}` is an address, which DNS serves as a host name", place.str());
        cx.report(place, message)
            .help("write a host name, or use a Service without selector and an EndpointSlice");
    }
}
