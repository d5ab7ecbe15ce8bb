//! An operator of the shell as an argument of another program.

use super::{Start, is_shell};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SHELL_SYNTAX_WITHOUT_SHELL,
        name: "shell-syntax-without-shell",
        title: "Shell operator without a shell",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("shell_syntax_without_shell.md"),
    },
    check: &Containers(check),
};

const OPERATORS: [&str; 8] = ["&&", "||", "|", ">", ">>", "<", ";", "2>&1"];

/// Programs to which single signs mean something.
const OWN: [&str; 6] = ["find", "expr", "test", "[", "jq", "awk"];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for start in Start::all(container) {
        let program = start.program();
        let has_shell = start.items.iter().any(|item| is_shell(item.str()));
        if has_shell {
            continue;
        }
        let has_own = OWN.contains(&program.rsplit('/').next().unwrap_or(program));
        let is_operator = |item: &&Place<'a>| {
            let word = item.str();
            OPERATORS.contains(&word) && !(has_own && word.len() == 1)
        };
        let Some(operator) = start.items.iter().skip(1).find(is_operator) else { continue };
        let (written, program) = (operator.str(), name(program));
        cx.report(*operator, text!("`{}` is passed to `{}` as an argument", written, program))
            .help("start a shell: `command: [sh, -c, \"…\"]`");
    }
}
