//! A rule with a misspelled resource or subresource.

use super::{
    policy::{ROLES, rules_of},
    resources,
};
use crate::{model::schema, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_UNKNOWN_SUBRESOURCE,
        name: "rbac-unknown-subresource",
        title: "Unknown resource in a role",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("rbac_unknown_subresource.md"),
    },
    check: &Kinds(ROLES, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for rule in rules_of(object) {
        let groups = rule.groups();
        // Any resource may be in a custom group.
        if groups.is_empty() || groups.iter().any(|group| !schema::is_builtin_group(group)) {
            continue;
        }
        let resources: Vec<Place<'a>> = rule.0.get("resources").items().collect();
        for item in &resources {
            let Some(meant) = resources::meant(item.str(), &groups) else { continue };
            let message = text!("unknown resource `{}`, which grants nothing", item.str());
            let finding = cx.report(*item, message);
            finding.help(text!("did you mean `{}`?", name(&meant)));
            // A resource that is listed already need not be listed again.
            if resources.iter().all(|other| other.str() != meant) {
                let title = text!("write `{}`", name(&meant));
                finding.fix(Safety::Unsafe, title, item.set(&scalar(&meant)));
            }
        }
    }
}
