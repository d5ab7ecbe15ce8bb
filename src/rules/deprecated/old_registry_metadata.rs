//! A label that has another name today.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::OLD_REGISTRY_METADATA,
        name: "old-registry-metadata",
        title: "Label of an old convention",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("old_registry_metadata.md"),
    },
    check: &Every(check),
};

const RENAMED: [(&str, &str); 4] = [
    ("chart", "helm.sh/chart"),
    ("heritage", "app.kubernetes.io/managed-by"),
    ("k8s-app", "app.kubernetes.io/name"),
    ("release", "app.kubernetes.io/instance"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let labels = object.place().at(&["metadata", "labels"]);
    for (old, new) in RENAMED {
        let place = labels.get(old);
        if place.is_present() {
            let finding = cx.report(place, text!("label `{}` is of an old convention", name(old)));
            finding.at = object.location(place.key_span());
            finding.help(text!("use `{}`", name(new)));
        }
    }
}
