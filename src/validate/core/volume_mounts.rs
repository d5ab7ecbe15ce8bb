//! Mounts and block devices of a container (`ValidateVolumeMounts`, `ValidateVolumeDevices`).

use super::{
    paths::{descending, has_backsteps, no_backsteps},
    pod_context::{MountedSource, PodContext},
};
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{Place, first_seen::FirstSeen, gates, similar},
    text,
    validate::{Checker, Reason, names::shown},
};

pub(super) fn mounts<'a>(container: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let list = container.get("volumeMounts");
    let devices = container.get("volumeDevices").first_seen("name");
    let device_paths = container.get("volumeDevices").first_seen("devicePath");
    let mut paths = FirstSeen::new();
    for mount in list.items() {
        let (name, path) = (mount.get("name"), mount.get("mountPath"));
        if name.is_empty() {
            cx.required(code::UNKNOWN_VOLUME_MOUNT, name, "volume mount has no `name`");
        }
        known_volume(code::UNKNOWN_VOLUME_MOUNT, name, pod, cx);
        if path.is_empty() {
            cx.required(code::DUPLICATE_MOUNT_PATH, path, "volume mount has no `mountPath`")
                .help("write the path in the container where the volume should appear");
        }
        unique_path(path, &mut paths, cx);
        if let Some(device) = name.text().and_then(|name| devices.get(&name)) {
            let message = text!("volume `{}` is also used in `volumeDevices`", shown(name.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, name, message)
                .related(device.get("name"), "used as a device here");
        }
        if let Some(device) = path.text().and_then(|path| device_paths.get(&path)) {
            let message = text!("`{}` is also the path of a device", shown(path.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, path, message)
                .related(device.get("devicePath"), "path of the device");
        }
        sub_paths(mount, list, cx);
        propagation(mount, container, list, cx);
        recursive_read_only(mount, list, cx);
        if cx.version.enables(gates::VOLUME_BIND_MOUNT_OPTIONS) {
            bind_mount_options(mount, pod, cx);
        }
    }
}

fn unique_path<'a>(
    path: Place<'a>,
    paths: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    if path.is_set() && path.text().is_none() {
        return;
    }
    if let Some(first) = paths.earlier(path.str(), path) {
        let message = text!("two volumes are mounted at `{}`", shown(path.str()));
        cx.invalid(code::DUPLICATE_MOUNT_PATH, path, message)
            .related(first, "first used here")
            .help("mount one of them at another path, or a single file of it with `subPath`");
    }
}

/// So many volumes are compared with a name that none has.
const LIKELY: usize = 100;

/// Refuses the name of a volume that the Pod does not have, or that is refused itself.
fn known_volume<'a>(code: Code, name: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    if (name.is_set() && name.text().is_none()) || pod.volumes.contains_key(name.str()) {
        return;
    }
    let volumes = pod.spec.get("volumes");
    let faulty = pod.written_volumes.get(&name.str());
    if let Some(faulty) = faulty.filter(|_| !name.is_empty()) {
        let message = text!("volume `{}` is invalid", shown(name.str()));
        cx.refuse(code, Reason::NotFound, name, message)
            .about(faulty.path())
            .follows(pod.refused_volumes.get(name.str()).copied().unwrap_or(faulty.location()))
            .related(faulty.get("name"), "fix this volume first");
        return;
    }
    let known = pod.volumes.keys().copied().take(LIKELY);
    let nearest = similar::nearest(name.str(), known.clone());
    let message = match name.str() {
        "" => text!("volume mount refers to no volume"),
        text => text!("the Pod has no volume `{}`", shown(text)),
    };
    let cause = cx.refuse(code, Reason::NotFound, name, message).about(volumes.path());
    if let Some(meant) = nearest {
        cause.help(text!("did you mean `{}`?", meant));
        cause.fix(Safety::Unsafe, text!("mount `{}`", meant), name.set(meant));
    } else if let [only] = known.collect::<Vec<_>>().as_slice() {
        cause.help(text!("the only volume of the Pod is `{}`", only));
    } else {
        cause.help("add it to `spec.volumes` of the Pod");
    }
    if volumes.is_set() {
        cause.related(volumes, "volumes of the Pod");
    }
}

/// Paths within the volume; the server names the list, not the mount.
fn sub_paths<'a>(mount: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let (path, expression) = (mount.get("subPath"), mount.get("subPathExpr"));
    for place in [path, expression].into_iter().filter(|place| place.is_set()) {
        let reported = format!("{}.{}", list.path(), place.name());
        descending(code::INVALID_VOLUME_PATH, place, &reported, cx);
    }
    if !path.is_empty() && !expression.is_empty() {
        cx.invalid(
            code::INVALID_VOLUME_PATH,
            expression,
            "volume mount has both `subPath` and `subPathExpr`",
        )
        .related(path, "`subPath` is set here")
        .help("keep one of them");
    }
}

fn propagation<'a>(mount: Place<'a>, container: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let mode = mount.get("mountPropagation");
    let Some(text) = mode.text() else { return };
    let path = format!("{}.mountPropagation", list.path());
    let modes = ["Bidirectional", "HostToContainer", "None"];
    if !modes.contains(&text) {
        cx.not_supported(code::MOUNT_PROPAGATION_WITHOUT_PRIVILEGED, mode, &modes).path(path);
    } else if text == "Bidirectional"
        && container.get("securityContext").get("privileged").bool() != Some(true)
    {
        let message = "`mountPropagation: Bidirectional` requires a privileged container";
        cx.forbidden(code::MOUNT_PROPAGATION_WITHOUT_PRIVILEGED, mode, message)
            .path(path)
            .help("use `HostToContainer`, or set `securityContext.privileged: true`");
    }
}

fn recursive_read_only<'a>(mount: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let mode = mount.get("recursiveReadOnly");
    let Some(text) = mode.text().filter(|_| cx.version.enables(gates::RECURSIVE_READ_ONLY_MOUNTS))
    else {
        return;
    };
    let path = format!("{}.recursiveReadOnly", list.path());
    match text {
        "Disabled" => {}
        "Enabled" | "IfPossible" => {
            if mount.get("readOnly").bool() != Some(true) {
                cx.forbidden(
                    code::INVALID_RECURSIVE_READ_ONLY,
                    mode,
                    "`recursiveReadOnly` requires `readOnly: true`",
                )
                .path(path.clone());
            }
            let propagation = mount.get("mountPropagation");
            if propagation.text().is_some_and(|mode| mode != "None") {
                let message = "`recursiveReadOnly` cannot be combined with `mountPropagation`";
                cx.forbidden(code::INVALID_RECURSIVE_READ_ONLY, mode, message)
                    .path(path)
                    .related(propagation, "`mountPropagation` is set here");
            }
        }
        _ => {
            cx.not_supported(
                code::INVALID_RECURSIVE_READ_ONLY,
                mode,
                &["Disabled", "Enabled", "IfPossible"],
            )
            .path(path);
        }
    }
}

/// How the volume is mounted into the container (`validateBindMountOptions`).
fn bind_mount_options<'a>(mount: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let options = mount.get("bindMountOptions");
    for option in options.items() {
        cx.must_be_one_of(code::INVALID_ENUM_VALUE, option, &["nodev", "noexec", "nosuid"]);
    }
    cx.unique(code::INVALID_ENUM_VALUE, options.items());
    let volume = pod.volumes.get(mount.get("name").str());
    if options.count() > 0 && matches!(volume, Some(MountedSource::Other("image"))) {
        let message = "`bindMountOptions` is not allowed for an image volume";
        cx.invalid(code::INVALID_VOLUME_SOURCE, options, message).help("remove it");
    }
}

pub(super) fn devices<'a>(container: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let (mut names, mut paths) = (FirstSeen::new(), FirstSeen::new());
    if container.get("volumeDevices").count() == 0 {
        return;
    }
    let mounted = container.get("volumeMounts").first_seen("name");
    let mount_paths = container.get("volumeMounts").first_seen("mountPath");
    for device in container.get("volumeDevices").items() {
        let (name, path) = (device.get("name"), device.get("devicePath"));
        if name.is_empty() {
            cx.required(code::INVALID_VOLUME_DEVICE, name, "volume device has no `name`");
        }
        if let Some(first) = names.get(&name.str()) {
            let message = text!("volume `{}` is used as a device twice", shown(name.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, name, message)
                .related(first, "first used here");
        }
        match pod.volumes.get(name.str()) {
            Some(MountedSource::Claim) => {}
            Some(_) => {
                let message = text!("volume `{}` cannot be a block device", shown(name.str()));
                cx.invalid(code::INVALID_VOLUME_DEVICE, name, message)
                    .help("use a persistentVolumeClaim or ephemeral volume");
            }
            None => known_volume(code::INVALID_VOLUME_DEVICE, name, pod, cx),
        }
        if path.is_empty() {
            cx.required(code::INVALID_VOLUME_DEVICE, path, "volume device has no `devicePath`");
        }
        if let Some(first) = paths.get(&path.str()) {
            let message = text!("two devices use the path `{}`", shown(path.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, path, message)
                .related(first, "first used here");
        }
        if has_backsteps(path.str()) {
            no_backsteps(code::INVALID_VOLUME_DEVICE, path, cx);
        } else {
            paths.earlier(path.str(), path);
        }
        if let Some(mount) = name.text().and_then(|name| mounted.get(&name)) {
            let message = text!("volume `{}` is also mounted", shown(name.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, name, message)
                .related(mount.get("name"), "mounted here");
        }
        if let Some(mount) = path.text().and_then(|path| mount_paths.get(&path)) {
            let message = text!("`{}` is also the path of a mount", shown(path.str()));
            cx.invalid(code::INVALID_VOLUME_DEVICE, path, message)
                .related(mount.get("mountPath"), "path of the mount");
        }
        if !name.is_empty() {
            names.earlier(name.str(), name);
        }
    }
}
