//! A TLS Secret without certificate or key.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_TLS_SECRET_WRONG_TYPE,
        name: "ingress-tls-secret-wrong-type",
        title: "TLS Secret without certificate or key",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_tls_secret_wrong_type.md"),
    },
    check: &Kinds(&["Ingress", "Gateway"], check),
};

const KEYS: [&str; 2] = ["tls.crt", "tls.key"];

/// What Istio reads as well.
const OTHERS: [&str; 2] = ["cert", "key"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let references: Vec<Reference<'a>> = match object.gvk.kind.as_str() {
        "Ingress" => object.references_to(&["Secret"]),
        "Gateway" => Reference::of_listeners(object),
        _ => return,
    };
    for reference in references {
        let Some(known) = cx.workspace.keys_meant(reference) else { continue };
        let Some(missing) = KEYS.into_iter().find(|key| !known.contains(key)) else { continue };
        let has_others = OTHERS.iter().all(|key| known.contains(key));
        if has_others || cx.workspace.is_filled_by_others(reference) {
            continue;
        }
        let secret = cx.workspace.find(object, "Secret", reference.name());
        let message = text!("Secret `{}` has no key `{}`", name(reference.name()), name(missing));
        let finding = cx.report(reference.place(), message);
        finding.help("create it with `kubectl create secret tls`");
        if let Some(secret) = secret {
            finding.related(secret.place().at(&["metadata", "name"]), "the Secret");
        }
    }
}
