//! A headless Service that maps its port to another number.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HEADLESS_PORT_REMAP,
        name: "headless-port-remap",
        title: "Port remapping in a headless Service",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("headless_port_remap.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    if !service.is_headless() || service.selector().is_none() {
        return;
    }
    for port in service.ports() {
        let TargetPort::Number(target) = port.target() else { continue };
        if target == port.port {
            continue;
        }
        let edit = port.field("port").set(&target.to_string());
        let (port_name, target) = (name(port.port), name(target));
        cx.report(
            port.field("port"),
            text!("a headless Service does not map port {} to {}", port_name, target),
        )
        .related(port.field("targetPort"), "the port that the Pods listen on")
        .help(text!("set `port: {}`; clients connect directly to the Pods", target))
        .fix(Safety::Unsafe, text!("set `port: {}`", target), edit);
    }
}
