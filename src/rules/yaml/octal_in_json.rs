//! A number with a leading zero in a JSON file.

use std::path::Path;

use crate::{rules::prelude::*, syntax::tree::NodeStyle};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::OCTAL_IN_JSON,
        name: "octal-in-json",
        title: "Number with a leading zero in JSON",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("octal_in_json.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let name = &cx.workspace.source(object.source).name;
    if Path::new(name).extension().is_some_and(|extension| extension == "json") {
        look_into(object.place(), cx);
    }
}

fn look_into<'a>(place: Place<'a>, cx: &mut Context<'a>) {
    let Some(node) = place.node() else { return };
    if node.is_map() {
        place.entries().for_each(|(_, value)| look_into(value, cx));
    } else if node.is_list() {
        place.items().for_each(|item| look_into(item, cx));
    } else if let Some(value) = place.int().filter(|_| node.style() == NodeStyle::Plain) {
        let written = &place.object().tree().text()[node.span().range()];
        let digits = written.strip_prefix('-').unwrap_or(written);
        if digits.len() > 1 && digits.starts_with('0') {
            let meant = value.to_string();
            cx.report(place, text!("`{}` is not a number in JSON", written))
                .help(text!("write `{}`; kubectl before 1.33 rejects the file", meant))
                .fix(Safety::Safe, text!("write `{}`", meant), place.set(&meant));
        }
    }
}
