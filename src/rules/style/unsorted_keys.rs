//! Keys that are not in alphabetical order.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNSORTED_KEYS,
        name: "unsorted-keys",
        title: "Unsorted keys",
        aliases: &["kube-linter:sorted-keys"],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unsorted_keys.md"),
    },
    check: &Every(check),
};

/// Once for each object, at the first key that is out of order.
fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if let Some((place, before)) = unsorted(object.place(), 0) {
        let own = place.name();
        let message = text!("key `{}` must be before `{}`", key(own), key(before));
        let finding = cx.report(place, message);
        finding.at = object.location(place.key_span());
        finding.help("sort the keys alphabetically");
    }
}

/// What is nested deeper is not looked at.
const DEEPEST: usize = 64;

fn unsorted(place: Place<'_>, depth: usize) -> Option<(Place<'_>, &str)> {
    if depth > DEEPEST {
        return None;
    }
    let mut last = "";
    for (key, value) in place.entries() {
        if key < last {
            return Some((value, last));
        }
        last = key;
    }
    let inside = place.entries().map(|(_, value)| value).chain(place.items());
    inside.into_iter().find_map(|value| unsorted(value, depth + 1))
}
