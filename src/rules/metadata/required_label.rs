//! Required label missing.

use super::policy::RequiredKeys;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REQUIRED_LABEL,
        name: "required-label",
        title: "Required label missing",
        aliases: &[
            "kube-linter:required-label-owner",
            "monokle:MTD-custom-labels",
            "kubescape:C-0076",
            "datree:WORKLOAD_MISSING_LABEL_OWNER_VALUE",
            "datree:DEPLOYMENT_MISSING_LABEL_ENV_VALUE",
        ],
        severity: Severity::Warning,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("required_label.md"),
    },
    check: &RequiredKeys {
        map: "labels",
        noun: "label",
        keys: |settings| &settings.required_labels,
    },
};
