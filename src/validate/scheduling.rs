//! Priority classes and gangs of Pods (`pkg/apis/scheduling/validation/validation.go`).

use super::{Checker, meta, names};
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

/// A group of Pods that are scheduled together. Its tags have the rest.
pub(super) fn pod_group<'a>(group: Place<'a>, cx: &mut Checker<'a>) {
    let spec = group.get("spec");
    let has_parent = spec.get("parentCompositePodGroupName").is_set();
    // The server drops the field otherwise.
    let is_kept = cx.version.switched("CompositePodGroup") == Some(true);
    if has_parent && is_kept && !spec.get("workloadRef").is_set() {
        let message = "`parentCompositePodGroupName` requires `workloadRef`";
        cx.required(code::INVALID_SCHEDULING_WORKLOAD, spec.get("workloadRef"), message);
    }
}

/// A workload of 1.35: its controller and its groups. Later ones have tags.
pub(super) fn workload<'a>(workload: Place<'a>, cx: &mut Checker<'a>) {
    if cx.object.gvk.version != "v1alpha1" {
        return;
    }
    let spec = workload.get("spec");
    let controller = spec.get("controllerRef");
    if controller.is_set() {
        let group = controller.get("apiGroup");
        if !group.is_empty() {
            cx.format(code::INVALID_SCHEDULING_WORKLOAD, group, names::dns_subdomain);
        }
        for field in ["kind", "name"].map(|field| controller.get(field)) {
            if cx.require(code::INVALID_SCHEDULING_WORKLOAD, field) {
                cx.format(code::INVALID_SCHEDULING_WORKLOAD, field, names::path_segment);
            }
        }
    }
    let groups = spec.get("podGroups");
    if cx.require(code::INVALID_SCHEDULING_WORKLOAD, groups)
        && cx.fits(code::INVALID_SCHEDULING_WORKLOAD, groups, 8)
    {
        cx.unique(code::INVALID_SCHEDULING_WORKLOAD, groups.items().map(|each| each.get("name")));
        for group in groups.items() {
            cx.format(code::INVALID_SCHEDULING_WORKLOAD, group.get("name"), names::dns_label);
            policy(group.get("policy"), cx);
        }
    }
}

/// How the Pods of a group are scheduled.
fn policy<'a>(policy: Place<'a>, cx: &mut Checker<'a>) {
    let gang = policy.get("gang");
    match (policy.get("basic").is_set(), gang.is_set()) {
        (false, false) => {
            let message = "`policy` has neither `basic` nor `gang`";
            cx.required(code::INVALID_SCHEDULING_WORKLOAD, policy, message);
        }
        (true, true) => {
            let message = "`policy` has both `basic` and `gang`";
            cx.invalid(code::INVALID_SCHEDULING_WORKLOAD, policy, message);
        }
        (false, true) if gang.get("minCount").int().unwrap_or(0) < 1 => {
            let message = "`minCount` must be at least 1";
            cx.invalid(code::INVALID_SCHEDULING_WORKLOAD, gang.get("minCount"), message);
        }
        _ => {}
    }
}
