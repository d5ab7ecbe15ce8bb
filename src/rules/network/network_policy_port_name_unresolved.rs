//! A named port of a policy that no selected pod declares.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_PORT_NAME_UNRESOLVED,
        name: "network-policy-port-name-unresolved",
        title: "Unknown port name in a NetworkPolicy",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_port_name_unresolved.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    let Some(selector) = policy.pod_selector() else { return };
    let pods = cx.workspace.pods_selected(policy.object(), &selector);
    if pods.is_empty() || !pods.iter().all(|pod| pod.ports_are_known()) {
        return;
    }
    for port in policy.ingress_ports() {
        let place = port.field("port");
        let named = place.text().filter(|name| name.contains(|c: char| c.is_ascii_alphabetic()));
        let Some(asked) = named else { continue };
        let declares =
            |pod: &PodTemplate<'a>| pod.ports().any(|port| port.is(TargetPort::Name(asked)));
        if pods.iter().any(declares) {
            continue;
        }
        let title = pods[0].object().title();
        let names: Vec<&str> = pods
            .iter()
            .flat_map(|pod| pod.ports())
            .filter_map(|p| p.value().name.as_deref())
            .collect();
        let message = text!("no container of {} has a port named `{}`", name(title), name(asked));
        let finding = cx.report(place, message);
        finding.related(pods[0].spec.field("containers"), "containers of the selected Pods");
        if let Some(meant) = similar::closest(asked, names) {
            finding.help(text!("did you mean `{}`?", name(meant)));
            finding.fix(Safety::Unsafe, text!("write `{}`", name(meant)), {
                place.set(&scalar(meant))
            });
        } else {
            finding.help("write a port number, or declare a container port with this name");
        }
    }
}
