//! What `baseline` forbids: known ways out of a container.

use super::{Control, PodView, Violations, called};
use crate::{model::Place, text};

pub(super) static CONTROLS: &[Control] = &[
    Control {
        name: "appArmorProfile",
        help: "remove it, or use RuntimeDefault or Localhost",
        since: &[(0, app_armor)],
        instead_of: "",
    },
    Control {
        name: "capabilities_baseline",
        help: "remove the capability, or use one that containers have by default",
        since: &[(0, capabilities)],
        instead_of: "",
    },
    Control {
        name: "hostNamespaces",
        help: "remove it",
        since: &[(0, host_namespaces)],
        instead_of: "",
    },
    Control {
        name: "hostPathVolumes",
        help: "use a PersistentVolumeClaim, a ConfigMap or an emptyDir",
        since: &[(0, host_paths)],
        instead_of: "",
    },
    Control {
        name: "hostPorts",
        help: "remove `hostPort`, and use a Service",
        since: &[(0, host_ports)],
        instead_of: "",
    },
    Control {
        name: "hostProbesAndHostLifecycle",
        help: "remove `host`, so that the kubelet connects to the Pod",
        since: &[(34, probe_hosts)],
        instead_of: "",
    },
    Control {
        name: "privileged",
        help: "remove it, or add only the capability that is needed",
        since: &[(0, privileged)],
        instead_of: "",
    },
    Control {
        name: "procMount",
        help: "remove `procMount`",
        since: &[(0, proc_mount), (35, proc_mount_of_own_users)],
        instead_of: "",
    },
    Control {
        name: "seLinuxOptions",
        help: "set only `level`, or a `type` for containers, such as container_t",
        since: &[(0, se_linux_0), (31, se_linux_31)],
        instead_of: "",
    },
    Control {
        name: "seccompProfile_baseline",
        help: "use RuntimeDefault or Localhost",
        since: &[(0, seccomp_annotations), (19, seccomp)],
        instead_of: "",
    },
    Control {
        name: "sysctls",
        help: "remove it, or use a sysctl that is limited to the Pod",
        since: &[
            (0, |pod, faults| sysctls(pod, faults, 0)),
            (27, |pod, faults| sysctls(pod, faults, 27)),
            (29, |pod, faults| sysctls(pod, faults, 29)),
            (32, |pod, faults| sysctls(pod, faults, 32)),
            (37, |pod, faults| sysctls(pod, faults, 37)),
        ],
        instead_of: "",
    },
    Control {
        name: "windowsHostProcess",
        help: "remove `hostProcess`",
        since: &[(0, host_process)],
        instead_of: "",
    },
];

fn app_armor<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for (context, whose) in pod.contexts() {
        let profile = context.get("appArmorProfile");
        let kind = profile.get("type");
        if profile.is_set() && !["RuntimeDefault", "Localhost"].contains(&kind.str()) {
            faults.push((kind, text!("{} has the AppArmor profile `{}`", whose, kind.str())));
        }
    }
    for (key, value) in pod.metadata.get("annotations").entries() {
        let profile = value.str();
        let fine = ["", "runtime/default"].contains(&profile) || profile.starts_with("localhost/");
        if let Some(name) = key.strip_prefix("container.apparmor.security.beta.kubernetes.io/")
            && !fine
        {
            let message =
                text!("container `{}` has the AppArmor profile `{}`", text::key(name), profile);
            faults.push((value, message));
        }
    }
}

const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn capabilities<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    added(pod, faults, &CAPABILITIES);
}

/// Capabilities beyond those allowed.
pub(super) fn added<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>, allowed: &[&str]) {
    for container in &pod.containers {
        for item in container.at(&["securityContext", "capabilities", "add"]).items() {
            if !allowed.contains(&item.str()) {
                let message = text!("{} adds the capability `{}`", called(*container), item.str());
                faults.push((item, message));
            }
        }
    }
}

fn host_namespaces<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for key in ["hostNetwork", "hostPID", "hostIPC"] {
        let place = pod.spec.get(key);
        if place.bool() == Some(true) {
            faults.push((place, text!("`{}` is true", text::name(key))));
        }
    }
}

fn host_paths<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for volume in pod.spec.get("volumes").items() {
        let place = volume.get("hostPath");
        if place.is_set() {
            let (name, path) = (volume.get("name").str(), place.get("path").str());
            faults.push((place, text!("volume `{}` mounts `{}` of the node", name, path)));
        }
    }
}

/// Also what the server makes of ports on the node's network, but `hostNetwork` reports that
/// already.
fn host_ports<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for container in &pod.containers {
        for port in container.get("ports").items() {
            let place = port.get("hostPort");
            if let Some(number) = place.int().filter(|number| *number != 0) {
                faults.push((place, text!("{} uses the host port {}", called(*container), number)));
            }
        }
    }
}

fn probe_hosts<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    const ASKED: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    for container in &pod.containers {
        for path in ASKED {
            for action in ["httpGet", "tcpSocket"] {
                let host = container.at(path).get(action).get("host");
                if !host.str().is_empty() {
                    let field = path.last().copied().unwrap_or("");
                    let message =
                        text!("`{}` of {} has a `host`", text::name(field), called(*container));
                    faults.push((host, message));
                }
            }
        }
    }
}

fn privileged<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for container in &pod.containers {
        let place = container.at(&["securityContext", "privileged"]);
        if place.bool() == Some(true) {
            faults.push((place, text!("{} is privileged", called(*container))));
        }
    }
}

pub(super) fn proc_mount<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for container in &pod.containers {
        let place = container.at(&["securityContext", "procMount"]);
        if place.text().is_some_and(|text| text != "Default") {
            faults.push((place, text!("{} has an unmasked /proc", called(*container))));
        }
    }
}

fn proc_mount_of_own_users<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    if !pod.has_own_users() {
        proc_mount(pod, faults);
    }
}

fn se_linux_0<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    se_linux(pod, faults, &["", "container_t", "container_init_t", "container_kvm_t"]);
}

fn se_linux_31<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    let types = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
    se_linux(pod, faults, &types);
}

fn se_linux<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>, types: &[&str]) {
    for (context, whose) in pod.contexts() {
        let options = context.get("seLinuxOptions");
        for key in ["type", "user", "role"] {
            let place = options.get(key);
            let fine = place.str().is_empty() || key == "type" && types.contains(&place.str());
            if !fine {
                faults.push((
                    place,
                    text!("{} sets the SELinux {} `{}`", whose, text::name(key), place.str()),
                ));
            }
        }
    }
}

fn seccomp_annotations<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    let annotations = pod.metadata.get("annotations");
    for (key, value) in annotations.entries() {
        let of_container = key
            .strip_prefix("container.seccomp.security.alpha.kubernetes.io/")
            .is_some_and(|name| pod.containers.iter().any(|c| c.get("name").str() == name));
        let profile = value.str();
        let fine = ["runtime/default", "docker/default"].contains(&profile)
            || profile.starts_with("localhost/");
        if (of_container || key == "seccomp.security.alpha.kubernetes.io/pod") && !fine {
            faults.push((value, text!("an annotation sets the seccomp profile `{}`", profile)));
        }
    }
}

/// The profile of each security context that has one, and whether it is an allowed one.
pub(super) fn seccomp_type(context: Place<'_>) -> Option<(Place<'_>, bool)> {
    let profile = context.get("seccompProfile");
    let kind = profile.get("type");
    profile.is_set().then(|| (kind, ["RuntimeDefault", "Localhost"].contains(&kind.str())))
}

pub(super) fn seccomp<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for (context, whose) in pod.contexts() {
        if let Some((kind, false)) = seccomp_type(context) {
            faults.push((kind, text!("{} has the seccomp profile `{}`", whose, kind.str())));
        }
    }
}

/// With the minor from which on each is allowed.
const SYSCTLS: [(&str, u32); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
];

fn sysctls<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>, minor: u32) {
    for sysctl in pod.spec.get("securityContext").get("sysctls").items() {
        let name = sysctl.get("name");
        if !SYSCTLS.iter().any(|(known, since)| *known == name.str() && *since <= minor) {
            faults.push((name, text!("the Pod sets the sysctl `{}`", name.str())));
        }
    }
}

fn host_process<'a>(pod: &PodView<'a>, faults: &mut Violations<'a>) {
    for (context, whose) in pod.contexts() {
        let place = context.get("windowsOptions").get("hostProcess");
        if place.bool() == Some(true) {
            faults.push((place, text!("{} runs as a host process", whose)));
        }
    }
}
