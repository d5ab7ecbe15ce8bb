//! A rule that restricts creating by names, and so grants nothing.

use super::policy::{ROLES, rules_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_RESOURCE_NAME_ON_CREATE,
        name: "rbac-resource-name-on-create",
        title: "Resource names for requests without a name",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_resource_name_on_create.md"),
    },
    check: &Kinds(ROLES, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for rule in rules_of(object) {
        let (names, verbs) = (rule.0.get("resourceNames"), rule.0.get("verbs"));
        let is_nameless = |verb: Place<'_>| ["create", "deletecollection"].contains(&verb.str());
        // A subresource is created of an object with a name.
        let is_whole = |resource: Place<'_>| !resource.str().contains(['/', '*']);
        let resources = rule.0.get("resources");
        if !names.is_empty()
            && !verbs.is_empty()
            && !resources.is_empty()
            && verbs.items().all(is_nameless)
            && resources.items().all(is_whole)
        {
            let verbs = few(verbs.items(), |verb| format!("`{}`", verb.str()));
            let message =
                text!("`resourceNames` never matches {}, so this grants nothing", name(verbs));
            cx.report(names, message).help("remove `resourceNames`");
        }
    }
}
