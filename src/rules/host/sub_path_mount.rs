//! A volume of which only a part is mounted.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUB_PATH_MOUNT,
        name: "sub-path-mount",
        title: "Mount of a subPath",
        aliases: &["kubescape:C-0058", "datree:CONTAINER_CVE2021_25741_INCORRECT_SUBPATH_KEY"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sub_path_mount.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for mount in container.field("volumeMounts").items() {
        let parts = [mount.get("subPath"), mount.get("subPathExpr")];
        for place in parts.into_iter().filter(|place| !place.is_empty()) {
            cx.report(place, text!("only `{}` of the volume is mounted", place.str()))
                .help("mount the whole volume");
        }
    }
}
