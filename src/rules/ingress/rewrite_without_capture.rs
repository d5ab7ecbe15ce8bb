//! A rewrite with a part of the path that no path captures.

use k8s_openapi::api::networking::v1::Ingress;

use super::paths_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REWRITE_WITHOUT_CAPTURE,
        name: "rewrite-without-capture",
        title: "Rewrite without a capture group",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rewrite_without_capture.md"),
    },
    check: &Objects::<Ingress>(check),
};

const TARGET: &str = "nginx.ingress.kubernetes.io/rewrite-target";

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    let target = object.field("metadata").get("annotations").get(TARGET);
    let used = target.str().split('$').skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10));
    let Some(used) = used.max().filter(|number| *number > 0) else { return };
    let captured = paths_of(object).map(|path| groups(path.get("path").str())).max().unwrap_or(0);
    if captured < used {
        let (group, target_text) = (name(used), target.str());
        cx.report(target, text!("`{}` uses group {}, which no path captures", target_text, group))
            .help("add groups to the path, such as `/v1(/|$)(.*)` for `/$2`");
    }
}

/// How many parts a regular expression captures.
fn groups(path: &str) -> u32 {
    let mut groups = 0;
    let mut escaped = false;
    for (at, c) in path.char_indices() {
        if c == '(' && !escaped && !path[at + 1..].starts_with('?') {
            groups += 1;
        }
        escaped = c == '\\' && !escaped;
    }
    groups
}
