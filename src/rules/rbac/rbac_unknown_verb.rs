//! A rule with a misspelled verb.

use super::policy::{ROLES, rules_of};
use crate::{model::schema, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_UNKNOWN_VERB,
        name: "rbac-unknown-verb",
        title: "Unknown verb in a role",
        aliases: &["k8s-warn:nonstandard-verb"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("rbac_unknown_verb.md"),
    },
    check: &Kinds(ROLES, check),
};

const VERBS: [&str; 8] =
    ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/// Verbs of single resources, and all verbs.
const SPECIAL: [&str; 9] =
    ["*", "use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "proxy"];

/// Words of other systems for these verbs.
const MEANT: [(&str, &str); 10] = [
    ("read", "get"),
    ("view", "get"),
    ("describe", "get"),
    ("remove", "delete"),
    ("edit", "update"),
    ("modify", "update"),
    ("write", "update"),
    ("apply", "patch"),
    ("add", "create"),
    ("all", "*"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for rule in rules_of(object) {
        let groups = rule.groups();
        if groups.is_empty() || groups.iter().any(|group| !schema::is_builtin_group(group)) {
            continue;
        }
        let verbs: Vec<Place<'a>> = rule.0.get("verbs").items().collect();
        for item in &verbs {
            let verb = item.str();
            if verb.is_empty() || VERBS.contains(&verb) || SPECIAL.contains(&verb) {
                continue;
            }
            let Some(meant) = meant(verb) else { continue };
            let finding = cx.report(*item, text!("unknown verb `{}`, which grants nothing", verb));
            finding.help(text!("did you mean `{}`?", name(meant)));
            // A verb that is listed already need not be listed again.
            if verbs.iter().all(|other| other.str() != meant) {
                let text = if meant == "*" { "\"*\"" } else { meant };
                finding.fix(Safety::Unsafe, text!("write `{}`", name(meant)), item.set(text));
            }
        }
    }
}

fn meant(verb: &str) -> Option<&'static str> {
    let lower = verb.to_ascii_lowercase();
    let synonym = MEANT.iter().find(|(word, _)| *word == lower).map(|(_, verb)| *verb);
    synonym.or_else(|| similar::closest(&lower, VERBS))
}
