//! A container that can change files of its node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WRITABLE_HOST_PATH,
        name: "writable-host-path",
        title: "Writable files of the node",
        aliases: &[
            "kube-linter:writable-host-mount",
            "kubescape:C-0045",
            "datree:EKS_INVALID_HOSTPATH_MOUNT_READONLY_VALUE",
            "kics:Volume Mount with OS Directory Write Permissions",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("writable_host_path.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.spec.field("volumes").items() {
        let host = volume.get("hostPath");
        let is_file_or_directory = host.is_set()
            && !["Socket", "CharDevice", "BlockDevice"].contains(&host.get("type").str())
            && !super::is_socket(host.get("path").str());
        if !is_file_or_directory {
            continue;
        }
        let mounts = pod.containers().flat_map(|c| c.field("volumeMounts").items());
        let mounts: Vec<Place<'a>> = mounts
            .filter(|mount| mount.get("name").str() == volume.get("name").str())
            .filter(|mount| mount.get("readOnly").bool() != Some(true))
            .collect();
        for mount in mounts {
            let place = mount.get("readOnly");
            let path = host.get("path").str();
            let root = cx.runs(code::HOST_PATH_VOLUME).then(|| host.location());
            let finding = cx.report(place, text!("`{}` of the node is mounted writable", path));
            finding.help("set `readOnly: true`").related(host, "the volume").fix(
                Safety::Unsafe,
                "set `readOnly: true`",
                place.create("true"),
            );
            finding.root = root;
        }
    }
}
