//! A container or Service with the port of SSH.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SSH_PORT,
        name: "ssh-port",
        title: "Port of SSH",
        aliases: &["kube-linter:ssh-port", "monokle:KBP110", "kubescape:C-0042"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ssh_port.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let of_pods = PodTemplate::of(object).into_iter().flat_map(PodTemplate::containers);
    let of_pods = of_pods.flat_map(|c| c.field("ports").items());
    let ports = of_pods.map(|port| (port, port.get("containerPort")));
    let of_service = object.field("spec").get("ports").items();
    let of_service = of_service.filter(|_| object.gvk.is("", "Service"));
    for (port, number) in ports.chain(of_service.map(|port| (port, port.get("port")))) {
        let is_ssh = number.int() == Some(22)
            || number.int() == Some(2222) && port.get("name").str().contains("ssh");
        if is_ssh {
            cx.report(number, text!("port {} is that of SSH", number.int().unwrap_or_default()))
                .help("use `kubectl exec` instead of an SSH server");
        }
    }
}
