//! A Pod with its own entries in /etc/hosts.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_ALIASES_SET,
        name: "host-aliases-set",
        title: "Host aliases",
        aliases: &["trivy:KSV007"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_aliases_set.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("hostAliases");
    if !place.is_empty() {
        cx.report(place, "the Pod overrides DNS by `hostAliases`")
            .help("use DNS, or an `ExternalName` Service");
    }
}
