//! Puts unknown fields into words: misspelt, misplaced, from an older or a newer version.

use super::{Subject, misplaced, older, trail::Trail};
use crate::{
    model::{
        near::distance,
        schema::{Field, Type},
    },
    syntax::{edit::Safety, tree::Node},
    text,
    validate::{Cause, Reason},
};

/// More fields than this are not listed in a help.
const LISTED: usize = 8;

pub(super) fn describe<'a>(
    subject: &Subject<'a>,
    holder: Node<'a>,
    ty: Type,
    key: Node<'a>,
    value: Node<'a>,
    damaged: &mut Vec<String>,
) -> Cause {
    let trail = subject.trail(holder);
    let name = key.as_str().unwrap_or("");
    let cause = |code, message| {
        subject.cause(code, Reason::UnknownField, trail.path_of(name), key, message)
    };
    if let Some(old) = older::field(ty, name) {
        let message = text!(
            "`{}` is a field of {}, not of {}",
            text::key(name),
            text::name(old.version),
            text::name(short_name(ty))
        );
        let mut cause = cause("KV6005", message);
        cause.help(old.help);
        damaged.extend(old.now().map(|field| trail.path_of(field)));
        let other = old.taken_by().and_then(|name| holder.entry(name));
        cause.root = other.map(|other| subject.location(other.key));
        if let Some((safety, edits)) = older::repair(subject, old, holder, key, value) {
            cause.fix(safety, "write it as the new version has it", edits);
        }
        return cause;
    }
    let versions = ty.field_versions(name);
    if let Some(first) = versions.first().filter(|first| *first > subject.version) {
        let message = text!(
            "`{}` is new in {}, the target is {}",
            text::key(name),
            text::name(first),
            text::name(subject.version)
        );
        let mut cause = cause("KV1019", message);
        cause.help(text!("leave it out until all clusters have {}", text::name(first)));
        return cause;
    }
    let near = near_field(subject, holder, ty, name, value);
    if near.is_none_or(|near| !near.surely)
        && let Some(target) = misplaced::find(subject, &trail, name, value)
    {
        damaged.push(target.path_of(name));
        let message = text!("`{}` does not belong {}", text::key(name), text::name(trail.within()));
        let mut cause = cause("KV1005", message);
        cause.help(text!("move it to {}", text::name(target.name())));
        if let Some(at) = target.written() {
            cause.related(at, "it belongs in here");
        }
        if let Some(edits) = misplaced::moved(subject, &target, holder, key, value) {
            cause.fix(Safety::Unsafe, text!("move it to {}", text::name(target.name())), edits);
        }
        return cause;
    }
    let shown = super::super::names::shown(name);
    let mut cause = match versions.last() {
        Some(last) => {
            cause("KV1004", text!("`{}` is gone since {}", text::key(shown), text::name(last)))
        }
        None => cause(
            "KV1004",
            text!("`{}` is not a field of {}", text::key(shown), text::name(short_name(ty))),
        ),
    };
    if let Some(near) = near {
        damaged.push(trail.path_of(near.name));
        cause.help(text!("did you mean `{}`?", text::name(near.name)));
        let edit = subject.rewrite(key, near.name);
        cause.fix(Safety::Unsafe, text!("rename it to `{}`", text::name(near.name)), [edit]);
    } else {
        cause.help(text::Text::open(fields_help(subject, ty, &trail)));
    }
    cause
}

/// `core.v1.PodSpec` → `PodSpec`
fn short_name(ty: Type) -> &'static str {
    ty.name().rsplit('.').next().unwrap_or("")
}

/// A field that was likely meant.
#[derive(Clone, Copy)]
struct Near {
    name: &'static str,
    /// It differs in case, separators or one letter, and takes such a value.
    surely: bool,
}

/// The nearest field that is not written yet; none where two are equally near.
fn near_field(
    subject: &Subject<'_>,
    holder: Node<'_>,
    ty: Type,
    name: &str,
    value: Node<'_>,
) -> Option<Near> {
    let limit = if name.chars().count() <= 4 { 1 } else { 2 };
    let mut near: Vec<(bool, usize, &str)> = ty
        .fields(subject.version)
        .filter_map(|field| {
            let away = if folded(name) == folded(field.name()) {
                0
            } else {
                distance(name, field.name(), limit)?
            };
            let misfit = !misplaced::fits(value, field.shape());
            holder.get(field.name()).is_none().then_some((misfit, away, field.name()))
        })
        .collect();
    near.sort_unstable();
    match near[..] {
        [(misfit, away, best), ref rest @ ..] => {
            let tied = rest.first().is_some_and(|(m, a, _)| (*m, *a) == (misfit, away));
            (!tied).then_some(Near { name: best, surely: !misfit && away <= 1 })
        }
        [] => None,
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

fn fields_help(subject: &Subject<'_>, ty: Type, trail: &Trail<'_>) -> String {
    let fields: Vec<&str> = ty.fields(subject.version).map(Field::name).collect();
    if fields.is_empty() {
        return "nothing is written here: {}".to_owned();
    }
    if fields.len() <= LISTED {
        return format!("fields here are {}", fields.join(", "));
    }
    let kind = subject.object.gvk.kind.to_lowercase();
    let path: Vec<&str> = trail
        .0
        .iter()
        .filter_map(|level| match level.step {
            super::Step::Key(key) => key.as_str(),
            _ => None,
        })
        .collect();
    let path = path.iter().fold(kind, |path, key| path + "." + key);
    format!("`kubectl explain {path}` lists the fields")
}
