//! A number of a probe is out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_NUMBER_OUT_OF_RANGE,
        name: "probe-number-out-of-range",
        title: "Probe number out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("probe_number_out_of_range.md"),
    },
    check: &Elsewhere,
};
