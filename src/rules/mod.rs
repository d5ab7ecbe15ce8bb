//! The rules: each one file with its declaration and check, and one with its document.

pub mod prelude;

mod admission;
mod autoscale;
mod budget;
mod check;
pub mod classes;
mod cluster;
mod config;
mod context;
mod control_plane;
mod crd;
mod credential;
mod custom;
mod deprecated;
mod env;
mod exposure;
mod finding;
mod host;
mod identity;
mod image;
mod ingress;
mod internal;
mod metadata;
pub mod names;
mod network;
mod pod;
mod pod_security;
mod port;
mod privilege;
mod probe;
mod program;
mod rbac;
mod reference;
mod resources;
mod rollout;
mod rule;
mod schema;
pub mod selectors;
mod service;
mod storage;
mod style;
mod termination;
mod volume;
pub mod volumes;
mod workload;
mod yaml;

pub use check::{
    Check, CheckedRule, Containers, Elsewhere, Every, Kinds, Objects, Pods, References, WholeRun,
};
pub use context::{Cluster, Context, RuleSettings};
pub use finding::{Finding, ObjectRef, Provenance};
pub use rule::{Fixable, Preset, Rule};

use std::sync::LazyLock;

use crate::code::Code;

static FAMILIES: &[&[&CheckedRule]] = &[
    yaml::RULES,
    internal::RULES,
    schema::RULES,
    metadata::RULES,
    pod::RULES,
    pod_security::RULES,
    exposure::RULES,
    credential::RULES,
    host::RULES,
    privilege::RULES,
    workload::RULES,
    service::RULES,
    ingress::RULES,
    network::RULES,
    storage::RULES,
    config::RULES,
    reference::RULES,
    crd::RULES,
    custom::RULES,
    autoscale::RULES,
    budget::RULES,
    identity::RULES,
    probe::RULES,
    termination::RULES,
    rollout::RULES,
    image::RULES,
    resources::RULES,
    port::RULES,
    env::RULES,
    program::RULES,
    volume::RULES,
    rbac::RULES,
    admission::RULES,
    cluster::RULES,
    deprecated::RULES,
    control_plane::RULES,
    style::RULES,
];

/// Every rule with its check, group by group.
fn checked() -> impl Iterator<Item = &'static CheckedRule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// Every rule, group by group.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    checked().map(|checked| &checked.rule)
}

pub fn by_code(code: &str) -> Option<&'static Rule> {
    Code::parse(code).map(of)
}

/// The rule of a code.
pub fn of(code: Code) -> &'static Rule {
    &checked_of(code).rule
}

fn checked_of(code: Code) -> &'static CheckedRule {
    static RULES: LazyLock<Vec<&CheckedRule>> = LazyLock::new(|| {
        let mut rules: Vec<&CheckedRule> = checked().collect();
        rules.sort_by_key(|checked| checked.rule.code);
        rules
    });
    RULES[code.index()]
}

/// Whether other code finds what a rule describes, and running it does nothing.
pub fn is_elsewhere(rule: &Rule) -> bool {
    checked_of(rule.code).check.is_elsewhere()
}

/// Runs one rule over a workspace. A panic in it is reported by the caller.
pub fn run<'a>(rule: &'static Rule, cx: &mut Context<'a>) -> Vec<Finding> {
    cx.start(rule);
    checked_of(rule.code).check.run(cx);
    cx.take()
}
