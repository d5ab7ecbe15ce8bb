//! A volume in memory without a size limit.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MEMORY_EMPTY_DIR_UNLIMITED,
        name: "memory-empty-dir-unlimited",
        title: "Memory volume without a size limit",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("memory_empty_dir_unlimited.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.spec.field("volumes").items() {
        let dir = volume.get("emptyDir");
        if dir.get("medium").str() == "Memory" && dir.get("sizeLimit").is_empty() {
            let volume = name(volume.get("name").str());
            cx.report(dir, text!("volume `{}` in memory has no size limit", volume))
                .help("set `sizeLimit`; files in the volume count as memory of the container");
        }
    }
}
