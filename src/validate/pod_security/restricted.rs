//! What `restricted` requires: hardened Pods.

use super::{Control, PodView, Violations, baseline, called};
use crate::{model::Place, text};

pub(super) static CONTROLS: &[Control] = &[
    Control {
        name: "allowPrivilegeEscalation",
        help: "set `allowPrivilegeEscalation: false` in the container's `securityContext`",
        since: &[(8, escalation), (25, |pod, faults| unless_windows(pod, faults, escalation))],
        instead_of: "",
    },
    Control {
        name: "capabilities_restricted",
        help: "set `capabilities: {drop: [ALL]}`; only NET_BIND_SERVICE may be added",
        since: &[(22, capabilities), (25, |pod, faults| unless_windows(pod, faults, capabilities))],
        instead_of: "capabilities_baseline",
    },
    Control {
        name: "procMount_restricted",
        help: "remove `procMount`",
        since: &[(35, baseline::proc_mount)],
        instead_of: "procMount",
    },
    Control {
        name: "restrictedVolumes",
        help: "use a persistentVolumeClaim, ephemeral, configMap, secret, projected or emptyDir \
               volume",
        since: &[(0, volumes)],
        instead_of: "hostPathVolumes",
    },
    Control {
        name: "runAsNonRoot",
        help: "set `runAsNonRoot: true` in the Pod's `securityContext`",
        since: &[(0, non_root), (35, |pod, faults| unless_own_users(pod, faults, non_root))],
        instead_of: "",
    },
    Control {
        name: "runAsUser",
        help: "use a user other than 0",
        since: &[(23, user), (35, |pod, faults| unless_own_users(pod, faults, user))],
        instead_of: "",
    },
    Control {
        name: "seccompProfile_restricted",
        help: "set `seccompProfile: {type: RuntimeDefault}` in the Pod's `securityContext`",
        since: &[(19, seccomp), (25, |pod, faults| unless_windows(pod, faults, seccomp))],
        instead_of: "seccompProfile_baseline",
    },
];

/// Windows has no such thing, and validation refuses it there.
fn unless_windows<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>, look: super::Look) {
    if !pod.is_windows() {
        look(pod, faults);
    }
}

fn unless_own_users<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>, look: super::Look) {
    if !pod.has_own_users() {
        look(pod, faults);
    }
}

fn escalation<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for container in &pod.containers {
        let place = container.at(&["securityContext", "allowPrivilegeEscalation"]);
        if place.bool() != Some(false) {
            let message = text!("{} allows privilege escalation", called(*container));
            faults.push((place, message));
        }
    }
}

fn capabilities<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for container in &pod.containers {
        let drop = container.at(&["securityContext", "capabilities", "drop"]);
        if !drop.items().any(|item| item.str() == "ALL") {
            faults.push((drop, text!("{} does not drop all capabilities", called(*container))));
        }
    }
    baseline::added(pod, faults, &["NET_BIND_SERVICE"]);
}

const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// A volume without a source is an emptyDir to the server.
fn volumes<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for volume in pod.spec.get("volumes").items() {
        let source = volume.entries().find(|(key, source)| *key != "name" && source.is_set());
        if let Some((kind, place)) = source
            && !VOLUMES.iter().any(|known| volume.get(known).is_set())
        {
            let name = volume.get("name").str();
            faults.push((place, text!("volume `{}` is of type {}", name, text::key(kind))));
        }
    }
}

/// `false` comes before a missing value.
fn non_root<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    let of = |context: Place<'a>| context.get("runAsNonRoot");
    for (context, whose) in pod.contexts().filter(|(context, _)| of(*context).bool() == Some(false))
    {
        faults.push((of(context), text!("{} sets `runAsNonRoot: false`", whose)));
    }
    if faults.is_empty() && of(pod.spec.get("securityContext")).bool() != Some(true) {
        for container in &pod.containers {
            let place = of(container.get("securityContext"));
            if place.bool().is_none() {
                faults.push((place, text!("{} may run as root", called(*container))));
            }
        }
    }
}

fn user<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for (context, whose) in pod.contexts() {
        let place = context.get("runAsUser");
        if place.int() == Some(0) {
            faults.push((place, text!("{} runs as root (user 0)", whose)));
        }
    }
}

/// A forbidden profile comes before a missing one.
fn seccomp<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    baseline::seccomp(pod, faults);
    let own = baseline::seccomp_type(pod.spec.get("securityContext"));
    if faults.is_empty() && own.is_none() {
        for container in &pod.containers {
            let context = container.get("securityContext");
            if baseline::seccomp_type(context).is_none() {
                let place = context.get("seccompProfile");
                faults.push((place, text!("{} has no seccomp profile", called(*container))));
            }
        }
    }
}
