//! An Ingress that no controller may handle.

use k8s_openapi::api::networking::v1::Ingress;

use super::class_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_WITHOUT_CLASS,
        name: "ingress-without-class",
        title: "Ingress without a class",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_without_class.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    let mark = ["metadata", "annotations", "ingressclass.kubernetes.io/is-default-class"];
    let mut classes = cx.workspace.of_kind("IngressClass");
    let has_default = classes.any(|class| class.place().at(&mark).str() == "true");
    if class_of(object).is_empty() && !has_default {
        cx.report(ingress.place().at(&["spec", "ingressClassName"]), "the Ingress has no class")
            .help("set `ingressClassName`, unless the cluster has a default class");
    }
}
