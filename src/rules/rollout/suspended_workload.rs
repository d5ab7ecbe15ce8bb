//! A workload that is paused or suspended.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUSPENDED_WORKLOAD,
        name: "suspended-workload",
        title: "Paused or suspended workload",
        aliases: &["popeye:1500"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("suspended_workload.md"),
    },
    check: &Kinds(&["Deployment", "CronJob", "Job"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let (field, effect) = match (object.gvk.group.as_str(), object.gvk.kind.as_str()) {
        ("apps", "Deployment") => ("paused", "changes are not rolled out"),
        ("batch", "CronJob") => ("suspend", "no Jobs are started"),
        ("batch", "Job") => ("suspend", "no Pods are started"),
        _ => return,
    };
    let place = object.field("spec").get(field);
    if place.bool() == Some(true) {
        cx.report(place, text!("{} while `{}` is true", name(effect), name(field)));
    }
}
