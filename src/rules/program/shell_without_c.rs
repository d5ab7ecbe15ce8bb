//! A command line that a shell takes for the name of a script.

use super::{Start, is_shell};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SHELL_WITHOUT_C,
        name: "shell-without-c",
        title: "Shell command line without -c",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("shell_without_c.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for start in Start::all(container) {
        if !is_shell(start.program()) {
            continue;
        }
        let options = start.items.iter().skip(1).take_while(|item| item.str().starts_with('-'));
        let options: Vec<&str> = options.map(|item| item.str()).collect();
        // With one of these the next item is something else.
        let other =
            |option: &&str| option.starts_with("--") || option[1..].contains(['c', 'o', 's', 'O']);
        let Some(item) = start.items.get(1 + options.len()) else { continue };
        let is_c = item.str() == "c" && start.items.len() > 2 + options.len();
        if options.iter().any(other) || !is_c && !is_command_line(item.str()) {
            continue;
        }
        let (shell, written) = (name(start.program()), item.str());
        if is_c {
            cx.report(*item, text!("`{}` looks for a script called `c`", shell))
                .help("did you mean `-c`?")
                .fix(Safety::Unsafe, "write `-c`", item.set("-c"));
            continue;
        }
        let finding =
            cx.report(*item, text!("`{}` looks for a script called `{}`", shell, written));
        if written.starts_with('/') || written.starts_with("./") {
            finding.help("write one item for each word of the script and its arguments");
        } else {
            finding.help("add an item `-c` before the command line");
        }
    }
}

/// Whether a text is several words; a script with a blank in its name is none.
fn is_command_line(text: &str) -> bool {
    text.split_whitespace().nth(1).is_some() && !text.contains('\\')
}
