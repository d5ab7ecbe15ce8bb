//! A disruption budget that never allows an eviction.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_BLOCKS_EVICTIONS,
        name: "pdb-blocks-evictions",
        title: "PodDisruptionBudget that blocks all evictions",
        aliases: &[
            "kube-linter:pdb-max-unavailable",
            "kube-linter:pdb-min-available",
            "polaris:pdbDisruptionsIsZero",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_blocks_evictions.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let spec = budget.field("spec");
    let never = [("maxUnavailable", 0), ("minAvailable", 100)];
    for (name, percent) in never {
        let place = spec.get(name);
        let share = place.node().and_then(IntOrPercent::of);
        let none = match share {
            Some(IntOrPercent::Percent(written)) => written == percent,
            Some(IntOrPercent::Count(count)) => count == 0 && name == "maxUnavailable",
            None => false,
        };
        if none {
            let written = place.node().map_or("", |node| node.raw());
            let message = text!("`{}: {}` blocks all evictions", text::name(name), written);
            cx.report(place, message)
                .help("allow at least one Pod to be unavailable, so that nodes can be drained");
        }
    }
}
