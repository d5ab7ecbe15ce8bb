//! Security contexts and profiles (`ValidateSecurityContext`, `validatePodSpecSecurityContext`,
//! seccomp and AppArmor by field and by annotation).

use super::{
    paths,
    pod_context::{PodContext, PodOwner},
    windows,
};
use crate::{
    code,
    model::{Place, first_seen::FirstSeen, gates},
    text,
    validate::{
        Checker, Reason,
        names::{self, shown},
    },
};

const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APPARMOR_CONTAINER: &str = "container.apparmor.security.beta.kubernetes.io/";

/// The number of a user or group.
pub(super) fn id<'a>(place: Place<'a>, cx: &mut Checker<'a>) {
    if let Some(id) = place.int()
        && let Err(fault) = names::user_or_group_id(id)
    {
        let message = text!("`{}` {}, but is {}", text::name(place.name()), fault.what, id);
        cx.invalid(code::INVALID_USER_OR_GROUP_ID, place, message).help(fault.allowed);
    }
}

pub(super) fn container<'a>(context: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    id(context.get("runAsUser"), cx);
    id(context.get("runAsGroup"), cx);
    let proc_mount = context.get("procMount");
    if let Some(mount) = proc_mount.text().filter(|_| cx.version.enables(gates::PROC_MOUNT_TYPE)) {
        cx.one_of_set(code::INVALID_ENUM_VALUE, proc_mount, &["Default", "Unmasked"]);
        if mount == "Unmasked" && pod.has_host_users() {
            cx.invalid(
                code::HOST_USERS_CONFLICT,
                proc_mount,
                "`procMount: Unmasked` requires `hostUsers: false`",
            )
            .related(pod.spec, "the Pod uses the users of its node")
            .help("set `hostUsers: false` in the Pod's `spec`");
        }
    }
    seccomp(context.get("seccompProfile"), cx);
    let escalation = context.get("allowPrivilegeEscalation");
    if escalation.bool() == Some(false) {
        escalates(context, escalation, cx);
    }
    windows::options(context.get("windowsOptions"), cx);
    app_armor(context.get("appArmorProfile"), cx);
}

/// What allows escalation in any case, although `allowPrivilegeEscalation` is false.
fn escalates<'a>(context: Place<'a>, escalation: Place<'a>, cx: &mut Checker<'a>) {
    let mut refuse = |other: Place<'a>, what: &str| {
        let message =
            text!("`allowPrivilegeEscalation: false` cannot be combined with {}", text::name(what));
        cx.invalid(code::PRIVILEGE_SETTING_CONFLICT, escalation, message)
            .path(context.path())
            .related(other, "this always allows privilege escalation")
            .help("remove one of the two");
    };
    let privileged = context.get("privileged");
    if privileged.bool() == Some(true) {
        refuse(privileged, "`privileged: true`");
    }
    for capability in context.get("capabilities").get("add").items() {
        if capability.str() == "CAP_SYS_ADMIN" {
            refuse(capability, "the capability CAP_SYS_ADMIN");
        }
    }
}

pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let context = pod.spec.get("securityContext");
    for field in ["fsGroup", "runAsUser", "runAsGroup"] {
        id(context.get(field), cx);
    }
    for group in context.get("supplementalGroups").items() {
        id(group, cx);
    }
    let (shared, host) = (pod.spec.get("shareProcessNamespace"), pod.spec.get("hostPID"));
    if shared.bool() == Some(true) && host.bool() == Some(true) {
        let message = "`shareProcessNamespace` cannot be combined with `hostPID`";
        cx.invalid(code::SHARE_PROCESS_NAMESPACE_CONFLICT, shared, message)
            .path(format!("{}.shareProcessNamespace", context.path()))
            .related(host, "`hostPID` already shares all processes of the node")
            .help("remove one of the two");
    }
    sysctls(context.get("sysctls"), pod, cx);
    cx.one_of_set(
        code::INVALID_ENUM_VALUE,
        context.get("fsGroupChangePolicy"),
        &["Always", "OnRootMismatch"],
    );
    seccomp(context.get("seccompProfile"), cx);
    windows::options(context.get("windowsOptions"), cx);
    app_armor(context.get("appArmorProfile"), cx);
    if cx.version.enables(gates::SUPPLEMENTAL_GROUPS_POLICY) {
        cx.one_of_set(
            code::INVALID_ENUM_VALUE,
            context.get("supplementalGroupsPolicy"),
            &["Merge", "Strict"],
        );
    }
    if cx.version.enables(gates::SE_LINUX_CHANGE_POLICY) {
        let change = context.get("seLinuxChangePolicy");
        if change.str() == "MountOption" && !cx.version.enables(gates::SE_LINUX_MOUNT) {
            cx.not_supported(code::INVALID_ENUM_VALUE, change, &["Recursive"])
                .unless("SELinuxMount")
                .help("`MountOption` requires the feature gate SELinuxMount, disabled by default");
        } else {
            cx.one_of_set(code::INVALID_ENUM_VALUE, change, &["MountOption", "Recursive"]);
        }
    }
}

fn sysctls<'a>(sysctls: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for sysctl in sysctls.items() {
        let name = sysctl.get("name");
        if name.is_empty() {
            cx.required(code::INVALID_SYSCTL, name, "sysctl has no name");
        } else if name.text().is_some() && !is_sysctl(name.str()) {
            let message = text!("`{}` is not a valid sysctl name", shown(name.str()));
            cx.invalid(code::INVALID_SYSCTL, name, message)
                .help("use lower-case letters, digits, `-` and `_`, with `.` or `/` between parts");
        } else if let Some(first) = seen.get(&name.str()) {
            cx.duplicate(
                code::INVALID_SYSCTL,
                name,
                text!("sysctl `{}` is set twice", shown(name.str())),
            )
            .related(first, "first set here");
        }
        seen.earlier(name.str(), name);
        let host = match namespace_of(name.str()) {
            Some("net") => pod.spec.get("hostNetwork"),
            Some("ipc") => pod.spec.get("hostIPC"),
            _ => continue,
        };
        if host.bool() == Some(true) {
            let field = host.name();
            let message = text!(
                "sysctl `{}` cannot be combined with `{}: true`",
                shown(name.str()),
                text::name(&field)
            );
            cx.invalid(code::INVALID_SYSCTL, name, message)
                .related(host, "the Pod shares this namespace with its node")
                .help(text!("set the sysctl on the node, or remove `{}`", text::name(&field)));
        }
    }
}

/// `IsValidSysctlName`
fn is_sysctl(name: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.len() <= 253
        && name.split(['.', '/']).all(|part| {
            let bytes = part.as_bytes();
            edge(bytes.first())
                && edge(bytes.last())
                && bytes
                    .iter()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(b))
        })
}

/// Which namespace of the kernel a sysctl belongs to
/// (`k8s.io/component-helpers/node/util/sysctl/namespace.go`).
fn namespace_of(name: &str) -> Option<&'static str> {
    // The first separator decides whether dots or slashes separate the parts.
    let normal: String = match name.find(['.', '/']).map(|at| name.as_bytes()[at]) {
        Some(b'/') => {
            let swap = |c| match c {
                '.' => '/',
                '/' => '.',
                other => other,
            };
            name.chars().map(swap).collect()
        }
        _ => name.to_owned(),
    };
    match normal.as_str() {
        "kernel.sem"
        | "kernel.shmall"
        | "kernel.shmmax"
        | "kernel.shmmni"
        | "kernel.shm_rmid_forced"
        | "kernel.shm"
        | "kernel.msgmax"
        | "kernel.msgmnb"
        | "kernel.msgmni"
        | "kernel.msg" => Some("ipc"),
        name if name.starts_with("fs.mqueue.") => Some("ipc"),
        name if name.starts_with("net.") => Some("net"),
        _ => None,
    }
}

const PROFILE_TYPES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];

/// A type that must be there, of three.
fn profile_type<'a>(profile: Place<'a>, cx: &mut Checker<'a>) {
    let kind = profile.get("type");
    if kind.is_empty() {
        cx.required(
            code::INVALID_PROFILE,
            kind,
            text!("`{}` has no `type`", text::name(profile.name())),
        )
        .help("use one of RuntimeDefault, Localhost, Unconfined");
    } else if kind.text().is_some_and(|text| !PROFILE_TYPES.contains(&text)) {
        cx.not_supported(code::INVALID_PROFILE, kind, &PROFILE_TYPES);
    }
}

fn seccomp<'a>(profile: Place<'a>, cx: &mut Checker<'a>) {
    if !profile.is_set() {
        return;
    }
    profile_type(profile, cx);
    let (kind, path) = (profile.get("type"), profile.get("localhostProfile"));
    if kind.str() == "Localhost" && !path.is_set() {
        cx.required(code::INVALID_PROFILE, path, "type Localhost requires `localhostProfile`")
            .help("write the path of the profile, relative to the kubelet's seccomp directory");
    } else if kind.str() == "Localhost" {
        paths::descending(code::INVALID_PROFILE, path, &path.path(), cx);
    } else if path.is_set() {
        cx.invalid(
            code::INVALID_PROFILE,
            path,
            "`localhostProfile` is only allowed with type Localhost",
        )
        .related(kind, "type is set here");
    }
}

fn app_armor<'a>(profile: Place<'a>, cx: &mut Checker<'a>) {
    if !profile.is_set() || !cx.version.enables(gates::APP_ARMOR_FIELDS) {
        return;
    }
    profile_type(profile, cx);
    let (kind, name) = (profile.get("type"), profile.get("localhostProfile"));
    match kind.str() {
        "Localhost" if name.str().trim().is_empty() && name.str().is_empty() => {
            if name.text().is_some() || !name.is_set() {
                cx.required(
                    code::INVALID_PROFILE,
                    name,
                    "type Localhost requires `localhostProfile`",
                );
            }
        }
        "Localhost" => {
            if name.str().trim() != name.str() {
                let message = "`localhostProfile` starts or ends with white space";
                cx.invalid(code::INVALID_PROFILE, name, message);
            }
            cx.not_longer(code::INVALID_PROFILE, name, 4095);
        }
        "RuntimeDefault" | "Unconfined" if name.is_set() => {
            cx.invalid(
                code::INVALID_PROFILE,
                name,
                "`localhostProfile` is only allowed with type Localhost",
            )
            .related(kind, "type is set here");
        }
        _ => {}
    }
}

/// Profiles that are given by annotations (`ValidateSeccompPodAnnotations`,
/// `ValidateAppArmorPodAnnotations`).
pub(super) fn profile_annotations<'a>(
    pod: &PodContext<'a>,
    annotations: Place<'a>,
    path: impl Fn() -> String,
    cx: &mut Checker<'a>,
) {
    for (key, value) in annotations.entries() {
        let Some(text) = value.text() else { continue };
        if key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER) {
            seccomp_annotation(value, text, &format!("{}.{key}", path()), cx);
        } else if let Some(container) = key.strip_prefix(APPARMOR_CONTAINER) {
            let path = format!("{}[{key}]", path());
            if !pod.all_containers().any(|c| c.get("name").str() == container) {
                let message = text!("the Pod has no container `{}`", shown(container));
                cx.invalid(code::INVALID_SYSTEM_ANNOTATION, value, message).path(path.clone()).at =
                    value.object().location(value.key_span());
            }
            let known = ["", "runtime/default", "unconfined"].contains(&text);
            if !known && !text.starts_with("localhost/") {
                let message = text!("`{}` is not a valid AppArmor profile", shown(text));
                cx.invalid(code::INVALID_SYSTEM_ANNOTATION, value, message)
                    .path(path)
                    .help("use `runtime/default`, `unconfined` or `localhost/NAME`");
            }
        }
    }
}

fn seccomp_annotation<'a>(value: Place<'a>, text: &'a str, path: &str, cx: &mut Checker<'a>) {
    if ["runtime/default", "docker/default", "unconfined"].contains(&text) {
        return;
    }
    let fault = match text.strip_prefix("localhost/") {
        Some(rest) if rest.starts_with('/') => "has an absolute path",
        Some(rest) if rest.split('/').any(|part| part == "..") => "contains `..`",
        Some(_) => return,
        None => "is not a valid seccomp profile",
    };
    cx.invalid(code::INVALID_PROFILE, value, text!("`{}` {}", shown(text), text::name(fault)))
        .path(path)
        .help("use `runtime/default`, `unconfined` or `localhost/PATH`");
}

/// A profile that is given twice, by a field and by an annotation, must be one.
pub(super) fn profiles_match<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let annotations = pod.meta.get("annotations");
    let of_pod = pod.spec.get("securityContext");
    let note = annotations.get(SECCOMP_POD);
    seccomp_matches(of_pod.get("seccompProfile"), note, cx);
    for container in pod.all_containers() {
        let context = container.get("securityContext");
        let name = container.get("name").str();
        let note_of = |prefix: &str| {
            annotations
                .entries()
                .find(|(key, _)| key.strip_prefix(prefix) == Some(name))
                .map(|(_, value)| value)
        };
        if let Some(note) = note_of(SECCOMP_CONTAINER) {
            seccomp_matches(context.get("seccompProfile"), note, cx);
        }
        let own = context.get("appArmorProfile");
        let field = if own.is_set() { own } else { of_pod.get("appArmorProfile") };
        if let Some(note) = note_of(APPARMOR_CONTAINER)
            && pod.os() != Some("windows")
            && cx.version.enables(gates::APP_ARMOR_FIELDS)
            && !(pod.form == PodOwner::Bare && !own.is_set() && is_app_armor(note.str()))
        {
            profile_matches(field, note, own, &["runtime/default"], cx);
        }
    }
}

/// Whether an annotation names a profile. The server gives it to the container of a Pod itself
/// that has none (`applyAppArmorVersionSkew`).
fn is_app_armor(text: &str) -> bool {
    match text.strip_prefix("localhost/") {
        Some(name) => !name.is_empty() && name.trim() == name && name.len() <= 4095,
        None => ["runtime/default", "unconfined"].contains(&text),
    }
}

fn seccomp_matches<'a>(field: Place<'a>, note: Place<'a>, cx: &mut Checker<'a>) {
    profile_matches(field, note, field, &["runtime/default", "docker/default"], cx);
}

/// Compares a field with its annotation; the server reports it under the path of `own`.
fn profile_matches<'a>(
    field: Place<'a>,
    note: Place<'a>,
    own: Place<'a>,
    defaults: &[&str],
    cx: &mut Checker<'a>,
) {
    let Some(text) = note.text().filter(|_| field.is_set()) else { return };
    let (kind, local) = (field.get("type"), field.get("localhostProfile"));
    let step = match kind.str() {
        "Unconfined" if text != "unconfined" => "type",
        "RuntimeDefault" if !defaults.contains(&text) => "type",
        "Localhost" => match text.strip_prefix("localhost/") {
            None => "type",
            Some(name) if local.text() != Some(name) => "localhostProfile",
            Some(_) => return,
        },
        _ => return,
    };
    let message = "profile differs from the one in the annotation";
    cx.refuse(code::INVALID_PROFILE, Reason::Forbidden, field.get(step), message)
        .path(format!("{}.{step}", own.path()))
        .related(note, "annotation")
        .help("remove the deprecated annotation, and keep the field");
}
