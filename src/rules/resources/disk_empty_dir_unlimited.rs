//! An emptyDir that may fill the disk of its node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DISK_EMPTY_DIR_UNLIMITED,
        name: "disk-empty-dir-unlimited",
        title: "Disk volume without a size limit",
        aliases: &["kyverno:require-emptydir-requests-and-limits"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("disk_empty_dir_unlimited.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let limits = |container: InPod<'a>| {
        container.resource(ResourceField::Limits, "ephemeral-storage").is_set()
    };
    let volumes = pod.spec.field("volumes").items().filter(|volume| {
        let dir = volume.get("emptyDir");
        dir.is_set() && dir.get("medium").str() != "Memory" && dir.get("sizeLimit").is_empty()
    });
    let found: Vec<(Place<'a>, Text)> = volumes
        .map(|volume| {
            let owner = name(volume.get("name").str());
            (volume.get("emptyDir"), text!("volume `{}` has no size limit", owner))
        })
        .collect();
    // A limit of each container bounds what all of them write to volumes as well.
    if found.is_empty() || pod.containers().all(limits) {
        return;
    }
    if let Some(finding) = cx.report_together(found) {
        finding.help("set `sizeLimit`; a full disk evicts other Pods of the node as well");
    }
}
