//! A role that no binding refers to.

use super::{
    binding::{BINDINGS, role_ref},
    policy::{AGGREGATE, ROLES, is_role},
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ROLE_NEVER_BOUND,
        name: "role-never-bound",
        title: "Role without a binding",
        aliases: &["popeye:400"],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("role_never_bound.md"),
    },
    check: &Kinds(ROLES, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if !cx.settings.complete || !is_role(object) {
        return;
    }
    let labels = object.field("metadata").get("labels");
    let is_part = labels.entries().any(|(key, _)| key.starts_with(AGGREGATE));
    let for_users = ["-admin", "-edit", "-view", "-viewer", "-editor"];
    let is_for_users = for_users.iter().any(|end| object.name.ends_with(end));
    let is_selected = cx
        .workspace
        .of_kind("ClusterRole")
        .any(|role| !role.field("aggregationRule").is_empty() && object.gvk.kind == "ClusterRole");
    let binds = |binding: &Object| {
        role_ref(binding).is_some_and(|role| role.kind == object.gvk.kind && role.is(object))
    };
    let is_bound = BINDINGS.iter().any(|kind| cx.workspace.of_kind(kind).any(binds));
    if !is_part && !is_for_users && !is_selected && !is_bound {
        let message = text!("no binding refers to {}", name(object.title()));
        cx.report(object.field("metadata").get("name"), message)
            .help("add a RoleBinding, or remove the role");
    }
}
