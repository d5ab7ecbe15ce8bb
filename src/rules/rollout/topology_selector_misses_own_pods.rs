//! A topology spread constraint that does not count its own pods.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOPOLOGY_SELECTOR_MISSES_OWN_PODS,
        name: "topology-selector-misses-own-pods",
        title: "Topology spread constraint that misses its own Pods",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("topology_selector_misses_own_pods.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for spread in pod.spreads() {
        let Some(selector) = spread.get("labelSelector", |s| s.label_selector.as_ref()) else {
            continue;
        };
        let selector = Selector::from_selector(selector).written_part();
        // matchLabelKeys use the pod's own values: they match wherever the rest does.
        let Some(term) = selector.misses(pod.labels()).first().copied() else { continue };
        let held = pod.labels().get(term.key());
        let own = pod.labels_place().get(term.key());
        let message = match (term, held) {
            (Term::Equal { key, value, .. }, _) => {
                text!("`{}: {}` does not match the Pods of this template", text::key(key), value)
            }
            (Term::Expression { key, .. }, _) => {
                let key = text::key(key);
                text!("the requirement on `{}` does not match the Pods of this template", key)
            }
        };
        let (help, edit) = match (term, held) {
            (Term::Equal { key, place, .. }, Some(held)) => {
                (text!("did you mean `{}: {}`?", text::key(key), held), place.set(&scalar(held)))
            }
            _ => (Text::words("use the labels of the Pod template"), None),
        };
        cx.report(term.place(), message)
            .related(
                if held.is_some() { own } else { pod.labels_place() },
                "the labels of the Pod template",
            )
            .help(help)
            .fix(Safety::Unsafe, "use the label of the Pod template", edit);
    }
}
