//! A partition that is higher than all ordinals.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PARTITION_BLOCKS_ROLLOUT,
        name: "partition-blocks-rollout",
        title: "Partition that blocks the rollout",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("partition_blocks_rollout.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if object.gvk.kind != "StatefulSet" {
        return;
    }
    let spec = object.field("spec");
    let place = spec.at(&["updateStrategy", "rollingUpdate", "partition"]);
    let count = if spec.get("replicas").is_set() { spec.get("replicas").int() } else { Some(1) };
    let scaled = !cx.workspace.autoscalers_of(object).is_empty();
    let (Some(first), Some(count)) = (place.int(), count) else { return };
    if first >= count && count > 0 && !scaled {
        let (first, count) = (name(first), name(count));
        cx.report(place, text!("partition {} blocks updates of all {} replicas", first, count))
            .related(spec.get("replicas"), "ordinals start at 0")
            .help("lower `partition` to update Pods");
    }
}
