//! Fields of an object in an unusual order.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FIELD_ORDER,
        name: "field-order",
        title: "Unusual order of fields",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("field_order.md"),
    },
    check: &Every(check),
};

const ORDER: [&str; 3] = ["apiVersion", "kind", "metadata"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let rank = |key: &str| ORDER.iter().position(|field| *field == key).unwrap_or(ORDER.len());
    let mut last = ("", 0);
    for (own, place) in object.place().entries() {
        let rank = rank(own);
        if rank < last.1 {
            let message = text!("`{}` must be before `{}`", key(own), key(last.0));
            let finding = cx.report(place, message);
            finding.at = object.location(place.key_span());
            finding.help("begin each object with `apiVersion`, `kind` and `metadata`");
            return;
        }
        last = (own, rank);
    }
}
