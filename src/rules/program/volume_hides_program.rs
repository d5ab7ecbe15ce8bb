//! A volume over the directory of the program that is started.

use super::{Start, mounted_at};
use crate::rules::prelude::*;
use crate::rules::volumes;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::VOLUME_HIDES_PROGRAM,
        name: "volume-hides-program",
        title: "Volume that hides the program",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("volume_hides_program.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for start in Start::all(container) {
        let Some(mounted) = mounted_at(container, start.program()) else { continue };
        let Some(files) = volumes::files_of(mounted.volume, cx) else { continue };
        if files.is_empty() || files.contains(&mounted.file) {
            continue;
        }
        let (program, volume) = (start.program(), mounted.volume.get("name").str());
        cx.report(start.items[0], text!("volume `{}` hides `{}`", name(volume), name(program)))
            .related(mounted.mount, "mounted over the directory of the program")
            .help("mount single files with `subPath`, or use another directory");
    }
}
