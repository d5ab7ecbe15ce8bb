//! Two autoscalers of one workload.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3407",
    name: "several-autoscalers-one-target",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("several_autoscalers_one_target.md"),
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let Some(target) = autoscaler.target() else { return };
    // By unit: loose files may be alternatives of each other.
    let rivals = cx.workspace.autoscalers().take_while(|other| other.object().id != object.id);
    let first = rivals
        .filter(|other| other.object().source == object.source)
        .filter(|other| other.object().shares_namespace(object))
        .filter(|other| other.object().name != object.name)
        .find(|other| other.target() == Some(target));
    let Some(first) = first else { return };
    let message = format!("{} `{}` already has an autoscaler", target.kind, target.name);
    cx.report(autoscaler.reference().get("name"), message)
        .related(first.reference().get("name"), format!("{} scales it too", first.object().title()))
        .help("both set its replicas in turn: give one autoscaler the metrics of both");
}
