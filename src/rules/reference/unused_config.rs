//! A ConfigMap or Secret that nothing mentions.

use super::{is_taken_by_label, report_unused};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNUSED_CONFIG,
        name: "unused-config",
        title: "Unused ConfigMap or Secret",
        aliases: &["popeye:400"],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unused_config.md"),
    },
    check: &Kinds(&["ConfigMap", "Secret"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let is_config = object.gvk.is("", "ConfigMap") || object.gvk.is("", "Secret");
    // Tokens and releases of Helm belong to controllers.
    let by_controller = object.field("type").str().contains(['/', '.']);
    if is_config && !by_controller && !is_taken_by_label(object) {
        report_unused(object, cx);
    }
}
