//! A limit that is many times the request.

use super::{shown, written_amounts};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LIMIT_REQUEST_RATIO,
        name: "limit-request-ratio",
        title: "Limit far above the request",
        aliases: &["gatekeeper:K8sContainerRatios"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("limit_request_ratio.md"),
    },
    check: &Containers(check),
};

/// The highest ratio, unless the configuration has another one.
const USUAL: u32 = 4;

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for resource in ["cpu", "memory"] {
        let Some([(request, asked), (limit, most)]) = written_amounts(container, resource) else {
            continue;
        };
        let highest = i64::from(cx.settings.limit_request_ratio.unwrap_or(USUAL));
        if asked.is_zero() || most <= asked.times(highest) {
            continue;
        }
        let what = name(shown(resource));
        let message = text!(
            "{} limit `{}` is more than {} times the request",
            what,
            most.to_string(),
            name(highest)
        );
        cx.report(limit, message)
            .related(request, text!("the request is `{}`", asked.to_string()))
            .help("raise the request or lower the limit");
    }
}
