//! A Secret with a token of a ServiceAccount.

use k8s_openapi::api::core::v1::Secret;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_ACCOUNT_TOKEN_SECRET,
        name: "service-account-token-secret",
        title: "Token that never expires",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_account_token_secret.md"),
    },
    check: &Objects::<Secret>(check),
};

fn check<'a>(secret: At<'a, Secret>, cx: &mut Context<'a>) {
    if secret.type_.as_deref() == Some("kubernetes.io/service-account-token") {
        cx.report(secret.field("type"), "the token in this Secret never expires")
            .help("use the token that is mounted in Pods, or `kubectl create token`");
    }
}
