//! Where a Pod may run: node selectors, affinity, tolerations, topology spread, scheduling gates
//! (`validateAffinity` and what it calls, `ValidateTolerations`,
//! `validateTopologySpreadConstraints`, `validateSchedulingGates`).

use std::collections::{BTreeMap, BTreeSet};

use super::pod_context::PodContext;
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{Place, first_seen::FirstSeen, gates},
    text,
    validate::{
        Checker, Reason, meta,
        names::{self, shown},
    },
};

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    meta::labels(pod.spec.get("nodeSelector"), Place::path, cx);
    let affinity = pod.spec.get("affinity");
    node_affinity(affinity.get("nodeAffinity"), cx);
    for field in ["podAffinity", "podAntiAffinity"] {
        pod_affinity(affinity.get(field), cx);
    }
    for toleration in pod.spec.get("tolerations").items() {
        tolerates(toleration, cx);
    }
    topology_spread(pod.spec.get("topologySpreadConstraints"), cx);
    gates(pod.spec.get("schedulingGates"), cx);
}

fn gates<'a>(gates: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for gate in gates.items() {
        let name = gate.get("name");
        let path = gate.path();
        if let Some(cause) = cx.format(code::INVALID_SCHEDULING_GATE, name, names::qualified_name) {
            cause.path(path.clone());
        }
        if let Some(first) = seen.earlier(name.str(), name) {
            let message = text!("scheduling gate `{}` is listed twice", shown(name.str()));
            cx.duplicate(code::INVALID_SCHEDULING_GATE, name, message)
                .path(path)
                .related(first, "first listed here");
        }
    }
}

fn node_affinity<'a>(affinity: Place<'a>, cx: &mut Checker<'a>) {
    let required = affinity.get(REQUIRED);
    if required.is_set() {
        node_selector(required, 32, cx);
    }
    for preferred in affinity.get(PREFERRED).items() {
        weight(code::INVALID_NODE_SELECTOR, preferred.get("weight"), cx);
        node_term(preferred.get("preference"), InvalidValues::Preferred, cx);
    }
}

/// A `NodeSelector` (`ValidateNodeSelector`). Servers before 1.`values_since` accept values that no
/// label can have.
pub(in crate::validate) fn node_selector<'a>(
    selector: Place<'a>,
    values_since: u8,
    cx: &mut Checker<'a>,
) {
    let terms = selector.get("nodeSelectorTerms");
    if terms.count() == 0 {
        cx.required(
            code::INVALID_NODE_SELECTOR,
            terms,
            "node selector has no `nodeSelectorTerms`, so it selects no node",
        )
        .help("add a term with `matchExpressions` or `matchFields`");
    }
    let values = match cx.version.since(values_since) {
        true => InvalidValues::Refused,
        false => InvalidValues::Accepted,
    };
    for term in terms.items() {
        node_term(term, values, cx);
    }
}

fn weight<'a>(code: Code, weight: Place<'a>, cx: &mut Checker<'a>) {
    if !weight.is_set() {
        cx.invalid(code, weight, "preference has no `weight`")
            .help("set `weight` to an integer between 1 and 100");
    } else {
        cx.within(code, weight, 1..=100);
    }
}

/// What the server does with values that no label can have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InvalidValues {
    Refused,
    /// They match no node.
    Accepted,
    /// The server warns of them in preferred terms.
    Preferred,
}

fn node_term<'a>(term: Place<'a>, kind: InvalidValues, cx: &mut Checker<'a>) {
    for requirement in term.get("matchExpressions").items() {
        node_requirement(requirement, kind, cx);
    }
    for requirement in term.get("matchFields").items() {
        node_field(requirement, cx);
    }
}

fn node_requirement<'a>(requirement: Place<'a>, kind: InvalidValues, cx: &mut Checker<'a>) {
    const OPERATORS: [&str; 6] = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];
    let (operator, values) = (requirement.get("operator"), requirement.get("values"));
    match operator.str() {
        name @ ("In" | "NotIn") if values.count() == 0 => {
            cx.required(
                code::INVALID_NODE_SELECTOR,
                values,
                text!("operator `{}` requires `values`", text::name(name)),
            )
            .help("list the label values to compare with, or use `Exists` or `DoesNotExist`");
        }
        name @ ("Exists" | "DoesNotExist") if values.count() > 0 => {
            let message = text!("operator `{}` does not allow `values`", text::name(name));
            cx.forbidden(code::INVALID_NODE_SELECTOR, values, message)
                .help("remove `values`, or use `In` or `NotIn`")
                .fix(Safety::Safe, "remove `values`", values.remove());
        }
        name @ ("Gt" | "Lt") if values.count() != 1 => {
            let message = text!("operator `{}` requires exactly one value", text::name(name));
            cx.required(code::INVALID_NODE_SELECTOR, values, message)
                .help("write one integer in quotes: `[\"8\"]`");
        }
        name @ ("Gt" | "Lt") => compared(values, name, kind, cx),
        name if OPERATORS.contains(&name) => {}
        name => unknown_operator(operator, name, &OPERATORS, cx),
    }
    label_key(code::INVALID_NODE_SELECTOR, requirement.get("key"), cx);
    for value in values.items() {
        if let (Some(text), Err(fault)) = (value.text(), names::label_value(value.str())) {
            let message = text!("label value `{}` {}", shown(text), fault.what);
            let cause = match kind {
                InvalidValues::Refused => cx.invalid(code::INVALID_NODE_SELECTOR, value, message),
                InvalidValues::Accepted => cx.warn(code::INVALID_NODE_SELECTOR, value, message),
                InvalidValues::Preferred => {
                    cx.warn(code::PREFERRED_NODE_AFFINITY_BAD_VALUE, value, message)
                }
            };
            cause.help(fault.allowed);
        }
    }
}

/// The only value of `Gt` and `Lt`. The server accepts any label value, and the scheduler can compare
/// nothing with what is not an integer.
fn compared<'a>(values: Place<'a>, operator: &'a str, kind: InvalidValues, cx: &mut Checker<'a>) {
    let is_no_integer = |value: &Place<'a>| {
        value.text().is_some_and(|text| text.parse::<i64>().is_err())
            && names::label_value(value.str()).is_ok()
    };
    let Some(value) = values.items().next().filter(is_no_integer) else { return };
    let message = text!(
        "`{}` is not an integer, so operator `{}` matches no node",
        shown(value.str()),
        text::name(operator)
    );
    let code = match kind {
        InvalidValues::Preferred => code::PREFERRED_NODE_AFFINITY_BAD_VALUE,
        InvalidValues::Refused | InvalidValues::Accepted => code::INVALID_NODE_SELECTOR,
    };
    cx.warn(code, value, message).help("write one integer in quotes: `[\"8\"]`");
}

fn unknown_operator<'a>(operator: Place<'a>, name: &str, known: &[&str], cx: &mut Checker<'a>) {
    if operator.is_set() && operator.text().is_none() {
        return;
    }
    let message = match name {
        "" => text!("requirement has no `operator`"),
        name => text!("`{}` is not a valid operator here", shown(name)),
    };
    let meant = known.iter().find(|known| known.eq_ignore_ascii_case(name));
    let cause = cx.invalid(code::INVALID_NODE_SELECTOR, operator, message);
    cause.help(text!("use one of {}", text::name(known.join(", "))));
    if let Some(known) = meant {
        cause.suggest(Safety::Safe, text!("write `{}`", text::name(known)), operator.set(known));
    }
}

fn label_key<'a>(code: Code, key: Place<'a>, cx: &mut Checker<'a>) {
    if (key.text().is_some() || !key.is_set())
        && let Err(fault) = names::qualified_name(key.str())
    {
        let message = match key.is_empty() {
            true => text!("`{}` {}", text::name(key.name()), fault.what),
            false => text!("label key `{}` {}", text::key(shown(key.str())), fault.what),
        };
        cx.invalid(code, key, message).help(fault.allowed);
    }
}

fn node_field<'a>(requirement: Place<'a>, cx: &mut Checker<'a>) {
    let (operator, values) = (requirement.get("operator"), requirement.get("values"));
    match operator.str() {
        name @ ("In" | "NotIn") if values.count() != 1 => {
            let message =
                text!("operator `{}` on a field requires exactly one value", text::name(name));
            cx.required(code::INVALID_NODE_SELECTOR, values, message);
        }
        "In" | "NotIn" => {}
        name => unknown_operator(operator, name, &["In", "NotIn"], cx),
    }
    let key = requirement.get("key");
    if key.str() == "metadata.name" {
        for value in values.items().filter(|value| value.text().is_some()) {
            cx.format(code::INVALID_NODE_SELECTOR, value, names::dns_subdomain);
        }
    } else if key.text().is_some() || !key.is_set() {
        cx.invalid(
            code::INVALID_NODE_SELECTOR,
            key,
            text!("nodes cannot be selected by the field `{}`", shown(key.str())),
        )
        .help("use `metadata.name`, the only field, or move labels to `matchExpressions`");
    }
}

fn pod_affinity<'a>(affinity: Place<'a>, cx: &mut Checker<'a>) {
    for term in affinity.get(REQUIRED).items() {
        affinity_term(term, cx);
    }
    for preferred in affinity.get(PREFERRED).items() {
        weight(code::INVALID_POD_AFFINITY, preferred.get("weight"), cx);
        affinity_term(preferred.get("podAffinityTerm"), cx);
    }
}

fn affinity_term<'a>(term: Place<'a>, cx: &mut Checker<'a>) {
    let selector = term.get("labelSelector");
    meta::label_selector(selector, cx);
    meta::label_selector(term.get("namespaceSelector"), cx);
    for namespace in term.get("namespaces").items().filter(|name| name.text().is_some()) {
        if let Some(cause) = cx.format(code::INVALID_POD_AFFINITY, namespace, names::dns_label) {
            cause.path(format!("{}.namespace", term.path()));
        }
    }
    if cx.version.enables(gates::MATCH_LABEL_KEYS_IN_POD_AFFINITY) {
        match_label_keys(code::INVALID_POD_AFFINITY, term, cx);
    }
    let key = term.get("topologyKey");
    if key.is_empty() {
        cx.required(code::INVALID_POD_AFFINITY, key, "affinity term has no `topologyKey`")
            .help("write the node label that defines the domains, such as kubernetes.io/hostname");
        // The empty key is not a valid label key either, which the server reports too.
        cx.invalid(code::INVALID_POD_AFFINITY, key, "empty `topologyKey` is not a valid label key")
            .follows(key);
    } else {
        label_key(code::INVALID_POD_AFFINITY, key, cx);
    }
}

/// `ValidateMatchLabelKeysAndMismatchLabelKeys`: keys that take their values from the pod.
fn match_label_keys<'a>(code: Code, holder: Place<'a>, cx: &mut Checker<'a>) {
    let selector = holder.get("labelSelector");
    let (own, other) = (holder.get("matchLabelKeys"), holder.get("mismatchLabelKeys"));
    for list in [own, other] {
        if list.count() > 0 && !selector.is_set() {
            let message = text!("`{}` requires `labelSelector`", text::name(list.name()));
            cx.forbidden(code, list, message);
            continue;
        }
        for key in list.items() {
            label_key(code, key, cx);
        }
    }
    let expressions = selector.get("matchExpressions").items().map(|e| e.get("key"));
    // For a Pod itself the server adds an expression for each key that its labels have.
    let labels = cx.object.field("metadata").get("labels");
    let is_pod = cx.object.gvk.is("", "Pod") && selector.is_set();
    let labels: BTreeSet<&str> = labels.entries().map(|(key, _)| key).filter(|_| is_pod).collect();
    let added = own.items().chain(other.items()).filter(|key| labels.contains(key.str()));
    let last: BTreeMap<&str, usize> =
        own.items().enumerate().map(|(index, key)| (key.str(), index)).collect();
    let mut seen: BTreeSet<&str> =
        selector.get("matchLabels").entries().map(|(key, _)| key).collect();
    for key in expressions.chain(added) {
        // What is in matchLabels of a template alone is not noticed by the server.
        if let Some(index) = last.get(key.str())
            && seen.contains(key.str())
        {
            let message =
                text!("`{}` is in both `matchLabelKeys` and the label selector", key.str());
            cx.invalid(code, key, message).path(format!("{}[{index}]", holder.path()));
        }
        seen.insert(key.str());
    }
    let others: BTreeSet<&str> = other.items().map(Place::str).collect();
    for key in own.items().filter(|key| others.contains(key.str())) {
        let message =
            text!("`{}` is in both `matchLabelKeys` and `mismatchLabelKeys`", shown(key.str()));
        cx.invalid(code, key, message);
    }
}

pub(in crate::validate) fn tolerates<'a>(toleration: Place<'a>, cx: &mut Checker<'a>) {
    let (key, operator) = (toleration.get("key"), toleration.get("operator"));
    let (value, effect) = (toleration.get("value"), toleration.get("effect"));
    let seconds = toleration.get("tolerationSeconds");
    if !key.is_empty() {
        label_key(code::INVALID_TOLERATION, key, cx);
    } else if operator.str() != "Exists" && (operator.text().is_some() || !operator.is_set()) {
        cx.invalid(
            code::INVALID_TOLERATION,
            operator,
            "toleration without `key` requires `operator: Exists`",
        )
        .help("add the key of the taint, or write `operator: Exists` to tolerate all taints");
    }
    if seconds.is_set() && effect.str() != "NoExecute" {
        let message = "`tolerationSeconds` requires `effect: NoExecute`";
        cx.invalid(code::INVALID_TOLERATION, effect, message)
            .related(seconds, "only NoExecute evicts Pods")
            .help("write `effect: NoExecute`, or remove `tolerationSeconds`");
    }
    match operator.str() {
        "" | "Equal" => {
            if let (Some(text), Err(fault)) = (value.text(), names::label_value(value.str())) {
                let message = text!("value `{}` {}", shown(text), fault.what);
                cx.invalid(code::INVALID_TOLERATION, value, message)
                    .path(operator.path())
                    .help(fault.allowed);
            }
        }
        "Exists" if !value.is_empty() => {
            cx.invalid(
                code::INVALID_TOLERATION,
                value,
                "operator `Exists` does not allow a `value`",
            )
            .path(operator.path())
            .help("remove `value`, or use operator `Equal`")
            .fix(Safety::Unsafe, "remove `value`", value.remove());
        }
        "Exists" => {}
        _ => {
            cx.not_supported(code::INVALID_TOLERATION, operator, &["Equal", "Exists"]);
        }
    }
    cx.one_of(code::INVALID_ENUM_VALUE, effect, &["NoSchedule", "PreferNoSchedule", "NoExecute"]);
}

fn topology_spread<'a>(constraints: Place<'a>, cx: &mut Checker<'a>) {
    let list: Vec<Place<'a>> = constraints.items().collect();
    let way =
        |place: Place<'a>| (place.get("topologyKey").str(), place.get("whenUnsatisfiable").str());
    // Of each way to constrain the next one, from the last constraint on.
    let mut next = BTreeMap::new();
    let mut again: Vec<Option<Place<'a>>> =
        list.iter().rev().map(|place| next.insert(way(*place), *place)).collect();
    again.reverse();
    for (constraint, again) in list.iter().zip(again) {
        let (skew, key) = (constraint.get("maxSkew"), constraint.get("topologyKey"));
        if !skew.is_set() || skew.int() == Some(0) {
            cx.invalid(code::INVALID_TOPOLOGY_SPREAD, skew, "`maxSkew` must be at least 1")
                .help("write by how many Pods two domains may differ, such as 1");
        } else {
            cx.within(code::INVALID_TOPOLOGY_SPREAD, skew, 1..);
        }
        if key.is_empty() {
            cx.required(
                code::INVALID_TOPOLOGY_SPREAD,
                key,
                "topology spread constraint has no `topologyKey`",
            )
            .help(
                "write the node label that defines the domains, such as \
                       topology.kubernetes.io/zone",
            );
        }
        unsatisfiable(constraint.get("whenUnsatisfiable"), cx);
        if let Some(again) = again {
            repeated(*constraint, again, cx);
        }
        min_domains(*constraint, cx);
        for field in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            cx.one_of_set(
                code::INVALID_TOPOLOGY_SPREAD,
                constraint.get(field),
                &["Honor", "Ignore"],
            );
        }
        spread_keys(*constraint, cx);
        if cx.version.since(27) {
            meta::label_selector(constraint.get("labelSelector"), cx);
        }
    }
}

/// From 1.34 on as in affinity; from 1.27 on a key may be here or in the selector.
fn spread_keys<'a>(constraint: Place<'a>, cx: &mut Checker<'a>) {
    if cx.version.enables(gates::MATCH_LABEL_KEYS_IN_POD_TOPOLOGY_SPREAD_SELECTOR_MERGE) {
        return match_label_keys(code::INVALID_TOPOLOGY_SPREAD, constraint, cx);
    }
    let (keys, selector) = (constraint.get("matchLabelKeys"), constraint.get("labelSelector"));
    if keys.count() == 0 || !cx.version.enables(gates::MATCH_LABEL_KEYS_IN_POD_TOPOLOGY_SPREAD) {
        return;
    }
    if !selector.is_set() && cx.version.since(27) {
        cx.forbidden(
            code::INVALID_TOPOLOGY_SPREAD,
            keys,
            "`matchLabelKeys` requires `labelSelector`",
        );
    }
    for key in keys.items() {
        label_key(code::INVALID_TOPOLOGY_SPREAD, key, cx);
        let pair = selector.get("matchLabels").entries().any(|(name, _)| name == key.str());
        let mut expressions = selector.get("matchExpressions").items();
        if pair || expressions.any(|e| e.get("key").str() == key.str()) {
            let message =
                text!("`{}` is in both `matchLabelKeys` and the label selector", shown(key.str()));
            cx.invalid(code::INVALID_TOPOLOGY_SPREAD, key, message);
        }
    }
}

fn unsatisfiable<'a>(action: Place<'a>, cx: &mut Checker<'a>) {
    const ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
    if action.is_empty() {
        let message = "topology spread constraint has no `whenUnsatisfiable`";
        cx.refuse(code::INVALID_TOPOLOGY_SPREAD, Reason::NotSupported, action, message)
            .help("set it to `DoNotSchedule` or `ScheduleAnyway`");
    } else if action.text().is_some_and(|text| !ACTIONS.contains(&text)) {
        cx.not_supported(code::INVALID_TOPOLOGY_SPREAD, action, &ACTIONS);
    }
}

/// Two constraints for one key and one action; the server names the earlier one.
fn repeated<'a>(constraint: Place<'a>, again: Place<'a>, cx: &mut Checker<'a>) {
    let path = format!("{}.{{topologyKey, whenUnsatisfiable}}", constraint.path());
    let key = constraint.get("topologyKey");
    let message = text!(
        "two constraints have the same `topologyKey` (`{}`) and `whenUnsatisfiable`",
        shown(key.str())
    );
    cx.duplicate(code::INVALID_TOPOLOGY_SPREAD, key, message)
        .path(path)
        .related(again.get("topologyKey"), "used again here");
}

fn min_domains<'a>(constraint: Place<'a>, cx: &mut Checker<'a>) {
    let (least, action) = (constraint.get("minDomains"), constraint.get("whenUnsatisfiable"));
    if !least.is_set() {
        return;
    }
    cx.within(code::INVALID_TOPOLOGY_SPREAD, least, 1..);
    if action.str() != "DoNotSchedule" {
        cx.invalid(
            code::INVALID_TOPOLOGY_SPREAD,
            least,
            "`minDomains` requires `whenUnsatisfiable: DoNotSchedule`",
        )
        .related(action, "`whenUnsatisfiable`");
    }
}
