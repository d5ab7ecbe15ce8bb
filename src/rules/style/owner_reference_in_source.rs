//! An owner that exists in one cluster only.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::OWNER_REFERENCE_IN_SOURCE,
        name: "owner-reference-in-source",
        title: "Owner reference in a source file",
        aliases: &["monokle:LNK003"],
        severity: Severity::Info,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("owner_reference_in_source.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let place = object.place().at(&["metadata", "ownerReferences"]);
    // Of a dump, all that the server adds is one finding.
    if !place.is_empty() && !object.is_live() {
        let finding =
            cx.report(place, "an owner is known by its uid, which each cluster gives anew");
        finding.at = object.location(place.key_span());
        finding.help("remove `ownerReferences`; controllers set them").fix(
            Safety::Unsafe,
            "remove `ownerReferences`",
            place.remove(),
        );
    }
}
