//! A container that listens on a port below 1024.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRIVILEGED_PORT,
        name: "privileged-port",
        title: "Privileged port",
        aliases: &["kube-linter:privileged-ports", "trivy:KSV117", "monokle:KBP113"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("privileged_port.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for port in container.field("ports").items() {
        let number = port.get("containerPort");
        if let Some(port) = number.int().filter(|port| (1..1024).contains(port)) {
            cx.report(number, text!("port {} requires root or `NET_BIND_SERVICE`", port))
                .help("use a port from 1024 on");
        }
    }
}
