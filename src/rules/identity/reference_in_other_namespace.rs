//! A name that only an object of another namespace has.

use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REFERENCE_IN_OTHER_NAMESPACE,
        name: "reference-in-other-namespace",
        title: "Reference to an object in another namespace",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("reference_in_other_namespace.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if object.namespace.is_none() {
        return;
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for reference in object.references().into_iter().filter(|r| !r.is_optional()) {
        let (kind, wanted) = (reference.kind, reference.name());
        if names::exists(object, kind, wanted, cx) || !told.insert((kind, wanted)) {
            continue;
        }
        let Some(target) = cx.workspace.find_elsewhere(object, kind, wanted) else { continue };
        let (title, namespace) = (name(target.title()), target.namespace.as_deref());
        let namespace = name(namespace.unwrap_or_default());
        let message = text!("{} is in namespace `{}`", title, namespace);
        let finding = cx.report(reference.place(), message);
        // One of the same name may have been made by hand.
        if kind == "Secret" {
            finding.severity(Severity::Warning);
        }
        finding
            .related(target.place().at(&["metadata", "namespace"]), "defined in this namespace")
            .related(object.place().at(&["metadata", "namespace"]), "referred to in this one")
            .help("move one of them: only objects of the same namespace can be used");
    }
}
