//! A container that must not run as root, and has user ID 0.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NON_ROOT_CONTRADICTION,
        name: "non-root-contradiction",
        title: "User root where runAsNonRoot is set",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("non_root_contradiction.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    if pod.is_windows() {
        return;
    }
    let mut places: Vec<Place<'a>> = Vec::new();
    for container in pod.containers() {
        let (flag, user) = (container.security("runAsNonRoot"), container.security("runAsUser"));
        let is_known = places.iter().any(|known| known.path() == user.path());
        if flag.bool() != Some(true) || user.int() != Some(0) || is_known {
            continue;
        }
        places.push(user);
        let message = text!("container `{}` cannot start as root", container.name);
        let root = cx.runs(code::RUN_AS_USER_ROOT).then(|| user.location());
        let finding = cx.report(user, message);
        finding
            .related(flag, "the kubelet refuses to start it as root")
            .help("use another user, or set `runAsNonRoot: false`");
        finding.root = root;
        if pod.spec.field("securityContext").get("runAsUser").int() != Some(0) {
            finding.fix(Safety::Unsafe, "remove `runAsUser: 0`", user.remove());
        }
    }
}
