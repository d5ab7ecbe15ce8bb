//! Webhooks of admission.

use super::Draft;
use crate::syntax::revise::New;

/// What a webhook did not have to say.
pub(super) fn configuration(draft: &mut Draft<'_>) {
    // Two webhooks could have one name.
    draft.lenient.extend(["webhooks[*].name", "webhooks[*].sideEffects"]);
    for hook in draft.maps(&["webhooks"]) {
        match hook.get("sideEffects") {
            // Those two could be said.
            Some(effects) if matches!(effects.as_str(), Some("Unknown" | "Some")) => {
                draft.revision.put(effects, New::Text("None"));
            }
            _ => draft.fill(hook, "sideEffects", New::Text("None")),
        }
        let versions = New::List(vec![New::Text("v1beta1")]);
        draft.fill(hook, "admissionReviewVersions", versions);
        draft.fill(hook, "failurePolicy", New::Text("Ignore"));
        draft.fill(hook, "matchPolicy", New::Text("Exact"));
        draft.fill(hook, "timeoutSeconds", New::Int(30));
    }
}
