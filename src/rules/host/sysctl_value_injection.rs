//! A sysctl whose value sets others.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SYSCTL_VALUE_INJECTION,
        name: "sysctl-value-injection",
        title: "Several sysctls in one value",
        aliases: &["kyverno:prevent-cr8escape"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sysctl_value_injection.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for sysctl in pod.spec.field("securityContext").get("sysctls").items() {
        let value = sysctl.get("value");
        if value.str().contains(['+', '=']) {
            let named = sysctl.get("name").str();
            cx.report(value, text!("the value of `{}` may set other sysctls", named))
                .help("write only the value of this sysctl");
        }
    }
}
