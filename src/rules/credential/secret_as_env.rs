//! A Secret that a container gets as environment variables.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_AS_ENV,
        name: "secret-as-env",
        title: "Secret as an environment variable",
        aliases: &[
            "kube-linter:read-secret-from-env-var",
            "checkov:CKV_K8S_35",
            "monokle:KBP112",
            "kubescape:C-0207",
            "datree:CIS_INVALID_KEY_SECRETKEYREF_SECRETREF",
            "kics:Secrets As Environment Variables",
            "kyverno:secrets-not-from-env-vars",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("secret_as_env.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let single = container.field("env").items().map(|one| one.get("valueFrom").get("secretKeyRef"));
    let whole = container.field("envFrom").items().map(|one| one.get("secretRef"));
    for place in single.chain(whole).filter(|place| place.is_set()) {
        let secret = place.get("name").str();
        cx.report(place, text!("Secret `{}` is passed as environment variables", name(secret)))
            .help("mount it as a volume");
    }
}
