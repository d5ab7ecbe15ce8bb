//! A value of a Secret that is encoded twice.

use k8s_openapi::api::core::v1::Secret;

use crate::rules::prelude::*;
use crate::syntax::base64;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_DOUBLE_ENCODED,
        name: "secret-double-encoded",
        title: "Secret value encoded twice",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("secret_double_encoded.md"),
    },
    check: &Objects::<Secret>(check),
};

/// Shorter words are base64 by chance.
const SHORTEST: usize = 12;

fn check<'a>(secret: At<'a, Secret>, cx: &mut Context<'a>) {
    for (of, value) in secret.place().get("data").entries() {
        let first = value.text().and_then(base64::decode);
        let second = first.and_then(|bytes| String::from_utf8(bytes).ok());
        if second.is_some_and(|text| is_encoded(&text)) {
            cx.report(value, text!("the value of `{}` is encoded twice", key(of)))
                .help("encode it once, or write the text under `stringData`");
        }
    }
    for (of, value) in secret.place().get("stringData").entries() {
        if value.text().is_some_and(is_encoded) {
            cx.report(
                value,
                text!("the value of `{}` is base64, which is not decoded here", key(of)),
            )
            .help("write the text itself, or move the value to `data`");
        }
    }
}

/// Whether a text is base64 of printable text.
fn is_encoded(text: &str) -> bool {
    let text = text.trim_end();
    let mixed = text.bytes().any(|b| b.is_ascii_uppercase())
        && text.bytes().any(|b| b.is_ascii_lowercase());
    let decoded = || base64::decode(text).and_then(|bytes| String::from_utf8(bytes).ok());
    let printable = |text: String| text.chars().all(|c| c == '\n' || (' '..='~').contains(&c));
    text.len() >= SHORTEST && mixed && decoded().is_some_and(printable)
}
