//! An Ingress rule that was cut in two by a dash.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_HOST_AND_HTTP_SPLIT,
        name: "ingress-host-and-http-split",
        title: "Ingress rule split into two items",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_host_and_http_split.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let rules: Vec<Place<'a>> = ingress.place().at(&["spec", "rules"]).items().collect();
    for pair in rules.windows(2) {
        let [one, other] = pair else { continue };
        let (host, http) = (one.get("host"), other.get("http"));
        let is_split = !host.is_empty()
            && !one.get("http").is_present()
            && http.is_set()
            && !other.get("host").is_present();
        if is_split {
            cx.report(http, text!("these paths do not belong to host `{}`", name(host.str())))
                .related(host, "this rule has a host and no paths")
                .help("remove the dash before `http`, so that both are one item");
        }
    }
}
