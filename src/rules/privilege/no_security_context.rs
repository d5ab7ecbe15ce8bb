//! A container without any security settings.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_SECURITY_CONTEXT,
        name: "no-security-context",
        title: "Missing security context",
        aliases: &[
            "checkov:CKV_K8S_29",
            "checkov:CKV_K8S_30",
            "trivy:KSV118",
            "kubescape:C-0211",
            "datree:CIS_MISSING_KEY_SECURITYCONTEXT",
            "kics:Pod or Container Without Security Context",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_security_context.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    if cx.runs(code::PRIVILEGE_ESCALATION_ALLOWED) || !pod.spec.field("securityContext").is_empty()
    {
        return;
    }
    let without = pod.containers().filter(|c| c.field("securityContext").is_empty());
    let faults = without.map(|container| {
        let message =
            text!("neither the Pod nor container `{}` has a `securityContext`", container.name);
        (container.field("securityContext"), message)
    });
    if let Some(finding) = cx.report_together(faults) {
        finding.help("add one with `runAsNonRoot: true` and `allowPrivilegeEscalation: false`");
    }
}
