//! Endpoints for a Service whose name has a typo.

use super::endpoints::{ENDPOINTS, service_name};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ENDPOINTS_WITHOUT_SERVICE,
        name: "endpoints-without-service",
        title: "Endpoints without a Service",
        aliases: &["monokle:LNK001"],
        severity: Severity::Info,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("endpoints_without_service.md"),
    },
    check: &Kinds(ENDPOINTS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let leader = "control-plane.alpha.kubernetes.io/leader";
    let elects = object.place().at(&["metadata", "annotations", leader]).is_present();
    let Some(named) = service_name(object).filter(|_| !elects && !object.is_live()) else { return };
    let effect = "nothing uses these addresses without the Service";
    let unknown = UnknownName { severity: Severity::Info, effect };
    names::report_unknown_name("Service", named, unknown, cx);
}
