//! An annotation that adds configuration to ingress-nginx.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NGINX_SNIPPET,
        name: "nginx-snippet",
        title: "Snippet of nginx configuration",
        aliases: &[
            "checkov:CKV_K8S_152",
            "checkov:CKV_K8S_153",
            "checkov:CKV_K8S_154",
            "trivy:KCV0093",
            "kubescape:C-0059",
            "datree:CONFIGMAP_CVE2021_25742_INCORRECT_SNIPPET_ANNOTATIONS_VALUE",
            "datree:INGRESS_CVE2021_25742_INCORRECT_SERVER_SNIPPET_KEY",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("nginx_snippet.md"),
    },
    check: &Kinds(&["Ingress", "ConfigMap"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    match object.gvk.kind.as_str() {
        "Ingress" => {
            for (annotation, place) in object.field("metadata").get("annotations").entries() {
                if annotation.ends_with("-snippet") && is_of_nginx(annotation) {
                    report(place, text!("`{}` adds configuration to nginx", key(annotation)), cx);
                }
            }
        }
        "ConfigMap" => {
            let place = object.field("data").get("allow-snippet-annotations");
            if place.str() == "true" {
                report(place, Text::words("every Ingress may add configuration to nginx"), cx);
            }
        }
        _ => {}
    }
}

fn is_of_nginx(annotation: &str) -> bool {
    annotation.starts_with("nginx.ingress.kubernetes.io/")
}

fn report<'a>(place: Place<'a>, message: Text, cx: &mut Context<'a>) {
    cx.report(place, message).help("remove it, or use the annotation for the purpose");
}
