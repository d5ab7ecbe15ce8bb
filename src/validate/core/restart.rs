//! Restart policies of containers and resize policies (`validateContainerRestartPolicy`,
//! `validateInitContainerRestartPolicy`, `validateResizePolicy`).

use super::pod::Pod;
use crate::{
    model::{Place, firsts::Firsts},
    validate::{Checker, Reason, names::shown},
};

/// `container-restart-rules-invalid`
const RULES: &str = "KV2110";
/// `invalid-resize-policy`
const RESIZE: &str = "KV2158";

const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];

/// The policy of a main container; before 1.35 only init containers had one.
pub(super) fn container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    if cx.version.has("ContainerRestartRules", 35) {
        policy_and_rules(container, cx);
    } else if container.get("restartPolicy").written() {
        let policy = container.get("restartPolicy");
        cx.forbidden(RULES, policy, "only init containers have a restartPolicy")
            .help("set restartPolicy beside containers, for the whole pod");
    }
}

pub(super) fn init_container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let policy = container.get("restartPolicy");
    if !cx.version.has("SidecarContainers", 29) {
        return;
    }
    if !cx.version.has("ContainerRestartRules", 35) {
        cx.one_of_set(RULES, policy, &["Always"]);
    } else if policy.written() {
        policy_and_rules(container, cx);
    } else if container.get("restartPolicyRules").count() > 0 {
        rules_need_policy(container, cx);
    }
}

fn policy_and_rules<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let (policy, rules) = (container.get("restartPolicy"), container.get("restartPolicyRules"));
    if !policy.written() && rules.count() > 0 {
        rules_need_policy(container, cx);
    }
    cx.one_of_set(RULES, policy, &POLICIES);
    if policy.written() || rules.count() > 0 {
        cx.fits(RULES, rules, 20);
        for rule in rules.items() {
            restart_rule(rule, cx);
        }
    }
}

fn rules_need_policy<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let (policy, rules) = (container.get("restartPolicy"), container.get("restartPolicyRules"));
    cx.required(RULES, policy, "restartPolicyRules need a restartPolicy beside them")
        .related(rules, "the rules are exceptions from it");
}

fn restart_rule<'a>(rule: Place<'a>, cx: &mut Checker<'a>) {
    let actions: &[&str] = if cx.version.has("RestartAllContainersOnContainerExits", 36) {
        &["Restart", "RestartAllContainers"]
    } else {
        &["Restart"]
    };
    supported(rule.get("action"), actions, cx);
    let codes = rule.get("exitCodes");
    if !codes.written() {
        cx.required(RULES, codes, "a restart rule names no exit codes")
            .help("add exitCodes with operator and values");
        return;
    }
    supported(codes.get("operator"), &["In", "NotIn"], cx);
    cx.fits(RULES, codes.get("values"), 255);
}

/// As `one_of`, but an absent value is refused too.
fn supported<'a>(place: Place<'a>, allowed: &[&str], cx: &mut Checker<'a>) {
    let ill_typed = place.written() && place.text().is_none();
    if !ill_typed && !allowed.contains(&place.str()) {
        if place.is_empty() {
            let message =
                format!("`{}` is missing, it must be one of {}", place.name(), allowed.join(", "));
            cx.refuse(RULES, Reason::NotSupported, place, message);
        } else {
            cx.not_supported(RULES, place, allowed);
        }
    }
}

/// What is named in a resize policy; the server names the list, not the entry.
pub(super) fn resize_policy<'a>(policies: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    if !cx.version.has("InPlacePodVerticalScaling", 33) || policies.count() == 0 {
        return;
    }
    let list = policies.path();
    let mut seen = Firsts::new();
    for policy in policies.items() {
        let (resource, restart) = (policy.get("resourceName"), policy.get("restartPolicy"));
        if let Some(first) = seen.earlier(resource.str(), resource) {
            let message = format!("resource `{}` is listed twice", shown(resource.str()));
            let path = policy.path();
            cx.duplicate(RESIZE, resource, message).path(path).related(first, "first here");
        }
        for (place, allowed) in
            [(resource, ["cpu", "memory"]), (restart, ["NotRequired", "RestartContainer"])]
        {
            if place.is_empty() {
                let message = format!("a resize policy has no `{}`", place.name());
                cx.required(RESIZE, place, message).path(list.clone());
            } else if !allowed.contains(&place.str()) && place.text().is_some() {
                cx.not_supported(RESIZE, place, &allowed).path(list.clone());
            }
        }
        if pod.spec.get("restartPolicy").str() == "Never" && restart.str() != "NotRequired" {
            cx.invalid(RESIZE, restart, "a pod that never restarts cannot restart to be resized")
                .related(pod.spec.get("restartPolicy"), "no container is restarted")
                .help("write NotRequired")
                .path(list.clone());
        }
    }
}

/// An init container that ends cannot be restarted to be resized.
pub(super) fn resize_of_init_container<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.version.has("InPlacePodVerticalScaling", 33) {
        return;
    }
    for policy in container.get("resizePolicy").items() {
        let restart = policy.get("restartPolicy");
        if restart.str() == "RestartContainer" {
            cx.invalid(RESIZE, restart, "an init container cannot be restarted to be resized")
                .help("write NotRequired, or set restartPolicy: Always to make it a sidecar");
        }
    }
}
