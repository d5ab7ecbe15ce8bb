//! Group 0, which owns many files of nodes and images.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ROOT_GROUP,
        name: "root-group",
        title: "Group of root",
        aliases: &[
            "kube-linter:run-as-non-root",
            "trivy:KSV116",
            "monokle:KBP109",
            "gatekeeper:K8sPSPFSGroup",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("root_group.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    if pod.is_windows() || pod.has_own_users() {
        return;
    }
    let of_pod = pod.spec.field("securityContext");
    let fields = [of_pod.get("runAsGroup"), of_pod.get("fsGroup")];
    let more = of_pod.get("supplementalGroups").items();
    let own = pod.containers().map(|c| c.field("securityContext").get("runAsGroup"));
    let places: Vec<Place<'a>> = fields.into_iter().chain(more).chain(own).collect();
    for place in places.into_iter().filter(|place| place.int() == Some(0)) {
        cx.report(place, "group 0 is the group of root").help("use another group ID");
    }
}
