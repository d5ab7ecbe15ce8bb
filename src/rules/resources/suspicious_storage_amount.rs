//! A volume of a few bytes.

use super::{MB, report_too_small};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUSPICIOUS_STORAGE_AMOUNT,
        name: "suspicious-storage-amount",
        title: "Implausible amount of storage",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("suspicious_storage_amount.md"),
    },
    check: &Kinds(&["PersistentVolumeClaim", "PersistentVolume", "StatefulSet"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let spec = object.field("spec");
    let requested = ["resources", "requests", "storage"];
    match object.gvk.kind.as_str() {
        "PersistentVolumeClaim" if object.gvk.group.is_empty() => {
            check_amount(spec.at(&requested), "storage request", cx);
        }
        "PersistentVolume" if object.gvk.group.is_empty() => {
            check_amount(spec.at(&["capacity", "storage"]), "capacity", cx);
        }
        "StatefulSet" if object.gvk.group == "apps" => {
            for template in spec.get("volumeClaimTemplates").items() {
                check_amount(template.get("spec").at(&requested), "storage request", cx);
            }
        }
        _ => {}
    }
    for volume in
        PodTemplate::of(object).into_iter().flat_map(|pod| pod.spec.field("volumes").items())
    {
        let claim = volume.at(&["ephemeral", "volumeClaimTemplate", "spec"]);
        check_amount(claim.at(&requested), "storage request", cx);
    }
}

fn check_amount<'a>(place: Place<'a>, what: &'static str, cx: &mut Context<'a>) {
    let small = |asked: &Quantity| asked.is_whole() && 0 < asked.whole() && asked.whole() < MB;
    if amount(place).is_some_and(|asked| small(&asked)) {
        report_too_small(place, &text!("{}", name(what)), "Gi", cx);
    }
}
