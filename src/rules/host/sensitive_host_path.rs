//! A hostPath volume with a system directory of the node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SENSITIVE_HOST_PATH,
        name: "sensitive-host-path",
        title: "System directory of the node",
        aliases: &[
            "kube-linter:sensitive-host-mounts",
            "trivy:KSV121",
            "kics:Workload Mounting With Sensitive OS Directory",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sensitive_host_path.md"),
    },
    check: &Pods(check),
};

const SENSITIVE: [&str; 22] = [
    "/",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/etc/kubernetes",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/var",
    "/var/lib",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/kubelet",
    "/var/lib/kubelet/pki",
    "/var/run",
];

/// What is below these is as sensitive.
const WHOLE: [&str; 3] = ["/etc/kubernetes/", "/root/", "/var/lib/etcd/"];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.spec.field("volumes").items() {
        let host = volume.get("hostPath");
        let path = clean(host.get("path").str());
        let below = || WHOLE.iter().any(|dir| path.starts_with(dir));
        if SENSITIVE.contains(&path.as_str()) || below() {
            let message = text!(
                "`{}` of the node holds its system files or credentials",
                host.get("path").str()
            );
            let root = cx.runs(code::HOST_PATH_VOLUME).then(|| host.location());
            let finding = cx.report(host.get("path"), message);
            finding.help("mount only the file or directory that is needed, read-only");
            finding.root = root;
        }
    }
}

/// A path without slashes that say nothing; empty where there is none.
fn clean(path: &str) -> String {
    let steps: Vec<&str> = path.split('/').filter(|step| !["", "."].contains(step)).collect();
    if path.starts_with('/') { format!("/{}", steps.join("/")) } else { String::new() }
}
