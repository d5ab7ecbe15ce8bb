//! Resources inside of resources (`apiserver/schema/objectmeta/validation.go`).

use super::{CustomSubject, fault::bracketed};
use crate::{
    code,
    model::{
        Place,
        custom::{EmbeddedResource, Step},
    },
    text,
    text::key,
    validate::{Reason, decode, meta, names},
};

/// Checks kind, version and metadata of a resource inside of another.
pub(super) fn check<'s>(resource: &EmbeddedResource<'s>, subject: &mut CustomSubject<'_, 's>) {
    for field in ["apiVersion", "kind"] {
        head(resource, field, subject);
    }
    let metadata = subject.place(&resource.path).get("metadata");
    if let Some(node) = metadata.node() {
        let (object, version) = (subject.cx.object, subject.cx.version);
        let faults = decode::metadata(node, object, version);
        faults.into_iter().for_each(|fault| subject.cx.push(fault));
    }
    meta::embedded(metadata, subject.cx);
}

fn head<'s>(
    resource: &EmbeddedResource<'s>,
    field: &'static str,
    subject: &mut CustomSubject<'_, 's>,
) {
    let at = [&resource.path[..], &[Step::Field(field)]].concat();
    let place = subject.place(&at);
    let (reason, code, message) = match place.node() {
        None if !place.is_present() => {
            (Reason::Required, code::MISSING_REQUIRED_FIELD, text!("`{}` is missing", key(field)))
        }
        Some(node) if node.as_str().is_none() => {
            let message = text!("`{}` must be a string", key(field));
            (Reason::WrongType, code::WRONG_TYPE, message)
        }
        _ => match fault(field, place) {
            Some(message) => (Reason::Invalid, code::CUSTOM_RESOURCE_SCHEMA, message),
            None => return,
        },
    };
    subject.refuse(code, reason, &at, bracketed(&at), message);
}

/// What is wrong with a version or kind.
fn fault(field: &str, place: Place<'_>) -> Option<text::Text> {
    let value = place.str();
    if value.is_empty() {
        return Some(text!("`{}` is empty", key(field)));
    }
    match field {
        "kind" => {
            let fault = names::dns_1035_label(&value.to_lowercase()).err()?;
            Some(text!("kind `{}` {}", names::shown(value), fault.what))
        }
        _ => (value.matches('/').count() > 1)
            .then(|| text!("`{}` is not a valid API version", names::shown(value))),
    }
}
