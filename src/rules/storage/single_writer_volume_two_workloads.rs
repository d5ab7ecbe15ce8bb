//! A claim for one node that two workloads mount.

use std::collections::BTreeMap;

use super::single_writer::{SingleWriter, is_pinned};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SINGLE_WRITER_VOLUME_TWO_WORKLOADS,
        name: "single-writer-volume-two-workloads",
        title: "ReadWriteOnce claim shared by two workloads",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("single_writer_volume_two_workloads.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let mut first: BTreeMap<_, SingleWriter<'a>> = BTreeMap::new();
    for pod in cx.pods.templates().iter().copied() {
        let object = pod.object();
        if !cx.applies_to(object) || pod.ends() || !pod.is_managed() || is_pinned(pod) {
            continue;
        }
        for claim in SingleWriter::of_pod(pod, cx) {
            let key = (object.source, claim.mode.object().id);
            let earlier = *first.entry(key).or_insert(claim);
            let other = earlier.reference.place().object();
            if other.id != object.id && other.name != object.name {
                report(earlier, claim, cx);
            }
        }
    }
}

fn report<'a>(earlier: SingleWriter<'a>, claim: SingleWriter<'a>, cx: &mut Context<'a>) {
    let other = name(earlier.reference.place().object().title());
    let (claimed, mode) = (name(claim.reference.name()), name(claim.mode.str()));
    cx.report(claim.reference.place(), {
        text!("claim `{}` ({}) is also mounted by {}", claimed, mode, other)
    })
    .related(earlier.reference.place(), "first mounted here")
    .related(claim.mode, "the access mode")
    .help("use `ReadWriteMany`, or a claim for each of them");
}
