//! A container with nearly all rights of root.

use super::capabilities::bare;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SYS_ADMIN_CAPABILITY,
        name: "sys-admin-capability",
        title: "Capability of the administrator",
        aliases: &[
            "polaris:dangerousCapabilities",
            "checkov:CKV_K8S_39",
            "trivy:KSV005",
            "monokle:KBP100",
            "kics:Containers With Sys Admin Capabilities",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("sys_admin_capability.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for item in container.field("securityContext").get("capabilities").get("add").items() {
        if ["SYS_ADMIN", "ALL"].contains(&bare(item).as_str()) {
            let message = text!(
                "`{}` gives container `{}` nearly all rights of root on the node",
                item.str(),
                container.name
            );
            let root = cx.runs(code::CAPABILITY_BEYOND_BASELINE).then(|| item.location());
            let finding = cx.report(item, message);
            finding.help("remove it, or add only the capability that is needed");
            finding.root = root;
        }
    }
}
