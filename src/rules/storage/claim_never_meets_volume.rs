//! A claim and the only volume of its class, which do not fit.

use std::collections::BTreeMap;

use super::binding::mismatch;
use crate::{input::SourceId, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CLAIM_NEVER_MEETS_VOLUME,
        name: "claim-never-meets-volume",
        title: "Claim that no volume in the file fits",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("claim_never_meets_volume.md"),
    },
    check: &WholeRun(check),
};

/// The volumes and the claims of a class in one file.
type OfClass<'a> = (Vec<&'a Object>, Vec<&'a Object>);

fn check<'a>(cx: &mut Context<'a>) {
    let workspace = cx.workspace;
    let mut classes: BTreeMap<(SourceId, &'a str), OfClass<'a>> = BTreeMap::new();
    for kind in ["PersistentVolume", "PersistentVolumeClaim"] {
        for object in workspace.of_kind(kind).filter(|object| object.is_whole()) {
            let class = object.field("spec").get("storageClassName");
            if class.is_set() {
                let of = classes.entry((object.source, class.str())).or_default();
                let list = if kind == "PersistentVolume" { &mut of.0 } else { &mut of.1 };
                list.push(object);
            }
        }
    }
    for ((_, class), (volumes, claims)) in &classes {
        let ([volume], [claim]) = (&volumes[..], &claims[..]) else { continue };
        let spec = claim.field("spec");
        let is_free = !spec.get("volumeName").is_set()
            && !spec.get("dataSource").is_set()
            && !volume.field("spec").get("claimRef").is_set();
        let mismatch = mismatch(claim, volume);
        let Some(mismatch) = mismatch.filter(|_| is_free && !is_provisioned(claim, class, cx))
        else {
            continue;
        };
        cx.report(mismatch.claim, text!("{}, so the claim stays Pending", mismatch.message))
            .related(mismatch.volume, text!("{}", name(volume.title())))
            .help(mismatch.help);
    }
}

/// Whether volumes of a class are made when they are claimed, as far as the run shows it.
fn is_provisioned(object: &Object, class: &str, cx: &Context<'_>) -> bool {
    let made = |class: &Object| class.field("provisioner").str() != "kubernetes.io/no-provisioner";
    cx.workspace.find_anywhere(object, "StorageClass", class, &made).is_some()
}
