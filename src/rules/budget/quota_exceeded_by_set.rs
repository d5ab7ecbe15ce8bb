//! Workloads that together request more than the quota of their namespace.

use std::collections::BTreeMap;

use super::COUNTED;
use crate::{model::ObjectId, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::QUOTA_EXCEEDED_BY_SET,
        name: "quota-exceeded-by-set",
        title: "Quota exceeded by all workloads together",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("quota_exceeded_by_set.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let mut ruled: BTreeMap<ObjectId, Vec<PodTemplate<'a>>> = BTreeMap::new();
    for pod in cx.pods.templates().iter().copied().filter(|pod| pod.is_managed() && !pod.ends()) {
        if pod.object().is_whole() {
            for ruler in cx.workspace.ruling("ResourceQuota", pod.object()) {
                ruled.entry(ruler.id).or_default().push(pod);
            }
        }
    }
    for (quota, pods) in ruled {
        let quota = cx.workspace.object(quota);
        let spec = quota.field("spec");
        let scoped = !spec.get("scopes").is_empty() || spec.get("scopeSelector").is_set();
        if quota.gvk.is("", "ResourceQuota") && !scoped && cx.applies_to(quota) {
            compare(quota, pods, cx);
        }
    }
}

/// Compares a quota with the requests of the pods that it applies to.
fn compare<'a>(quota: &'a Object, pods: Vec<PodTemplate<'a>>, cx: &mut Context<'a>) {
    let spec = quota.field("spec");
    // By unit: loose files may be alternatives of each other, so that each counts alone.
    let (beside, apart): (Vec<_>, Vec<_>) =
        pods.into_iter().partition(|pod| pod.object().source == quota.source);
    let groups: Vec<Vec<PodTemplate<'a>>> =
        std::iter::once(beside).chain(apart.into_iter().map(|pod| vec![pod])).collect();
    for (key, side, resource) in COUNTED {
        let place = spec.get("hard").get(key);
        let Some(hard) = amount(place) else { continue };
        let over = groups.iter().find_map(|group| {
            let total = total(group, *side, resource, cx);
            (total > hard).then_some((group, total))
        });
        let Some((group, total)) = over else { continue };
        let asked = text!("{} (total {})", name(side.field()), total.to_string());
        let message =
            text!("{} {} exceed the quota of {}", name(resource), asked, hard.to_string());
        let finding = cx.report(place, message);
        for pod in group.iter().take(4) {
            let title = Text::open(pod.object().title());
            finding.related(pod.object().field("spec").get("replicas"), title);
        }
        finding.help("raise the quota or lower the values, otherwise some Pods are not created");
        return;
    }
}

/// What all replicas of some workloads request; unknown amounts are not counted.
fn total<'a>(
    group: &[PodTemplate<'a>],
    side: ResourceField,
    resource: &'a str,
    cx: &Context<'a>,
) -> Quantity {
    let mut total = Quantity::zero();
    for pod in group {
        let object = pod.object();
        let count = match object.gvk.kind.as_str() {
            "DaemonSet" => 1,
            _ => replicas(cx.workspace, object).unwrap_or(1),
        };
        for container in pod.running() {
            if let Some(asked) = container.asks(side, resource) {
                total = total.plus(&asked.times(count));
            }
        }
    }
    total
}
