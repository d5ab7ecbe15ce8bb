//! A webhook for policies that admits everything when it fails.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::POLICY_WEBHOOK_IGNORES_FAILURE,
        name: "policy-webhook-ignores-failure",
        title: "Policy webhook that is skipped on failure",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("policy_webhook_ignores_failure.md"),
    },
    check: &Kinds(&["ValidatingWebhookConfiguration"], check),
};

/// Parts of the names of webhooks of policy engines.
const ENGINES: [&str; 10] = [
    "gatekeeper",
    "kyverno",
    "kubewarden",
    "connaisseur",
    "polaris",
    "kubescape",
    "datree",
    "portieris",
    "sigstore.dev",
    "neuvector",
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for webhook in object.field("webhooks").items() {
        let place = webhook.get("failurePolicy");
        let named = webhook.get("name").str();
        if place.str() == "Ignore" && ENGINES.iter().any(|engine| named.contains(engine)) {
            cx.report(place, text!("policies of webhook `{}` are skipped when it fails", named))
                .help("set `failurePolicy: Fail`");
        }
    }
}
