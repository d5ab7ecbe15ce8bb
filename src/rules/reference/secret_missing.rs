//! A Secret whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_MISSING,
        name: "secret-missing",
        title: "Secret not found",
        aliases: &[
            "kube-linter:env-value-from",
            "monokle:LNK001",
            "monokle:LNK002",
            "popeye:304",
            "kubevious:container-env-secret-ref",
            "kubevious:container-env-from-secret-ref",
            "kubevious:pod-spec-volume-secret-ref",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("secret_missing.md"),
    },
    check: &References(&["Secret"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the Secret, the containers are not started";
    let references = references.into_iter().filter(|r| r.use_ != Use::Pull && !r.is_optional());
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
