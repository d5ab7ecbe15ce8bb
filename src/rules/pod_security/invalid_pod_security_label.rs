//! A label of Pod Security with an invalid level or version.

use k8s_openapi::api::core::v1::Namespace;

use crate::{
    rules::prelude::*,
    validate::{Reason, pod_security},
};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_POD_SECURITY_LABEL,
        name: "invalid-pod-security-label",
        title: "Invalid Pod Security label",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_pod_security_label.md"),
    },
    check: &Objects::<Namespace>(check),
};

fn check<'a>(namespace: At<'a, Namespace>, cx: &mut Context<'a>) {
    let validated = cx.settings.cluster.pod_security.is_some();
    let labels = namespace.field("metadata").get("labels");
    for (key, why) in pod_security::wrong_labels(labels) {
        let place = labels.get(key);
        let similar = similar::nearest(place.str(), ["privileged", "baseline", "restricted"]);
        let is_version = key.ends_with("-version");
        let version = place.str().starts_with("1.").then(|| format!("v{}", place.str()));
        let meant = if is_version { version } else { similar.map(str::to_owned) };
        let what = name(if is_version { "version" } else { "level" });
        let message = text!("`{}` is not a valid {}: {}", place.str(), what, Text::from(why));
        let finding = cx.report(place, message);
        finding.path(format!("metadata.labels[{key}]"));
        if let Some(meant) = meant {
            finding.help(text!("did you mean `{}`?", meant));
            finding.fix(Safety::Unsafe, text!("write `{}`", meant), place.set(&meant));
        } else {
            finding.help("Pod Security admission, enabled by default, rejects the Namespace");
        }
        finding.reason = validated.then_some(Reason::Invalid);
    }
}
