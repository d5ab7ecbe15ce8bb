//! A label of Pod Security with a level or version that there is not.

use k8s_openapi::api::core::v1::Namespace;

use crate::{
    rules::prelude::*,
    validate::{
        Reason,
        pod_security::{Edition, Level, Mode},
    },
};

pub(super) static RULE: Rule = Rule {
    code: "KV2014",
    name: "invalid-pod-security-label",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("invalid_pod_security_label.md"),
    check: &Objects::<Namespace>(check),
};

fn check<'a>(namespace: At<'a, Namespace>, cx: &mut Context<'a>) {
    let judged = cx.settings.cluster.pod_security.is_some();
    let labels = namespace.field("metadata").get("labels");
    for mode in Mode::ALL {
        let (level, edition) = mode.labels();
        let faults = [
            (level, labels.get(level).text().map(|text| text.parse::<Level>().err())),
            (edition, labels.get(edition).text().map(|text| text.parse::<Edition>().err())),
        ];
        for (key, why) in faults {
            let Some(Some(why)) = why else { continue };
            let place = labels.get(key);
            let message = format!("`{}` {why}", place.str());
            let known = ["privileged", "baseline", "restricted"];
            let help = match near::nearest(place.str(), known) {
                Some(near) if key == level => format!("did you mean `{near}`?"),
                _ => "the Pod Security plugin, on by default, refuses the Namespace".to_owned(),
            };
            let finding = cx.report(place, message);
            finding.help(help).path(format!("metadata.labels[{key}]"));
            finding.reason = judged.then_some(Reason::Invalid);
        }
    }
}
