//! A rolling update that needs a second node for a volume of one.

use super::single_writer::{SingleWriter, is_pinned};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SINGLE_WRITER_VOLUME_ROLLING_UPDATE,
        name: "single-writer-volume-rolling-update",
        title: "Rolling update with a ReadWriteOnce claim",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("single_writer_volume_rolling_update.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    let strategy = object.field("spec").get("strategy");
    let surge = strategy.at(&["rollingUpdate", "maxSurge"]);
    let replaces = strategy.get("type").str() == "Recreate"
        || surge.int() == Some(0)
        || surge.str() == "0%"
        || surge.str() == "0";
    let replicas = object.field("spec").get("replicas").int().unwrap_or(1);
    if object.gvk.kind != "Deployment" || replaces || replicas != 1 || is_pinned(pod) {
        return;
    }
    if let Some(claim) = SingleWriter::of_pod(pod, cx).first() {
        let (claimed, mode) = (name(claim.reference.name()), name(claim.mode.str()));
        cx.report(strategy, text!("a rolling update needs claim `{}` ({}) twice", claimed, mode))
            .related(claim.reference.place(), "mounted here")
            .help("set `strategy: {type: Recreate}`");
    }
}
