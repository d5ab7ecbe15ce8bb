//! A ServiceAccount that several workloads use.

use indexmap::IndexMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SHARED_SERVICE_ACCOUNT,
        name: "shared-service-account",
        title: "ServiceAccount of several workloads",
        aliases: &["kics:Shared Service Account"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("shared_service_account.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let mut users: IndexMap<_, Vec<PodTemplate<'a>>> = IndexMap::new();
    for pod in cx.pods.templates().iter().copied().filter(|pod| cx.applies_to(pod.object())) {
        let object = pod.object();
        let account = pod.spec.field("serviceAccountName").str();
        if !account.is_empty() && account != "default" && !pod.ends() {
            // Several files may be alternatives.
            users.entry((object.source, &object.namespace, account)).or_default().push(pod);
        }
    }
    for ((.., account), pods) in users.into_iter().filter(|(_, pods)| pods.len() > 1) {
        let faults = pods.iter().map(|pod| {
            let title = pod.object().title();
            let message = text!("{} shares ServiceAccount `{}`", name(title), name(account));
            (pod.spec.field("serviceAccountName"), message)
        });
        if let Some(finding) = cx.report_together(faults) {
            finding.help("give each workload a ServiceAccount of its own");
        }
    }
}
