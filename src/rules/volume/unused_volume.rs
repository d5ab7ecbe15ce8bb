//! A volume that no container mounts.

use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNUSED_VOLUME,
        name: "unused-volume",
        title: "Volume that is not mounted",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unused_volume.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    // What injects containers may mount it.
    if pod.is_injected() {
        return;
    }
    let fields = ["volumeMounts", "volumeDevices"];
    let mounts =
        pod.containers().flat_map(|c| fields.into_iter().flat_map(move |f| c.field(f).items()));
    let used: BTreeSet<&str> = mounts.map(|mount| mount.get("name").str()).collect();
    for volume in pod.spec.field("volumes").items() {
        let of = volume.get("name").str();
        if !of.is_empty() && !volume.get("csi").is_set() && !used.contains(of) {
            cx.report(volume.get("name"), text!("volume `{}` is not mounted", name(of)))
                .help("remove it, or add it to the `volumeMounts` of a container");
        }
    }
}
