//! Certificate requests and trust bundles (`pkg/apis/certificates/validation/validation.go`,
//! `pkg/apis/core/validation/names.go`). Signatures are not checked.

use std::collections::BTreeSet;

use super::{Checker, Reason, meta, names};
use crate::{
    code,
    model::{Place, value::pem},
    syntax::base64,
    text,
    text::Text,
};

const USAGES: [&str; 23] = [
    "signing",
    "digital signature",
    "content commitment",
    "key encipherment",
    "key agreement",
    "data encipherment",
    "cert sign",
    "crl sign",
    "encipher only",
    "decipher only",
    "any",
    "server auth",
    "client auth",
    "code signing",
    "email protection",
    "s/mime",
    "ipsec end system",
    "ipsec tunnel",
    "ipsec user",
    "timestamping",
    "ocsp signing",
    "microsoft sgc",
    "netscape sgc",
];

pub(super) fn signing_request<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let spec = request.get("spec");
    pkcs10(spec.get("request"), cx);
    let usages = spec.get("usages");
    cx.require(code::INVALID_CERTIFICATE_REQUEST, usages);
    for usage in usages.items() {
        cx.must_be_one_of(code::INVALID_CERTIFICATE_REQUEST, usage, &USAGES);
    }
    cx.unique(code::INVALID_CERTIFICATE_REQUEST, usages.items());
    let signer = spec.get("signerName");
    if signer.str() == "kubernetes.io/legacy-unknown" {
        cx.invalid(
            code::INVALID_CERTIFICATE_REQUEST,
            signer,
            "signer `kubernetes.io/legacy-unknown` is not allowed",
        );
    } else {
        signer_name(signer, cx);
    }
    cx.within(code::INVALID_CERTIFICATE_REQUEST, spec.get("expirationSeconds"), 600..);
}

/// A PEM block of a request; its content is not checked.
fn pkcs10<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let Some(bytes) = base64::decode(request.str()) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let sound = pem::blocks(&text)
        .next()
        .is_some_and(|block| block.label == "CERTIFICATE REQUEST" && block.is_sequence());
    if !sound {
        cx.invalid(
            code::INVALID_CERTIFICATE_REQUEST,
            request,
            "`request` contains no CERTIFICATE REQUEST block in PEM form",
        )
        .help("write the output of `base64 -w0 request.csr`");
    }
}

/// A domain followed by one path, each made of DNS names (`ValidateSignerName`).
fn signer_name<'a>(signer: Place<'a>, cx: &mut Checker<'a>) {
    const ALLOWED: &str = "write a domain, `/` and a name, such as example.com/my-signer";
    if !cx.require(code::INVALID_CERTIFICATE_REQUEST, signer) {
        return;
    }
    let text = signer.str();
    let fault = match text.split_once('/') {
        Some((domain, path)) if !path.contains('/') => {
            if domain.len() > 253 || text.len() > 253 + 1 + 253 + 63 + 1 {
                cx.refuse(
                    code::INVALID_CERTIFICATE_REQUEST,
                    Reason::TooLong,
                    signer,
                    "signer name is too long",
                );
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
        cx.invalid(code::INVALID_CERTIFICATE_REQUEST, signer, message).help(ALLOWED);
    }
}

pub(super) fn trust_bundle<'a>(bundle: Place<'a>, cx: &mut Checker<'a>) {
    let spec = bundle.get("spec");
    let (name, signer) = (bundle.get("metadata").get("name"), spec.get("signerName"));
    bundle_name(name, signer, cx);
    if !signer.is_empty() {
        signer_name(signer, cx);
    }
    let anchors = spec.get("trustBundle");
    if anchors.str().len() > 1 << 20 {
        cx.not_longer(code::INVALID_CERTIFICATE_REQUEST, anchors, 1 << 20);
        return;
    }
    let mut seen = BTreeSet::new();
    for block in pem::blocks(anchors.str()) {
        let message = if block.label != "CERTIFICATE" {
            text!("trust bundle contains a {} block", names::shown(block.label))
        } else if block.headers {
            text!("certificate in the trust bundle has headers")
        } else if !block.is_sequence() {
            text!("certificate in the trust bundle is malformed")
        } else if !seen.insert(block.bytes) {
            text!("trust bundle contains the same certificate twice")
        } else {
            continue;
        };
        cx.invalid(code::INVALID_CERTIFICATE_REQUEST, anchors, message);
        return;
    }
    if seen.is_empty() && anchors.text().is_some() {
        cx.invalid(
            code::INVALID_CERTIFICATE_REQUEST,
            anchors,
            "trust bundle contains no certificate",
        );
    }
}

/// The name of a bundle with a signer starts with the signer's name.
fn bundle_name<'a>(name: Place<'a>, signer: Place<'a>, cx: &mut Checker<'a>) {
    if name.is_empty() || signer.is_empty() {
        return;
    }
    let prefix = format!("{}:", signer.str().replace('/', ":"));
    match name.str().strip_prefix(&prefix) {
        Some(rest) => {
            cx.format_of(code::INVALID_CERTIFICATE_REQUEST, name, rest, names::dns_subdomain);
        }
        None => {
            let message = text!("name must start with `{}`", names::shown(&prefix));
            cx.invalid(code::INVALID_CERTIFICATE_REQUEST, name, message)
                .related(signer, "signer of the bundle");
        }
    }
}

pub(super) fn pod_certificate_request<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let spec = request.get("spec");
    signer_name(spec.get("signerName"), cx);
    let extra = spec.get("unverifiedUserAnnotations");
    meta::annotations(extra, Place::path, cx);
    for (field, id) in [
        ("podName", "podUID"),
        ("serviceAccountName", "serviceAccountUID"),
        ("nodeName", "nodeUID"),
    ] {
        cx.format(code::INVALID_CERTIFICATE_REQUEST, spec.get(field), names::dns_subdomain);
        let uid = spec.get(id);
        if uid.is_empty() {
            cx.invalid(
                code::INVALID_CERTIFICATE_REQUEST,
                uid,
                text!("`{}` is missing", text::name(id)),
            );
        }
        cx.not_longer(code::INVALID_CERTIFICATE_REQUEST, uid, 128);
    }
    let life = spec.get("maxExpirationSeconds");
    let domain = spec.get("signerName").str().split('/').next().unwrap_or("");
    let own = domain == "kubernetes.io" || domain.ends_with(".kubernetes.io");
    cx.within(
        code::INVALID_CERTIFICATE_REQUEST,
        life,
        3_600..=if own { 86_400 } else { 7_862_400 },
    );
}
