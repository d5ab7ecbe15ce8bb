//! A pod whose processes are killed without SIGTERM.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ZERO_GRACE_PERIOD,
        name: "zero-grace-period",
        title: "Grace period of zero",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("zero_grace_period.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let grace = pod.spec.field("terminationGracePeriodSeconds");
    if grace.int() != Some(0) {
        return;
    }
    let keeps_state = pod.object().gvk.kind == "StatefulSet";
    let severity = if keeps_state { Severity::Warning } else { Severity::Info };
    cx.report(grace, "a grace period of 0 kills processes without SIGTERM")
        .severity(severity)
        .help("remove it to use the default of 30 s; with 0, hooks do not run either");
}
