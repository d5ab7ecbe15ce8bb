//! What files the volumes of pods hold.

use super::Context;
use crate::model::{Place, VolumeSource};

/// The paths of all files of a volume; `None` where there may be others.
pub fn files_of<'a>(volume: Place<'a>, cx: &Context<'a>) -> Option<Vec<&'a str>> {
    let mut files = Vec::new();
    for source in VolumeSource::of_volume(volume) {
        match source {
            VolumeSource::Paths(items) => files.extend(items.items().map(|i| i.get("path").str())),
            VolumeSource::Path(path) => files.push(path.str()),
            VolumeSource::Object(reference) => match reference.paths() {
                Some(paths) => files.extend(paths),
                None => files.extend(cx.workspace.keys_meant(reference)?),
            },
        }
    }
    Some(files)
}
