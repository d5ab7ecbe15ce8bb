//! Files of one volume whose paths overlap
//! (`warningsForOverlappingVirtualPaths` in `pkg/api/pod/warnings.go`).

use std::collections::BTreeMap;

use crate::{
    code,
    model::Place,
    text,
    validate::{Checker, names::shown},
};

/// The files of each volume of a pod.
pub(super) fn overlaps<'a>(volumes: Place<'a>, cx: &mut Checker<'a>) {
    for volume in volumes.items() {
        for source in ["configMap", "secret", "downwardAPI"] {
            let files = volume.get(source).get("items").items();
            files_of_one(files.map(|file| file.get("path")), cx);
        }
        let mut files = Vec::new();
        for entry in volume.get("projected").get("sources").items() {
            if entry.node().is_some_and(|node| node.is_map()) && entry.count() == 0 {
                cx.warn(
                    code::OVERLAPPING_VOLUME_PATHS,
                    entry,
                    "item of a projected volume is empty",
                )
                .help(
                    "remove it, or add one of `configMap`, `secret`, `downwardAPI`, \
                     `serviceAccountToken`",
                );
            }
            for kind in ["secret", "configMap", "downwardAPI"] {
                let items = entry.get(kind).get("items").items();
                files.extend(items.map(|file| file.get("path")));
            }
            files.push(entry.get("serviceAccountToken").get("path"));
        }
        files_of_one(files.into_iter(), cx);
    }
}

/// Sorted part by part, a directory comes right before what is in it: all paths that lead to the
/// present one are on the stack.
fn files_of_one<'a>(files: impl Iterator<Item = Place<'a>>, cx: &mut Checker<'a>) {
    let path = |file: Place<'a>| file.str().trim_end_matches('/');
    let files: Vec<_> = files.filter(|file| !path(*file).is_empty()).collect();
    let mut sorted: Vec<usize> = (0..files.len()).collect();
    sorted.sort_by(|a, b| path(files[*a]).split('/').cmp(path(files[*b]).split('/')));
    let mut above: Vec<usize> = Vec::new();
    let mut clashes = BTreeMap::new();
    for index in sorted {
        while above.pop_if(|last| !leads_to(path(files[*last]), path(files[index]))).is_some() {}
        if let Some(other) = above.last() {
            clashes.insert(index.max(*other), index.min(*other));
        }
        above.push(index);
    }
    for (later, earlier) in clashes {
        let (file, first) = (files[later], files[earlier]);
        let message = match path(file) == path(first) {
            true => text!("two files of the volume have the path `{}`", shown(file.str())),
            false => text!("`{}` and `{}` overlap", shown(first.str()), shown(file.str())),
        };
        cx.warn(code::OVERLAPPING_VOLUME_PATHS, file, message)
            .related(first, "other file")
            .help("give each file its own path, and no file the name of a directory");
    }
}

/// Whether a path is the same as another or a directory that holds it.
fn leads_to(directory: &str, path: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
