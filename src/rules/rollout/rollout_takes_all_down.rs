//! A rollout that may stop all pods at once.

use k8s_openapi::api::apps::v1::Deployment;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ROLLOUT_TAKES_ALL_DOWN,
        name: "rollout-takes-all-down",
        title: "Rollout that stops all Pods at once",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rollout_takes_all_down.md"),
    },
    check: &Objects::<Deployment>(check),
};

fn check<'a>(deployment: At<'a, Deployment>, cx: &mut Context<'a>) {
    let object = deployment.object();
    let strategy = deployment.field("spec").get("strategy");
    let place = strategy.at(&["rollingUpdate", "maxUnavailable"]);
    let Some(share) = place.node().and_then(IntOrPercent::of) else { return };
    let Some(count) = replicas(cx.workspace, object).filter(|count| *count > 1) else { return };
    if share.among(count, false) >= count && strategy.get("type").str() != "Recreate" {
        let written = place.node().map_or("", |node| node.raw());
        let count = name(count);
        let message =
            text!("`maxUnavailable: {}` allows all {} replicas to be unavailable", written, count);
        cx.report(place, message).help("use a lower value, such as 1 or 25%");
    }
}
