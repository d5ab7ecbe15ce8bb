//! A load balancer setting on a Service of another type.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LOAD_BALANCER_FIELD_ON_OTHER_TYPE,
        name: "load-balancer-field-on-other-type",
        title: "Load balancer field on another Service type",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("load_balancer_field_on_other_type.md"),
    },
    check: &Elsewhere,
};
