//! A startup probe that fails before the start is expected to be complete.

use super::{delay, gives_up};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STARTUP_BUDGET_TOO_SHORT,
        name: "startup-budget-too-short",
        title: "Startup probe that fails too early",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("startup_budget_too_short.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let startup = container.field("startupProbe");
    if !startup.is_set() {
        return;
    }
    let budget = gives_up(startup);
    let later = [container.field("readinessProbe"), container.field("livenessProbe")]
        .into_iter()
        .filter(|probe| probe.is_set() && delay(*probe) > budget)
        .max_by_key(|probe| delay(*probe));
    if let Some(probe) = later {
        let message = text!(
            "the startup probe fails after {} s, but {} only starts after {} s",
            name(budget),
            name(probe.name()),
            name(delay(probe))
        );
        cx.report(startup, message)
            .related(
                probe.get("initialDelaySeconds"),
                "the time that the start is expected to take",
            )
            .help("raise `failureThreshold` of the startup probe");
    }
}
