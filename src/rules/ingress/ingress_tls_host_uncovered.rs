//! A host that is only in the rules or only in the TLS section.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_TLS_HOST_UNCOVERED,
        name: "ingress-tls-host-uncovered",
        title: "Ingress host without TLS",
        aliases: &["kubevious:ingress-tls-rule-domain-match"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_tls_host_uncovered.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let spec = ingress.place().get("spec");
    let secured: Vec<Place<'a>> =
        spec.get("tls").items().flat_map(|tls| tls.get("hosts").items()).collect();
    let ruled: Vec<Place<'a>> = spec.get("rules").items().map(|rule| rule.get("host")).collect();
    if secured.is_empty() || ruled.iter().any(|host| host.is_empty()) {
        return;
    }
    for host in &ruled {
        if !secured.iter().any(|tls| covers(tls.str(), host.str())) {
            cx.report(*host, text!("host `{}` is in no item of `tls`", name(host.str())))
                .help("add it to the `hosts` of a `tls` item, if the certificate is valid for it");
        }
    }
    for tls in &secured {
        let is_used = |host: &Place<'a>| {
            covers(tls.str(), host.str()) || covers(host.str(), tls.str()) || is_www(*tls, *host)
        };
        if !ruled.iter().any(is_used) {
            cx.report(*tls, text!("TLS host `{}` is in no rule", name(tls.str())))
                .help("add a rule for it, or remove it here");
        }
    }
}

/// Whether a host of a certificate, perhaps `*.example.com`, stands for another one.
fn covers(pattern: &str, host: &str) -> bool {
    let parent = || host.split_once('.').map(|(_, parent)| parent);
    pattern == host || pattern.strip_prefix("*.").is_some_and(|rest| parent() == Some(rest))
}

/// Whether one of two hosts is the other with `www.`, to which controllers redirect.
fn is_www(a: Place<'_>, b: Place<'_>) -> bool {
    let (a, b) = (a.str(), b.str());
    a.strip_prefix("www.") == Some(b) || b.strip_prefix("www.") == Some(a)
}
