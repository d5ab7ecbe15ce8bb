//! Containers that see the processes of each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SHARE_PROCESS_NAMESPACE,
        name: "share-process-namespace",
        title: "Shared process namespace",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("share_process_namespace.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("shareProcessNamespace");
    if place.bool() == Some(true) {
        cx.report(place, "all containers of the Pod share their processes")
            .help("remove `shareProcessNamespace`");
    }
}
