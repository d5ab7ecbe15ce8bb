//! What several rules report about a selector that matches no pod.

use super::Context;
use crate::{
    diagnostic::Safety,
    model::{NearPod, Object, Selector, Whose},
    syntax::edit::scalar,
    text,
    text::{key, name},
};

/// Reports a selector that matches no pod template but nearly matches one; with `--complete`, every
/// selector that matches none. `effect` is what follows in the cluster, a clause that comes after
/// ", so " in the message.
///
/// Reports nothing where a workload's own labels match: that is `KV3102`.
pub fn report_unmatched<'a>(
    from: &'a Object,
    selector: &Selector<'a>,
    whose: Whose,
    effect: &'static str,
    cx: &mut Context<'a>,
) {
    let selector = selector.written_part();
    let found = cx.workspace.selects_any(from, &selector)
        || cx.workspace.workload_labelled(from, &selector).is_some();
    if selector.is_empty() || found || !from.is_whole() {
        return;
    }
    if let Some(near) = cx.workspace.similar_pod(from, &selector, whose) {
        report_similar(&near, effect, cx);
    } else if cx.settings.complete {
        let message = text!("the selector matches no Pod template, so {}", name(effect));
        cx.report(selector.place(), message).help("correct the selector or the labels of the Pods");
    }
}

fn report_similar<'a>(near: &NearPod<'a>, effect: &'static str, cx: &mut Context<'a>) {
    let NearPod { pod, term, key: near_key, value } = *near;
    let (place, title) = (term.place(), pod.object().title());
    let asked = text!("{}: {}", key(term.key()), place.str());
    let held = text!("{}: {}", key(near_key), value);
    let renamed = near_key != term.key();
    let edit = if renamed { place.rename(&scalar(near_key)) } else { place.set(&scalar(value)) };
    let message = text!("no Pod has the label `{}`, so {}", asked, name(effect));
    let finding = cx.report(place, message);
    if renamed {
        finding.at = place.object().location(place.key_span());
    }
    finding
        .related(near.place(), text!("the Pods of {} have `{}`", name(title), held))
        .help(text!("did you mean `{}`?", held))
        .fix(Safety::Unsafe, text!("select `{}`", held), edit);
}
