//! A container metric with a container that the target does not have.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_CONTAINER_METRIC_UNKNOWN_CONTAINER,
        name: "hpa-container-metric-unknown-container",
        title: "Unknown container in an autoscaler metric",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("hpa_container_metric_unknown_container.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let targets = cx.workspace.scaled_by(autoscaler);
    let pods: Vec<PodTemplate<'a>> =
        targets.iter().filter_map(|target| PodTemplate::of(target)).collect();
    let known = pods.iter().all(|pod| pod.object().is_whole() && !pod.is_injected());
    let Some(pod) = pods.first().copied().filter(|_| known) else { return };
    for place in autoscaler.resource_metrics().iter().filter_map(|metric| metric.container) {
        let has = |pod: &PodTemplate<'a>| pod.running().any(|c| c.name == place.str());
        if place.is_empty() || pods.iter().any(has) {
            continue;
        }
        let title = pod.object().title();
        let names: Vec<&str> = pod.running().map(|c| c.container.value().name.as_str()).collect();
        let message = text!("{} has no container `{}`", name(title), name(place.str()));
        let finding = cx.report(place, message);
        finding.related(pod.spec.field("containers"), {
            text!("its containers: {}", name(few(&names, |name| (*name).to_owned())))
        });
        if let Some(meant) = similar::closest(place.str(), names.iter().copied()) {
            finding.help(text!("did you mean `{}`?", name(meant)));
            finding.fix(Safety::Unsafe, text!("write `{}`", name(meant)), {
                place.set(&scalar(meant))
            });
        } else {
            finding.help("write the name of a container, otherwise the metric cannot be used");
        }
    }
}
