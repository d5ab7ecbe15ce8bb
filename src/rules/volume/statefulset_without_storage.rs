//! A StatefulSet without volumes of its own.

use k8s_openapi::api::apps::v1::StatefulSet;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STATEFULSET_WITHOUT_STORAGE,
        name: "statefulset-without-storage",
        title: "StatefulSet without storage",
        aliases: &[
            "kics:StatefulSet Requests Storage",
            "kics:Incorrect Volume Claim Access Mode ReadWriteOnce",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("statefulset_without_storage.md"),
    },
    check: &Objects::<StatefulSet>(check),
};

fn check<'a>(set: At<'a, StatefulSet>, cx: &mut Context<'a>) {
    let templates = set.place().at(&["spec", "volumeClaimTemplates"]);
    let is_own = |template: Place<'a>| {
        let mut modes = template.get("spec").get("accessModes").items();
        modes.any(|mode| matches!(mode.str(), "ReadWriteOnce" | "ReadWriteOncePod"))
    };
    if !templates.items().any(is_own) {
        cx.report(templates, "no volume of its own for each Pod")
            .help("add `volumeClaimTemplates` with `ReadWriteOnce`, or use a Deployment");
    }
}
