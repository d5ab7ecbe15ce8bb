//! A Secret whose values are written in a manifest.

use k8s_openapi::api::core::v1::Secret;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_IN_MANIFEST,
        name: "secret-in-manifest",
        title: "Secret in the manifests",
        aliases: &["kubescape:C-0208"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("secret_in_manifest.md"),
    },
    check: &Objects::<Secret>(check),
};

fn check<'a>(secret: At<'a, Secret>, cx: &mut Context<'a>) {
    let is_encrypted = secret.place().get("sops").is_present();
    let of_server = secret.type_.as_deref() == Some("kubernetes.io/service-account-token");
    let fields = [secret.field("data"), secret.field("stringData")];
    let written = |place: &Place<'a>| place.entries().any(|(_, value)| !value.is_empty());
    if let Some(place) = fields.into_iter().find(written)
        && !is_encrypted
        && !of_server
    {
        cx.report(place, "the values of this Secret are in the manifest")
            .help("let a controller create it from a secret store, or encrypt it");
    }
}
