//! An init container has a probe or a lifecycle hook.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_ON_INIT_CONTAINER,
        name: "probe-on-init-container",
        title: "Probe or lifecycle hook on an init container",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("probe_on_init_container.md"),
    },
    check: &Elsewhere,
};
