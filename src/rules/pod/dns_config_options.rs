//! A pod with the default number of dots in DNS names.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DNS_CONFIG_OPTIONS,
        name: "dns-config-options",
        title: "Missing DNS option ndots",
        aliases: &["kube-linter:dnsconfig-options"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("dns_config_options.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let options = pod.spec.field("dnsConfig").get("options");
    if !options.items().any(|option| option.get("name").str() == "ndots") {
        cx.report(options, "each external name is looked up up to 5 times")
            .help("set `dnsConfig: {options: [{name: ndots, value: \"2\"}]}`");
    }
}
