//! A rollout that needs a free node first.

use k8s_openapi::api::apps::v1::Deployment;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REQUIRED_ANTI_AFFINITY_BLOCKS_ROLLOUT,
        name: "required-anti-affinity-blocks-rollout",
        title: "Required anti-affinity that blocks rollouts",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("required_anti_affinity_blocks_rollout.md"),
    },
    check: &Objects::<Deployment>(check),
};

fn check<'a>(deployment: At<'a, Deployment>, cx: &mut Context<'a>) {
    let Some(pod) = PodTemplate::of(deployment.object()) else { return };
    let strategy = deployment.field("spec").get("strategy");
    let place = strategy.at(&["rollingUpdate", "maxUnavailable"]);
    let none = matches!(
        place.node().and_then(IntOrPercent::of),
        Some(IntOrPercent::Count(0) | IntOrPercent::Percent(0))
    );
    let apart = pod
        .required_anti_affinities()
        .find(|term| term.topology_key == "kubernetes.io/hostname" && pod.keeps_apart(*term));
    if let Some(term) = apart.filter(|_| none && strategy.get("type").str() != "Recreate") {
        cx.report(place, "a rollout needs a node without a Pod of this Deployment")
            .related(term.field("topologyKey"), "two Pods cannot share a node")
            .help("set `maxUnavailable: 1`, or use a preferred anti-affinity");
    }
}
