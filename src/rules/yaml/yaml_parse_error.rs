//! The text is not YAML as Kubernetes reads it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::YAML_PARSE_ERROR,
        name: "yaml-parse-error",
        title: "YAML syntax error",
        aliases: &[
            "monokle:YML001",
            "monokle:YML002",
            "monokle:YML003",
            "monokle:YML004",
            "monokle:YML005",
            "monokle:YML006",
            "monokle:YML007",
            "monokle:YML008",
            "monokle:YML009",
            "monokle:YML011",
            "monokle:YML012",
            "monokle:YML014",
            "monokle:YML015",
            "monokle:YML016",
            "monokle:YML017",
            "monokle:YML018",
            "monokle:YML020",
            "monokle:YML021",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("yaml_parse_error.md"),
    },
    check: &Elsewhere,
};
