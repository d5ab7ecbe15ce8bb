//! The rules: each one file with its declaration and check, and one with its document.

pub mod prelude;

mod admission;
mod autoscale;
mod budget;
mod cluster;
mod config;
mod context;
mod crd;
mod deprecated;
mod env;
mod identity;
mod image;
mod ingress;
mod internal;
mod metadata;
mod network;
mod pod;
mod pod_security;
mod port;
mod probe;
mod rbac;
mod resources;
mod rollout;
mod schema;
pub mod selectors;
mod service;
mod storage;
mod termination;
mod workload;
mod yaml;

pub use context::{Cluster, Context, RuleSettings};

use std::{any::Any, sync::LazyLock};

use k8s_openapi::Resource;
use serde::de::DeserializeOwned;

use crate::{
    code::Code,
    findings::{Finding, Severity},
    model::{At, InPod, Object, PodTemplate},
};

/// Which preset a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// On by default.
    Core,
    Recommended,
    Security,
    PssBaseline,
    PssRestricted,
    Strict,
    Style,
    Cis,
    /// Only where the user says that the linted set is the whole application.
    ClosedWorld,
}

impl Preset {
    pub const ALL: [Preset; 9] = [
        Preset::Core,
        Preset::Recommended,
        Preset::Security,
        Preset::PssBaseline,
        Preset::PssRestricted,
        Preset::Strict,
        Preset::Style,
        Preset::Cis,
        Preset::ClosedWorld,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Preset::Core => "core",
            Preset::Recommended => "recommended",
            Preset::Security => "security",
            Preset::PssBaseline => "pss-baseline",
            Preset::PssRestricted => "pss-restricted",
            Preset::Strict => "strict",
            Preset::Style => "style",
            Preset::Cis => "cis",
            Preset::ClosedWorld => "closed-world",
        }
    }
}

/// Whether a rule's findings can carry fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    Never,
    Sometimes,
}

/// A rule's identity, document and check: the one place for each of these facts.
pub struct Rule {
    /// `KV` and four digits; the first digit is the category.
    pub code: Code,
    /// Names the defect in kebab case; also the name of its files.
    pub name: &'static str,
    /// The defect in a few words, for lists: `Unknown field`.
    pub title: &'static str,
    /// What other tools call the same defect, as `tool:name`.
    pub aliases: &'static [&'static str],
    pub severity: Severity,
    pub preset: Preset,
    pub fix: Fixable,
    /// The release that added it.
    pub since: &'static str,
    /// Markdown; its examples are executed as tests.
    pub doc: &'static str,
    pub check: &'static dyn Check,
}

impl Rule {
    /// Whether it is about long-running workloads: probes, termination, rollout and scheduling.
    fn is_about_running_on(&self) -> bool {
        ["KV41", "KV42", "KV43"].iter().any(|block| self.code.as_str().starts_with(block))
    }

    /// The category, by the code's first digit.
    pub fn category(&self) -> &'static str {
        match self.code.as_str().as_bytes().get(2) {
            Some(b'0') => "syntax",
            Some(b'1') => "schema",
            Some(b'2') => "api-validation",
            Some(b'3') => "references",
            Some(b'4') => "reliability",
            Some(b'5') => "security",
            Some(b'6') => "api-versions",
            Some(b'7') => "style",
            Some(b'8') => "custom-resources",
            _ => "control-plane",
        }
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

/// How a rule finds its findings.
pub trait Check: Sync {
    fn run(&self, cx: &mut Context<'_>);

    /// Whether other code finds it, and running it does nothing.
    fn is_elsewhere(&self) -> bool {
        false
    }
}

/// Once for every object of the API type `T`. (These skip what is incomplete: patches, what a
/// kustomization completes, and what could not be read whole; and hooks, where the rule is about
/// long-running workloads.)
pub struct Objects<T: 'static>(pub for<'a> fn(At<'a, T>, &mut Context<'a>));

/// Once for every object of any kind, custom ones included.
pub struct Every(pub for<'a> fn(&'a Object, &mut Context<'a>));

/// Once for every pod template, wherever it lives.
pub struct Pods(pub for<'a> fn(PodTemplate<'a>, &mut Context<'a>));

/// Once for every container and init container of every pod template.
pub struct Containers(pub for<'a> fn(InPod<'a>, &mut Context<'a>));

/// Once per run.
pub struct WholeRun(pub for<'a> fn(&mut Context<'a>));

/// Found by the YAML parser, the decoder, the validation or the suppressions, which name the rule
/// by its code.
pub struct Elsewhere;

impl<T> Check for Objects<T>
where
    T: Resource + DeserializeOwned + Default + Any + Send + Sync,
{
    fn run(&self, cx: &mut Context<'_>) {
        for object in cx.workspace.of_kind(T::KIND) {
            if cx.applies_to(object)
                && let Some(at) = object.get::<T>()
            {
                (self.0)(at, cx);
            }
        }
    }
}

impl Check for Every {
    fn run(&self, cx: &mut Context<'_>) {
        for object in cx.workspace.objects() {
            if cx.applies_to(object) {
                (self.0)(object, cx);
            }
        }
    }
}

impl Check for Pods {
    fn run(&self, cx: &mut Context<'_>) {
        for pod in cx.pods.iter().copied() {
            if cx.applies_to(pod.object()) {
                (self.0)(pod, cx);
            }
        }
    }
}

impl Check for Containers {
    fn run(&self, cx: &mut Context<'_>) {
        for pod in cx.pods.iter().copied() {
            if cx.applies_to(pod.object()) {
                pod.containers().for_each(|container| (self.0)(container, cx));
            }
        }
    }
}

impl Check for WholeRun {
    fn run(&self, cx: &mut Context<'_>) {
        (self.0)(cx);
    }
}

impl Check for Elsewhere {
    fn run(&self, _: &mut Context<'_>) {}

    fn is_elsewhere(&self) -> bool {
        true
    }
}

static FAMILIES: &[&[&Rule]] = &[
    yaml::RULES,
    internal::RULES,
    schema::RULES,
    metadata::RULES,
    pod::RULES,
    pod_security::RULES,
    workload::RULES,
    service::RULES,
    ingress::RULES,
    network::RULES,
    storage::RULES,
    config::RULES,
    crd::RULES,
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
    rbac::RULES,
    admission::RULES,
    cluster::RULES,
    deprecated::RULES,
];

/// Every rule, group by group.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

pub fn by_code(code: &str) -> Option<&'static Rule> {
    Code::parse(code).map(of)
}

/// The rule of a code.
pub fn of(code: Code) -> &'static Rule {
    static RULES: LazyLock<Vec<&Rule>> = LazyLock::new(|| {
        let mut rules: Vec<&Rule> = all().collect();
        rules.sort_by_key(|rule| rule.code);
        rules
    });
    RULES[code.index()]
}

/// Runs one rule over a workspace. A panic in it is reported by the caller.
pub fn run<'a>(rule: &'static Rule, cx: &mut Context<'a>) -> Vec<Finding> {
    cx.start(rule);
    rule.check.run(cx);
    cx.take()
}
