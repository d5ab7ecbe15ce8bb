//! A webhook whose certificate cannot be checked.

use super::clients::{CALLERS, client_configs};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WEBHOOK_WITHOUT_CA,
        name: "webhook-without-ca",
        title: "Webhook without a CA bundle",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("webhook_without_ca.md"),
    },
    check: &Kinds(CALLERS, check),
};

/// Words in annotations that ask a controller to set the bundle.
const INJECTORS: [&str; 3] = ["inject-ca", "inject-cabundle", "certgen"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let metadata = object.field("metadata");
    let mut annotations = metadata.get("annotations").entries();
    if annotations.any(|(key, _)| INJECTORS.iter().any(|word| key.contains(word))) {
        return;
    }
    for client in client_configs(object) {
        let insecure = client.get("insecureSkipTLSVerify").bool() == Some(true);
        if client.get("service").is_set() && client.get("caBundle").is_empty() && !insecure {
            cx.report(client.get("caBundle"), "the certificate of the webhook cannot be checked")
                .help("set `caBundle`, or the annotation `cert-manager.io/inject-ca-from`");
        }
    }
}
