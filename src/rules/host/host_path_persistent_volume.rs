//! A PersistentVolume with files of a node.

use k8s_openapi::api::core::v1::PersistentVolume;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_PATH_PERSISTENT_VOLUME,
        name: "host-path-persistent-volume",
        title: "PersistentVolume on hostPath",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_path_persistent_volume.md"),
    },
    check: &Objects::<PersistentVolume>(check),
};

fn check<'a>(volume: At<'a, PersistentVolume>, cx: &mut Context<'a>) {
    let place = volume.field("spec").get("hostPath");
    if place.is_set() {
        let path = place.get("path").str();
        cx.report(place, text!("Pods with this volume use `{}` of their node", path))
            .help("use a `local` volume, or the storage of your provider");
    }
}
