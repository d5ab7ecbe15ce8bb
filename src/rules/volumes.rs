//! What files the volumes of pods hold.

use std::collections::BTreeMap;

use super::Context;
use crate::model::{Place, PodTemplate, VolumeSource};

/// The paths of all files of a volume; `None` where there may be others.
pub fn files_of<'a>(volume: Place<'a>, cx: &Context<'a>) -> Option<Vec<&'a str>> {
    let mut files = Vec::new();
    for source in VolumeSource::of_volume(volume) {
        match source {
            VolumeSource::Paths(items) => files.extend(items.items().map(|i| i.get("path").str())),
            VolumeSource::Path(path) => files.push(path.str()),
            VolumeSource::Object(reference) => match reference.paths() {
                Some(paths) => files.extend(paths),
                None if cx.workspace.is_filled_by_others(reference) => return None,
                None => files.extend(cx.workspace.keys_meant(reference)?),
            },
        }
    }
    Some(files)
}

/// The volumes of a pod by their names; of equal ones the first.
pub fn by_name(pod: PodTemplate<'_>) -> BTreeMap<&str, Place<'_>> {
    let mut volumes = BTreeMap::new();
    for volume in pod.spec.field("volumes").items() {
        volumes.entry(volume.get("name").str()).or_insert(volume);
    }
    volumes
}
