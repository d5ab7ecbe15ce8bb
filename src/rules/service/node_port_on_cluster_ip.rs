//! A node port on a Service of type ClusterIP.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NODE_PORT_ON_CLUSTER_IP,
        name: "node-port-on-cluster-ip",
        title: "Node port on a ClusterIP Service",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("node_port_on_cluster_ip.md"),
    },
    check: &Elsewhere,
};
