//! A volume over a directory that programs of the image need.

use crate::rules::{prelude::*, volumes};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MOUNT_OVER_SYSTEM_PATH,
        name: "mount-over-system-path",
        title: "Volume over a system directory",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("mount_over_system_path.md"),
    },
    check: &Containers(check),
};

const DIRECTORIES: [&str; 11] = [
    "/",
    "/bin",
    "/boot",
    "/etc",
    "/lib",
    "/lib64",
    "/sbin",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/sbin",
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let volumes = volumes::by_name(container.pod);
    for mount in container.field("volumeMounts").items() {
        let place = mount.get("mountPath");
        let path = match place.str().trim_end_matches('/') {
            "" if place.is_empty() => continue,
            "" => "/",
            path => path,
        };
        let sub_path = mount.get("subPath").is_set() || mount.get("subPathExpr").is_set();
        let of = mount.get("name").str();
        let volume = volumes.get(of).copied();
        // A directory of the node, or an image with files of its own, may be meant.
        let replaces = |volume: Place<'a>| {
            let kinds = ["hostPath", "image", "csi", "persistentVolumeClaim"];
            kinds.iter().any(|kind| volume.get(kind).is_set())
        };
        if sub_path || !DIRECTORIES.contains(&path) || volume.is_none_or(replaces) {
            continue;
        }
        cx.report(place, text!("volume `{}` hides the files of the image in `{}`", name(of), path))
            .help("mount it in a directory of its own, or single files with `subPath`");
    }
}
