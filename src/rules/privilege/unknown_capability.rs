//! A capability that Linux does not have.

use super::capabilities::{KNOWN, bare};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_CAPABILITY,
        name: "unknown-capability",
        title: "Unknown capability",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_capability.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let capabilities = container.field("securityContext").get("capabilities");
    for item in ["add", "drop"].into_iter().flat_map(|list| capabilities.get(list).items()) {
        let written = item.str().to_ascii_uppercase();
        let is_word = written.bytes().all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(&b));
        let is_known = |name: &str| name == "ALL" || KNOWN.contains(&name);
        if written.is_empty() || !is_word || is_known(&written) {
            continue;
        }
        let bare = bare(item);
        if is_known(&bare) {
            let message = text!("`{}` must be written without `CAP_`", item.str());
            cx.report(item, message)
                .help(text!("write `{}`; container runtimes add `CAP_`", bare))
                .fix(Safety::Safe, text!("write `{}`", bare), item.set(&bare));
            continue;
        }
        let meant = similar::closest(&bare, KNOWN);
        let finding = cx.report(item, text!("unknown capability `{}`", item.str()));
        match meant {
            Some(meant) => {
                let title = text!("write `{}`", name(meant));
                finding.help(text!("did you mean `{}`?", name(meant)));
                finding.fix(Safety::Unsafe, title, item.set(meant));
            }
            None => {
                finding.help("see the manual page capabilities(7) for the names");
            }
        }
    }
}
