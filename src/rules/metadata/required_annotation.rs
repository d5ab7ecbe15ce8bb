//! Required annotation missing.

use super::policy::RequiredKeys;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REQUIRED_ANNOTATION,
        name: "required-annotation",
        title: "Required annotation missing",
        aliases: &[
            "kube-linter:required-annotation-email",
            "monokle:MTD-custom-annotations",
            "kube-linter-template:statefulset-volumeclaimtemplate-annotation",
        ],
        severity: Severity::Warning,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("required_annotation.md"),
    },
    check: &RequiredKeys {
        map: "annotations",
        noun: "annotation",
        keys: |settings| &settings.required_annotations,
    },
};
