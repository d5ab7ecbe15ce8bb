//! An init container that the Pod waits for without end.

use super::{Start, is_shell};
use crate::{model::pods::ContainerRole, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INIT_CONTAINER_NEVER_ENDS,
        name: "init-container-never-ends",
        title: "Init container that never ends",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("init_container_never_ends.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if container.role != ContainerRole::Init {
        return;
    }
    let Some(start) = Start::own(container).filter(runs_forever) else { return };
    let owner = name(&container.name);
    cx.report(
        start.command,
        text!("init container `{}` never ends, so the Pod does not start", owner),
    )
    .help("set `restartPolicy: Always`, which makes it a sidecar, or move it to `containers`");
}

/// Whether a command follows a file or sleeps forever.
fn runs_forever(start: &Start<'_>) -> bool {
    let words: Vec<&str> = match start.items.as_slice() {
        [shell, option, script] if is_shell(shell.str()) && option.str() == "-c" => {
            // Of a script only one that is a single command is read.
            if script.str().trim().contains(['\n', ';', '&', '|']) {
                return false;
            }
            script.str().split_whitespace().collect()
        }
        items => items.iter().map(|item| item.str()).collect(),
    };
    let program = words.first().map_or("", |word| word.rsplit('/').next().unwrap_or(word));
    let has = |known: &[&str]| words.iter().skip(1).any(|word| known.contains(word));
    match program {
        "tail" => has(&["-f", "-F", "--follow"]),
        "sleep" => has(&["infinity", "inf"]),
        _ => false,
    }
}
