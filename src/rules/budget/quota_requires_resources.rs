//! A container without a value for a resource that the quota of its namespace counts.

use super::COUNTED;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::QUOTA_REQUIRES_RESOURCES,
        name: "quota-requires-resources",
        title: "Missing resources that a quota requires",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("quota_requires_resources.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let quotas = cx.workspace.ruling("ResourceQuota", pod.object());
    if quotas.is_empty() || pod.has_own_resources() {
        return;
    }
    let ranges = cx.workspace.ruling("LimitRange", pod.object());
    let items: Vec<Place<'a>> =
        ranges.iter().flat_map(|range| range.field("spec").get("limits").items()).collect();
    for container in pod.containers().filter(|c| c.field("resources").is_whole()) {
        check_container(container, &quotas, &items, cx);
    }
}

/// Reports the first quota that a container falls short of, with what LimitRanges fill in.
fn check_container<'a>(
    container: InPod<'a>,
    quotas: &[&'a Object],
    items: &[Place<'a>],
    cx: &mut Context<'a>,
) {
    for quota in quotas {
        let spec = quota.field("spec");
        // A quota with scopes counts some pods only.
        if !spec.get("scopes").is_empty() || spec.get("scopeSelector").is_set() {
            continue;
        }
        let lacks = COUNTED.iter().find(|(key, side, resource)| {
            spec.get("hard").get(key).is_set()
                && container.asks_under(items, *side, resource).is_none()
        });
        let Some((key, side, resource)) = lacks.copied() else { continue };
        let what = text!("{} {}", name(resource), name(side.noun()));
        let message = text!("container `{}` has no {}", name(&container.name), what);
        cx.report(container.field("resources"), message)
            .related(spec.get("hard").get(key), text!("required by {}", name(quota.title())))
            .help(text!(
                "set `resources.{}.{}`, or a default in a LimitRange",
                name(side.field()),
                name(resource)
            ));
        return;
    }
}
