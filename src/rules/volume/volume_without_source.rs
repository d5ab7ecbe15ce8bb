//! A volume that is only a name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::VOLUME_WITHOUT_SOURCE,
        name: "volume-without-source",
        title: "Volume without a source",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("volume_without_source.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.spec.field("volumes").items() {
        let of = volume.get("name");
        if volume.count() != 1 || of.is_empty() || volume.node().is_none_or(|node| node.damaged()) {
            continue;
        }
        cx.report(of, text!("volume `{}` has no source and becomes an emptyDir", name(of.str())))
            .help("write `emptyDir: {}` if that is meant")
            .fix(Safety::Safe, "write `emptyDir: {}`", volume.get("emptyDir").set("{}"));
    }
}
