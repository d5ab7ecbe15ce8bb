//! A Secret for a registry whose name has a typo.

use crate::{model::references::PULLING, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IMAGE_PULL_SECRET_MISSING,
        name: "image-pull-secret-missing",
        title: "Image pull Secret not found",
        aliases: &["popeye:305", "monokle:LNK001"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("image_pull_secret_missing.md"),
    },
    check: &Kinds(PULLING, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let effect = "without the Secret, images of private registries cannot be pulled";
    let references = object.pull_secrets();
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
