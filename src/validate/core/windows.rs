//! What only a Windows Pod may set, and what it may not (`validateOS`, `validateLinux`,
//! `validateWindows`, `validateWindowsSecurityContextOptions`, `validateWindowsHostProcessPod`).

use super::pod_context::PodContext;
use crate::{
    code,
    model::Place,
    text,
    validate::{
        Checker, Reason,
        names::{self, shown},
    },
};

/// Security settings of a Linux pod, by their place in the spec.
const LINUX_POD: [&[&str]; 15] = [
    &["securityContext", "appArmorProfile"],
    &["securityContext", "seLinuxOptions"],
    &["hostUsers"],
    &["hostPID"],
    &["hostIPC"],
    &["securityContext", "seccompProfile"],
    &["securityContext", "fsGroup"],
    &["securityContext", "fsGroupChangePolicy"],
    &["securityContext", "sysctls"],
    &["shareProcessNamespace"],
    &["securityContext", "runAsUser"],
    &["securityContext", "runAsGroup"],
    &["securityContext", "supplementalGroups"],
    &["securityContext", "supplementalGroupsPolicy"],
    &["securityContext", "seLinuxChangePolicy"],
];

/// Those of a Linux container.
const LINUX_CONTAINER: [&str; 10] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    host_process(pod, cx);
    let os = pod.spec.get("os");
    let name = os.get("name");
    if !os.is_set() || (name.is_set() && name.text().is_none()) {
        return;
    }
    match name.str() {
        "" => {
            cx.required(code::OS_FIELD_MISMATCH, name, "`os` has no `name`")
                .help("write `linux` or `windows`");
        }
        "linux" => linux(pod, cx),
        "windows" => windows(pod, cx),
        _ => {
            cx.not_supported(code::OS_FIELD_MISMATCH, name, &["linux", "windows"]).path(os.path());
        }
    }
}

fn linux<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let of_pod = pod.spec.get("securityContext").get("windowsOptions");
    let of_containers =
        pod.all_containers().map(|c| c.get("securityContext").get("windowsOptions"));
    for options in std::iter::once(of_pod).chain(of_containers) {
        if options.is_set() {
            cx.forbidden(
                code::OS_FIELD_MISMATCH,
                options,
                "`windowsOptions` is not allowed in a Linux Pod",
            )
            .related(pod.spec.get("os"), "operating system is set here");
        }
    }
}

fn windows<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let mut refuse = |place: Place<'a>| {
        let message = text!("`{}` is not allowed in a Windows Pod", text::name(place.name()));
        cx.forbidden(code::OS_FIELD_MISMATCH, place, message)
            .related(pod.spec.get("os"), "operating system is set here");
    };
    for path in LINUX_POD {
        let place = pod.spec.at(path);
        let off = matches!(path, ["hostPID" | "hostIPC"]) && place.bool() == Some(false);
        let empty = path.ends_with(&["sysctls"]) && place.count() == 0;
        if place.is_set() && !off && !empty {
            refuse(place);
        }
    }
    for container in pod.all_containers() {
        for field in LINUX_CONTAINER {
            let place = container.get("securityContext").get(field);
            if place.is_set() {
                refuse(place);
            }
        }
    }
}

/// Either all containers are processes of the host or none, and then on its network.
fn host_process<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let setting =
        |holder: Place<'a>| holder.at(&["securityContext", "windowsOptions", "hostProcess"]);
    let of_pod = setting(pod.spec);
    let (mut all, mut on_host) = (0, 0);
    for container in pod.all_containers() {
        all += 1;
        let own = setting(container);
        if let (Some(pod), Some(container)) = (of_pod.bool(), own.bool())
            && pod != container
        {
            let message = text!("`hostProcess` must be {}, the value of the Pod", pod);
            cx.invalid(code::OS_FIELD_MISMATCH, own, message).related(of_pod, "value of the Pod");
        }
        on_host += usize::from(own.bool().or(of_pod.bool()) == Some(true));
    }
    if on_host == 0 {
        return;
    }
    if on_host != all {
        let message = "either all containers or none must be host processes";
        cx.invalid(code::OS_FIELD_MISMATCH, pod.spec, message);
    }
    if !pod.on_host_network() {
        let network = pod.spec.get("hostNetwork");
        cx.invalid(code::OS_FIELD_MISMATCH, network, "host processes require `hostNetwork: true`");
    }
}

/// Options of a pod or container.
pub(super) fn options<'a>(options: Place<'a>, cx: &mut Checker<'a>) {
    let name = options.get("gmsaCredentialSpecName");
    if name.text().is_some() {
        cx.format(code::OS_FIELD_MISMATCH, name, names::dns_subdomain);
    }
    let spec = options.get("gmsaCredentialSpec");
    match spec.text().map(str::len) {
        Some(0) => {
            cx.invalid(code::OS_FIELD_MISMATCH, spec, "`gmsaCredentialSpec` is empty");
        }
        Some(65537..) => {
            cx.invalid(code::OS_FIELD_MISMATCH, spec, "`gmsaCredentialSpec` is longer than 64 KiB");
        }
        _ => {}
    }
    let user = options.get("runAsUserName");
    if let Some(fault) = user.text().and_then(user_fault) {
        let message = text!("user `{}` {}", shown(user.str()), text::name(fault));
        cx.refuse(code::OS_FIELD_MISMATCH, Reason::Invalid, user, message)
            .help("write `USER` or `DOMAIN\\USER`");
    }
}

fn user_fault(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("is empty");
    }
    if text.contains(|c: char| c.is_ascii_control()) {
        return Some("contains a control character");
    }
    let (domain, user) = match text.split_once('\\') {
        Some((_, rest)) if rest.contains('\\') => return Some("contains two backslashes"),
        Some((domain, user)) => (Some(domain), user),
        None => (None, text),
    };
    if domain.is_some_and(|domain| domain.len() >= 256 || !is_domain(domain)) {
        return Some("has a domain that is neither a NetBIOS nor a DNS name");
    }
    if user.is_empty() {
        return Some("has no name after the domain");
    }
    if user.len() > 104 {
        return Some("is longer than 104 characters without the domain");
    }
    if user.trim_matches(['.', ' ']).is_empty() {
        return Some("consists of dots and spaces only");
    }
    user.contains(['"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']'])
        .then_some("contains one of \"/\\:;|=,+*?<>@[]")
}

fn is_domain(domain: &str) -> bool {
    let net_bios = !domain.is_empty()
        && domain.chars().count() <= 15
        && !domain.starts_with('.')
        && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']);
    let dns = domain.split('.').all(|label| names::dns_label(&label.to_ascii_lowercase()).is_ok());
    net_bios || dns
}
