//! Reviews, which are answered and not stored
//! (`pkg/apis/authorization/validation/validation.go`).

use super::{Checker, names};
use crate::{code, model::Place, text};

pub(super) fn subject_access<'a>(review: Place<'a>, cx: &mut Checker<'a>) {
    subject(review, cx);
    attributes(review.get("spec"), cx);
    empty_metadata(review.get("metadata"), &[], cx);
}

pub(super) fn self_subject_access<'a>(review: Place<'a>, cx: &mut Checker<'a>) {
    attributes(review.get("spec"), cx);
    empty_metadata(review.get("metadata"), &[], cx);
}

pub(super) fn local_subject_access<'a>(review: Place<'a>, cx: &mut Checker<'a>) {
    subject(review, cx);
    let spec = review.get("spec");
    attributes(spec, cx);
    let metadata = review.get("metadata");
    empty_metadata(metadata, &["namespace"], cx);
    let (own, asked) = (metadata.get("namespace"), spec.get("resourceAttributes").get("namespace"));
    let wanted = if own.is_empty() { "default" } else { own.str() };
    if spec.get("resourceAttributes").is_set() && asked.str() != wanted {
        let message = text!("`namespace` must be `{}`, that of the review", names::shown(wanted));
        cx.invalid(code::INVALID_REVIEW_OBJECT, asked, message)
            .path("spec.resourceAttributes.namespace");
    }
    let other = spec.get("nonResourceAttributes");
    if other.is_set() {
        let message = "`nonResourceAttributes` is not allowed in a LocalSubjectAccessReview";
        cx.invalid(code::INVALID_REVIEW_OBJECT, other, message).help("use a SubjectAccessReview");
    }
}

/// Without a token there is nothing to check (`registry/authentication/tokenreview/storage.go`).
pub(super) fn token<'a>(review: Place<'a>, cx: &mut Checker<'a>) {
    cx.require(code::INVALID_REVIEW_OBJECT, review.get("spec").get("token"));
}

fn subject<'a>(review: Place<'a>, cx: &mut Checker<'a>) {
    let spec = review.get("spec");
    if spec.get("user").is_empty() && spec.get("groups").is_empty() {
        cx.invalid(
            code::INVALID_REVIEW_OBJECT,
            spec.get("user"),
            "review has neither `user` nor `groups`",
        );
    }
}

/// Exactly one kind of attributes. From 1.37 on the server names `spec`, before it one of the two.
fn attributes<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (resource, url) = (spec.get("resourceAttributes"), spec.get("nonResourceAttributes"));
    let path = |place: Place<'a>| match cx.version.since(37) {
        true => spec.path(),
        false => place.path(),
    };
    match (resource.is_set(), url.is_set()) {
        (true, true) => {
            let (message, path) =
                ("`resourceAttributes` and `nonResourceAttributes` cannot be combined", path(url));
            cx.invalid(code::INVALID_REVIEW_OBJECT, url, message)
                .path(path)
                .related(resource, "`resourceAttributes` is set here");
        }
        (false, false) => {
            let message = "review has neither `resourceAttributes` nor `nonResourceAttributes`";
            let path = path(resource);
            cx.invalid(code::INVALID_REVIEW_OBJECT, resource, message).path(path);
        }
        _ => {}
    }
    for (field, keys) in
        [("fieldSelector", None), ("labelSelector", Some(names::qualified_name as fn(&str) -> _))]
    {
        selector(resource.get(field), keys, cx);
    }
}

/// Requirements or the raw text of a selector. Unknown operators are left to newer servers.
fn selector<'a>(
    selector: Place<'a>,
    keys: Option<fn(&str) -> names::FormatResult>,
    cx: &mut Checker<'a>,
) {
    if !selector.is_set() {
        return;
    }
    let (raw, requirements) = (selector.get("rawSelector"), selector.get("requirements"));
    match (raw.is_empty(), requirements.is_empty()) {
        (false, false) => {
            cx.invalid(
                code::INVALID_REVIEW_OBJECT,
                raw,
                "`rawSelector` and `requirements` cannot be combined",
            );
        }
        (true, true) => {
            let message = "selector has neither `requirements` nor `rawSelector`";
            cx.required(code::INVALID_REVIEW_OBJECT, requirements, message);
        }
        _ => {}
    }
    for requirement in requirements.items() {
        let (key, values) = (requirement.get("key"), requirement.get("values"));
        match keys {
            Some(format) => {
                cx.format(code::INVALID_REVIEW_OBJECT, key, format);
            }
            None => {
                cx.require(code::INVALID_REVIEW_OBJECT, key);
            }
        }
        match requirement.get("operator").str() {
            "In" | "NotIn" if values.is_empty() => {
                cx.required(code::INVALID_REVIEW_OBJECT, values, "this operator requires `values`");
            }
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                cx.forbidden(
                    code::INVALID_REVIEW_OBJECT,
                    values,
                    "this operator does not allow `values`",
                );
            }
            _ => {}
        }
        // Only a label's values have a format.
        if keys.is_some() {
            for value in values.items().filter(|value| value.text().is_some()) {
                cx.format(code::INVALID_REVIEW_OBJECT, value, names::label_value);
            }
        }
    }
}

/// What the server clears before it looks (`WipeObjectMetaSystemFields`).
const WIPED: [&str; 6] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "managedFields",
    "selfLink",
    "uid",
];

/// Reviews have no metadata of their own.
fn empty_metadata<'a>(metadata: Place<'a>, allowed: &[&str], cx: &mut Checker<'a>) {
    let filled = metadata.entries().find(|(key, value)| {
        let zero = value.is_empty() || value.int() == Some(0);
        !WIPED.contains(key) && !allowed.contains(key) && !zero
    });
    if let Some((key, value)) = filled {
        let message =
            text!("`metadata.{}` is not allowed in a review", text::key(names::shown(key)));
        cx.invalid(code::INVALID_REVIEW_OBJECT, value, message).path("metadata");
    }
}
