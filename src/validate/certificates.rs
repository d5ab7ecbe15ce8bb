//! Certificate requests and trust bundles (`pkg/apis/certificates/validation/validation.go`,
//! `pkg/apis/core/validation/names.go`, and the admission plugin of
//! `plugin/pkg/admission/certificates/subjectrestriction`). Signatures are not checked.

use std::collections::BTreeSet;

use super::{Checker, Reason, core::signer, names};
use crate::{
    code,
    model::{
        Place,
        value::{pem, x509},
    },
    syntax::base64,
    text,
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

/// Members of this group may do anything.
const ADMINISTRATORS: &str = "system:masters";

pub(super) fn signing_request<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let spec = request.get("spec");
    let signer = spec.get("signerName");
    pkcs10(spec.get("request"), signer, cx);
    let usages = spec.get("usages");
    cx.require(code::INVALID_CERTIFICATE_REQUEST, usages);
    for usage in usages.items() {
        cx.must_be_one_of(code::INVALID_CERTIFICATE_REQUEST, usage, &USAGES);
    }
    cx.unique(code::INVALID_CERTIFICATE_REQUEST, usages.items());
    if signer.str() == "kubernetes.io/legacy-unknown" {
        cx.invalid(
            code::INVALID_CERTIFICATE_REQUEST,
            signer,
            "signer `kubernetes.io/legacy-unknown` is not allowed",
        );
    } else {
        signer::signer_name(code::INVALID_CERTIFICATE_REQUEST, signer, cx);
    }
    cx.within(code::INVALID_CERTIFICATE_REQUEST, spec.get("expirationSeconds"), 600..);
}

/// A PEM block of a request. Of its content only the groups are checked: nobody gets a certificate
/// of the group of administrators (`Plugin.Validate`).
fn pkcs10<'a>(request: Place<'a>, signer: Place<'a>, cx: &mut Checker<'a>) {
    let Some(bytes) = base64::decode(request.str()) else { return };
    let text = String::from_utf8_lossy(&bytes);
    let block = pem::blocks(&text)
        .next()
        .filter(|block| block.label == "CERTIFICATE REQUEST" && block.is_sequence());
    if let Some(block) = block {
        let groups = x509::requested_organizations(&block.bytes).unwrap_or_default();
        if signer.str() == "kubernetes.io/kube-apiserver-client"
            && groups.contains(&ADMINISTRATORS.as_bytes())
        {
            let group = text::name(ADMINISTRATORS);
            cx.forbidden(
                code::INVALID_CERTIFICATE_REQUEST,
                request,
                text!("signer does not sign certificates of the group `{}`", group),
            )
            .related(signer, "signer of the request")
            .help("request the certificate of another group, and bind it to a ClusterRole");
        }
    } else {
        cx.invalid(
            code::INVALID_CERTIFICATE_REQUEST,
            request,
            "`request` contains no CERTIFICATE REQUEST block in PEM form",
        )
        .help("write the output of `base64 -w0 request.csr`");
    }
}

pub(super) fn trust_bundle<'a>(bundle: Place<'a>, cx: &mut Checker<'a>) {
    let spec = bundle.get("spec");
    let (name, signer) = (bundle.get("metadata").get("name"), spec.get("signerName"));
    bundle_name(name, signer, cx);
    if !signer.is_empty() {
        signer::signer_name(code::INVALID_CERTIFICATE_REQUEST, signer, cx);
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
    // An absent text is empty, and as such one without certificate.
    if seen.is_empty() && (anchors.text().is_some() || !anchors.is_set()) {
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

/// A request that the kubelet makes for a Pod (`ValidatePodCertificateRequestCreate`).
pub(super) fn pod_certificate_request<'a>(request: Place<'a>, cx: &mut Checker<'a>) {
    let spec = request.get("spec");
    let name = spec.get("signerName");
    signer::signer_name(code::INVALID_CERTIFICATE_REQUEST, name, cx);
    signer::user_annotations(spec.get("unverifiedUserAnnotations"), cx);
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
    cx.within(code::INVALID_CERTIFICATE_REQUEST, life, signer::lifetimes(name.str()));
    key_of_request(spec, cx);
}

/// The most bytes of a key, a request or a signature.
const MAX_KEY: usize = 10 * 1024;

/// What a certificate is requested for: a PKCS #10 request or, until 1.35 the only form, a public
/// key with a signature by its private key. Signatures are not verified.
fn key_of_request<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let pkcs10 = spec.get("stubPKCS10Request");
    let (key, proof) = (spec.get("pkixPublicKey"), spec.get("proofOfPossession"));
    match (pkcs10.is_empty(), key.is_empty(), proof.is_empty()) {
        (false, true, true) => der(pkcs10, "a PKCS #10 request", cx),
        (true, false, false) => der(key, "a PKIX public key", cx),
        _ if !cx.version.since(36) => der(key, "a PKIX public key", cx),
        _ => {
            let message = "spec must have either `stubPKCS10Request`, or `pkixPublicKey` and \
                           `proofOfPossession`";
            cx.invalid(code::INVALID_CERTIFICATE_REQUEST, spec, message);
        }
    }
}

/// Refuses what is not an ASN.1 sequence, which every key and request is.
fn der<'a>(place: Place<'a>, what: &'static str, cx: &mut Checker<'a>) {
    let bytes = base64::decode(place.str()).unwrap_or_default();
    if bytes.len() > MAX_KEY {
        let message = text!(
            "`{}` has {} bytes, at most {} are allowed",
            text::key(place.name()),
            text::name(bytes.len()),
            text::name(MAX_KEY)
        );
        cx.refuse(code::INVALID_CERTIFICATE_REQUEST, Reason::TooLong, place, message);
    } else if !pem::is_sequence(&bytes) {
        let message = text!("`{}` is not {}", text::key(place.name()), text::name(what));
        cx.invalid(code::INVALID_CERTIFICATE_REQUEST, place, message);
    }
}
