//! A text that has the format of a known credential.

use super::formats;
use crate::{rules::prelude::*, syntax::tree::Node};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CREDENTIAL_LITERAL,
        name: "credential-literal",
        title: "Credential in plain text",
        aliases: &[
            "datree:ALL_EXPOSED_SECRET_AWS",
            "datree:ALL_EXPOSED_SECRET_BITBUCKET",
            "datree:ALL_EXPOSED_SECRET_DATADOG",
            "datree:ALL_EXPOSED_SECRET_GCP",
            "datree:ALL_EXPOSED_SECRET_GITHUB",
            "datree:ALL_EXPOSED_SECRET_GITLAB",
            "datree:ALL_EXPOSED_SECRET_HEROKU",
            "datree:ALL_EXPOSED_SECRET_JWT",
            "datree:ALL_EXPOSED_SECRET_LAUNCHDARKLY",
            "datree:ALL_EXPOSED_SECRET_NEWRELIC",
            "datree:ALL_EXPOSED_SECRET_NPM",
            "datree:ALL_EXPOSED_SECRET_OKTA",
            "datree:ALL_EXPOSED_SECRET_PRIVATEKEY",
            "datree:ALL_EXPOSED_SECRET_STRIPE",
            "datree:ALL_EXPOSED_SECRET_SUMOLOGIC",
            "datree:ALL_EXPOSED_SECRET_TERRAFORM",
            "datree:ALL_EXPOSED_SECRET_TWILIO",
            "datree:ALL_EXPOSED_SECRET_VAULT",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("credential_literal.md"),
    },
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    // Most objects hold none, and a walk over nodes is quicker than one over places.
    let long = object.node().inside().filter(|node| node.span().len() >= formats::SHORTEST);
    let mut texts = long.filter_map(Node::as_str);
    // A Secret is where it belongs, and a definition has descriptions and no values.
    let is_other = !matches!(object.gvk.kind.as_str(), "Secret" | "CustomResourceDefinition");
    if !is_other || !texts.any(|text| formats::credential(text).is_some()) {
        return;
    }
    let mut open = vec![object.place()];
    while let Some(place) = open.pop() {
        open.extend(place.items());
        open.extend(place.entries().map(|(_, value)| value));
        let Some(what) = place.text().and_then(formats::credential) else { continue };
        cx.report(place, text!("this is {}", name(what)))
            .help("revoke it, and put the new one into a Secret");
    }
}
