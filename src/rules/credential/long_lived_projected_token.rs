//! A projected token with a long life.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LONG_LIVED_PROJECTED_TOKEN,
        name: "long-lived-projected-token",
        title: "Token that is valid for days",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("long_lived_projected_token.md"),
    },
    check: &Pods(check),
};

const DAY: i64 = 24 * 60 * 60;

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let volumes = pod.spec.field("volumes").items();
    let sources = volumes.flat_map(|volume| volume.get("projected").get("sources").items());
    for source in sources {
        let place = source.get("serviceAccountToken").get("expirationSeconds");
        if place.int().is_some_and(|seconds| seconds > DAY) {
            cx.report(place, text!("the token is valid for {} seconds", place.int().unwrap_or(0)))
                .help("use 3600, the default; the kubelet renews the token");
        }
    }
}
