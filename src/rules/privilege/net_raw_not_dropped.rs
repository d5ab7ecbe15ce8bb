//! A container that can forge network packets.

use super::capabilities::bare;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NET_RAW_NOT_DROPPED,
        name: "net-raw-not-dropped",
        title: "NET RAW not dropped",
        aliases: &[
            "kube-linter:drop-net-raw-capability",
            "checkov:CKV_K8S_28",
            "trivy:KSV119",
            "datree:CIS_MISSING_VALUE_DROP_NET_RAW",
            "kics:NET_RAW Capabilities Not Being Dropped",
            "kyverno:require-drop-cap-net-raw",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("net_raw_not_dropped.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let context = container.field("securityContext");
    let is_privileged = context.get("privileged").bool() == Some(true);
    if is_privileged || container.pod.is_windows() || cx.runs(code::CAPABILITIES_NOT_DROPPED) {
        return;
    }
    let capabilities = context.get("capabilities");
    let (added, drop) = (capabilities.get("add"), capabilities.get("drop"));
    if let Some(item) = added.items().find(|item| bare(*item) == "NET_RAW") {
        cx.report(item, text!("container `{}` can forge network packets", container.name))
            .help("remove `NET_RAW`")
            .fix(Safety::Unsafe, "remove `NET_RAW`", item.remove_from(added));
    } else if !drop.items().any(|item| ["NET_RAW", "ALL"].contains(&bare(item).as_str())) {
        let title = "add `NET_RAW` to `capabilities.drop`";
        let new = || drop.create("[NET_RAW]");
        let edit = if drop.is_empty() { new() } else { drop.append(&["NET_RAW".to_owned()]) };
        cx.report(drop, text!("container `{}` can forge network packets", container.name))
            .help(title)
            .fix(Safety::Unsafe, title, edit);
    }
}
