//! A workload or Service without the recommended labels.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RECOMMENDED_LABELS,
        name: "recommended-labels",
        title: "Missing recommended labels",
        aliases: &["monokle:MTD-recommended-labels", "kubescape:C-0077"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("recommended_labels.md"),
    },
    check: &Every(check),
};

const RECOMMENDED: [&str; 6] =
    ["name", "instance", "version", "component", "part-of", "managed-by"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let is_meant = PodTemplate::of(object).is_some() || object.gvk.is("", "Service");
    let labels = object.place().at(&["metadata", "labels"]);
    let has = |label: &str| {
        labels.entries().any(|(key, _)| key.strip_prefix("app.kubernetes.io/") == Some(label))
    };
    let missing: Vec<&str> = RECOMMENDED.into_iter().filter(|label| !has(label)).collect();
    if is_meant && !missing.is_empty() {
        let missing = name(few(&missing, |label| format!("`{label}`")));
        cx.report(labels, text!("labels of app.kubernetes.io are missing: {}", missing))
            .help("add them, so that tools can group the objects of an application");
    }
}
