//! Annotations that the nginx controller reads under another prefix.

use k8s_openapi::api::networking::v1::Ingress;

use super::{NGINX, class_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FOREIGN_INGRESS_ANNOTATION,
        name: "foreign-ingress-annotation",
        title: "Annotation prefix that nginx ignores",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("foreign_ingress_annotation.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// The prefix that the controller read until 2018, and that others still read.
const FORMER: &str = "ingress.kubernetes.io/";

/// What Google's controller writes there.
const WRITTEN: [&str; 6] =
    ["backends", "forwarding-rule", "https-forwarding-rule", "ssl-cert", "target-proxy", "url-map"];

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    if !class_of(object).contains("nginx") {
        return;
    }
    for (annotation, place) in object.field("metadata").get("annotations").entries() {
        let Some(setting) = annotation.strip_prefix(FORMER) else { continue };
        if WRITTEN.contains(&setting) {
            continue;
        }
        let meant = format!("{NGINX}{setting}");
        let finding =
            cx.report(place, text!("annotation `{}` is ignored by nginx", key(annotation)));
        finding.at = object.location(place.key_span());
        finding.help(text!("did you mean `{}`?", key(&meant))).fix(
            Safety::Unsafe,
            text!("write `{}`", key(&meant)),
            place.rename(&meant),
        );
    }
}
