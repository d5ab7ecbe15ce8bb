//! A StorageClass whose name has a typo.

use crate::{model::references::CLAIMING, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STORAGE_CLASS_MISSING,
        name: "storage-class-missing",
        title: "StorageClass not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("storage_class_missing.md"),
    },
    check: &Kinds(CLAIMING, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let effect = "without its class, the claim stays Pending";
    let references = object.references_to(&["StorageClass"]);
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
