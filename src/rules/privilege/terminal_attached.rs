//! A container with a terminal or an open standard input.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TERMINAL_ATTACHED,
        name: "terminal-attached",
        title: "Terminal of a container",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("terminal_attached.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let fields = [container.field("stdin"), container.field("tty")];
    if let Some(place) = fields.into_iter().find(|place| place.bool() == Some(true)) {
        let message = text!("container `{}` keeps its standard input open", container.name);
        cx.report(place, message).help("remove `stdin` and `tty`");
    }
}
