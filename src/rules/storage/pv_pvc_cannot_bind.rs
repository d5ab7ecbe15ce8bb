//! A claim and a volume that name each other and do not fit.

use std::collections::BTreeMap;

use super::binding::{is_bound_to, mismatch};
use crate::{model::ObjectId, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PV_PVC_CANNOT_BIND,
        name: "pv-pvc-cannot-bind",
        title: "Claim that cannot bind to its volume",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pv_pvc_cannot_bind.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let workspace = cx.workspace;
    // Those that a volume names; claims name theirs by themselves.
    let mut named: BTreeMap<ObjectId, Vec<&'a Object>> = BTreeMap::new();
    for volume in workspace.of_kind("PersistentVolume") {
        let claim = volume.field("spec").get("claimRef").get("name").str();
        for claim in workspace.find_all(volume, CLAIM, claim) {
            named.entry(claim.id).or_default().push(volume);
        }
    }
    for claim in workspace.of_kind(CLAIM).filter(|claim| claim.is_whole()) {
        let wanted = claim.field("spec").get("volumeName").str();
        let mut volumes = workspace.find_all(claim, "PersistentVolume", wanted);
        volumes.extend(named.get(&claim.id).into_iter().flatten());
        volumes.sort_by_key(|volume| volume.id);
        volumes.dedup_by_key(|volume| volume.id);
        volumes.retain(|volume| volume.is_whole() && is_bound_to(claim, volume));
        let [volume] = volumes[..] else { continue };
        let Some(mismatch) = mismatch(claim, volume) else { continue };
        cx.report(mismatch.claim, text!("{}, so the claim stays Pending", mismatch.message))
            .related(mismatch.volume, text!("{}", name(volume.title())))
            .help(mismatch.help);
    }
}

const CLAIM: &str = "PersistentVolumeClaim";
