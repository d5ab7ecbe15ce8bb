//! Two StorageClasses that are both the default.

use crate::rules::classes;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SEVERAL_DEFAULT_STORAGE_CLASSES,
        name: "several-default-storage-classes",
        title: "Several default StorageClasses",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("several_default_storage_classes.md"),
    },
    check: &WholeRun(check),
};

const DEFAULTS: &[&str] = &[
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
];

fn check(cx: &mut Context<'_>) {
    let help = "keep one default, otherwise claims without a class get the newest of them";
    classes::report_second_default("StorageClass", DEFAULTS, help, cx);
}
