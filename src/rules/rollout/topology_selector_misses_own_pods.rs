//! A topology spread constraint that does not count its own pods.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4308",
    name: "topology-selector-misses-own-pods",
    title: "Topology spread constraint that misses its own Pods",
    aliases: &[],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("topology_selector_misses_own_pods.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for spread in pod.spreads() {
        let Some(selector) = spread.get("labelSelector", |s| s.label_selector.as_ref()) else {
            continue;
        };
        let selector = Selector::from_selector(selector).written_part();
        // matchLabelKeys ask for the pod's own values: they match wherever the rest does.
        let Some(term) = selector.misses(pod.labels()).first().copied() else { continue };
        let held = pod.labels().get(term.key());
        let own = pod.labels_place().get(term.key());
        let message = match (term, held) {
            (Term::Equal { key, value, .. }, Some(held)) => {
                format!("counts pods with `{key}: {value}`; its own have `{key}: {held}`")
            }
            (Term::Equal { key, value, .. }, None) => {
                format!("counts pods with `{key}: {value}`, which its own do not have")
            }
            (Term::Expression { key, .. }, _) => {
                format!("its own pods do not fulfil the requirement on `{key}`")
            }
        };
        let edit = match (term, held) {
            (Term::Equal { place, .. }, Some(held)) => place.set(&scalar(held)),
            _ => None,
        };
        cx.report(term.place(), message)
            .related(
                if held.is_some() { own } else { pod.labels_place() },
                "the labels of the pods",
            )
            .help("the pods are spread by where others run, or not at all")
            .fix(Safety::Unsafe, "count the own pods", edit);
    }
}
