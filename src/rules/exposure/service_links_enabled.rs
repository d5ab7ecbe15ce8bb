//! A Pod that gets the addresses of all Services as variables.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_LINKS_ENABLED,
        name: "service-links-enabled",
        title: "Addresses of Services in the environment",
        aliases: &["kyverno:disable-service-discovery"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_links_enabled.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("enableServiceLinks");
    if place.bool() != Some(false) {
        cx.report(place, "the containers get the addresses of all Services as variables")
            .help("set `enableServiceLinks: false`")
            .fix(Safety::Unsafe, "set `enableServiceLinks: false`", place.create("false"));
    }
}
