//! A label of Pod Security with a level or version that there is not.

use k8s_openapi::api::core::v1::Namespace;

use crate::{
    rules::prelude::*,
    validate::{Reason, pod_security},
};

pub(super) static RULE: Rule = Rule {
    code: "KV2014",
    name: "invalid-pod-security-label",
    title: "Invalid Pod Security label",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("invalid_pod_security_label.md"),
    check: &Objects::<Namespace>(check),
};

fn check<'a>(namespace: At<'a, Namespace>, cx: &mut Context<'a>) {
    let judged = cx.settings.cluster.pod_security.is_some();
    let labels = namespace.field("metadata").get("labels");
    for (key, why) in pod_security::wrong_labels(labels) {
        let place = labels.get(key);
        let near = near::nearest(place.str(), ["privileged", "baseline", "restricted"]);
        let help = match near.filter(|_| !key.ends_with("-version")) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the Pod Security plugin, on by default, refuses the Namespace".to_owned(),
        };
        let finding = cx.report(place, format!("`{}` {why}", place.str()));
        finding.help(help).path(format!("metadata.labels[{key}]"));
        let version = place.str().starts_with("1.").then(|| format!("v{}", place.str()));
        let meant = if key.ends_with("-version") { version } else { near.map(str::to_owned) };
        if let Some(meant) = meant {
            finding.fix(Safety::Unsafe, format!("write {meant}"), place.set(&meant));
        }
        finding.reason = judged.then_some(Reason::Invalid);
    }
}
