//! Two definitions with the same kind or short name in one group.

use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_NAME_CONFLICT,
        name: "crd-name-conflict",
        title: "Conflicting names of custom resources",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_name_conflict.md"),
    },
    check: &WholeRun(check),
};

/// By unit: definitions in other directories may be alternatives.
fn check<'a>(cx: &mut Context<'a>) {
    let mut taken: BTreeMap<_, Place<'a>> = BTreeMap::new();
    let workspace = cx.workspace;
    let definitions = workspace.of_kind("CustomResourceDefinition");
    for object in definitions.filter(|object| object.is_whole()) {
        let spec = object.field("spec");
        let (group, names) = (spec.get("group").str(), spec.get("names"));
        let unit = workspace.source(object.source).unit();
        let words = ["plural", "singular"].map(|field| names.get(field)).into_iter();
        let words = words.chain(names.get("shortNames").items());
        let kinds = ["kind", "listKind"].map(|field| names.get(field));
        for place in words.chain(kinds).filter(|place| !place.is_empty()) {
            let earlier = *taken.entry((unit, group, place.str())).or_insert(place);
            if earlier.object().name != object.name {
                let (word, other) = (name(place.str()), name(earlier.object().title()));
                cx.report(place, text!("`{}` is already a name of {}", word, other))
                    .related(earlier, "first used here")
                    .help("use another name: the second definition is not established");
            }
        }
    }
}
