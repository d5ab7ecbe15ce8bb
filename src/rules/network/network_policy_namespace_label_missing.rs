//! A peer that selects by a label that the intended Namespace does not have.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_NAMESPACE_LABEL_MISSING,
        name: "network-policy-namespace-label-missing",
        title: "Namespace label missing for a NetworkPolicy",
        aliases: &["popeye:1201"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_namespace_label_missing.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

/// Every Namespace has its name as the value of this label.
const NAME: &str = "kubernetes.io/metadata.name";

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for peer in policy.peers() {
        let wanted = peer.field("namespaceSelector").get("matchLabels");
        for (key, place) in wanted.entries().filter(|(key, _)| *key != NAME) {
            let named = cx.workspace.find_all(policy.object(), "Namespace", place.str());
            let labelled =
                |namespace: &Object| namespace.node().at(&["metadata", "labels", key]).is_some();
            let [namespace] = named[..] else { continue };
            if !namespace.is_whole()
                || labelled(namespace)
                || cx.workspace.is_namespace_label(key, place.str())
            {
                continue;
            }
            let message =
                text!("Namespace `{}` has no label `{}`", name(place.str()), text::key(key));
            cx.report(place, message)
                .related(namespace.place().at(&["metadata", "name"]), "the Namespace")
                .help(text!("use `{}`, which every Namespace has", name(NAME)))
                .fix(Safety::Safe, text!("use `{}`", name(NAME)), place.rename(NAME));
        }
    }
}
