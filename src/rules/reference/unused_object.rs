//! An account, claim, role or class that nothing mentions.

use super::{is_taken_by_label, report_unused};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNUSED_OBJECT,
        name: "unused-object",
        title: "Unused account, claim, role or class",
        aliases: &["popeye:400"],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unused_object.md"),
    },
    check: &Every(check),
};

const KINDS: [(&str, &str); 6] = [
    ("", "ServiceAccount"),
    ("", "PersistentVolumeClaim"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "StorageClass"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let is_one = KINDS.iter().any(|(group, kind)| object.gvk.is(group, kind));
    let is_default = object.name == "default"
        || object.field("globalDefault").bool() == Some(true)
        || object.field("aggregationRule").is_set();
    if is_one && !is_default && !is_taken_by_label(object) {
        report_unused(object, cx);
    }
}
