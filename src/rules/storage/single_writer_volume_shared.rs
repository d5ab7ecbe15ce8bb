//! A claim for one node that several pods of a workload mount.

use super::single_writer::{SingleWriter, is_pinned};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SINGLE_WRITER_VOLUME_SHARED,
        name: "single-writer-volume-shared",
        title: "ReadWriteOnce claim shared by several Pods",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("single_writer_volume_shared.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if pod.ends() || is_pinned(pod) {
        return;
    }
    let Some((count, reason)) = count(object, cx) else { return };
    for claim in SingleWriter::of_pod(pod, cx) {
        let one = if claim.of_pod { "one Pod" } else { "one node" };
        let (claimed, mode) = (name(claim.reference.name()), name(claim.mode.str()));
        let place = claim.reference.place();
        let finding = cx.report(place, {
            text!("claim `{}` ({}) is for {}, but {}", claimed, mode, name(one), count)
        });
        finding
            .related(claim.mode, "the access mode")
            .related(reason, "the number of Pods")
            .help("use `ReadWriteMany`, one replica, or a StatefulSet with `volumeClaimTemplates`");
        if claim.of_pod {
            finding.severity(Severity::Error);
        }
    }
}

/// What decides that a workload has several pods, in words and where it is written.
fn count<'a>(object: &'a Object, cx: &Context<'a>) -> Option<(Text, Place<'a>)> {
    if object.gvk.kind == "DaemonSet" {
        let text = Text::words("a DaemonSet runs a Pod on every node");
        return Some((text, object.field("kind")));
    }
    let scalers = cx.workspace.autoscalers_of(object);
    if let Some(scaler) = scalers.first() {
        let max = scaler.max().filter(|max| *max > 1)?;
        let text = text!("its autoscaler allows {} Pods", name(max));
        return Some((text, scaler.reference().get("name")));
    }
    let replicas = object.field("spec").get("replicas");
    let count = replicas.int().filter(|count| *count > 1)?;
    Some((text!("there are {} replicas", name(count)), replicas))
}
