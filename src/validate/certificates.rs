//! Certificate requests and trust bundles (`pkg/apis/certificates/validation/validation.go`,
//! `pkg/apis/core/validation/names.go`). Signatures are not checked.

use std::collections::BTreeSet;

use super::{Checker, Reason, meta, names};
use crate::{
    model::{Place, value::pem},
    syntax::base64,
};

/// `invalid-certificate-request`
const CERTIFICATE: &str = "KV2522";

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
    cx.require(CERTIFICATE, usages);
    for usage in usages.items() {
        cx.must_be_one_of(CERTIFICATE, usage, &USAGES);
    }
    cx.unique(CERTIFICATE, usages.items());
    let signer = spec.get("signerName");
    if signer.str() == "kubernetes.io/legacy-unknown" {
        cx.invalid(CERTIFICATE, signer, "this signer is not for certificates.k8s.io/v1");
    } else {
        signer_name(signer, cx);
    }
    cx.within(CERTIFICATE, spec.get("expirationSeconds"), 600..);
}

/// A PEM block of a request; what is in it is looked at from outside only.
fn pkcs10<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let Some(bytes) = base64::decode(request.str()) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let sound = pem::blocks(&text)
        .next()
        .is_some_and(|block| block.label == "CERTIFICATE REQUEST" && block.is_sequence());
    if !sound {
        cx.invalid(CERTIFICATE, request, "`request` holds no certificate request in PEM form")
            .help("write the output of: base64 -w0 request.csr");
    }
}

/// A domain and one path behind it, each made of DNS names (`ValidateSignerName`).
fn signer_name<'a>(signer: Place<'a>, cx: &mut Checker<'a>) {
    const ALLOWED: &str = "write a domain, `/` and a name: example.com/my-signer";
    if !cx.require(CERTIFICATE, signer) {
        return;
    }
    let text = signer.str();
    let fault = match text.split_once('/') {
        Some((domain, path)) if !path.contains('/') => {
            if domain.len() > 253 || text.len() > 253 + 1 + 253 + 63 + 1 {
                cx.refuse(CERTIFICATE, Reason::TooLong, signer, "the signer's name is too long");
            }
            domain
                .split('.')
                .find_map(|label| names::dns_label(label).err())
                .or_else(|| path.split('.').find_map(|label| names::dns_subdomain(label).err()))
                .map(|fault| fault.what)
                .or_else(|| (!domain.contains('.')).then(|| "has a domain of one part".to_owned()))
        }
        _ => Some("is no domain with one path behind it".to_owned()),
    };
    if let Some(what) = fault.filter(|_| signer.text().is_some()) {
        let message = format!("signer `{}` {what}", names::shown(text));
        cx.invalid(CERTIFICATE, signer, message).help(ALLOWED);
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
        cx.not_longer(CERTIFICATE, anchors, 1 << 20);
        return;
    }
    let mut seen = BTreeSet::new();
    for block in pem::blocks(anchors.str()) {
        let message = if block.label != "CERTIFICATE" {
            format!("the bundle has a block of a {}", names::shown(block.label))
        } else if block.headers {
            "a certificate of the bundle has headers".to_owned()
        } else if !block.is_sequence() {
            "a certificate of the bundle cannot be read".to_owned()
        } else if !seen.insert(block.bytes) {
            "a certificate stands twice in the bundle".to_owned()
        } else {
            continue;
        };
        cx.invalid(CERTIFICATE, anchors, message);
        return;
    }
    if seen.is_empty() && anchors.text().is_some() {
        cx.invalid(CERTIFICATE, anchors, "the bundle has no certificate");
    }
}

/// A bundle of a signer has the signer's name in front of its own.
fn bundle_name<'a>(name: Place<'a>, signer: Place<'a>, cx: &mut Checker<'a>) {
    if name.is_empty() || signer.is_empty() {
        return;
    }
    let prefix = format!("{}:", signer.str().replace('/', ":"));
    match name.str().strip_prefix(&prefix) {
        Some(rest) => {
            cx.format_of(CERTIFICATE, name, rest, names::dns_subdomain);
        }
        None => {
            let message = format!("the name must begin with `{}`", names::shown(&prefix));
            cx.invalid(CERTIFICATE, name, message).related(signer, "the bundle's signer");
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
        cx.format(CERTIFICATE, spec.get(field), names::dns_subdomain);
        let uid = spec.get(id);
        if uid.is_empty() {
            cx.invalid(CERTIFICATE, uid, format!("`{id}` is missing"));
        }
        cx.not_longer(CERTIFICATE, uid, 128);
    }
    let life = spec.get("maxExpirationSeconds");
    let domain = spec.get("signerName").str().split('/').next().unwrap_or("");
    let own = domain == "kubernetes.io" || domain.ends_with(".kubernetes.io");
    cx.within(CERTIFICATE, life, 3_600..=if own { 86_400 } else { 7_862_400 });
}
