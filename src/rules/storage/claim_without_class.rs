//! A claim that gets whatever class is the default.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CLAIM_WITHOUT_CLASS,
        name: "claim-without-class",
        title: "PersistentVolumeClaim without a class",
        aliases: &["kyverno:require-storageclass"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("claim_without_class.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    match object.gvk.kind.as_str() {
        "PersistentVolumeClaim" => check_claim(object.place(), cx),
        "StatefulSet" => {
            for template in object.field("spec").get("volumeClaimTemplates").items() {
                check_claim(template, cx);
            }
        }
        _ => {}
    }
}

fn check_claim<'a>(claim: Place<'a>, cx: &mut Context<'a>) {
    let spec = claim.get("spec");
    let annotation =
        claim.at(&["metadata", "annotations", "volume.beta.kubernetes.io/storage-class"]);
    // An empty class asks for a volume without one.
    let says = spec.get("storageClassName").is_present()
        || spec.get("volumeName").is_set()
        || annotation.is_set();
    let mark = ["metadata", "annotations", "storageclass.kubernetes.io/is-default-class"];
    let mut classes = cx.workspace.of_kind("StorageClass");
    if !says && !classes.any(|class| class.place().at(&mark).str() == "true") {
        cx.report(spec.get("storageClassName"), "the claim has no StorageClass")
            .help("set `storageClassName`; without it the default class of the cluster decides");
    }
}
