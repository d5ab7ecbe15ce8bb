//! Two IngressClasses that are both the default.

use crate::rules::classes;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SEVERAL_DEFAULT_INGRESS_CLASSES,
        name: "several-default-ingress-classes",
        title: "Several default IngressClasses",
        aliases: &["kubevious:multiple-default-ingress-classes"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("several_default_ingress_classes.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    let help = "keep one default, otherwise Ingresses without a class are rejected";
    classes::report_second_default("IngressClass", DEFAULTS, help, cx);
}

const DEFAULTS: &[&str] = &["ingressclass.kubernetes.io/is-default-class"];
