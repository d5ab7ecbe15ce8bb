//! Containers of every sort: names, images, ports
//! (`validateContainers`, `validateInitContainers`, `validateEphemeralContainers`,
//! `validateContainerCommon`, `validateContainerPorts`).

use super::{
    env, lifecycle,
    pod_context::{PodContext, PodOwner},
    probe, resources, restart, security, volume_mounts,
};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, first_seen::FirstSeen, gates},
    text,
    validate::{
        Cause, Checker, Reason,
        names::{self, shown},
    },
};

/// What an ephemeral container cannot have, be it empty.
const NOT_EPHEMERAL: [&str; 8] = [
    "ports",
    "resources",
    "resizePolicy",
    "restartPolicy",
    "restartPolicyRules",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
];

pub(super) fn containers<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let list = pod.spec.get("containers");
    if list.count() == 0 {
        if !list.is_set() || list.node().is_some_and(|node| node.is_list()) {
            let message = match (pod.place.is_set(), pod.spec.is_set()) {
                (false, _) => "there is no Pod template",
                (true, false) => "the Pod has no `spec`",
                (true, true) => "the Pod has no containers",
            };
            cx.required(code::NO_CONTAINERS, list, message)
                .help("add at least one item with `name` and `image` to `containers`");
        }
    }
    let mut names = FirstSeen::new();
    for container in list.items() {
        common(container, pod, cx);
        match pod.form {
            PodOwner::Bare => padded_image(container, cx),
            PodOwner::Template => padded_image_of_template(container, cx),
        }
        unique_name(container, &mut names, Empty::Counts, cx);
        lifecycle::lifecycle(container.get("lifecycle"), pod, cx);
        probe::probes(container, cx);
        restart::container(container, cx);
    }
    host_ports(list.items(), pod, Place::path, cx);
    init_containers(pod, &mut names, cx);
    ephemeral_containers(pod, &mut names, cx);
}

fn init_containers<'a>(
    pod: &PodContext<'a>,
    names: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    for container in pod.spec.get("initContainers").items() {
        common(container, pod, cx);
        match pod.form {
            PodOwner::Bare => padded_image(container, cx),
            PodOwner::Template => padded_image_of_template(container, cx),
        }
        restart::init_container(container, cx);
        unique_name(container, names, Empty::Ignored, cx);
        // The server checks each by itself, as the first of a list.
        let as_first = |place: Place<'a>| {
            let path = place.path();
            let (start, rest) = path.split_once("initContainers[").unwrap_or((&path, ""));
            let rest = rest.split_once(']').map_or("", |(_, rest)| rest);
            format!("{start}initContainers[0]{rest}")
        };
        host_ports(std::iter::once(container), pod, as_first, cx);
        let is_sidecar = container.get("restartPolicy").str() == "Always"
            && cx.version.enables(gates::SIDECAR_CONTAINERS);
        if is_sidecar {
            lifecycle::lifecycle(container.get("lifecycle"), pod, cx);
            probe::probes(container, cx);
        } else {
            no_probes(container, cx);
            restart::resize_of_init_container(container, cx);
        }
    }
}

/// An init container ends before a probe could run.
fn no_probes<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
        let place = container.get(field);
        if place.is_set() && !(field == "lifecycle" && is_dropped(place)) {
            let message = text!("`{}` is not allowed in an init container", text::name(field));
            cx.forbidden(code::PROBE_ON_INIT_CONTAINER, place, message)
                .help("remove it, or set `restartPolicy: Always` to make the container a sidecar")
                .fix(Safety::Safe, text!("remove `{}`", text::name(field)), place.remove());
        }
    }
}

/// Whether it is a stop signal alone, which the server drops, and the rest with it.
fn is_dropped(lifecycle: Place<'_>) -> bool {
    lifecycle.get("stopSignal").is_set()
        && !lifecycle.get("preStop").is_set()
        && !lifecycle.get("postStart").is_set()
}

fn ephemeral_containers<'a>(
    pod: &PodContext<'a>,
    names: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    let list = pod.spec.get("ephemeralContainers");
    if list.count() == 0 {
        return;
    }
    let others = names.clone();
    for container in list.items() {
        common(container, pod, cx);
        padded_image(container, cx);
        unique_name(container, names, Empty::Counts, cx);
        restart::ephemeral_container(container, cx);
        let target = container.get("targetContainerName");
        if !target.is_empty() && others.get(&target.str()).is_none() {
            let message = text!("the Pod has no container `{}`", shown(target.str()));
            cx.refuse(code::EPHEMERAL_CONTAINERS_IN_MANIFEST, Reason::NotFound, target, message);
        }
        for field in NOT_EPHEMERAL.into_iter().chain(["lifecycle"]) {
            let place = container.get(field);
            let nothing = match field {
                // Members that are null or dropped leave an empty value behind, which is none.
                "resources" => !place.entries().any(|(name, member)| {
                    let is_read =
                        name != "claims" || cx.version.enables(gates::DYNAMIC_RESOURCE_ALLOCATION);
                    member.is_set() && is_read
                }),
                "lifecycle" => is_dropped(place),
                "restartPolicy" => restart::drops_policy(cx.version),
                _ => false,
            };
            if place.is_set() && !nothing {
                let message =
                    text!("`{}` is not allowed in an ephemeral container", text::name(field));
                cx.forbidden(code::EPHEMERAL_CONTAINERS_IN_MANIFEST, place, message);
            }
        }
        for mount in container.get("volumeMounts").items() {
            for field in ["subPath", "subPathExpr"] {
                if !mount.get(field).is_empty() {
                    let message = text!(
                        "`{}` is not allowed in a mount of an ephemeral container",
                        text::name(field)
                    );
                    cx.forbidden(code::EPHEMERAL_CONTAINERS_IN_MANIFEST, mount.get(field), message);
                }
            }
        }
    }
    cx.forbidden(
        code::EPHEMERAL_CONTAINERS_IN_MANIFEST,
        list,
        "`ephemeralContainers` is not allowed when a Pod is created",
    )
    .help("add them to the running Pod with `kubectl debug`")
    .fix(Safety::Safe, "remove `ephemeralContainers`", list.remove());
}

/// Whether two empty names are a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    Counts,
    Ignored,
}

fn unique_name<'a>(
    container: Place<'a>,
    names: &mut FirstSeen<&'a str, Place<'a>>,
    empty: Empty,
    cx: &mut Checker<'a>,
) {
    let name = container.get("name");
    if name.is_set() && name.text().is_none() {
        return;
    }
    if let Some(first) = names.get(&name.str()) {
        let message = match name.str() {
            "" => text!("a second container has no name"),
            text => text!("two containers are named `{}`", shown(text)),
        };
        cx.duplicate(code::DUPLICATE_CONTAINER_NAME, name, message)
            .related(first, "first used here")
            .help("give each container of the Pod a unique name, init containers included");
    } else if !name.is_empty() || empty == Empty::Counts {
        names.earlier(name.str(), name);
    }
}

/// What holds for containers of every sort.
fn common<'a>(container: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    name(container.get("name"), cx);
    let image = container.get("image");
    if image.is_empty() {
        let message = match container.get("name").str() {
            "" => text!("container has no image"),
            name => text!("container `{}` has no image", shown(name)),
        };
        cx.required(code::MISSING_IMAGE, image, message).help("set `image`, such as nginx:1.27");
    }
    cx.one_of(
        code::INVALID_ENUM_VALUE,
        container.get("terminationMessagePolicy"),
        &["File", "FallbackToLogsOnError"],
    );
    ports(container.get("ports"), pod, cx);
    env::env(container.get("env"), pod, cx);
    env::env_from(container.get("envFrom"), cx);
    volume_mounts::mounts(container, pod, cx);
    volume_mounts::devices(container, pod, cx);
    cx.one_of(
        code::INVALID_ENUM_VALUE,
        container.get("imagePullPolicy"),
        &["Always", "IfNotPresent", "Never"],
    );
    resources::container(container, pod, cx);
    restart::resize_policy(container.get("resizePolicy"), pod, cx);
    security::container(container.get("securityContext"), pod, cx);
}

fn name<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if name.is_empty() {
        cx.required(code::INVALID_CONTAINER_NAME, name, "container has no name")
            .help("add a name that is unique in the Pod, such as app");
        return;
    }
    let Some(text) = name.text() else { return };
    if let Err(fault) = names::dns_label(text) {
        let message = text!("container name `{}` {}", shown(text), fault.what);
        let cause = cx.invalid(code::INVALID_CONTAINER_NAME, name, message).help(fault.allowed);
        if let Some(better) = names::as_dns_label(text) {
            let title = text!("rename the container to `{}`", better.as_str());
            cause.fix(Safety::Unsafe, title, name.set(&better));
        }
    }
}

/// A Pod's own containers are refused for it.
fn padded_image<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let image = container.get("image");
    if image.str().len() != image.str().trim().len() {
        let message = "image starts or ends with white space";
        trim_image(image, cx.invalid(code::IMAGE_PADDED_WITH_SPACE, image, message));
    }
}

/// A template is accepted, and then its Pods are refused.
fn padded_image_of_template<'a>(container: Place<'a>, cx: &mut Checker<'a>) {
    let image = container.get("image");
    // White space alone is a mark that some platforms fill in.
    if !image.str().trim().is_empty() && image.str().len() != image.str().trim().len() {
        let message = "image starts or ends with white space, so the Pods are refused";
        trim_image(image, cx.warn(code::IMAGE_PADDED_WITH_SPACE, image, message));
    }
}

fn trim_image<'a>(image: Place<'a>, cause: &mut Cause) {
    let trimmed = image.str().trim();
    cause.help("remove the white space");
    if !trimmed.is_empty() {
        cause.fix(Safety::Safe, "remove the white space", image.set(&quoted(trimmed)));
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn ports<'a>(ports: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let mut names = FirstSeen::new();
    for port in ports.items() {
        port_name(port.get("name"), &mut names, cx);
        let number = port.get("containerPort");
        if !number.is_set() || number.int() == Some(0) {
            cx.required(code::INVALID_CONTAINER_PORT, number, "port has no `containerPort`")
                .help("write the number of the port that the process listens on");
        } else {
            cx.within(code::INVALID_CONTAINER_PORT, number, 1..=65535);
        }
        let host = port.get("hostPort");
        if host.int().unwrap_or(0) != 0 {
            cx.within(code::INVALID_CONTAINER_PORT, host, 1..=65535);
        } else if pod.form == PodOwner::Bare && pod.on_host_network() && !pod.is_ephemeral(port) {
            // On the network of its node a Pod requests the same port there.
            if let Some(cause) = cx.within_as(code::INVALID_CONTAINER_PORT, host, number, 1..=65535)
            {
                cause.follows(number);
            }
        }
        cx.one_of(code::INVALID_ENUM_VALUE, port.get("protocol"), &["TCP", "UDP", "SCTP"]);
        if let (true, Some(on_host)) = (pod.on_host_network(), host.int())
            && on_host != 0
            && Some(on_host) != number.int()
            && pod.is_main(port)
        {
            // Servers before 1.28 name the other port.
            let named = if cx.version.since(28) { host } else { number };
            let wanted = number.int().unwrap_or(0).to_string();
            let message =
                text!("`hostPort` {} differs from `containerPort` {}", on_host, wanted.as_str());
            cx.invalid(code::HOST_NETWORK_PORT_MISMATCH, host, message)
                .path(named.path())
                .related(pod.spec.get("hostNetwork"), "the Pod uses the network of its node")
                .help("with `hostNetwork: true`, write the same number in both")
                .fix(Safety::Safe, "use the `containerPort`", host.set(&wanted));
        }
    }
}

fn port_name<'a>(name: Place<'a>, names: &mut FirstSeen<&'a str, Place<'a>>, cx: &mut Checker<'a>) {
    let Some(text) = name.text().filter(|text| !text.is_empty()) else { return };
    if let Err(fault) = names::port_name(text) {
        let message = text!("port name `{}` {}", shown(text), fault.what);
        cx.invalid(code::INVALID_PORT_NAME, name, message).help(fault.allowed);
    } else if let Some(first) = names.earlier(text, name) {
        cx.duplicate(code::DUPLICATE_PORT_NAME, name, text!("two ports are named `{}`", text))
            .related(first, "first used here")
            .help("rename one of them, so that Services and probes can refer to it by name");
    }
}

/// No two ports of the Pod may request the same port of its node.
fn host_ports<'a>(
    containers: impl Iterator<Item = Place<'a>>,
    pod: &PodContext<'a>,
    path: impl Fn(Place<'a>) -> String,
    cx: &mut Checker<'a>,
) {
    let mut taken = FirstSeen::new();
    for port in containers.flat_map(|container| container.get("ports").items()) {
        let mut host = port.get("hostPort").int().unwrap_or(0);
        if host == 0 && pod.on_host_network() && pod.form == PodOwner::Bare {
            host = port.get("containerPort").int().unwrap_or(0);
        }
        if host == 0 {
            continue;
        }
        let protocol = port.get("protocol");
        let protocol = if protocol.is_empty() { "TCP" } else { protocol.str() };
        let key = (protocol, port.get("hostIP").str(), host);
        let place = port.get("hostPort");
        if let Some(first) = taken.earlier(key, place) {
            let message = text!("`hostPort` {}/{} is used twice", host, protocol);
            cx.duplicate(code::HOST_PORT_CONFLICT, place, message)
                .path(path(place))
                .related(first, "first used here")
                .help("give one of them another `hostPort`, or remove it and use a Service");
        }
    }
}
