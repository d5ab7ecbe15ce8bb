//! The note of a former apply, in a source file.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LAST_APPLIED_ANNOTATION,
        name: "last-applied-annotation",
        title: "Annotation of a former kubectl apply",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("last_applied_annotation.md"),
    },
    check: &Every(check),
};

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let annotations = object.place().at(&["metadata", "annotations"]);
    let place = annotations.get(LAST_APPLIED);
    // Of a dump, all that the server adds is one finding.
    if place.is_present() && !object.is_live() {
        let finding = cx.report(place, "the annotation last-applied-configuration is in a file");
        finding.at = object.location(place.key_span());
        finding.help("remove it; `kubectl apply` adds it").fix(
            Safety::Safe,
            "remove the annotation",
            place.remove_from(annotations),
        );
    }
}
