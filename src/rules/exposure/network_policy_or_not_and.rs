//! Two selectors of a NetworkPolicy that were meant as one.

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer};

use crate::{diagnostic::Edit, input::Span, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_OR_NOT_AND,
        name: "network-policy-or-not-and",
        title: "Two peers instead of one",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_or_not_and.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    let object = policy.object();
    let Some(spec) = policy.get("spec", |policy| policy.spec.as_ref()) else { return };
    let from = spec.list("ingress", |spec| spec.ingress.as_ref());
    let from = from.map(|rule| rule.list("from", |rule| rule.from.as_ref()).collect::<Vec<_>>());
    let to = spec.list("egress", |spec| spec.egress.as_ref());
    let to = to.map(|rule| rule.list("to", |rule| rule.to.as_ref()).collect::<Vec<_>>());
    for peers in from.chain(to) {
        // Next to others, each is meant by itself.
        let [first, second] = peers[..] else { continue };
        let only = |peer: At<'a, NetworkPolicyPeer>, field: &str| {
            let place = peer.place().get(field);
            peer.place().count() == 1 && place.is_set() && place.count() > 0
        };
        let is_pair = only(first, "namespaceSelector") && only(second, "podSelector");
        let selector = second.get("podSelector", |peer| peer.pod_selector.as_ref());
        let (Some(selector), true) = (selector, is_pair) else {
            continue;
        };
        if cx.workspace.selects_any(object, &Selector::from_selector(selector)) {
            continue;
        }
        let edit = joined(second.place());
        cx.report(
            second.place().get("podSelector"),
            "these are two peers, of which either matches",
        )
        .related(first.place().get("namespaceSelector"), "the other peer")
        .help("remove the dash, if only these Pods of the selected namespaces are meant")
        .fix(Safety::Unsafe, "make one peer of both", edit);
    }
}

/// Replaces the dash of an item by a blank, where it is alone before the item.
fn joined(item: Place<'_>) -> Option<Edit> {
    let start = item.node()?.span().start;
    let text = item.object().tree().text();
    let line = &text[..start as usize];
    let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
    let dash = line.trim_end().strip_suffix('-')?;
    let at = start - line.len() as u32 + dash.len() as u32;
    let span = Span::new(at, at + 1);
    let is_alone = dash.trim().is_empty();
    is_alone.then(|| Edit { at: item.object().location(span), text: " ".to_owned() })
}
