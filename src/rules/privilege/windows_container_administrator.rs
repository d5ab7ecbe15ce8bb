//! A Windows container that runs as ContainerAdministrator.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WINDOWS_CONTAINER_ADMINISTRATOR,
        name: "windows-container-administrator",
        title: "Administrator of a Windows container",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("windows_container_administrator.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let contexts = std::iter::once(pod.spec.field("securityContext"))
        .chain(pod.containers().map(|c| c.field("securityContext")));
    let users: Vec<Place<'a>> =
        contexts.map(|context| context.get("windowsOptions").get("runAsUserName")).collect();
    for place in users {
        if place.str().eq_ignore_ascii_case("ContainerAdministrator") {
            cx.report(place, "the program runs as the administrator of the container")
                .help("use `ContainerUser`");
        }
    }
}
