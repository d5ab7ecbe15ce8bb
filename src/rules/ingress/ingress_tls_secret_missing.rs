//! A TLS Secret whose name has a typo.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_TLS_SECRET_MISSING,
        name: "ingress-tls-secret-missing",
        title: "TLS Secret of an Ingress not found",
        aliases: &["monokle:LNK001"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_tls_secret_missing.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// Prefixes of annotations that ask a controller to make the Secret.
const ISSUERS: [&str; 3] = ["cert-manager.io/", "certmanager.k8s.io/", "kubernetes.io/tls-acme"];

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let object = ingress.object();
    let mut annotations = object.field("metadata").get("annotations").entries();
    if annotations.any(|(key, _)| ISSUERS.iter().any(|prefix| key.starts_with(prefix))) {
        return;
    }
    let effect = "without the Secret, controllers use a default certificate";
    let references = object.references_to(&["Secret"]);
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
