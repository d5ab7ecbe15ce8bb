//! A pod that violates the Pod Security level that applies to it.

use crate::{
    rules::prelude::*,
    validate::{
        Reason,
        pod_security::{self, LevelVersion, PodSecurityMode, Policies, Violation},
    },
};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::POD_SECURITY_ENFORCED,
        name: "pod-security-enforced",
        title: "Pod Security violation",
        aliases: &["k8s-warn:pod-security"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pod_security_enforced.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let Some((labels, violations)) = in_force(pod, cx) else { return };
    let mut reported: Vec<String> = Vec::new();
    for (mode, policy, violation) in violations {
        // A control of `restricted` may report the place of one of `baseline` again.
        let path = violation.faults.first().map(|(place, _)| place.path()).unwrap_or_default();
        let control = violation.control.to_owned();
        if !reported.contains(&control) && !reported.contains(&path) {
            reported.extend([control, path]);
            report(pod, mode, policy, &violation, labels, cx);
        }
    }
}

/// The field paths of all that this rule reports of a pod, if it runs.
pub(super) fn reported<'a>(pod: PodTemplate<'a>, cx: &Context<'a>) -> Vec<String> {
    if !cx.runs(code::POD_SECURITY_ENFORCED) {
        return Vec::new();
    }
    let violations = in_force(pod, cx).map_or(Vec::new(), |(_, violations)| violations);
    let faults = violations.into_iter().flat_map(|(_, _, violation)| violation.faults);
    faults.map(|(place, _)| place.path()).collect()
}

type InForce<'a> = (Place<'a>, Vec<(PodSecurityMode, LevelVersion, Violation<'a>)>);

/// What a pod breaks of what its namespace requires, the labels of which come first; `None` where
/// it is not known which namespace that is, or where that requires nothing.
fn in_force<'a>(pod: PodTemplate<'a>, cx: &Context<'a>) -> Option<InForce<'a>> {
    let object = pod.object();
    let name = object.namespace.as_deref().unwrap_or("");
    let labels = match cx.workspace.find_all(object, "Namespace", name)[..] {
        [one] => one.field("metadata").get("labels"),
        // Which of several applies, or whether one that is far away does, is not known.
        _ if cx.workspace.is_named_anywhere(object, "Namespace", name) => return None,
        _ => object.field("metadata").get(""),
    };
    let default = cx.settings.cluster.pod_security.unwrap_or(LevelVersion::PRIVILEGED);
    if default == LevelVersion::PRIVILEGED && !labels.entries().any(|(key, _)| is_level(key)) {
        return None;
    }
    let policies = Policies::of(labels, default);
    // A PodTemplate makes no pods by itself.
    let counts = |mode| mode != PodSecurityMode::Enforce || object.gvk.kind != "PodTemplate";
    let modes = PodSecurityMode::ALL.into_iter().filter(|mode| counts(*mode));
    let violations = modes.flat_map(|mode| {
        let policy = policies.get(mode);
        let broken = pod_security::violations(pod.place(), policy, cx.version);
        broken.into_iter().map(move |violation| (mode, policy, violation))
    });
    Some((labels, violations.collect()))
}

/// Whether a label of a namespace is one of Pod Security.
fn is_level(label: &str) -> bool {
    label.starts_with("pod-security.kubernetes.io/")
}

/// One finding for each control, as the server has one reason for each.
fn report<'a>(
    pod: PodTemplate<'a>,
    mode: PodSecurityMode,
    policy: LevelVersion,
    violation: &Violation<'a>,
    labels: Place<'a>,
    cx: &mut Context<'a>,
) {
    let bare = pod.object().gvk.kind == "Pod";
    let [(place, fault), others @ ..] = &violation.faults[..] else { return };
    let policy = name(policy.in_full());
    let message = match mode {
        PodSecurityMode::Enforce => text!("{} (violates PodSecurity `{}`)", fault, policy),
        PodSecurityMode::Warn => text!("{} (violates PodSecurity `{}`, warn only)", fault, policy),
        PodSecurityMode::Audit => {
            text!("{} (violates PodSecurity `{}`, audit only)", fault, policy)
        }
    };
    let configured = cx.settings.cluster.pod_security.is_some();
    let finding = cx.report(*place, message);
    for (other, fault) in others.iter().take(3) {
        finding.related(*other, text!("also, {}", fault));
    }
    let label = labels.get(mode.labels().0);
    let label =
        if label.is_set() { label } else { labels.get(PodSecurityMode::Enforce.labels().0) };
    if label.is_set() {
        finding.related(label, "the level of the namespace");
    }
    let help = Text::from(violation.help);
    let help = match mode {
        PodSecurityMode::Enforce if !bare => {
            text!("{}, otherwise this {} creates no Pods", help, name(&pod.object().gvk.kind))
        }
        _ => help,
    };
    finding
        .severity(match mode {
            PodSecurityMode::Enforce => Severity::Error,
            PodSecurityMode::Warn => Severity::Warning,
            PodSecurityMode::Audit => Severity::Info,
        })
        .help(help);
    finding.reason =
        (configured && bare && mode == PodSecurityMode::Enforce).then_some(Reason::Forbidden);
}
