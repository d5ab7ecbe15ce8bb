//! An EndpointSlice with a part that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ENDPOINT_SLICE,
        name: "invalid-endpoint-slice",
        title: "Invalid EndpointSlice",
        aliases: &["datree:ENDPOINTSLICE_CVE2021_25373_INCORRECT_ADDRESSES_VALUE"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_endpoint_slice.md"),
    },
    check: &Elsewhere,
};
