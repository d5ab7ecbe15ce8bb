//! Files that volumes write: their paths, modes and sources (`validateKeyToPath`,
//! `validateDownwardAPIVolumeFile`).

use super::{env, paths::local_path, security};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, gates},
    text,
    validate::Checker,
};

pub(super) fn key_to_path<'a>(item: Place<'a>, cx: &mut Checker<'a>) {
    for field in ["key", "path"] {
        if item.get(field).is_empty() {
            let message = text!("item has no `{}`", text::name(field));
            cx.required(code::INVALID_VOLUME_SOURCE, item.get(field), message);
        }
    }
    let path = item.get("path");
    local_path(path, &path.path(), cx);
    mode(item.get("mode"), cx);
    user(item.get("user"), cx);
}

/// Who owns a file (`validateUserField`).
pub(super) fn user<'a>(user: Place<'a>, cx: &mut Checker<'a>) {
    if cx.version.enables(gates::ATOMIC_WRITE_VOLUME_USER_FIELDS) {
        security::id(user, cx);
    }
}

/// File modes go to 0777; a larger one was usually meant to be octal.
pub(super) fn mode<'a>(mode: Place<'a>, cx: &mut Checker<'a>) {
    let Some(value) = mode.int().filter(|mode| !(0..=0o777).contains(mode)) else { return };
    let octal = i64::from_str_radix(&value.to_string(), 8).ok();
    let octal = octal.filter(|mode| (0..=0o777).contains(mode));
    let message = text!("file mode must be between 0 and 0777 (511), but is {}", value);
    let cause = cx.invalid(code::FILE_MODE_OUT_OF_RANGE, mode, message);
    match octal {
        Some(_) => {
            let title = text!("write `0{}`", value);
            cause.help(text!("{}; without the leading 0 it is decimal", title)).fix(
                Safety::Unsafe,
                title,
                mode.set(&format!("0{value}")),
            );
        }
        None => {
            cause.help("write it in octal as for chmod, with a leading 0, such as 0644");
        }
    }
}

/// A file of the downward API; the server names its source, not the file.
pub(super) fn downward_file<'a>(file: Place<'a>, source: Place<'a>, cx: &mut Checker<'a>) {
    let mark = cx.mark();
    let path = file.get("path");
    if path.is_empty() {
        cx.required(code::INVALID_VOLUME_SOURCE, path, "item has no `path`");
    }
    local_path(path, &path.path(), cx);
    let (field, resource) = (file.get("fieldRef"), file.get("resourceFieldRef"));
    if field.is_set() {
        env::field_ref(field, &env::VOLUME_FIELDS, cx);
        if resource.is_set() {
            cx.invalid(
                code::INVALID_VOLUME_SOURCE,
                file,
                "item has both `fieldRef` and `resourceFieldRef`",
            );
        }
    } else if resource.is_set() {
        env::resource_ref_of_named(resource, cx);
    } else {
        cx.required(
            code::INVALID_VOLUME_SOURCE,
            file,
            "item has neither `fieldRef` nor `resourceFieldRef`",
        );
    }
    mode(file.get("mode"), cx);
    user(file.get("user"), cx);
    cx.rename_since(mark, &file.path(), &source.path());
}
