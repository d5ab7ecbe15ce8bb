//! A container that can load kernel modules or look into the node.

use super::capabilities::bare;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::KERNEL_MODULE_CAPABILITY,
        name: "kernel-module-capability",
        title: "Capability to change the node",
        aliases: &["trivy:KSV120"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("kernel_module_capability.md"),
    },
    check: &Containers(check),
};

/// Capabilities that reach the node, and the fields one of which must be true for it.
const REACHING: [(&str, &[&str], &str); 4] = [
    ("SYS_MODULE", &[], "load kernel modules on the node"),
    ("SYS_PTRACE", &["hostPID"], "read and change processes of the node"),
    ("SYS_RAWIO", &["hostPID", "hostIPC", "hostNetwork"], "access the hardware of the node"),
    ("BPF", &["hostPID", "hostIPC", "hostNetwork"], "load programs into the kernel of the node"),
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let spec = container.pod.spec.place();
    for item in container.field("securityContext").get("capabilities").get("add").items() {
        let bare = bare(item);
        let Some((_, fields, effect)) = REACHING.iter().find(|(known, ..)| *known == bare) else {
            continue;
        };
        let shared = fields.iter().map(|field| spec.get(field)).find(|f| f.bool() == Some(true));
        if shared.is_none() && !fields.is_empty() {
            continue;
        }
        let message =
            text!("`{}` lets container `{}` {}", item.str(), container.name, name(effect));
        let root = cx.runs(code::CAPABILITY_BEYOND_BASELINE).then(|| item.location());
        let finding = cx.report(item, message);
        finding.help("remove the capability");
        if let Some(place) = shared {
            finding.related(place, "in the namespace of the node");
        }
        finding.root = root;
    }
}
