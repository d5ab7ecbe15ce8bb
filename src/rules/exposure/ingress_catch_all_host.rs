//! An Ingress rule that serves every host name.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_CATCH_ALL_HOST,
        name: "ingress-catch-all-host",
        title: "Ingress for every host",
        aliases: &[
            "datree:INGRESS_INCORRECT_HOST_VALUE_PERMISSIVE",
            "kyverno:restrict-ingress-wildcard",
            "gatekeeper:K8sBlockWildcardIngress",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_catch_all_host.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    for rule in ingress.field("spec").get("rules").items() {
        let host = rule.get("host");
        if host.is_empty() || host.str() == "*" {
            cx.report(host, "this rule serves every host").help("set `host`");
        }
    }
}
