//! A value of an Ingress that ends a line of the configuration of nginx.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NGINX_INJECTION,
        name: "nginx-injection",
        title: "Nginx configuration in a value of an Ingress",
        aliases: &["kyverno:restrict-ingress-paths"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("nginx_injection.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// What no version of ingress-nginx with the fixes allows anywhere in an Ingress
/// (`internal/ingress/inspector/rules.go`).
const FORBIDDEN: [&str; 7] = [
    "/var/run/secrets",
    "/etc/passwd",
    "/etc/shadow",
    "/etc/group",
    "/etc/nginx",
    "/etc/ingress-controller",
    "_by_lua",
];

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    for (annotation, place) in ingress.place().at(&["metadata", "annotations"]).entries() {
        let is_setting = annotation.starts_with("nginx.ingress.kubernetes.io/")
            && !annotation.ends_with("-snippet");
        // The validators of ingress-nginx allow none of these in any other annotation.
        let ends_line = place.str().trim_end().contains([';', '\n', '\r']);
        if is_setting && ends_line {
            report(
                place,
                text!("the value of `{}` adds configuration to nginx", key(annotation)),
                cx,
            );
        }
    }
    for rule in ingress.field("spec").get("rules").items() {
        for path in rule.get("http").get("paths").items() {
            let place = path.get("path");
            let is_forbidden = FORBIDDEN.iter().any(|word| place.str().contains(word));
            if is_forbidden || place.str().contains([';', '\n', '\r']) {
                report(place, text!("path `{}` may add configuration to nginx", place.str()), cx);
            }
        }
    }
}

fn report<'a>(place: Place<'a>, message: Text, cx: &mut Context<'a>) {
    cx.report(place, message)
        .help("remove it, and update ingress-nginx to a version that refuses such values");
}
