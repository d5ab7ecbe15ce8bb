//! Which ServiceAccount a Pod runs as, and whether it has its token.

use crate::rules::prelude::*;

/// The field with the name of a Pod's ServiceAccount, written or not.
pub(super) fn account(pod: PodTemplate<'_>) -> Place<'_> {
    let (new, old) = (pod.spec.field("serviceAccountName"), pod.spec.field("serviceAccount"));
    if new.is_empty() && !old.is_empty() { old } else { new }
}

/// The name that counts where none is written.
pub(super) fn or_default(name: &str) -> &str {
    if name.is_empty() { "default" } else { name }
}

/// Whether a token is mounted that the Pod does not need, as far as the manifests show: nothing
/// disables it, and no binding grants the ServiceAccount rights.
pub(super) fn mounts_token<'a>(pod: PodTemplate<'a>, cx: &Context<'a>) -> bool {
    let own = pod.spec.field("automountServiceAccountToken").bool();
    let written = or_default(account(pod).str());
    let object = pod.object();
    let found = cx.workspace.find_all(object, "ServiceAccount", written);
    let of_account =
        |account: &&Object| account.field("automountServiceAccountToken").bool() == Some(false);
    let is_known = written == "default" || !found.is_empty();
    let is_disabled = own == Some(false) || own.is_none() && found.iter().any(of_account);
    is_known && !is_disabled && !cx.workspace.is_bound(written, object.namespace.as_deref())
}
