//! A program in a volume whose files cannot be executed.

use super::{Start, mounted_at};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONFIG_MAP_SCRIPT_NOT_EXECUTABLE,
        name: "config-map-script-not-executable",
        title: "Program in a non-executable volume",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("config_map_script_not_executable.md"),
    },
    check: &Containers(check),
};

/// The mode of files without a written one.
const DEFAULT_MODE: i64 = 0o644;

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for start in Start::all(container) {
        let Some(mounted) = mounted_at(container, start.program()) else { continue };
        let volume = mounted.volume;
        let sources = ["configMap", "secret", "projected"].map(|field| volume.get(field));
        let Some(source) = sources.into_iter().find(|source| source.is_set()) else { continue };
        let is_file = |item: &Place<'a>| item.get("path").str() == mounted.file;
        let own = source.get("items").items().find(is_file).map(|item| item.get("mode"));
        let mode = own.filter(|mode| mode.is_set()).unwrap_or(source.get("defaultMode"));
        let is_runnable = mode.int().unwrap_or(DEFAULT_MODE) & 0o111 != 0;
        let has_own = source.get("sources").items().any(|part| {
            let mut items =
                ["configMap", "secret"].into_iter().flat_map(|f| part.get(f).get("items").items());
            items.any(|item| item.get("mode").is_set())
        });
        if is_runnable || has_own {
            continue;
        }
        let program = name(start.program());
        cx.report(start.items[0], text!("`{}` is not executable", program))
            .related(volume.get("name"), "files of this volume have mode 0644 by default")
            .help("set `defaultMode: 0755` for the volume, or start it with `sh`");
    }
}
