//! A container that serves until it is killed.

use crate::model::pods::ContainerRole;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_PRE_STOP_HOOK,
        name: "no-pre-stop-hook",
        title: "Missing preStop hook",
        aliases: &["datree:CONTAINERS_MISSING_PRESTOP_KEY"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_pre_stop_hook.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let pod = container.pod;
    let hook = container.field("lifecycle").get("preStop");
    let is_server = container.role == ContainerRole::Main && container.ports().next().is_some();
    if hook.is_present() || !is_server || pod.ends() {
        return;
    }
    if cx.workspace.selecting("Service", pod, &|_| true).is_some() {
        let message = text!("container `{}` has no preStop hook", name(&container.name));
        cx.report(container.field("name"), message)
            .help("add `lifecycle: {preStop: {sleep: {seconds: 5}}}`");
    }
}
