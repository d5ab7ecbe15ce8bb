//! Mounts and block devices of a container (`ValidateVolumeMounts`, `ValidateVolumeDevices`).

use super::{pod::Pod, volume::Source};
use crate::{
    model::{Place, firsts::Firsts, near},
    syntax::edit::Safety,
    validate::{Checker, Reason, names::shown},
};

/// `unknown-volume-mount`
const UNKNOWN: &str = "KV2111";
/// `duplicate-mount-path`
const SAME_PATH: &str = "KV2112";
/// `invalid-volume-path`
const PATH: &str = "KV2116";
/// `invalid-volume-device`
const DEVICE: &str = "KV2120";
/// `mount-propagation-without-privileged`
const PROPAGATION: &str = "KV2121";
/// `invalid-recursive-read-only`
const READ_ONLY: &str = "KV2122";

pub(super) fn mounts<'a>(container: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let list = container.get("volumeMounts");
    let devices = container.get("volumeDevices").firsts("name");
    let device_paths = container.get("volumeDevices").firsts("devicePath");
    let mut paths = Firsts::new();
    for mount in list.items() {
        let (name, path) = (mount.get("name"), mount.get("mountPath"));
        if name.is_empty() {
            cx.required(UNKNOWN, name, "a mount names no volume");
        }
        known_volume(UNKNOWN, name, pod, cx);
        if path.is_empty() {
            cx.required(SAME_PATH, path, "a mount has no mountPath")
                .help("write where in the container the volume should appear");
        }
        unique_path(path, &mut paths, cx);
        if let Some(device) = name.text().and_then(|name| devices.get(&name)) {
            let message = format!("volume `{}` is also a device", shown(name.str()));
            cx.invalid(DEVICE, name, message).related(device.get("name"), "the device");
        }
        if let Some(device) = path.text().and_then(|path| device_paths.get(&path)) {
            let message = format!("`{}` is also the path of a device", shown(path.str()));
            cx.invalid(DEVICE, path, message).related(device.get("devicePath"), "the device");
        }
        sub_paths(mount, list, cx);
        propagation(mount, container, list, cx);
        recursive_read_only(mount, list, cx);
    }
}

fn unique_path<'a>(path: Place<'a>, paths: &mut Firsts<&'a str, Place<'a>>, cx: &mut Checker<'a>) {
    if path.written() && path.text().is_none() {
        return;
    }
    if let Some(first) = paths.earlier(path.str(), path) {
        let message = format!("two mounts use the path `{}`", shown(path.str()));
        cx.invalid(SAME_PATH, path, message)
            .related(first, "the first one")
            .help("mount one of them elsewhere, or one file of it with subPath");
    }
}

/// So many volumes are compared with a name that none has.
const LIKELY: usize = 100;

/// Refuses the name of a volume that the pod has not, or that is refused itself.
fn known_volume<'a>(code: &'static str, name: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    if (name.written() && name.text().is_none()) || pod.volumes.contains_key(name.str()) {
        return;
    }
    let volumes = pod.spec.get("volumes");
    let faulty = pod.written_volumes.get(&name.str());
    if let Some(faulty) = faulty.filter(|_| !name.is_empty()) {
        let message = format!("volume `{}` is not accepted itself", shown(name.str()));
        cx.refuse(code, Reason::NotFound, name, message)
            .follows(pod.refused_volumes.get(name.str()).copied().unwrap_or(faulty.location()))
            .about(faulty.path())
            .related(faulty.get("name"), "correct this one first");
        return;
    }
    let known = pod.volumes.keys().copied().take(LIKELY);
    let nearest = near::nearest(name.str(), known.clone());
    let message = match name.str() {
        "" => "no volume is named".to_owned(),
        text => format!("the pod has no volume `{}`", shown(text)),
    };
    let cause = cx.refuse(code, Reason::NotFound, name, message).about(volumes.path());
    if let Some(meant) = nearest {
        cause.help(format!("did you mean `{meant}`?"));
        cause.fix(Safety::Unsafe, format!("mount `{meant}`"), name.set(meant));
    } else if let [only] = known.collect::<Vec<_>>().as_slice() {
        cause.help(format!("the pod's only volume is `{only}`"));
    } else {
        cause.help("add it under the pod's volumes, beside containers");
    }
    if volumes.written() {
        cause.related(volumes, "the volumes of the pod");
    }
}

/// Paths within the volume; the server names the list, not the mount.
fn sub_paths<'a>(mount: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let (path, expression) = (mount.get("subPath"), mount.get("subPathExpr"));
    for place in [path, expression].into_iter().filter(|place| place.written()) {
        let reported = format!("{}.{}", list.path(), place.name());
        descending(PATH, place, &reported, cx);
    }
    if !path.is_empty() && !expression.is_empty() {
        cx.invalid(PATH, expression, "a mount has both subPath and subPathExpr")
            .related(path, "the other one")
            .help("keep one of them");
    }
}

/// Refuses an absolute path and one with `..`, under a path of the server's choice.
pub(super) fn descending<'a>(
    code: &'static str,
    place: Place<'a>,
    path: &str,
    cx: &mut Checker<'a>,
) {
    if place.str().starts_with('/') {
        cx.invalid(code, place, format!("`{}` is an absolute path", shown(place.str())))
            .help("write it without the leading `/`: it counts from the root of the volume")
            .path(path);
    }
    if has_backsteps(place.str()) {
        cx.invalid(code, place, format!("`{}` leads out with `..`", shown(place.str()))).path(path);
    }
}

fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

pub(super) fn no_backsteps<'a>(code: &'static str, place: Place<'a>, cx: &mut Checker<'a>) {
    if has_backsteps(place.str()) {
        cx.invalid(code, place, format!("`{}` leads out with `..`", shown(place.str())));
    }
}

fn propagation<'a>(mount: Place<'a>, container: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let mode = mount.get("mountPropagation");
    let Some(text) = mode.text() else { return };
    let path = format!("{}.mountPropagation", list.path());
    let modes = ["Bidirectional", "HostToContainer", "None"];
    if !modes.contains(&text) {
        cx.not_supported(PROPAGATION, mode, &modes).path(path);
    } else if text == "Bidirectional"
        && container.get("securityContext").get("privileged").bool() != Some(true)
    {
        cx.forbidden(PROPAGATION, mode, "Bidirectional propagation needs a privileged container")
            .help("use HostToContainer, or set securityContext.privileged: true")
            .path(path);
    }
}

fn recursive_read_only<'a>(mount: Place<'a>, list: Place<'a>, cx: &mut Checker<'a>) {
    let mode = mount.get("recursiveReadOnly");
    let Some(text) = mode.text().filter(|_| cx.version.has("RecursiveReadOnlyMounts", 31)) else {
        return;
    };
    let path = format!("{}.recursiveReadOnly", list.path());
    match text {
        "Disabled" => {}
        "Enabled" | "IfPossible" => {
            if mount.get("readOnly").bool() != Some(true) {
                cx.forbidden(READ_ONLY, mode, "recursiveReadOnly needs readOnly: true beside it")
                    .path(path.clone());
            }
            let propagation = mount.get("mountPropagation");
            if propagation.text().is_some_and(|mode| mode != "None") {
                cx.forbidden(READ_ONLY, mode, "recursiveReadOnly cannot go with mountPropagation")
                    .related(propagation, "set here")
                    .path(path);
            }
        }
        _ => {
            cx.not_supported(READ_ONLY, mode, &["Disabled", "Enabled", "IfPossible"]).path(path);
        }
    }
}

pub(super) fn devices<'a>(container: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let (mut names, mut paths) = (Firsts::new(), Firsts::new());
    if container.get("volumeDevices").count() == 0 {
        return;
    }
    let mounted = container.get("volumeMounts").firsts("name");
    let mount_paths = container.get("volumeMounts").firsts("mountPath");
    for device in container.get("volumeDevices").items() {
        let (name, path) = (device.get("name"), device.get("devicePath"));
        if name.is_empty() {
            cx.required(DEVICE, name, "a device names no volume");
        }
        if let Some(first) = names.get(&name.str()) {
            cx.invalid(DEVICE, name, format!("volume `{}` is two devices", shown(name.str())))
                .related(first, "the first one");
        }
        match pod.volumes.get(name.str()) {
            Some(Source::Claim) => {}
            Some(_) => {
                let message = format!("volume `{}` cannot be a block device", shown(name.str()));
                cx.invalid(DEVICE, name, message)
                    .help("only a persistentVolumeClaim or ephemeral volume can");
            }
            None => known_volume(DEVICE, name, pod, cx),
        }
        if path.is_empty() {
            cx.required(DEVICE, path, "a device has no devicePath");
        }
        if let Some(first) = paths.get(&path.str()) {
            cx.invalid(DEVICE, path, format!("two devices use the path `{}`", shown(path.str())))
                .related(first, "the first one");
        }
        if has_backsteps(path.str()) {
            no_backsteps(DEVICE, path, cx);
        } else {
            paths.earlier(path.str(), path);
        }
        if let Some(mount) = name.text().and_then(|name| mounted.get(&name)) {
            let message = format!("volume `{}` is also mounted", shown(name.str()));
            cx.invalid(DEVICE, name, message).related(mount.get("name"), "the mount");
        }
        if let Some(mount) = path.text().and_then(|path| mount_paths.get(&path)) {
            let message = format!("`{}` is also the path of a mount", shown(path.str()));
            cx.invalid(DEVICE, path, message).related(mount.get("mountPath"), "the mount");
        }
        if !name.is_empty() {
            names.earlier(name.str(), name);
        }
    }
}
