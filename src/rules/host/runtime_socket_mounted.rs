//! The socket of the container runtime in a container.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RUNTIME_SOCKET_MOUNTED,
        name: "runtime-socket-mounted",
        title: "Container runtime socket mounted",
        aliases: &[
            "kube-linter:docker-sock",
            "checkov:CKV_K8S_27",
            "trivy:KSV006",
            "monokle:KBP101",
            "kubescape:C-0074",
            "datree:CONTAINERS_INCORRECT_PATH_VALUE_DOCKERSOCKET",
            "kics:Docker Daemon Socket is Exposed to Containers",
            "kyverno:disallow-container-sock-mounts",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("runtime_socket_mounted.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.spec.field("volumes").items() {
        let host = volume.get("hostPath");
        let path = host.get("path");
        if super::is_socket(path.str()) {
            let message = text!("`{}` gives control over all containers of the node", path.str());
            let root = cx.runs(code::HOST_PATH_VOLUME).then(|| host.location());
            let finding = cx.report(path, message);
            finding.help("remove the volume; use the API server or a builder without root");
            finding.root = root;
        }
    }
}
