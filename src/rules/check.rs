//! How a rule is checked: over which objects, and by what.

use std::any::Any;

use k8s_openapi::Resource;
use serde::de::DeserializeOwned;

use super::{Context, Rule};
use crate::model::{At, InPod, Object, PodTemplate, Reference};

/// A rule with its check, as each file of a rule declares it.
pub struct CheckedRule {
    pub rule: Rule,
    pub check: &'static dyn Check,
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

/// Once for every object of some kinds, of whatever group and version.
pub struct Kinds(pub &'static [&'static str], pub for<'a> fn(&'a Object, &mut Context<'a>));

/// Once for every object of any kind, custom ones included. (Of a few kinds, [`Kinds`] is cheaper.)
pub struct Every(pub for<'a> fn(&'a Object, &mut Context<'a>));

/// Once for every pod template, wherever it lives.
pub struct Pods(pub for<'a> fn(PodTemplate<'a>, &mut Context<'a>));

/// Once for every pod template that refers to objects of some kinds by name, with its references.
pub struct References(
    pub &'static [&'static str],
    pub for<'a> fn(Vec<Reference<'a>>, &mut Context<'a>),
);

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

impl Check for Kinds {
    fn run(&self, cx: &mut Context<'_>) {
        for object in self.0.iter().flat_map(|kind| cx.workspace.of_kind(kind)) {
            if cx.applies_to(object) {
                (self.1)(object, cx);
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
        for pod in cx.pods.templates() {
            if cx.applies_to(pod.object()) {
                (self.0)(*pod, cx);
            }
        }
    }
}

impl Check for References {
    fn run(&self, cx: &mut Context<'_>) {
        for (pod, references) in cx.pods.with_references(self.0) {
            if cx.applies_to(pod.object()) {
                (self.1)(references, cx);
            }
        }
    }
}

impl Check for Containers {
    fn run(&self, cx: &mut Context<'_>) {
        for container in cx.pods.containers() {
            if cx.applies_to(container.pod.object()) {
                (self.0)(*container, cx);
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
