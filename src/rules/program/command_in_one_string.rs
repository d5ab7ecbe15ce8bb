//! A program and its arguments in one item of a list.

use super::{Start, is_plain_word};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::COMMAND_IN_ONE_STRING,
        name: "command-in-one-string",
        title: "Command line in one list item",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("command_in_one_string.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for start in Start::all(container) {
        let items: Vec<Place<'a>> = start.command.items().collect();
        let [item] = items[..] else { continue };
        let words: Vec<&str> = item.str().split_whitespace().collect();
        let Some((program, [_, ..])) = words.split_first() else { continue };
        if !is_plain_word(program) {
            continue;
        }
        let is_simple = words.iter().all(|word| is_plain_word(word));
        let list =
            format!("[{}]", words.iter().map(|word| scalar(word)).collect::<Vec<_>>().join(", "));
        let edit = start.command.set(&list).filter(|_| is_simple);
        let help = match is_simple {
            true => text!("write one item for each word: `command: {}`", list),
            false => Text::words("start a shell: `command: [sh, -c, \"…\"]`"),
        };
        cx.report(item, text!("`{}` is the name of a single file", item.str())).help(help).fix(
            Safety::Unsafe,
            "write one item for each word",
            edit,
        );
    }
}
