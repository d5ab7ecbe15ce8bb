//! The check of a rule that is a control of Pod Security: it reports what the admission plugin would
//! refuse, in every namespace.

use std::collections::BTreeSet;

use super::pod_security_enforced;
use crate::{
    code::Code,
    rules::{Check, Finding, prelude::*},
    validate::pod_security::{self, Edition, Violation},
};

/// A control, and how its rule reports it.
pub(super) struct ControlRule {
    /// What the plugin calls it.
    pub name: &'static str,
    /// The only field that the rule is about, of a control about several.
    pub field: Option<&'static str>,
    /// The rule of the control of `baseline` that this one takes the place of: what that one
    /// reports is not reported again.
    pub beyond: Option<Code>,
    /// It can be set for the whole Pod, so that all containers without it are one finding.
    pub per_pod: bool,
    pub repair: for<'a> fn(ControlFault<'a>) -> Remedy<'a>,
}

/// A place that breaks a control.
#[derive(Clone, Copy)]
pub(super) struct ControlFault<'a> {
    pub pod: PodTemplate<'a>,
    /// The container that it is in, unless it is of the whole Pod.
    pub container: Option<Place<'a>>,
    pub place: Place<'a>,
}

/// The containers of a Pod by where they begin, to find that of a place.
struct ContainersByPlace<'a>(Vec<Place<'a>>);

/// What can be done about a fault.
pub(super) enum Remedy<'a> {
    /// The help of the control says it.
    Help,
    /// One edit, and what it does.
    Edit(Text, Option<crate::diagnostic::Edit>),
    /// Another setting must be removed first.
    Follows(Place<'a>),
}

impl ControlRule {
    /// A control without a fix.
    pub(super) const fn of(name: &'static str) -> ControlRule {
        ControlRule { name, field: None, beyond: None, per_pod: false, repair: |_| Remedy::Help }
    }

    fn check<'a>(&self, pod: PodTemplate<'a>, cx: &mut Context<'a>) {
        let Some(violation) = violation(pod, self.name, cx) else { return };
        let containers = ContainersByPlace::of(pod);
        let elsewhere = self.reported_elsewhere(pod, &violation, cx);
        let is_new = |place: Place<'a>| {
            self.field.is_none_or(|field| place.name() == field)
                && (elsewhere.is_empty() || !elsewhere.contains(&place.path()))
        };
        let faults = violation.faults.into_iter().filter(|(place, _)| is_new(*place));
        let (unset, set): (Vec<_>, Vec<_>) =
            faults.partition(|(place, _)| self.per_pod && !place.is_set());
        for (place, message) in set {
            let finding = cx.report(place, message);
            self.advise(ControlFault::new(pod, &containers, place), violation.help, finding);
        }
        let first = unset.first().map(|(place, _)| ControlFault::new(pod, &containers, *place));
        if let (Some(fault), Some(finding)) = (first, cx.report_together(unset)) {
            self.advise(fault, violation.help, finding);
        }
    }

    fn advise(&self, fault: ControlFault<'_>, help: &'static str, finding: &mut Finding) {
        finding.help(help);
        match (self.repair)(fault) {
            Remedy::Help => {}
            // It may be there already, at the wrong level.
            Remedy::Edit(title, edit) if !fault.is_misplaced() => {
                finding.fix(Safety::Unsafe, title, edit);
            }
            Remedy::Edit(..) => {}
            Remedy::Follows(root) => {
                finding.follows(root);
            }
        }
    }

    /// The field paths of what other rules of the run report: that the namespace of the pod refuses
    /// it, or that `baseline` does.
    fn reported_elsewhere<'a>(
        &self,
        pod: PodTemplate<'a>,
        violation: &Violation<'a>,
        cx: &Context<'a>,
    ) -> BTreeSet<String> {
        let mut paths: BTreeSet<String> =
            pod_security_enforced::reported(pod, cx).into_iter().collect();
        if self.beyond.is_some_and(|code| cx.runs(code))
            && let Some(base) = self::violation(pod, violation.instead_of, cx)
        {
            paths.extend(base.faults.iter().map(|(place, _)| place.path()));
        }
        paths
    }
}

/// How a pod breaks a control in the release that the user chose with the level of the cluster.
fn violation<'a>(pod: PodTemplate<'a>, control: &str, cx: &Context<'a>) -> Option<Violation<'a>> {
    let chosen = cx.settings.cluster.pod_security;
    let edition = chosen.map_or(Edition::LATEST, |level| level.edition);
    pod_security::violation(pod.place(), control, edition, cx.version)
}

impl Check for ControlRule {
    fn run(&self, cx: &mut Context<'_>) {
        for pod in cx.pods.templates().iter().copied() {
            if cx.applies_to(pod.object()) {
                self.check(pod, cx);
            }
        }
    }
}

impl<'a> ContainersByPlace<'a> {
    fn of(pod: PodTemplate<'a>) -> ContainersByPlace<'a> {
        let lists = ["initContainers", "containers", "ephemeralContainers"];
        let all = lists.into_iter().flat_map(|list| pod.spec.place().get(list).items());
        let mut all: Vec<Place<'a>> = all.collect();
        all.sort_by_key(|container| start(*container));
        ContainersByPlace(all)
    }

    fn holding(&self, place: Place<'_>) -> Option<Place<'a>> {
        let before = self.0.partition_point(|container| start(*container) <= start(place));
        let last = *self.0.get(before.checked_sub(1)?)?;
        last.holds(place).then_some(last)
    }
}

/// Where a place begins; an absent one where what lacks it does.
fn start(place: Place<'_>) -> u32 {
    place.key_span().start
}

impl<'a> ControlFault<'a> {
    fn new(
        pod: PodTemplate<'a>,
        containers: &ContainersByPlace<'a>,
        place: Place<'a>,
    ) -> ControlFault<'a> {
        ControlFault { pod, container: containers.holding(place), place }
    }

    /// Whether the setting of a container is written in the Pod's own security context, which does
    /// not have it.
    fn is_misplaced(self) -> bool {
        const OF_CONTAINERS: [&str; 2] = ["allowPrivilegeEscalation", "capabilities"];
        let context = self.pod.spec.field("securityContext");
        self.container.is_some()
            && OF_CONTAINERS.iter().any(|field| context.get(field).is_present())
    }
}
