//! An anti-affinity that misses its own pods because of a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ANTI_AFFINITY_MISSES_OWN_PODS,
        name: "anti-affinity-misses-own-pods",
        title: "Anti-affinity that misses its own Pods",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("anti_affinity_misses_own_pods.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for term in pod.anti_affinities() {
        let Some(selector) = term.get("labelSelector", |t| t.label_selector.as_ref()) else {
            continue;
        };
        let selector = Selector::from_selector(selector).written_part();
        let misses = selector.misses(pod.labels());
        let [Term::Equal { key, value, place }] = misses[..] else { continue };
        let Some(held) = pod.labels().get(key) else { continue };
        let own = pod.labels_place().get(key);
        // Selectors for the labels of others keep away from those, as they should.
        let slip = similar::is_similar(value, held)
            || pod.object().name == *held && similar::closest(value, [held.as_str()]).is_some();
        let foreign = term.namespaces.is_some() || term.namespace_selector.is_some();
        if foreign || !slip || cx.workspace.selects_any(pod.object(), &selector) {
            continue;
        }
        let key = text::key(key);
        let message =
            text!("no Pod has the label `{}: {}`, so the Pods are not kept apart", key, value);
        cx.report(place, message)
            .related(own, "the label of these Pods")
            .help(text!("did you mean `{}: {}`?", key, held))
            .fix(Safety::Unsafe, text!("select `{}: {}`", key, held), place.set(&scalar(held)));
    }
}
