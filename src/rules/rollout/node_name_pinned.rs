//! A pod template with a fixed node name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NODE_NAME_PINNED,
        name: "node-name-pinned",
        title: "Pod template with nodeName",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("node_name_pinned.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("nodeName");
    if pod.is_managed() && !place.is_empty() {
        cx.report(place, text!("`nodeName: {}` bypasses the scheduler", place.str()))
            .help("use `nodeSelector` instead of `nodeName`");
    }
}
