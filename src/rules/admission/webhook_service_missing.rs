//! A webhook whose Service has a typo in its name.

use super::clients::{CALLERS, services_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WEBHOOK_SERVICE_MISSING,
        name: "webhook-service-missing",
        title: "Service of a webhook not found",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("webhook_service_missing.md"),
    },
    check: &Kinds(CALLERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let effect = "requests to the webhook fail";
    for service in services_of(object) {
        let unknown = UnknownName { severity: Severity::Warning, effect };
        names::report_unknown_name("Service", service.get("name"), unknown, cx);
    }
}
