//! A VolumeAttributesClass whose name has a typo.

use crate::{model::references::CLAIMING, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::VOLUME_ATTRIBUTES_CLASS_MISSING,
        name: "volume-attributes-class-missing",
        title: "VolumeAttributesClass not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("volume_attributes_class_missing.md"),
    },
    check: &Kinds(CLAIMING, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let effect = "without its class, the volume is not made or changed";
    let references = object.references_to(&["VolumeAttributesClass"]);
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
