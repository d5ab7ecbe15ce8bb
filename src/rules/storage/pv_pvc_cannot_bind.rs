//! A claim and a volume that name each other and do not fit.

use super::binding::{is_bound_to, mismatch};
use crate::rules::prelude::*;

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
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if object.gvk.kind != "PersistentVolumeClaim" {
        return;
    }
    let volumes = cx.workspace.seen_of_kind(object, "PersistentVolume", &|volume| {
        volume.is_whole() && is_bound_to(object, volume)
    });
    let [volume] = volumes[..] else { return };
    let Some(mismatch) = mismatch(object, volume) else { return };
    cx.report(mismatch.claim, text!("{}, so the claim stays Pending", mismatch.message))
        .related(mismatch.volume, text!("{}", name(volume.title())))
        .help(mismatch.help);
}
