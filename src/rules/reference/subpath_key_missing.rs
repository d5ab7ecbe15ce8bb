//! A subPath that names no file of its volume.

use crate::rules::prelude::*;
use crate::rules::volumes;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUBPATH_KEY_MISSING,
        name: "subpath-key-missing",
        title: "subPath not found in its volume",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("subpath_key_missing.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let volumes = volumes::by_name(container.pod);
    for mount in container.field("volumeMounts").items() {
        let (place, of) = (mount.get("subPath"), mount.get("name").str());
        let Some(volume) = volumes.get(of).copied().filter(|_| !place.is_empty()) else { continue };
        let Some(files) = volumes::files_of(volume, cx).filter(|files| !files.is_empty()) else {
            continue;
        };
        let path = place.str().trim_start_matches("./").trim_end_matches('/');
        let is_in = |file: &&str| {
            file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if files.iter().any(is_in) {
            continue;
        }
        let message = text!("volume `{}` has no file `{}`", name(of), place.str());
        let finding = cx.report(place, message);
        finding.related(volume.get("name"), "the volume");
        match similar::closest(path, files.iter().copied()) {
            Some(meant) => finding
                .help(text!("did you mean `{}`? otherwise an empty directory is mounted", meant))
                .fix(Safety::Unsafe, text!("write `{}`", meant), place.set(&scalar(meant))),
            None => {
                finding.help("write the name of a file; otherwise an empty directory is mounted")
            }
        };
    }
}
