//! Two autoscalers with the same target.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SEVERAL_AUTOSCALERS_ONE_TARGET,
        name: "several-autoscalers-one-target",
        title: "Multiple autoscalers for one target",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("several_autoscalers_one_target.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let Some(target) = autoscaler.target() else { return };
    // By unit: loose files may be alternatives of each other.
    let is_rival = |other: &Object| {
        other.source == object.source
            && other.name != object.name
            && Autoscaler::of(other).is_some_and(|other| other.target() == Some(target))
    };
    let first = cx.workspace.first_autoscaler_of(object, target.name, &is_rival);
    let Some(first) = first.filter(|first| first.object().id < object.id) else { return };
    let message = text!("{} `{}` already has an autoscaler", name(target.kind), name(target.name));
    cx.report(autoscaler.reference().get("name"), message)
        .related(first.reference().get("name"), {
            text!("also scaled by {}", name(first.object().title()))
        })
        .help("put the metrics of both into one autoscaler");
}
