//! Paths that may not leave a directory: `validateLocalDescendingPath`,
//! `ValidateLocalNonReservedPath`, `validatePathNoBacksteps`.

use crate::{
    code::{self, Code},
    model::Place,
    text,
    validate::{Checker, names::shown},
};

/// Refuses an absolute path and one with `..`, under a path of the server's choice.
pub(super) fn descending<'a>(code: Code, place: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    if place.str().starts_with('/') {
        cx.invalid(code, place, text!("`{}` is an absolute path", shown(place.str())))
            .path(path)
            .help("remove the leading `/`; the path is relative to the root of the volume");
    }
    if has_backsteps(place.str()) {
        cx.invalid(code, place, text!("`{}` contains `..`", shown(place.str()))).path(path);
    }
}

/// Whether a part of a path is `..`.
pub(super) fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

/// Refuses a path with `..` (`validatePathNoBacksteps`).
pub(super) fn no_backsteps<'a>(code: Code, place: Place<'a>, cx: &mut Checker<'a>) {
    if has_backsteps(place.str()) {
        cx.invalid(code, place, text!("`{}` contains `..`", shown(place.str())));
    }
}

/// `ValidateLocalNonReservedPath`: relative, without `..`, and not starting with two dots.
pub(super) fn local_path<'a>(place: Place<'a>, path: &str, cx: &mut Checker<'a>) {
    descending(code::INVALID_VOLUME_PATH, place, path, cx);
    if place.str().starts_with("..") && !place.str().starts_with("../") {
        cx.invalid(
            code::INVALID_VOLUME_PATH,
            place,
            text!("`{}` starts with `..`", shown(place.str())),
        )
        .path(path)
        .help("use another name, those with `..` are reserved for the kubelet");
    }
}
