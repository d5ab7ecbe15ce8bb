//! A claim and the only volume of its class, which do not fit.

use super::binding::{is_bound_to, mismatch};
use crate::rules::prelude::*;

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
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let spec = object.field("spec");
    let class = spec.get("storageClassName");
    if object.gvk.kind != "PersistentVolumeClaim"
        || !class.is_set()
        || spec.get("volumeName").is_set()
        || spec.get("dataSource").is_set()
        || is_provisioned(object, class.str(), cx)
    {
        return;
    }
    let here = |other: &Object| {
        other.source == object.source
            && other.is_whole()
            && other.field("spec").get("storageClassName").str() == class.str()
    };
    let volumes = cx.workspace.seen_of_kind(object, "PersistentVolume", &here);
    let claims = cx.workspace.seen_of_kind(object, "PersistentVolumeClaim", &here);
    let ([volume], [_]) = (&volumes[..], &claims[..]) else { return };
    let is_free = !volume.field("spec").get("claimRef").is_set() && !is_bound_to(object, volume);
    let Some(mismatch) = mismatch(object, volume).filter(|_| is_free) else { return };
    cx.report(mismatch.claim, text!("{}, so the claim stays Pending", mismatch.message))
        .related(mismatch.volume, text!("{}", name(volume.title())))
        .help(mismatch.help);
}

/// Whether volumes of a class are made when they are claimed, as far as the run shows it.
fn is_provisioned(object: &Object, class: &str, cx: &Context<'_>) -> bool {
    let made = |class: &Object| class.field("provisioner").str() != "kubernetes.io/no-provisioner";
    cx.workspace.find_anywhere(object, "StorageClass", class, &made).is_some()
}
