//! Forbidden label or annotation.

use crate::rules::prelude::*;

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let forbidden = &cx.settings.forbidden_metadata;
    for (map, noun) in [("labels", "label"), ("annotations", "annotation")] {
        for (key, place) in object.field("metadata").get(map).entries() {
            if forbidden.iter().any(|pattern| matches(pattern, key)) {
                let message = text!("the project forbids the {} `{}`", name(noun), name(key));
                cx.report(place, message).help("remove it");
            }
        }
    }
}

/// A whole key, or its start before a final `*`.
fn matches(pattern: &str, key: &str) -> bool {
    pattern.strip_suffix('*').map_or(key == pattern, |start| key.starts_with(start))
}

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FORBIDDEN_METADATA,
        name: "forbidden-metadata",
        title: "Forbidden label or annotation",
        aliases: &["kube-linter-template:forbidden-annotation"],
        severity: Severity::Warning,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("forbidden_metadata.md"),
    },
    check: &Every(check),
};
