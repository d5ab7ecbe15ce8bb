//! An annotation for the nginx controller with a typo.

use k8s_openapi::api::networking::v1::Ingress;

use super::NGINX;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_CONTROLLER_ANNOTATION,
        name: "unknown-controller-annotation",
        title: "Unknown annotation of the nginx controller",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_controller_annotation.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// What comes after the prefix: of all releases, so that what was removed is no typo.
const KNOWN: &str = include_str!("nginx_annotations.txt");

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    for (annotation, place) in object.field("metadata").get("annotations").entries() {
        let Some(setting) = annotation.strip_prefix(NGINX) else { continue };
        if KNOWN.lines().any(|known| known == setting) {
            continue;
        }
        let Some(meant) = similar::nearest(setting, KNOWN.lines()) else { continue };
        let meant = format!("{NGINX}{meant}");
        let finding = cx.report(place, text!("unknown annotation `{}`", key(annotation)));
        finding.at = object.location(place.key_span());
        finding.help(text!("did you mean `{}`?", key(&meant))).fix(
            Safety::Unsafe,
            text!("write `{}`", key(&meant)),
            place.rename(&meant),
        );
    }
}
