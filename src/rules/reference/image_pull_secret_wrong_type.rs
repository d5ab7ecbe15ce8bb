//! Credentials for a registry in a Secret of another type.

use crate::{model::references::PULLING, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IMAGE_PULL_SECRET_WRONG_TYPE,
        name: "image-pull-secret-wrong-type",
        title: "Image pull Secret of the wrong type",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("image_pull_secret_wrong_type.md"),
    },
    check: &Kinds(PULLING, check),
};

const TYPES: [&str; 2] = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for reference in object.pull_secrets() {
        let secrets = cx.workspace.find_all(object, "Secret", reference.name());
        let is_other = |secret: &&Object| secret.is_whole() && !has_type(secret);
        let Some(secret) = secrets.first().copied().filter(|_| secrets.iter().all(is_other)) else {
            continue;
        };
        let shown = match secret.field("type").str() {
            "" => "Opaque",
            other => other,
        };
        let (title, place) = (name(secret.title()), reference.place());
        cx.report(place, text!("{} is of type {}, which is ignored here", title, name(shown)))
            .related(secret.field("type"), "the type of the Secret")
            .help("create it with `kubectl create secret docker-registry`");
    }
}

fn has_type(secret: &Object) -> bool {
    TYPES.contains(&secret.field("type").str())
}
