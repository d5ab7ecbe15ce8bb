//! Two Services with the same node port.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_NODE_PORT,
        name: "duplicate-node-port",
        title: "Duplicate node port",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_node_port.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    // By unit: loose files may be alternatives of each other.
    let mut taken: IndexMap<_, (&Object, Place<'_>)> = IndexMap::new();
    for object in cx.workspace.of_kind("Service") {
        let Some(service) = object.get::<Service>() else { continue };
        for port in service.ports() {
            let Some(number) = port.node_port.filter(|number| *number != 0) else { continue };
            let place = port.field("nodePort");
            let key = (object.source, number, port.protocol());
            let (first, other) = *taken.entry(key).or_insert((object, place));
            let same = first.name == object.name && first.shares_namespace(object);
            if !same {
                let (number, first) = (name(number), name(first.title()));
                cx.report(place, text!("node port {} is already allocated to {}", number, first))
                    .related(other, "first allocated here")
                    .help("choose another `nodePort`, or remove it to get a free one");
            }
        }
    }
}
