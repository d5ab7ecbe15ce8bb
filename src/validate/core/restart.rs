//! Restart policies of containers and resize policies (`validateContainerRestartPolicy`,
//! `validateInitContainerRestartPolicy`, `validateResizePolicy`).

use super::pod_context::PodContext;
use crate::{
    code,
    model::{
        Place,
        first_seen::FirstSeen,
        gates::{self, Gate},
        version::Version,
    },
    text,
    validate::{Checker, Reason, names::shown},
};

const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];

/// The policy of a main container; before 1.35 only init containers had one.
pub(super) fn container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    if cx.version.enables(gates::CONTAINER_RESTART_RULES) {
        policy_and_rules(container, cx);
    } else if drops_policy(cx.version) {
        ignored(container.get("restartPolicy"), gates::CONTAINER_RESTART_RULES, cx);
    } else if container.get("restartPolicy").is_set() {
        let policy = container.get("restartPolicy");
        cx.forbidden(
            code::CONTAINER_RESTART_RULES_INVALID,
            policy,
            "`restartPolicy` is only allowed in init containers",
        )
        .help("set `restartPolicy` in the Pod's `spec`, for all containers");
    }
}

/// Whether the server drops the policies of containers, but for `Always` of init containers, with
/// the rules next to them (`dropContainerRestartRules`).
pub(super) fn drops_policy(version: Version) -> bool {
    version.disables(gates::CONTAINER_RESTART_RULES)
}

fn ignored<'a>(policy: Place<'a>, gate: Gate, cx: &mut Checker<'a>) {
    // A release without the gate does not know the field, which is reported by itself.
    if policy.is_set() && gate.at(cx.version).is_some() {
        cx.ignored(policy, gate);
    }
}

/// No release allows a policy of an ephemeral container; those that drop it do not refuse it.
pub(super) fn ephemeral_container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    if drops_policy(cx.version) {
        ignored(container.get("restartPolicy"), gates::CONTAINER_RESTART_RULES, cx);
    }
}

pub(super) fn init_container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let policy = container.get("restartPolicy");
    if !cx.version.enables(gates::SIDECAR_CONTAINERS) {
        ignored(policy, gates::SIDECAR_CONTAINERS, cx);
        return;
    }
    let rules = container.get("restartPolicyRules");
    if drops_policy(cx.version) {
        if policy.str() != "Always" {
            ignored(policy, gates::CONTAINER_RESTART_RULES, cx);
        }
    } else if !cx.version.enables(gates::CONTAINER_RESTART_RULES) {
        cx.one_of_set(code::CONTAINER_RESTART_RULES_INVALID, policy, &["Always"]);
    } else if policy.str() == "Always"
        && !cx.version.enables(gates::RESTART_ALL_CONTAINERS_ON_CONTAINER_EXITS)
    {
        if rules.count() > 0 {
            let message = "`restartPolicyRules` is not allowed in a sidecar container";
            cx.forbidden(code::CONTAINER_RESTART_RULES_INVALID, rules, message)
                .related(policy, "`restartPolicy: Always` is set here");
        }
    } else if policy.is_set() {
        policy_and_rules(container, cx);
    } else if rules.count() > 0 {
        rules_need_policy(container, cx);
    }
}

fn policy_and_rules<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let (policy, rules) = (container.get("restartPolicy"), container.get("restartPolicyRules"));
    if !policy.is_set() && rules.count() > 0 {
        rules_need_policy(container, cx);
    }
    cx.one_of_set(code::CONTAINER_RESTART_RULES_INVALID, policy, &POLICIES);
    if policy.is_set() || rules.count() > 0 {
        cx.fits(code::CONTAINER_RESTART_RULES_INVALID, rules, 20);
        for rule in rules.items() {
            restart_rule(rule, cx);
        }
    }
}

fn rules_need_policy<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let (policy, rules) = (container.get("restartPolicy"), container.get("restartPolicyRules"));
    cx.required(
        code::CONTAINER_RESTART_RULES_INVALID,
        policy,
        "`restartPolicyRules` requires `restartPolicy`",
    )
    .related(rules, "rules are set here");
}

fn restart_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    let actions: &[&str] = if cx.version.enables(gates::RESTART_ALL_CONTAINERS_ON_CONTAINER_EXITS) {
        &["Restart", "RestartAllContainers"]
    } else {
        &["Restart"]
    };
    supported(rule.get("action"), actions, cx);
    let codes = rule.get("exitCodes");
    if !codes.is_set() {
        cx.required(
            code::CONTAINER_RESTART_RULES_INVALID,
            codes,
            "restart rule has no `exitCodes`",
        )
        .help("add `exitCodes` with `operator` and `values`");
        return;
    }
    supported(codes.get("operator"), &["In", "NotIn"], cx);
    cx.fits(code::CONTAINER_RESTART_RULES_INVALID, codes.get("values"), 255);
}

/// As `one_of`, but an absent value is refused too.
fn supported<'a>(place: Place<'a>, allowed: &[&str], cx: &mut Checker<'a>) {
    let ill_typed = place.is_set() && place.text().is_none();
    if !ill_typed && !allowed.contains(&place.str()) {
        if place.is_empty() {
            let message = text!(
                "`{}` is missing, must be one of {}",
                text::name(place.name()),
                text::name(allowed.join(", "))
            );
            cx.refuse(code::CONTAINER_RESTART_RULES_INVALID, Reason::NotSupported, place, message)
                .choices(allowed);
        } else {
            cx.not_supported(code::CONTAINER_RESTART_RULES_INVALID, place, allowed);
        }
    }
}

/// The fields of a resize policy; the server names the list, not the item.
pub(super) fn resize_policy<'a>(policies: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    if policies.count() == 0 || !cx.version.enables(gates::IN_PLACE_POD_VERTICAL_SCALING) {
        return;
    }
    let list = policies.path();
    let mut seen = FirstSeen::new();
    for policy in policies.items() {
        let (resource, restart) = (policy.get("resourceName"), policy.get("restartPolicy"));
        if let Some(first) = seen.earlier(resource.str(), resource) {
            let message = text!("resource `{}` is listed twice", shown(resource.str()));
            let path = policy.path();
            cx.duplicate(code::INVALID_RESIZE_POLICY, resource, message)
                .path(path)
                .related(first, "first listed here");
        }
        for (place, allowed) in
            [(resource, ["cpu", "memory"]), (restart, ["NotRequired", "RestartContainer"])]
        {
            if place.is_empty() {
                let message = text!("resize policy has no `{}`", text::name(place.name()));
                cx.required(code::INVALID_RESIZE_POLICY, place, message).path(list.clone());
            } else if !allowed.contains(&place.str()) && place.text().is_some() {
                cx.not_supported(code::INVALID_RESIZE_POLICY, place, &allowed).path(list.clone());
            }
        }
        if pod.spec.get("restartPolicy").str() == "Never" && restart.str() != "NotRequired" {
            let message = "`restartPolicy` must be NotRequired in a Pod that never restarts";
            cx.invalid(code::INVALID_RESIZE_POLICY, restart, message)
                .path(list.clone())
                .related(pod.spec.get("restartPolicy"), "`restartPolicy: Never` is set here")
                .help("write `NotRequired`");
        }
    }
}

/// An init container that ends cannot be restarted to be resized.
pub(super) fn resize_of_init_container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.version.enables(gates::IN_PLACE_POD_VERTICAL_SCALING) {
        return;
    }
    for policy in container.get("resizePolicy").items() {
        let restart = policy.get("restartPolicy");
        if restart.str() == "RestartContainer" {
            cx.invalid(
                code::INVALID_RESIZE_POLICY,
                restart,
                "`RestartContainer` is not allowed in an init container",
            )
            .help("write `NotRequired`, or set `restartPolicy: Always` to make it a sidecar");
        }
    }
}
