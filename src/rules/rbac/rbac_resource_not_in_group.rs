//! A rule that lists a resource under a group that does not have it.

use super::{
    policy::{PolicyRule, ROLES, rules_of},
    resources,
};
use crate::{model::schema, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_RESOURCE_NOT_IN_GROUP,
        name: "rbac-resource-not-in-group",
        title: "Resource in the wrong API group",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("rbac_resource_not_in_group.md"),
    },
    check: &Kinds(ROLES, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for rule in rules_of(object) {
        let groups = rule.groups();
        let is_open = |group: &&str| {
            *group == "*" || *group == "extensions" || !schema::is_builtin_group(group)
        };
        if groups.is_empty() || groups.iter().any(is_open) {
            continue;
        }
        for item in rule.0.get("resources").items() {
            let resource = item.str().split('/').next().unwrap_or_default();
            let right = resources::groups_of(resource);
            let is_granted =
                |group: &&str| groups.contains(group) || grants(object, group, resource);
            let [first, ..] = right[..] else { continue };
            if right.iter().any(is_granted) || grants_openly(object, resource) {
                continue;
            }
            report(&rule, item, resource, first, cx);
        }
    }
}

fn report<'a>(
    rule: &PolicyRule<'a>,
    item: Place<'a>,
    resource: &'a str,
    right: &'static str,
    cx: &mut Context<'a>,
) {
    let groups = rule.groups();
    let groups = few(groups.iter(), |group| shown(group));
    let message = text!(
        "`{}` is not in the API group {}, so this grants nothing",
        name(resource),
        name(groups)
    );
    let title = text!("add {} to `apiGroups`", name(shown(right)));
    let quoted = if right.is_empty() { "\"\"".to_owned() } else { right.to_owned() };
    let edit = rule.0.get("apiGroups").append(&[quoted]);
    cx.report(item, message).help(title.clone()).fix(Safety::Unsafe, title, edit);
}

fn shown(group: &str) -> String {
    if group.is_empty() { "`\"\"`".to_owned() } else { format!("`{group}`") }
}

/// Whether another rule of a role lists a resource in a group.
fn grants(role: &Object, group: &str, resource: &str) -> bool {
    rules_of(role).any(|rule| rule.groups().contains(&group) && lists(&rule, resource))
}

/// Whether another rule of a role lists a resource in all groups, in a former one, or in one that
/// is not built in.
fn grants_openly(role: &Object, resource: &str) -> bool {
    let is_open =
        |group: &&str| *group == "*" || *group == "extensions" || !schema::is_builtin_group(group);
    rules_of(role).any(|rule| rule.groups().iter().any(is_open) && lists(&rule, resource))
}

fn lists(rule: &PolicyRule<'_>, resource: &str) -> bool {
    let resources = rule.0.get("resources");
    let bases = resources.items().map(|item| item.str().split('/').next().unwrap_or_default());
    bases.into_iter().any(|base| base == "*" || base == resource)
}
