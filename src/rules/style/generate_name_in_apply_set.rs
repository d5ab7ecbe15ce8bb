//! A generated name, which cannot be applied again.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::GENERATE_NAME_IN_APPLY_SET,
        name: "generate-name-in-apply-set",
        title: "Generated name in a file",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("generate_name_in_apply_set.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let place = object.place().at(&["metadata", "generateName"]);
    if !place.is_empty() && object.name.is_empty() {
        cx.report(place, "`kubectl apply` cannot apply an object without a name")
            .help("set `metadata.name`, or use `kubectl create`");
    }
}
