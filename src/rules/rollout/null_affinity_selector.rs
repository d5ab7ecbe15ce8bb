//! An affinity term or spread constraint without a selector, which matches no pods.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NULL_AFFINITY_SELECTOR,
        name: "null-affinity-selector",
        title: "Affinity term without a label selector",
        aliases: &[
            "kube-score:pod-topology-spread-constraints",
            "k8s-warn:topology-null-selector",
            "k8s-warn:affinity-null-selector",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("null_affinity_selector.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let spreads = pod.spreads().map(|spread| spread.place());
    let terms = pod.affinities().chain(pod.anti_affinities()).map(|term| term.place());
    for place in spreads.chain(terms) {
        let selector = place.get("labelSelector");
        if !selector.is_set() && place.is_whole() {
            cx.report(selector, "a null labelSelector matches no Pods and has no effect")
                .help("add a `labelSelector` (an empty one, `{}`, selects all Pods)");
        }
    }
}
