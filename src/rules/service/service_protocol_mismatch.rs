//! A numeric target port that the pods declare for another protocol only.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_PROTOCOL_MISMATCH,
        name: "service-protocol-mismatch",
        title: "Service protocol mismatch",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_protocol_mismatch.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(selector) = service.selector() else { return };
    let pods = cx.workspace.pods_selected(service.object(), &selector);
    for port in service.ports() {
        let (TargetPort::Number(number), asked) = (port.target(), port.protocol()) else {
            continue;
        };
        let same =
            || pods.iter().flat_map(|pod| pod.ports()).filter(|p| p.container_port == number);
        if same().any(|declared| declared.protocol() == asked) {
            continue;
        }
        let Some(declared) = same().next() else { continue };
        let (title, has) = (declared.object().title(), declared.protocol());
        let edit = port.field("protocol").set(has);
        let (number, title, has, asked) = (name(number), name(title), name(has), name(asked));
        cx.report(
            port.field("protocol"),
            text!("port {} of {} uses {}, but the Service uses {}", number, title, has, asked),
        )
        .related(declared.field("protocol"), text!("declared with protocol {} here", has))
        .help(text!("set `protocol: {}`, or declare the container port for {} too", has, asked))
        .fix(Safety::Unsafe, text!("set `protocol: {}`", has), edit);
    }
}
