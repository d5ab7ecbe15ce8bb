//! An init container that lacks settings of the main containers.

use crate::{model::pods::ContainerRole, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INIT_CONTAINER_WEAKER,
        name: "init-container-weaker",
        title: "Init container with weaker settings",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("init_container_weaker.md"),
    },
    check: &Pods(check),
};

/// Settings with the value that hardens.
const SETTINGS: [(&str, bool); 3] =
    [("allowPrivilegeEscalation", false), ("readOnlyRootFilesystem", true), ("runAsNonRoot", true)];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    if pod.is_windows() || cx.runs(code::PRIVILEGE_ESCALATION_ALLOWED) {
        return;
    }
    let is_init = |c: &InPod<'a>| c.role != ContainerRole::Main;
    let (init, main): (Vec<InPod<'a>>, Vec<InPod<'a>>) = pod.containers().partition(is_init);
    for container in init {
        let is_weaker = |(field, value): &&(&'static str, bool)| {
            let has = |c: &InPod<'a>| c.security(field).bool() == Some(*value);
            !has(&container) && !main.is_empty() && main.iter().all(has)
        };
        let lacking: Vec<String> =
            SETTINGS.iter().filter(is_weaker).map(|(f, v)| format!("`{f}: {v}`")).collect();
        if !lacking.is_empty() {
            let lacking = name(lacking.join(", "));
            let message = text!(
                "init container `{}` lacks {} of the main containers",
                container.name,
                lacking
            );
            cx.report(container.field("securityContext"), message)
                .help("set the same in its `securityContext`");
        }
    }
}
