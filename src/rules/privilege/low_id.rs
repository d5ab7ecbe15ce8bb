//! User and group IDs that the node may use as well.

use crate::rules::{Check, prelude::*};

/// IDs up to this one are given to users of nodes.
const HIGHEST: i64 = 10_000;

/// The check of one of the fields with an ID.
pub(super) struct LowId {
    pub field: &'static str,
    pub whose: &'static str,
}

impl LowId {
    fn check<'a>(&self, pod: PodTemplate<'a>, cx: &mut Context<'a>) {
        if pod.is_windows() || pod.has_own_users() {
            return;
        }
        let (mut unset, mut low) = (Vec::new(), Vec::new());
        for container in pod.containers() {
            let place = container.security(self.field);
            match place.int() {
                None if !place.is_set() => {
                    let message =
                        text!("container `{}` has no `{}`", container.name, name(self.field));
                    unset.push((place, message));
                }
                Some(id) if id <= HIGHEST => low.push((place, id)),
                _ => {}
            }
        }
        // An ID of the Pod is that of all its containers.
        low.dedup_by_key(|(place, _)| place.path());
        let help = text!("set `{}` to an ID above {}", name(self.field), name(HIGHEST));
        for (place, id) in low {
            let message = text!("{} ID {} may also exist on the node", name(self.whose), id);
            let finding = cx.report(place, message);
            finding.help(help.clone());
            if id == 0 {
                // Rules about root report it as well.
                finding.follows(place);
            }
        }
        if let Some(finding) = cx.report_together(unset) {
            finding.help(help);
        }
    }
}

impl Check for LowId {
    fn run(&self, cx: &mut Context<'_>) {
        for pod in cx.pods.templates().iter().copied() {
            if cx.applies_to(pod.object()) {
                self.check(pod, cx);
            }
        }
    }
}
