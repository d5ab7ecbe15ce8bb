//! The check of rules about what a role allows.

use super::{
    binding::{RoleRef, role_ref},
    policy::{PolicyRule, Power, rules_of},
};
use crate::rules::{Check, prelude::*};

/// Reports each rule of a role that grants one of some powers.
pub(super) struct Powers {
    pub list: &'static [Power],
    pub help: &'static str,
    /// Only a ClusterRole can grant it.
    pub is_of_cluster: bool,
    /// The roles of every cluster that grant it.
    pub builtin: &'static [&'static str],
}

impl Powers {
    fn check<'a>(&self, object: &'a Object, cx: &mut Context<'a>) {
        if object.name.starts_with("system:") {
            return;
        }
        if !self.is_of_cluster || object.gvk.kind == "ClusterRole" {
            for rule in rules_of(object) {
                self.check_rule(rule, cx);
            }
        }
        self.check_binding(object, cx);
    }

    fn check_rule<'a>(&self, rule: PolicyRule<'a>, cx: &mut Context<'a>) {
        let mut found: Vec<(Place<'a>, Vec<&str>)> = Vec::new();
        for power in self.list {
            let Some(place) = rule.grants(power) else { continue };
            let same = found.iter_mut().find(|(known, _)| known.location() == place.location());
            match same {
                Some((_, effects)) if effects.contains(&power.effect) => {}
                Some((_, effects)) => effects.push(power.effect),
                None => found.push((place, vec![power.effect])),
            }
        }
        for (place, effects) in found {
            let kind = name(&place.object().gvk.kind);
            let is_wide = place.str() == "*";
            // By `*`, a role allows all of it, and more.
            let shown = if is_wide { &effects[..1] } else { &effects[..] };
            let message = text!("this {} allows {}", kind, name(shown.join(" and ")));
            let root = rule.wildcard().filter(|_| is_wide && cx.runs(code::RBAC_WILDCARD));
            let finding = cx.report(place, message);
            finding.help(self.help);
            finding.root = root.map(Place::location);
        }
    }

    /// Of the bindings to roles that are in no manifest only those for all namespaces: a namespace
    /// is meant to be given to people by them.
    fn check_binding<'a>(&self, object: &'a Object, cx: &mut Context<'a>) {
        let Some(role) = role_ref(object).filter(|_| object.gvk.kind == "ClusterRoleBinding")
        else {
            return;
        };
        let written = role.name.str();
        let effect = self.list.first().map_or("", |power| power.effect);
        if self.builtin.contains(&written) {
            let message =
                text!("ClusterRole `{}` allows {} in all namespaces", name(written), name(effect));
            cx.report(role.name, message)
                .help("use a RoleBinding in each namespace, or a role with fewer rules")
                .follows(role.name);
        }
    }
}

impl Check for Powers {
    fn run(&self, cx: &mut Context<'_>) {
        for kind in ["Role", "ClusterRole", "ClusterRoleBinding"] {
            for object in cx.workspace.of_kind(kind) {
                if cx.applies_to(object) {
                    self.check(object, cx);
                }
            }
        }
    }
}

/// By what a binding grants everything.
pub(super) enum AllRights<'a> {
    ClusterAdmin,
    /// A rule of a role in sight.
    Rule(PolicyRule<'a>),
}

/// By what the role of a binding grants everything, if it does.
pub(super) fn grants_all<'a>(role: &RoleRef<'a>, cx: &Context<'a>) -> Option<AllRights<'a>> {
    if role.kind == "ClusterRole" && role.name.str() == "cluster-admin" {
        return Some(AllRights::ClusterAdmin);
    }
    rules_of(role.find(cx)?).find(|rule| rule.is_all()).map(AllRights::Rule)
}

/// Roles of every cluster that are meant for everybody.
const DISCOVERY: [&str; 3] =
    ["system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

/// Whether a role only allows what is meant for everybody: discovery, health checks, public keys,
/// and the ConfigMap with which nodes join.
pub(super) fn is_for_discovery<'a>(role: &RoleRef<'a>, cx: &Context<'a>) -> bool {
    let written = role.name.str();
    if DISCOVERY.contains(&written) || written == "kubeadm:bootstrap-signer-clusterinfo" {
        return true;
    }
    let Some(role) = role.find(cx) else { return false };
    let about_self = |resource: Place<'_>| resource.str().starts_with("selfsubject");
    let cluster_info = |rule: Place<'_>| {
        let names = rule.get("resourceNames");
        !names.is_empty() && names.items().all(|name| name.str() == "cluster-info")
    };
    let is_harmless = |rule: Place<'_>| {
        let resources = rule.get("resources");
        let urls = rule.get("nonResourceURLs");
        urls.items().all(|url| url.str() != "*")
            && (resources.is_empty() || resources.items().all(about_self) || cluster_info(rule))
    };
    role.is_whole() && role.field("rules").items().all(is_harmless)
}
