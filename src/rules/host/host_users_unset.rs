//! A Pod whose users are those of its node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_USERS_UNSET,
        name: "host-users-unset",
        title: "No user namespace",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("host_users_unset.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let spec = pod.spec;
    let shared = ["hostNetwork", "hostPID", "hostIPC"].map(|field| spec.field(field).bool());
    // Block devices cannot be mapped to other users.
    let has_devices = pod.containers().any(|c| !c.field("volumeDevices").is_empty());
    let is_possible =
        cx.version.since(33) && !pod.is_windows() && !has_devices && !shared.contains(&Some(true));
    let place = spec.field("hostUsers");
    if is_possible && place.bool() != Some(false) {
        cx.report(place, "the users of the containers are those of the node")
            .help("set `hostUsers: false`")
            .fix(Safety::Unsafe, "set `hostUsers: false`", place.create("false"));
    }
}
