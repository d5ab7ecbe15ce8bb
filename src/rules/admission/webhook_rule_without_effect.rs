//! A webhook for reviews, about which no webhook is asked.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WEBHOOK_RULE_WITHOUT_EFFECT,
        name: "webhook-rule-without-effect",
        title: "Webhook rule without effect",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("webhook_rule_without_effect.md"),
    },
    check: &Elsewhere,
};
