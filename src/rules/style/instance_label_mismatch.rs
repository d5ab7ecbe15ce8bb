//! An instance label that is not the name of the workload.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INSTANCE_LABEL_MISMATCH,
        name: "instance-label-mismatch",
        title: "Instance label that differs from the name",
        aliases: &["polaris:metadataAndInstanceMismatched"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("instance_label_mismatch.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    let labels = object.place().at(&["metadata", "labels"]);
    let label = labels.get("app.kubernetes.io/instance");
    if !object.name.is_empty() && label.str() != object.name {
        let own = name(&object.name);
        cx.report(label, text!("label `app.kubernetes.io/instance` is not `{}`", own))
            .help(text!("set it to `{}`", own));
    }
}
