//! Two Services with the same cluster IP.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_CLUSTER_IP,
        name: "duplicate-cluster-ip",
        title: "Duplicate cluster IP",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_cluster_ip.md"),
    },
    check: &WholeRun(check),
};

fn check(cx: &mut Context<'_>) {
    // By unit: loose files may be alternatives of each other.
    let mut taken: IndexMap<_, Place<'_>> = IndexMap::new();
    for service in cx.workspace.of_kind("Service").filter_map(Object::get::<Service>) {
        let spec = service.place().get("spec");
        let object = service.object();
        let mut own: Vec<Place<'_>> = spec.get("clusterIPs").items().collect();
        if own.is_empty() {
            own.push(spec.get("clusterIP"));
        }
        for place in own.into_iter().filter(|ip| !matches!(ip.str(), "" | "None")) {
            let first = *taken.entry((object.source, place.str())).or_insert(place);
            let other = first.object();
            if other.name == object.name && other.shares_namespace(object) {
                continue;
            }
            let (ip, title) = (place.str(), name(other.title()));
            cx.report(place, text!("cluster IP {} is already allocated to {}", ip, title))
                .related(first, "first allocated here")
                .help("remove `clusterIP` to get a free address");
        }
    }
}
