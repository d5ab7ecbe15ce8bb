//! A container that can change the files of its image.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WRITABLE_ROOT_FILESYSTEM,
        name: "writable-root-filesystem",
        title: "Writable root filesystem",
        aliases: &[
            "kube-linter:no-read-only-root-fs",
            "kube-score:container-security-context-readonlyrootfilesystem",
            "polaris:notReadOnlyRootFilesystem",
            "checkov:CKV_K8S_22",
            "trivy:KSV014",
            "monokle:KBP102",
            "kubescape:C-0017",
            "datree:CONTAINERS_INCORRECT_READONLYROOTFILESYSTEM_VALUE",
            "kics:Root Container Not Mounted As Read-only",
            "kyverno:require-ro-rootfs",
            "gatekeeper:K8sPSPReadOnlyRootFilesystem",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("writable_root_filesystem.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let place = container.field("securityContext").get("readOnlyRootFilesystem");
    if place.bool() != Some(true) && !container.pod.is_windows() {
        let message = text!("container `{}` can write to its root filesystem", container.name);
        cx.report(place, message)
            .help("set `readOnlyRootFilesystem: true`, and mount volumes for what it writes")
            .fix(Safety::Unsafe, "set `readOnlyRootFilesystem: true`", place.create("true"));
    }
}
