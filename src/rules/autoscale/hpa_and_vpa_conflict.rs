//! A vertical and a horizontal autoscaler that control the same resource.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_AND_VPA_CONFLICT,
        name: "hpa-and-vpa-conflict",
        title: "Conflicting vertical and horizontal autoscalers",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_and_vpa_conflict.md"),
    },
    check: &Kinds(&["VerticalPodAutoscaler"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if !object.gvk.is("autoscaling.k8s.io", "VerticalPodAutoscaler") {
        return;
    }
    let spec = object.field("spec");
    let mode = spec.at(&["updatePolicy", "updateMode"]);
    if matches!(mode.str(), "Off" | "Initial") {
        return;
    }
    let reference = spec.get("targetRef");
    let (name, kind) = (reference.get("name").str(), reference.get("kind").str());
    for horizontal in cx.workspace.autoscalers_in_sight(object, name, kind) {
        let metrics = horizontal.resource_metrics();
        let Some(metric) = metrics.iter().find(|metric| controls(spec, metric.resource)) else {
            continue;
        };
        let resource = metric.resource;
        let title = horizontal.object().title();
        let resource = text::name(resource);
        let message = text!("`{}` is also controlled by {}", resource, text::name(&title));
        cx.report(reference.get("name"), message)
            .related(metric.place, text!("{} scales by this metric", text::name(title)))
            .help("set `controlledResources`, or scale by a different metric");
    }
}

/// Whether a VPA sets a resource: it does unless its policies for containers name others.
fn controls<'a>(spec: Place<'a>, resource: &str) -> bool {
    let policies = spec.at(&["resourcePolicy", "containerPolicies"]);
    let acts = |policy: Place<'a>| {
        let list = policy.get("controlledResources");
        let named = list.is_empty() || list.items().any(|item| item.str() == resource);
        named && policy.get("mode").str() != "Off"
    };
    policies.is_empty() || policies.items().any(acts)
}
