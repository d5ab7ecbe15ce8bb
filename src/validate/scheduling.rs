//! Priority classes and gangs of Pods (`pkg/apis/scheduling/validation/validation.go`,
//! `pkg/apis/scheduling/v1alpha2/zz_generated.validations.go`).

use std::collections::BTreeSet;

use super::{Checker, Reason, meta, names};
use crate::{code, model::Place, text};

/// The highest priority that is not reserved.
const HIGHEST: i64 = 1_000_000_000;

/// The classes that the server creates itself, with their values.
const SYSTEM: [(&str, i64); 2] =
    [("system-node-critical", 2_000_001_000), ("system-cluster-critical", 2_000_000_000)];

pub(super) fn priority_class<'a>(class: Place<'a>, cx: &mut Checker<'a>) {
    let (name, value) = (class.get("metadata").get("name"), class.get("value"));
    if meta::made_name(class).starts_with("system-") {
        let global = class.get("globalDefault").bool() == Some(true);
        let own = |&(known, n): &(&str, i64)| known == name.str() && value.int() == Some(n);
        if global || !SYSTEM.iter().any(own) {
            let made = meta::made_name(class);
            let message =
                text!("the name prefix `system-` of `{}` is reserved", names::shown(&made));
            cx.forbidden(code::INVALID_PRIORITY_CLASS, name, message)
                .help("use a name that does not start with `system-`")
                .at = meta::name_at(class);
        }
    } else if let Some(priority) = value.int().filter(|value| *value > HIGHEST) {
        let message = text!("`value` must be at most {}, but is {}", text::name(HIGHEST), priority);
        cx.forbidden(code::INVALID_PRIORITY_CLASS, value, message)
            .help("lower it; higher values are reserved");
    }
    let policy = class.get("preemptionPolicy");
    if policy.is_set() && policy.is_empty() {
        cx.required(code::INVALID_PRIORITY_CLASS, policy, "`preemptionPolicy` is empty");
    }
    cx.one_of(code::INVALID_ENUM_VALUE, policy, &["PreemptLowerPriority", "Never"]);
}

/// A group of Pods that are scheduled together.
pub(super) fn pod_group<'a>(group: Place<'a>, cx: &mut Checker<'a>) {
    let spec = group.get("spec");
    let template = spec.get("podGroupTemplateRef");
    if template.is_set() {
        let workload = template.get("workload");
        if workload.is_set() {
            for (field, format) in [
                ("workloadName", names::dns_subdomain as fn(&str) -> _),
                ("podGroupTemplateName", names::dns_label),
            ] {
                if cx.require(code::INVALID_SCHEDULING_WORKLOAD, workload.get(field)) {
                    cx.format(code::INVALID_SCHEDULING_WORKLOAD, workload.get(field), format);
                }
            }
        } else {
            cx.invalid(
                code::INVALID_SCHEDULING_WORKLOAD,
                template,
                "`podGroupTemplateRef` has no `workload`",
            );
        }
    }
    group_spec(spec, cx);
}

/// A workload: its controller, and a template for each of its groups.
pub(super) fn workload<'a>(workload: Place<'a>, cx: &mut Checker<'a>) {
    let spec = workload.get("spec");
    let controller = spec.get("controllerRef");
    if controller.is_set() {
        if !controller.get("apiGroup").is_empty() {
            cx.format(
                code::INVALID_SCHEDULING_WORKLOAD,
                controller.get("apiGroup"),
                names::dns_subdomain,
            );
        }
        for field in ["kind", "name"] {
            if cx.require(code::INVALID_SCHEDULING_WORKLOAD, controller.get(field)) {
                cx.format(
                    code::INVALID_SCHEDULING_WORKLOAD,
                    controller.get(field),
                    names::path_segment,
                );
            }
        }
    }
    let templates = spec.get("podGroupTemplates");
    if cx.require(code::INVALID_SCHEDULING_WORKLOAD, templates)
        && cx.fits(code::INVALID_SCHEDULING_WORKLOAD, templates, 8)
    {
        unique_names(templates, cx);
        for template in templates.items() {
            if cx.require(code::INVALID_SCHEDULING_WORKLOAD, template.get("name")) {
                cx.format(
                    code::INVALID_SCHEDULING_WORKLOAD,
                    template.get("name"),
                    names::dns_label,
                );
            }
            group_spec(template, cx);
        }
    }
}

/// The server names the item where two have one name.
fn unique_names<'a>(items: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for item in items.items() {
        let name = item.get("name");
        if !seen.insert(name.str()) {
            let message = text!("`{}` is listed twice", names::shown(name.str()));
            cx.duplicate(code::INVALID_SCHEDULING_WORKLOAD, name, message).path(item.path());
        }
    }
}

/// What a group and the template of one have in common.
fn group_spec<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let policy = spec.get("schedulingPolicy");
    let (basic, gang) = (policy.get("basic"), policy.get("gang"));
    if basic.is_set() == gang.is_set() {
        let message = match basic.is_set() {
            true => "`schedulingPolicy` has both `basic` and `gang`",
            false => "`schedulingPolicy` has neither `basic` nor `gang`",
        };
        cx.refuse(code::INVALID_SCHEDULING_WORKLOAD, Reason::Invalid, policy, message);
    }
    if gang.is_set() {
        let count = gang.get("minCount");
        if count.int().unwrap_or(0) == 0 {
            cx.required(code::INVALID_SCHEDULING_WORKLOAD, count, "`minCount` must be at least 1");
        } else {
            cx.within(code::INVALID_SCHEDULING_WORKLOAD, count, 1..);
        }
    }
    let claims = spec.get("resourceClaims");
    if cx.fits(code::INVALID_SCHEDULING_WORKLOAD, claims, 4) {
        unique_names(claims, cx);
        claims.items().for_each(|claim| resource_claim(claim, cx));
    }
}

fn resource_claim<'a>(claim: Place<'a>, cx: &mut Checker<'a>) {
    let name = claim.get("name");
    if cx.require(code::INVALID_SCHEDULING_WORKLOAD, name) {
        cx.format(code::INVALID_SCHEDULING_WORKLOAD, name, names::dns_label);
    }
    let (direct, template) =
        (claim.get("resourceClaimName"), claim.get("resourceClaimTemplateName"));
    if direct.is_set() == template.is_set() {
        let message = match direct.is_set() {
            true => "resource claim has both `resourceClaimName` and `resourceClaimTemplateName`",
            false => {
                "resource claim has neither `resourceClaimName` nor `resourceClaimTemplateName`"
            }
        };
        cx.invalid(code::INVALID_SCHEDULING_WORKLOAD, claim, message);
    }
    for field in [direct, template].into_iter().filter(|field| field.is_set()) {
        cx.format(code::INVALID_SCHEDULING_WORKLOAD, field, names::dns_subdomain);
    }
}
