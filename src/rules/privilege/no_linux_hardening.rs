//! A container without any of the protections of the kernel.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_LINUX_HARDENING,
        name: "no-linux-hardening",
        title: "No hardening of the container",
        aliases: &["polaris:linuxHardening", "kubescape:C-0055"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_linux_hardening.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let pod = container.pod;
    // What these rules report for every such container says it already.
    if cx.runs(code::SECCOMP_UNSET) && cx.runs(code::CAPABILITIES_NOT_DROPPED) {
        return;
    }
    let own = container.field("securityContext");
    let is_bare = own.is_empty() && pod.spec.field("securityContext").is_empty();
    let profiles = ["seccompProfile", "appArmorProfile", "seLinuxOptions"];
    let is_hardened = profiles.iter().any(|field| container.security(field).is_set())
        || !own.get("capabilities").get("drop").is_empty()
        || pod.annotations().keys().any(|key| is_profile(key));
    if is_hardened || pod.is_windows() || is_bare && cx.runs(code::NO_SECURITY_CONTEXT) {
        return;
    }
    let message =
        text!("container `{}` has no seccomp, AppArmor or SELinux settings", container.name);
    cx.report(own, message)
        .help("set `seccompProfile: {type: RuntimeDefault}`, or drop capabilities");
}

/// Profiles were set by annotations once.
fn is_profile(key: &str) -> bool {
    key.contains("apparmor.security.beta.kubernetes.io/") || key.contains("seccomp.security.alpha")
}
