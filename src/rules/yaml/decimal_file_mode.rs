//! A file mode written without its leading zero.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DECIMAL_FILE_MODE,
        name: "decimal-file-mode",
        title: "File mode in decimal",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("decimal_file_mode.md"),
    },
    check: &Pods(check),
};

/// Decimals that look like modes. The server rejects those above 511; others that are the decimal
/// value of a usual mode, such as 420 for 0644, are taken as intended.
const LOOKALIKES: [&str; 4] = ["400", "440", "444", "500"];

/// The volume sources that project files.
const SOURCES: [&str; 4] = ["configMap", "secret", "downwardAPI", "projected"];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for volume in pod.place().at(&["spec", "volumes"]).items() {
        for source in SOURCES.map(|name| volume.get(name)) {
            check_mode(source.get("defaultMode"), cx);
            check_items(source, cx);
            for part in source.get("sources").items() {
                SOURCES.map(|name| part.get(name)).into_iter().for_each(|s| check_items(s, cx));
            }
        }
    }
}

fn check_items<'a>(source: Place<'a>, cx: &mut Context<'a>) {
    source.get("items").items().for_each(|item| check_mode(item.get("mode"), cx));
}

fn check_mode<'a>(mode: Place<'a>, cx: &mut Context<'a>) {
    let Some(written) = mode.node().map(|node| node.raw()) else { return };
    let (true, Ok(decimal)) = (LOOKALIKES.contains(&written), written.parse::<u32>()) else {
        return;
    };
    let meant = u32::from_str_radix(written, 8).unwrap_or(decimal);
    // JSON has no octal numbers; what begins with a brace may be read as JSON.
    let json = mode.object().tree().text().trim_start().starts_with('{');
    let text = if json { meant.to_string() } else { format!("0{written}") };
    let octal = format!("0{decimal:o}");
    cx.report(
        mode,
        text!("`{}` is a decimal number, so the mode is {}, not 0{}", written, octal, written),
    )
    .help(text!("write `{}`", text))
    .fix(Safety::Unsafe, text!("write `{}`", text), mode.set(&text));
}
