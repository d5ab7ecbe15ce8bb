//! Projected volumes (`validateProjectionSources`).

use super::{
    paths::local_path,
    signer,
    volume_files::{downward_file, key_to_path, mode, user},
};
use crate::{
    code,
    model::{Place, first_seen::FirstSeen, gates},
    text,
    validate::{
        Checker, meta,
        names::{self, shown},
    },
};

pub(super) fn projected<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    mode(source.get("defaultMode"), cx);
    user(source.get("defaultUser"), cx);
    let mut paths = FirstSeen::new();
    for entry in source.get("sources").items() {
        let written = sources_of(entry, cx);
        for kind in &written {
            match kind.name().as_str() {
                "secret" | "configMap" => {
                    required_name(*kind, cx);
                    for item in kind.get("items").items() {
                        key_to_path(item, cx);
                        unique_path(item.get("path"), source, &mut paths, cx);
                    }
                }
                "downwardAPI" => {
                    for file in kind.get("items").items() {
                        downward_file(file, *kind, cx);
                        unique_path(file.get("path"), source, &mut paths, cx);
                    }
                }
                "serviceAccountToken" => token(*kind, source, cx),
                "clusterTrustBundle" => {
                    trust_bundle(*kind, cx);
                    unique_path(kind.get("path"), source, &mut paths, cx);
                }
                _ => pod_certificate(*kind, source, &mut paths, cx),
            }
        }
        if let [first, second, ..] = written.as_slice() {
            cx.forbidden(
                code::INVALID_PROJECTED_VOLUME,
                *second,
                "item of a projected volume has two sources",
            )
            .path(entry.path())
            .related(*first, "first source")
            .help("make a separate item of each source");
        }
    }
}

/// The sources of an item, in the server's order; those behind a feature gate that is off are
/// dropped.
fn sources_of<'a>(entry: Place<'a>, cx: &Checker<'a>) -> Vec<Place<'a>> {
    let kinds = [
        ("secret", true),
        ("configMap", true),
        ("downwardAPI", true),
        ("serviceAccountToken", true),
        ("clusterTrustBundle", cx.version.enables(gates::CLUSTER_TRUST_BUNDLE_PROJECTION)),
        ("podCertificate", cx.version.enables(gates::POD_CERTIFICATE_REQUEST)),
    ];
    let kept = kinds.iter().filter(|(_, is_known)| *is_known);
    kept.map(|(kind, _)| entry.get(kind)).filter(|place| place.is_set()).collect()
}

fn required_name<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let name = source.get("name");
    if name.is_empty() {
        let kind = if source.name() == "secret" { "Secret" } else { "ConfigMap" };
        cx.required(
            code::INVALID_PROJECTED_VOLUME,
            name,
            text!("projected {} has no `name`", text::name(kind)),
        );
    }
}

/// Two files of a projected volume on one path; the server names the volume.
fn unique_path<'a>(
    path: Place<'a>,
    source: Place<'a>,
    paths: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    if path.is_empty() {
        return;
    }
    if let Some(first) = paths.earlier(path.str(), path) {
        let message = text!("two files are projected to `{}`", shown(path.str()));
        cx.invalid(code::INVALID_PROJECTED_VOLUME, path, message)
            .path(source.path())
            .related(first, "first used here");
    }
}

/// A token of the pod's account; the server reports its path as one of the volume.
fn token<'a>(token: Place<'a>, source: Place<'a>, cx: &mut Checker<'a>) {
    let life = token.get("expirationSeconds");
    if let Some(seconds) = life.int().filter(|life| *life < 600) {
        let message = text!("`expirationSeconds` must be at least 600, but is {}", seconds);
        cx.invalid(code::INVALID_PROJECTED_VOLUME, life, message);
    }
    cx.within(code::INVALID_PROJECTED_VOLUME, life, ..=1_i64 << 32);
    let (path, reported) = (token.get("path"), format!("{}.path", source.path()));
    if path.is_empty() {
        cx.required(code::INVALID_PROJECTED_VOLUME, path, "projected token has no `path`")
            .path(reported);
    } else {
        local_path(path, &reported, cx);
    }
    user(token.get("user"), cx);
}

/// Certificates of one bundle, or of all bundles of a signer that are selected.
fn trust_bundle<'a>(bundle: Place<'a>, cx: &mut Checker<'a>) {
    let (name, signer) = (bundle.get("name"), bundle.get("signerName"));
    let selector = bundle.get("labelSelector");
    match (name.is_set(), signer.is_set()) {
        (true, true) => {
            let message = "`name` and `signerName` cannot be combined";
            cx.invalid(code::INVALID_PROJECTED_VOLUME, signer, message)
                .path(bundle.path())
                .related(name, "`name` is set here")
                .help("keep one of them");
        }
        (true, false) => {
            cx.require(code::INVALID_PROJECTED_VOLUME, name);
            let own = name.str().rsplit(':').next().unwrap_or_default();
            cx.format_of(code::INVALID_PROJECTED_VOLUME, name, own, names::dns_subdomain);
            if selector.is_set() {
                let message = "`labelSelector` is not allowed with `name`";
                cx.invalid(code::INVALID_PROJECTED_VOLUME, selector, message)
                    .help("remove it, or use `signerName` instead of `name`");
            }
        }
        (false, true) => {
            signer::signer_name(code::INVALID_PROJECTED_VOLUME, signer, cx);
            meta::label_selector(selector, cx);
        }
        (false, false) => {
            let message = "`clusterTrustBundle` has neither `name` nor `signerName`";
            cx.required(code::INVALID_PROJECTED_VOLUME, bundle, message)
                .help("name a ClusterTrustBundle, or a signer whose bundles are combined");
        }
    }
    let path = bundle.get("path");
    cx.require(code::INVALID_PROJECTED_VOLUME, path);
    user(bundle.get("user"), cx);
    local_path(path, &path.path(), cx);
}

const KEY_TYPES: [&str; 6] =
    ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];

/// A key and the certificate that a signer issues for it, in one file or in two.
fn pod_certificate<'a>(
    certificate: Place<'a>,
    source: Place<'a>,
    paths: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    let name = certificate.get("signerName");
    signer::signer_name(code::INVALID_PROJECTED_VOLUME, name, cx);
    signer::user_annotations(certificate.get("userAnnotations"), cx);
    user(certificate.get("user"), cx);
    cx.must_be_one_of(code::INVALID_PROJECTED_VOLUME, certificate.get("keyType"), &KEY_TYPES);
    let life = certificate.get("maxExpirationSeconds");
    cx.within(code::INVALID_PROJECTED_VOLUME, life, signer::lifetimes(name.str()));
    let files = ["credentialBundlePath", "keyPath", "certificateChainPath"];
    let written = files.map(|file| certificate.get(file));
    for path in written.into_iter().filter(|path| !path.is_empty()) {
        local_path(path, &path.path(), cx);
        unique_path(path, source, paths, cx);
    }
    if written.iter().all(|path| path.is_empty()) {
        let message = "`podCertificate` has no path to write to";
        cx.required(code::INVALID_PROJECTED_VOLUME, certificate, message)
            .help("set `credentialBundlePath`, or `keyPath` and `certificateChainPath`");
    }
}
