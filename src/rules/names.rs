//! What several rules report about names that no object has.

use indexmap::IndexMap;

use super::Context;
use crate::{
    diagnostic::{Safety, Severity},
    model::{Object, Place, Reference, similar},
    syntax::edit::scalar,
    text,
    text::name,
};

/// Of so many places with the same name all are shown.
const SHOWN: usize = 4;

/// What is said of a name where nothing in sight is called alike, which is only with `--complete`.
#[derive(Clone, Copy)]
pub struct UnknownName {
    pub severity: Severity,
    /// What follows in the cluster.
    pub effect: &'static str,
}

/// Reports each name of references that no object has and that is a typo of one next to the object;
/// with `--complete`, every name that no object has.
pub fn report_unknown<'a>(
    references: impl IntoIterator<Item = Reference<'a>>,
    unknown: UnknownName,
    cx: &mut Context<'a>,
) {
    let mut named: IndexMap<(&'static str, &'a str), Vec<Place<'a>>> = IndexMap::new();
    for reference in references {
        named.entry((reference.kind, reference.name())).or_default().push(reference.place());
    }
    for ((kind, _), places) in &named {
        let is_other = |name: &str| named.contains_key(&(*kind, name));
        report_name(kind, places, &is_other, None, unknown, cx);
    }
}

/// As [`report_unknown`], of one name.
pub fn report_unknown_name<'a>(
    kind: &str,
    place: Place<'a>,
    unknown: UnknownName,
    cx: &mut Context<'a>,
) {
    report_name(kind, &[place], &|_| false, None, unknown, cx);
}

/// As [`report_unknown_name`]; `guess` is the object that was meant, unless one is called alike.
pub fn report_unknown_or<'a>(
    kind: &str,
    place: Place<'a>,
    guess: Option<&'a Object>,
    unknown: UnknownName,
    cx: &mut Context<'a>,
) {
    report_name(kind, &[place], &|_| false, guess, unknown, cx);
}

/// The only object of a kind in the file of another that may be meant, where a name is the start
/// of the other one: `web` for `web-api`.
pub fn only_in_file<'a>(
    place: Place<'a>,
    kind: &str,
    may_be: &dyn Fn(&Object) -> bool,
    cx: &Context<'a>,
) -> Option<&'a Object> {
    let (object, wanted) = (place.object(), place.str());
    let here = |other: &Object| other.source == object.source && may_be(other);
    let [only] = cx.workspace.seen_of_kind(object, kind, &here)[..] else { return None };
    let written = cx.workspace.written_name(only);
    let extends = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-') && !short.is_empty())
    };
    (extends(wanted, written) || extends(written, wanted)).then_some(only)
}

/// As [`report_unknown`], of one name at one or more places.
pub fn report_unknown_places<'a>(
    kind: &str,
    places: &[Place<'a>],
    unknown: UnknownName,
    cx: &mut Context<'a>,
) {
    report_name(kind, places, &|_| false, None, unknown, cx);
}

/// Reports one name. `guess` is what was meant if nothing is called alike. `is_other` are names of the kind that the same object refers to: most names
/// that both occur in it are different on purpose.
fn report_name<'a>(
    kind: &str,
    places: &[Place<'a>],
    is_other: &dyn Fn(&str) -> bool,
    guess: Option<&'a Object>,
    unknown: UnknownName,
    cx: &mut Context<'a>,
) {
    let Some((place, more)) = places.split_first() else { return };
    let (object, wanted) = (place.object(), place.str());
    if wanted.is_empty() || is_known(object, kind, wanted, cx) {
        return;
    }
    let workspace = cx.workspace;
    let meant = makers(kind)
        .find_map(|maker| workspace.find_similar(object, maker, wanted))
        .filter(|maker| maker.field("spec").at(&["target", "name"]).is_empty())
        .or_else(|| workspace.find_unused(object, kind, wanted))
        .or(guess)
        .filter(|meant| {
            let correct = workspace.written_name(meant);
            !is_other(correct) || is_plain_slip(wanted, correct)
        });
    // One of another namespace is reported as such.
    let is_silent =
        || !cx.settings.complete || workspace.find_elsewhere(object, kind, wanted).is_some();
    if meant.is_none() && is_silent() || is_made(kind, wanted, cx) {
        return;
    }
    let finding = cx.report(*place, text!("{} `{}` not found", name(kind), name(wanted)));
    match meant {
        Some(meant) => {
            let correct = workspace.written_name(meant);
            // With another name or namespace it would be another object.
            let renames = |place: &Place<'a>| place.path().starts_with("metadata.name");
            let edits = places.iter().filter(|place| !renames(place));
            let edits = edits.filter_map(|place| place.set(&scalar(correct)));
            finding
                .related(meant.place().at(&["metadata", "name"]), "a similar name is defined here")
                .help(text!("did you mean `{}`?", name(correct)))
                .fix(Safety::Unsafe, text!("write `{}`", name(correct)), edits);
        }
        None => {
            finding.severity(unknown.severity).help(unknown.effect);
        }
    }
    for place in more.iter().take(SHOWN) {
        finding.related(*place, "also used here");
    }
}

/// Whether a name is so near to another that both can hardly be names: a letter inside of it is too
/// many, missing or swapped.
fn is_plain_slip(wanted: &str, correct: &str) -> bool {
    let longer = wanted.starts_with(correct) || correct.starts_with(wanted);
    !longer && similar::is_slip(wanted, correct)
}

/// Whether something has a name, or may get it from the cluster or from what others make.
pub fn exists(from: &Object, kind: &str, wanted: &str, cx: &Context<'_>) -> bool {
    is_known(from, kind, wanted, cx) || is_made(kind, wanted, cx)
}

fn is_known(from: &Object, kind: &str, wanted: &str, cx: &Context<'_>) -> bool {
    cx.settings.is_external(kind, from.namespace.as_deref(), wanted)
        || is_in_every_cluster(kind, wanted)
        || cx.workspace.is_named_anywhere(from, kind, wanted)
        || kind == "PersistentVolumeClaim" && cx.workspace.is_made_claim(from, wanted)
}

/// Whether a custom resource makes an object of a name.
fn is_made(kind: &str, wanted: &str, cx: &Context<'_>) -> bool {
    let made = matches!(kind, "ConfigMap" | "Secret" | "ServiceAccount" | "PersistentVolumeClaim");
    made && cx.workspace.mentions(wanted) > 0
}

/// The kinds of objects of which each makes one of a kind with its own name.
fn makers(kind: &str) -> impl Iterator<Item = &str> {
    let others: &[&str] = if kind == "Secret" { &["SealedSecret", "ExternalSecret"] } else { &[] };
    std::iter::once(kind).chain(others.iter().copied())
}

fn is_in_every_cluster(kind: &str, name: &str) -> bool {
    let known: &[&str] = match kind {
        "ConfigMap" => &["kube-root-ca.crt", "openshift-service-ca.crt"],
        "PriorityClass" => &["system-cluster-critical", "system-node-critical"],
        "Service" => &["kubernetes"],
        "ServiceAccount" => &["default"],
        _ => &[],
    };
    known.contains(&name)
}
