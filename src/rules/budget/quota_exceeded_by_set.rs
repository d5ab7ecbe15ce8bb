//! Workloads that together ask for more than the quota of their namespace.

use std::collections::BTreeMap;

use crate::{model::ObjectId, rules::prelude::*};

pub(super) static RULE: Rule = Rule {
    code: "KV3417",
    name: "quota-exceeded-by-set",
    title: "Quota exceeded by the workloads together",
    aliases: &[],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("quota_exceeded_by_set.md"),
    check: &Whole(check),
};

const COUNTED: &[(&str, Side, &str)] = &[
    ("cpu", Side::Requests, "cpu"),
    ("requests.cpu", Side::Requests, "cpu"),
    ("limits.cpu", Side::Limits, "cpu"),
    ("memory", Side::Requests, "memory"),
    ("requests.memory", Side::Requests, "memory"),
    ("limits.memory", Side::Limits, "memory"),
];

fn check<'a>(cx: &mut Context<'a>) {
    let mut ruled: BTreeMap<ObjectId, Vec<PodTemplate<'a>>> = BTreeMap::new();
    for pod in cx.pods.iter().filter(|pod| pod.is_managed() && !pod.ends()) {
        if pod.object().is_whole() {
            for ruler in cx.workspace.ruling("ResourceQuota", pod.object()) {
                ruled.entry(ruler.id).or_default().push(*pod);
            }
        }
    }
    for (quota, pods) in ruled {
        let quota = cx.workspace.object(quota);
        let spec = quota.field("spec");
        let scoped = !spec.get("scopes").is_empty() || spec.get("scopeSelector").written();
        if quota.gvk.is("", "ResourceQuota") && !scoped && cx.judges(quota) {
            compare(quota, pods, cx);
        }
    }
}

/// Compares a quota with what the pods ask for that it rules.
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
        let finding = cx.report(place, format!("{total} are asked for, {hard} are allowed"));
        for pod in group.iter().take(4) {
            finding.related(pod.object().field("spec").get("replicas"), pod.object().title());
        }
        finding.help("the namespace refuses the pods that go beyond it");
        return;
    }
}

/// What all replicas of some workloads ask for; what is not known counts nothing.
fn total<'a>(
    group: &[PodTemplate<'a>],
    side: Side,
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
