//! A password or token that is written in a Pod.

use super::words::{is_credential, is_secret_value};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SENSITIVE_ENV_LITERAL,
        name: "sensitive-env-literal",
        title: "Credential in an environment variable",
        aliases: &[
            "kube-linter:env-var-secret",
            "polaris:sensitiveContainerEnvVar",
            "monokle:KBP111",
            "kubescape:C-0012",
            "kubescape:C-0259",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sensitive_env_literal.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for variable in container.env() {
        let value = variable.field("value");
        if is_credential(&variable.name) && is_secret_value(value.str()) {
            let message =
                text!("environment variable `{}` has a literal value", key(&variable.name));
            cx.report(value, message).help("refer to a Secret by `valueFrom.secretKeyRef`");
        }
    }
}
