//! A volume that no container mounts.

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
    let used = |field: &'static str, wanted: &str| {
        pod.containers()
            .any(|c| c.field(field).items().any(|item| item.get("name").str() == wanted))
    };
    for volume in pod.spec.field("volumes").items() {
        let of = volume.get("name").str();
        let is_known = !of.is_empty() && !volume.get("csi").is_set();
        if is_known && !used("volumeMounts", of) && !used("volumeDevices", of) {
            cx.report(volume.get("name"), text!("volume `{}` is not mounted", name(of)))
                .help("remove it, or add it to the `volumeMounts` of a container");
        }
    }
}
