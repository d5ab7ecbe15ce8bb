//! A probe or hook that connects to another host than the Pod.

use super::control::{ControlRule, Remedy};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_IN_PROBE,
        name: "host-in-probe",
        title: "Host in a probe or hook",
        aliases: &["PSS:baseline/hostProbesAndHostLifecycle"],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("host_in_probe.md"),
    },
    check: &ControlRule {
        repair: |fault| Remedy::Edit(Text::words("remove `host`"), fault.place.remove()),
        ..ControlRule::of("hostProbesAndHostLifecycle")
    },
};
