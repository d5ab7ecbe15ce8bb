//! Flow schemas and priority levels
//! (`pkg/apis/flowcontrol/validation/validation.go`, defaults of `pkg/apis/flowcontrol/v1/defaults.go`).

use super::{Checker, Reason, names};
use crate::{
    code,
    model::{Place, gates},
    text,
};

pub(super) fn flow_schema<'a>(schema: Place<'a>, cx: &mut Checker<'a>) {
    let spec = schema.get("spec");
    let precedence = spec.get("matchingPrecedence");
    // 0 is filled in as 1000.
    cx.within(code::INVALID_FLOW_CONTROL, precedence, 0..=10_000);
    let exempt = schema.get("metadata").get("name").str() == "exempt";
    if precedence.int() == Some(1) && !exempt {
        cx.invalid(
            code::INVALID_FLOW_CONTROL,
            precedence,
            "precedence 1 is reserved for the FlowSchema `exempt`",
        );
    }
    let distinguisher = spec.get("distinguisherMethod");
    if distinguisher.is_set() {
        cx.must_be_one_of(
            code::INVALID_FLOW_CONTROL,
            distinguisher.get("type"),
            &["ByNamespace", "ByUser"],
        );
    }
    let level = spec.get("priorityLevelConfiguration").get("name");
    if cx.require(code::INVALID_FLOW_CONTROL, level) {
        cx.format(code::INVALID_FLOW_CONTROL, level, names::dns_subdomain);
    }
    for rule in spec.get("rules").items() {
        let subjects = rule.get("subjects");
        cx.require(code::INVALID_FLOW_CONTROL, subjects);
        subjects.items().for_each(|each| subject(each, cx));
        let (resources, urls) = (rule.get("resourceRules"), rule.get("nonResourceRules"));
        if resources.is_empty() && urls.is_empty() {
            cx.required(
                code::INVALID_FLOW_CONTROL,
                rule,
                "rule has neither `resourceRules` nor `nonResourceRules`",
            );
        }
        resources.items().for_each(|each| resource_rule(each, cx));
        urls.items().for_each(|each| non_resource_rule(each, cx));
    }
}

/// Each kind of subject has a member of its own, and no other.
fn subject<'a>(subject: Place<'a>, cx: &mut Checker<'a>) {
    const KINDS: [(&str, &str); 3] =
        [("ServiceAccount", "serviceAccount"), ("User", "user"), ("Group", "group")];
    let kind = subject.get("kind");
    let Some((_, own)) = KINDS.iter().find(|(name, _)| *name == kind.str()) else {
        cx.must_be_one_of(code::INVALID_FLOW_CONTROL, kind, &["ServiceAccount", "Group", "User"]);
        return;
    };
    for (_, other) in KINDS.iter().filter(|(_, field)| field != own) {
        let field = subject.get(other);
        if field.is_set() {
            let message =
                text!("`{}` is not allowed in a subject of kind {}", text::name(other), kind.str());
            cx.forbidden(code::INVALID_FLOW_CONTROL, field, message).related(kind, "set here");
        }
    }
    let member = subject.get(own);
    if !member.is_set() {
        let message = text!("subject of kind {} has no `{}`", kind.str(), text::name(own));
        cx.required(code::INVALID_FLOW_CONTROL, member, message);
        return;
    }
    let named = cx.require(code::INVALID_FLOW_CONTROL, member.get("name"));
    if *own == "serviceAccount" {
        if named && member.get("name").str() != "*" {
            cx.format(code::INVALID_FLOW_CONTROL, member.get("name"), names::dns_subdomain);
        }
        if cx.require(code::INVALID_FLOW_CONTROL, member.get("namespace")) {
            cx.format(code::INVALID_FLOW_CONTROL, member.get("namespace"), names::dns_label);
        }
    }
}

/// Whether `*` is in a list; it must then be the only item.
fn wildcard<'a>(list: Place<'a>, cx: &mut Checker<'a>) -> bool {
    let found = list.items().find(|item| item.str() == "*");
    if found.is_some() && list.count() > 1 {
        let message = text!("`*` must be the only item of `{}`", text::name(list.name()));
        cx.invalid(code::INVALID_FLOW_CONTROL, list, message);
    }
    found.is_some()
}

fn verbs<'a>(list: Place<'a>, cx: &mut Checker<'a>) {
    const VERBS: [&str; 9] = [
        "get",
        "list",
        "create",
        "update",
        "delete",
        "deletecollection",
        "patch",
        "watch",
        "proxy",
    ];
    if !cx.require(code::INVALID_FLOW_CONTROL, list) || wildcard(list, cx) {
        return;
    }
    if let Some(unknown) = list.items().find(|verb| !VERBS.contains(&verb.str())) {
        cx.not_supported(code::INVALID_FLOW_CONTROL, unknown, &VERBS).path(list.path());
    }
}

fn resource_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    verbs(rule.get("verbs"), cx);
    for field in ["apiGroups", "resources"] {
        if cx.require(code::INVALID_FLOW_CONTROL, rule.get(field)) {
            wildcard(rule.get(field), cx);
        }
    }
    let namespaces = rule.get("namespaces");
    if namespaces.is_empty() {
        if rule.get("clusterScope").bool() != Some(true) {
            let message = "rule has neither `namespaces` nor `clusterScope: true`";
            cx.required(code::INVALID_FLOW_CONTROL, namespaces, message)
                .help("for all namespaces, write `namespaces: [\"*\"]`");
        }
    } else if !wildcard(namespaces, cx) {
        for namespace in namespaces.items() {
            cx.format(code::INVALID_FLOW_CONTROL, namespace, names::dns_label);
        }
    }
}

fn non_resource_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    verbs(rule.get("verbs"), cx);
    let urls = rule.get("nonResourceURLs");
    if cx.require(code::INVALID_FLOW_CONTROL, urls) && !wildcard(urls, cx) {
        for url in urls.items() {
            if let Some(fault) = url_fault(url.str()) {
                let message = text!("`{}` {}", names::shown(url.str()), text::name(fault));
                cx.invalid(code::INVALID_FLOW_CONTROL, url, message);
            }
        }
    }
}

fn url_fault(url: &str) -> Option<&'static str> {
    if url.is_empty() {
        return Some("is empty");
    }
    if url == "/" {
        return None;
    }
    let stars = url.matches('*').count();
    if !url.starts_with('/') {
        Some("must start with `/`")
    } else if url.contains(' ') {
        Some("contains a space")
    } else if url.contains("//") {
        Some("contains two `/` in a row")
    } else if stars > 1 || stars == 1 && !url.ends_with("/*") {
        Some("must have `*` only as its last part")
    } else {
        None
    }
}

pub(super) fn priority_level<'a>(level: Place<'a>, cx: &mut Checker<'a>) {
    const KEPT: &str = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";
    let kept = level.get("metadata").get("annotations").get(KEPT);
    if kept.is_present() && cx.object.gvk.version == "v1" {
        let message = text!("annotation `{}` is not allowed in v1", text::name(KEPT));
        cx.forbidden(code::INVALID_FLOW_CONTROL, kept, message).path("metadata.annotations");
    }
    let spec = level.get("spec");
    let kind = spec.get("type");
    let exempt_name = level.get("metadata").get("name").str() == "exempt";
    if exempt_name != (kind.str() == "Exempt") {
        let message = match exempt_name {
            true => "`type` of the PriorityLevelConfiguration `exempt` must be Exempt",
            false => "`type: Exempt` is reserved for the PriorityLevelConfiguration `exempt`",
        };
        cx.invalid(code::INVALID_FLOW_CONTROL, kind, message);
    }
    match kind.str() {
        "Exempt" => exempt_level(spec, cx),
        "Limited" => limited_level(spec, cx),
        _ => known_type(kind, &["Exempt", "Limited"], cx),
    }
}

/// Refuses a type that is not known, or missing; servers before 1.36 make no difference.
fn known_type<'a>(kind: Place<'a>, types: &[&str], cx: &mut Checker<'a>) {
    if !cx.version.since(36) {
        cx.must_be_one_of(code::INVALID_FLOW_CONTROL, kind, types);
    } else if cx.require(code::INVALID_FLOW_CONTROL, kind) {
        cx.one_of(code::INVALID_FLOW_CONTROL, kind, types);
    }
}

fn exempt_level<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let limited = spec.get("limited");
    if limited.is_set() {
        let message = "`limited` is not allowed with `type: Exempt`";
        cx.forbidden(code::INVALID_FLOW_CONTROL, limited, message);
    }
    shares(spec.get("exempt"), cx);
}

fn limited_level<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (limited, exempt) = (spec.get("limited"), spec.get("exempt"));
    if exempt.is_set() {
        let message = "`exempt` is not allowed with `type: Limited`";
        cx.forbidden(code::INVALID_FLOW_CONTROL, exempt, message);
    }
    if !limited.is_set() {
        let message = "`type: Limited` requires `limited`";
        cx.required(code::INVALID_FLOW_CONTROL, limited, message);
        return;
    }
    shares(limited, cx);
    let nominal = limited.get("nominalConcurrencyShares");
    if nominal.int() == Some(0)
        && cx.object.gvk.version == "v1"
        && !cx.version.enables(gates::ZERO_LIMITED_NOMINAL_CONCURRENCY_SHARES)
    {
        cx.within(code::INVALID_FLOW_CONTROL, nominal, 1..);
    }
    limit_response(limited.get("limitResponse"), cx);
    cx.within(code::INVALID_FLOW_CONTROL, limited.get("borrowingLimitPercent"), 0..);
}

fn shares<'a>(level: Place<'a>, cx: &mut Checker<'a>) {
    for field in ["nominalConcurrencyShares", "assuredConcurrencyShares"] {
        cx.not_negative(code::INVALID_FLOW_CONTROL, level.get(field));
    }
    cx.within(code::INVALID_FLOW_CONTROL, level.get("lendablePercent"), 0..=100);
}

fn limit_response<'a>(response: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, queuing) = (response.get("type"), response.get("queuing"));
    match kind.str() {
        "Reject" if queuing.is_set() => {
            cx.forbidden(
                code::INVALID_FLOW_CONTROL,
                queuing,
                "`queuing` is not allowed with `type: Reject`",
            );
        }
        "Reject" => {}
        "Queue" if queuing.is_set() => queues(queuing, cx),
        "Queue" => {
            cx.required(code::INVALID_FLOW_CONTROL, queuing, "`type: Queue` requires `queuing`");
        }
        _ => {
            known_type(kind, &["Queue", "Reject"], cx);
        }
    }
}

/// Zeros are filled in: 8 of 64 queues, of 50 requests each.
fn queues<'a>(queuing: Place<'a>, cx: &mut Checker<'a>) {
    let (hand, deck) = (queuing.get("handSize"), queuing.get("queues"));
    cx.not_negative(code::INVALID_FLOW_CONTROL, queuing.get("queueLengthLimit"));
    cx.within(code::INVALID_FLOW_CONTROL, deck, 0..=10_000_000);
    let or_default = |place: Place<'a>, default| place.int().filter(|n| *n != 0).unwrap_or(default);
    let (cards, size) = (or_default(deck, 64), or_default(hand, 8));
    if !cx.within(code::INVALID_FLOW_CONTROL, hand, 0..) {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "the API machinery counts in floats, too")]
    let bits = (cards as f64).log2() * size as f64;
    if size > cards {
        let message = text!("`handSize` ({}) must not exceed `queues` ({})", size, cards);
        cx.invalid(code::INVALID_FLOW_CONTROL, hand, message);
    } else if bits.ceil() > 60.0 {
        let message =
            text!("`handSize` ({}) out of `queues` ({}) requires more than 60 bits", size, cards);
        cx.refuse(code::INVALID_FLOW_CONTROL, Reason::Invalid, hand, message)
            .help("lower `queues` or `handSize`");
    }
}
