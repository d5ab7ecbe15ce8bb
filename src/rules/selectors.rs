//! What several rules say of a selector that matches no pod.

use super::Context;
use crate::{
    model::{NearPod, Object, Selector, Whose},
    syntax::edit::{Safety, scalar},
};

/// Reports a selector that matches no pod template and misses one of them narrowly; with
/// `--complete`, every one that matches none. `effect` says what follows in the cluster.
///
/// Silent where a workload's own labels match: `KV3102` says that.
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
    if let Some(near) = cx.workspace.near_pod(from, &selector, whose) {
        report_near(&near, effect, cx);
    } else if cx.settings.complete {
        cx.report(selector.place(), "the selector matches no pod template").help(effect);
    }
}

fn report_near<'a>(near: &NearPod<'a>, effect: &'static str, cx: &mut Context<'a>) {
    let NearPod { pod, term, key, value } = *near;
    let (place, title) = (term.place(), pod.object().title());
    let asked = format!("{}: {}", term.key(), place.str());
    let message = format!("no pod has the label `{asked}`; {title} has `{key}: {value}`");
    let renamed = key != term.key();
    let edit = if renamed { place.rename(&scalar(key)) } else { place.set(&scalar(value)) };
    let finding = cx.report(place, message);
    if renamed {
        finding.at = place.object().location(place.key_span());
    }
    finding
        .related(near.place(), format!("the pods of {title} carry this label"))
        .help(effect)
        .fix(Safety::Unsafe, format!("select `{key}: {value}`"), edit);
}
