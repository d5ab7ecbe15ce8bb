//! Names of signers, and what is given to them (`pkg/apis/core/validation/names.go`).

use std::ops::RangeInclusive;

use crate::{
    code::{self, Code},
    model::Place,
    text,
    text::Text,
    validate::{Checker, Reason, meta, names},
};

/// A domain followed by one path, each made of DNS names (`ValidateSignerName`).
pub(in crate::validate) fn signer_name<'a>(code: Code, signer: Place<'a>, cx: &mut Checker<'a>) {
    const ALLOWED: &str = "write a domain, `/` and a name, such as example.com/my-signer";
    if !cx.require(code, signer) {
        return;
    }
    let text = signer.str();
    let fault = match text.split_once('/') {
        Some((domain, path)) if !path.contains('/') => {
            if domain.len() > 253 || text.len() > 253 + 1 + 253 + 63 + 1 {
                cx.refuse(code, Reason::TooLong, signer, "signer name is too long");
            }
            domain
                .split('.')
                .find_map(|label| names::dns_label(label).err())
                .or_else(|| path.split('.').find_map(|label| names::dns_subdomain(label).err()))
                .map(|fault| fault.what)
                .or_else(|| {
                    let is_short = !domain.contains('.');
                    is_short.then(|| Text::words("has a domain with a single part"))
                })
        }
        _ => Some(Text::words("is not a domain followed by one `/` and a name")),
    };
    if let Some(what) = fault.filter(|_| signer.text().is_some()) {
        let message = text!("signer `{}` {}", names::shown(text), what);
        cx.invalid(code, signer, message).help(ALLOWED);
    }
}

/// How long a certificate may be valid, in seconds: an hour to 91 days, or a day from a signer of
/// Kubernetes itself (`IsKubernetesSignerName`).
pub(in crate::validate) fn lifetimes(signer: &str) -> RangeInclusive<i64> {
    let domain = signer.split('/').next().unwrap_or_default();
    let is_own = domain == "kubernetes.io" || domain.ends_with(".kubernetes.io");
    3_600..=if is_own { 86_400 } else { 7_862_400 }
}

/// Annotations for a signer: each key has a domain (`ValidateUserAnnotations`,
/// `IsDomainPrefixedKey`). The server names the map.
pub(in crate::validate) fn user_annotations<'a>(annotations: Place<'a>, cx: &mut Checker<'a>) {
    meta::annotations(annotations, Place::path, cx);
    for (key, value) in annotations.entries() {
        if !key.contains('/') && names::annotation_key(key).is_ok() {
            let message = text!("annotation key `{}` has no domain", text::key(names::shown(key)));
            let cause =
                cx.invalid(code::INVALID_ANNOTATION, value, message).path(annotations.path());
            cause.help("write a domain and `/` before it, such as example.com/name").at =
                value.object().location(value.key_span());
        }
    }
}
