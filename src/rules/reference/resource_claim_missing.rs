//! A claim for devices whose name has a typo.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESOURCE_CLAIM_MISSING,
        name: "resource-claim-missing",
        title: "Resource claim not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("resource_claim_missing.md"),
    },
    check: &References(&["ResourceClaim", "ResourceClaimTemplate"], check),
};

fn check<'a>(references: Vec<Reference<'a>>, cx: &mut Context<'a>) {
    let effect = "without the claim, the Pod stays Pending";
    names::report_unknown(references, UnknownName { severity: Severity::Info, effect }, cx);
}
