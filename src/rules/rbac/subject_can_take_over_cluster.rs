//! A user, group or ServiceAccount whose rights lead to all rights.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{
    binding::{role_ref, subjects},
    policy::{PolicyRule, Power, rules_of},
    powers::grants_all,
    rbac_certificate_approval, rbac_escalation, rbac_impersonation, rbac_node_proxy,
    rbac_pod_create, rbac_pod_exec, rbac_secrets_access, rbac_webhook_control,
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUBJECT_CAN_TAKE_OVER_CLUSTER,
        name: "subject-can-take-over-cluster",
        title: "Subject that can take over the cluster",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("subject_can_take_over_cluster.md"),
    },
    check: &WholeRun(check),
};

/// What is a way to all rights, if it is allowed in all namespaces.
const WAYS: [&[Power]; 8] = [
    rbac_escalation::POWERS,
    rbac_impersonation::POWERS,
    rbac_node_proxy::POWERS,
    rbac_webhook_control::POWERS,
    rbac_certificate_approval::POWERS,
    rbac_secrets_access::POWERS,
    rbac_pod_exec::POWERS,
    rbac_pod_create::POWERS,
];

/// What lets a subject use the ServiceAccounts of a namespace.
const NEXT_TO: [&[Power]; 2] = [rbac_pod_exec::POWERS, rbac_pod_create::POWERS];

/// Kind, namespace and name.
type AccountKey<'a> = (&'a str, Option<&'a str>, &'a str);

/// What bindings in sight grant a subject.
#[derive(Default)]
struct Rights<'a> {
    /// Where it is named first.
    named: Option<Place<'a>>,
    ways: Vec<Way<'a>>,
    /// It has all rights by a binding that another rule reports.
    has_all: bool,
    /// The namespaces in which it can use the ServiceAccounts, and by what.
    next_to: Vec<(&'a str, Way<'a>)>,
}

/// A part of a way to all rights.
#[derive(Clone, Copy)]
struct Way<'a> {
    effect: &'static str,
    rule: Place<'a>,
    binding: Place<'a>,
}

fn check<'a>(cx: &mut Context<'a>) {
    let mut all: IndexMap<AccountKey<'a>, Rights<'a>> = IndexMap::new();
    for kind in ["ClusterRoleBinding", "RoleBinding"] {
        for binding in cx.workspace.of_kind(kind).filter(|binding| cx.applies_to(binding)) {
            collect(binding, &mut all, cx);
        }
    }
    let mut powerful: BTreeMap<&str, (&str, Option<Place<'a>>)> = BTreeMap::new();
    for ((kind, namespace, account), rights) in &all {
        let counts = *kind == "ServiceAccount" && (rights.has_all || !rights.ways.is_empty());
        if let Some(namespace) = namespace.filter(|_| counts) {
            powerful.entry(namespace).or_insert((account, rights.named));
        }
    }
    for ((kind, _, subject), rights) in &all {
        if !rights.ways.is_empty() {
            report(kind, subject, rights, cx);
        } else if !rights.has_all {
            report_neighbour(kind, subject, rights, &powerful, cx);
        }
    }
}

/// Adds what one binding grants its subjects.
fn collect<'a>(
    binding: &'a Object,
    all: &mut IndexMap<AccountKey<'a>, Rights<'a>>,
    cx: &Context<'a>,
) {
    let Some(role) = role_ref(binding).filter(|_| !binding.name.starts_with("system:")) else {
        return;
    };
    let in_all = binding.gvk.kind == "ClusterRoleBinding";
    let rules: Vec<PolicyRule<'a>> = role.find(cx).map(rules_of).into_iter().flatten().collect();
    let granted = |powers: &[&'static [Power]]| -> Vec<Way<'a>> {
        let ways = powers.iter().filter_map(|powers| {
            let of = |power: &&Power| rules.iter().find_map(|rule| rule.grants(power));
            let power = powers.iter().find(|power| of(power).is_some())?;
            Some(Way { effect: power.effect, rule: of(&power)?, binding: role.name })
        });
        ways.collect()
    };
    let has_all = in_all && grants_all(&role, cx).is_some();
    for subject in subjects(binding).filter(|s| !s.name.str().starts_with("system:")) {
        let identity = (subject.kind, subject.namespace(), subject.name.str());
        let rights = all.entry(identity).or_default();
        rights.named = rights.named.or(Some(subject.name));
        rights.has_all |= has_all;
        if has_all {
            continue;
        }
        if in_all {
            rights.ways.extend(granted(&WAYS));
        } else if let Some(namespace) = &binding.namespace {
            rights.next_to.extend(granted(&NEXT_TO).into_iter().map(|way| (&**namespace, way)));
        }
    }
}

fn report<'a>(kind: &str, subject: &str, rights: &Rights<'a>, cx: &mut Context<'a>) {
    let Some(place) = rights.named else { return };
    let mut ways = rights.ways.clone();
    ways.sort_by_key(|way| way.effect);
    ways.dedup_by_key(|way| way.effect);
    let effects = few(ways.iter(), |way| way.effect.to_owned());
    let message =
        text!("{} `{}` can take over the cluster by {}", name(kind), name(subject), name(effects));
    let finding = cx.report(place, message);
    finding.help("use a RoleBinding in each namespace, or list names in `resourceNames`");
    for way in ways.iter().take(4) {
        finding.related(way.rule, text!("this rule allows {}", name(way.effect)));
    }
    ways.dedup_by_key(|way| way.binding.location());
    for way in ways.iter().take(2) {
        finding.related(way.binding, "bound for all namespaces here");
    }
}

/// Reports a subject that can create Pods or run commands next to a ServiceAccount with more
/// rights.
fn report_neighbour<'a>(
    kind: &str,
    subject: &str,
    rights: &Rights<'a>,
    powerful: &BTreeMap<&str, (&str, Option<Place<'a>>)>,
    cx: &mut Context<'a>,
) {
    let mut found = rights
        .next_to
        .iter()
        .filter_map(|(namespace, way)| Some((namespace, way, powerful.get(namespace)?)));
    let (Some((namespace, way, (account, named))), Some(place)) = (found.next(), rights.named)
    else {
        return;
    };
    let message = text!(
        "{} `{}` can take over the cluster by ServiceAccount `{}` in namespace `{}`",
        name(kind),
        name(subject),
        name(account),
        name(namespace)
    );
    let finding = cx.report(place, message);
    finding
        .related(way.rule, text!("this rule allows {}", name(way.effect)))
        .related(way.binding, "bound here")
        .help("move the ServiceAccount to a namespace in which nobody else can create Pods");
    if let Some(named) = named {
        finding.related(*named, text!("ServiceAccount `{}` has its rights here", name(account)));
    }
}
