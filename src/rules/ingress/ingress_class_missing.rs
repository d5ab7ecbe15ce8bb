//! An IngressClass whose name has a typo.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_CLASS_MISSING,
        name: "ingress-class-missing",
        title: "IngressClass not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_class_missing.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let effect = "without its class, no controller handles the Ingress";
    let references = ingress.object().references_to(&["IngressClass"]);
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
