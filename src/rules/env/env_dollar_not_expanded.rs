//! A variable in the syntax of a shell.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ENV_DOLLAR_NOT_EXPANDED,
        name: "env-dollar-not-expanded",
        title: "Shell variable that is not expanded",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("env_dollar_not_expanded.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let variables: Vec<Place<'a>> = container.field("env").items().collect();
    let names: Vec<&str> = variables.iter().map(|item| item.get("name").str()).collect();
    for value in variables.iter().map(|item| item.get("value")) {
        let Some(used) = shell_variables(value.str()).find(|used| names.contains(used)) else {
            continue;
        };
        cx.report(value, text!("`${}` is not expanded", name(used)))
            .help(text!("write `$({})`", name(used)));
    }
}

/// The names in `$NAME` and `${NAME}`.
fn shell_variables(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        (!name.is_empty()).then_some(name)
    })
}
