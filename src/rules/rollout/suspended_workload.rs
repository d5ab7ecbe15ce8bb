//! A workload that is paused or suspended.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4317",
    name: "suspended-workload",
    title: "Paused or suspended workload",
    aliases: &["popeye:1500"],
    severity: Severity::Info,
    set: Set::Strict,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("suspended_workload.md"),
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let (field, effect) = match (object.gvk.group.as_str(), object.gvk.kind.as_str()) {
        ("apps", "Deployment") => ("paused", "changes of it are not rolled out"),
        ("batch", "CronJob") => ("suspend", "no job is started"),
        ("batch", "Job") => ("suspend", "no pod is started"),
        _ => return,
    };
    let place = object.field("spec").get(field);
    if place.bool() == Some(true) {
        cx.report(place, format!("`{field}` is set: {effect}"));
    }
}
