//! A typo in a label or annotation that Kubernetes knows.

use std::collections::BTreeMap;

use super::reserved_keys::{Known, look_up};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESERVED_KEY_TYPO,
        name: "reserved-key-typo",
        title: "Typo in a well-known label or annotation",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("reserved_key_typo.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    // Most keys occur many times.
    let mut known: BTreeMap<&'a str, Known> = BTreeMap::new();
    let workspace = cx.workspace;
    for object in workspace.objects().filter(|object| object.is_whole()) {
        let template = PodTemplate::of(object).filter(|_| object.gvk.kind != "Pod");
        let of_template = template.map(|template| template.place().get("metadata"));
        for metadata in [Some(object.field("metadata")), of_template].into_iter().flatten() {
            for map in ["labels", "annotations"] {
                for (written, place) in metadata.get(map).entries() {
                    let known = known.entry(written).or_insert_with(|| look_up(written));
                    if let Known::Typo(meant) = known {
                        report(written, place, meant, map == "annotations", cx);
                    }
                }
            }
        }
    }
}

fn report<'a>(written: &str, place: Place<'a>, meant: &str, may_fix: bool, cx: &mut Context<'a>) {
    let finding = cx.report(place, text!("unknown key `{}`", key(written)));
    finding.at = place.object().location(place.key_span());
    finding.help(text!("did you mean `{}`?", key(meant)));
    // Selectors may use a label as it is.
    let edit = place.rename(meant).filter(|_| may_fix);
    finding.fix(Safety::Unsafe, text!("write `{}`", key(meant)), edit);
}
