//! A field with the value that it has anyway.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEFAULT_VALUE_SPELLED_OUT,
        name: "default-value-spelled-out",
        title: "Default value spelled out",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("default_value_spelled_out.md"),
    },
    check: &Every(check),
};

const OF_PODS: [(&str, &str); 3] = [
    ("dnsPolicy", "ClusterFirst"),
    ("schedulerName", "default-scheduler"),
    ("terminationGracePeriodSeconds", "30"),
];

const OF_CONTAINERS: [(&str, &str); 2] =
    [("terminationMessagePath", "/dev/termination-log"), ("terminationMessagePolicy", "File")];

const OF_SERVICES: [(&str, &str); 3] =
    [("type", "ClusterIP"), ("sessionAffinity", "None"), ("internalTrafficPolicy", "Cluster")];

const OF_DEPLOYMENTS: [(&str, &str); 2] =
    [("progressDeadlineSeconds", "600"), ("revisionHistoryLimit", "10")];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    // A server writes them all.
    if object.is_live() {
        return;
    }
    let spec = object.field("spec");
    if object.gvk.is("", "Service") {
        report_defaults(spec, &OF_SERVICES, cx);
        report_protocols(spec.get("ports"), cx);
    }
    if object.gvk.is("apps", "Deployment") {
        report_defaults(spec, &OF_DEPLOYMENTS, cx);
    }
    let Some(pod) = PodTemplate::of(object) else { return };
    report_defaults(pod.spec.place(), &OF_PODS, cx);
    for container in pod.containers() {
        report_defaults(container.place(), &OF_CONTAINERS, cx);
        report_protocols(container.field("ports"), cx);
    }
}

fn report_protocols<'a>(ports: Place<'a>, cx: &mut Context<'a>) {
    for port in ports.items() {
        report_defaults(port, &[("protocol", "TCP")], cx);
    }
}

fn report_defaults<'a>(
    holder: Place<'a>,
    defaults: &[(&'static str, &'static str)],
    cx: &mut Context<'a>,
) {
    for (field, default) in defaults {
        let place = holder.get(field);
        let number = place.int().map(|number| number.to_string());
        if place.text().or(number.as_deref()) == Some(default) {
            let (field, default) = (name(*field), name(*default));
            cx.report(place, text!("`{}` is the default of `{}`", default, field))
                .help("remove the line")
                .fix(Safety::Safe, text!("remove `{}`", field), place.remove());
        }
    }
}
