//! A password with a newline at its end.

use k8s_openapi::api::core::v1::Secret;

use crate::rules::prelude::*;
use crate::syntax::base64;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_VALUE_TRAILING_NEWLINE,
        name: "secret-value-trailing-newline",
        title: "Secret value that ends with a newline",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("secret_value_trailing_newline.md"),
    },
    check: &Objects::<Secret>(check),
};

/// Words in the keys of values that are compared with others, letter by letter.
const WORDS: [&str; 6] = ["password", "passwd", "token", "secret", "user", "apikey"];

fn check<'a>(secret: At<'a, Secret>, cx: &mut Context<'a>) {
    if !matches!(secret.place().get("type").str(), "" | "Opaque") {
        return;
    }
    for (of, value) in secret.place().get("data").entries() {
        let Some(bytes) = value.text().filter(|_| is_short(of)).and_then(base64::decode) else {
            continue;
        };
        let line = bytes.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        if line.is_some_and(|line| !line.is_empty() && !line.contains(&b'\n')) {
            cx.report(value, text!("the value of `{}` ends with a newline", key(of)))
                .help("encode it without the newline: `printf %s VALUE | base64`");
        }
    }
}

/// Whether a key is that of a name or password, and not of a file.
fn is_short(key: &str) -> bool {
    let folded = key.to_lowercase().replace(['-', '_'], "");
    WORDS.iter().any(|word| folded.contains(word)) && !key.contains('.')
}
