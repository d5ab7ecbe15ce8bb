//! Rollouts and scheduling: how pods are replaced, spread and kept running.

use super::CheckedRule;

mod anti_affinity_misses_own_pods;
mod hpa_cannot_scale;
mod hpa_min_replicas_low;
mod legacy_controller;
mod mutable_label_in_selector;
mod naked_pod;
mod no_node_affinity;
mod no_pod_anti_affinity;
mod no_priority_class;
mod no_rolling_update;
mod no_schedule_spread;
mod no_topology_spread;
mod node_name_pinned;
mod null_affinity_selector;
mod partition_blocks_rollout;
mod required_anti_affinity_blocks_rollout;
mod restart_policy_never;
mod rollout_takes_all_down;
mod suspended_workload;
mod too_few_replicas;
mod topology_selector_misses_own_pods;
mod zero_replicas;

pub(super) static RULES: &[&CheckedRule] = &[
    &no_rolling_update::RULE,
    &too_few_replicas::RULE,
    &zero_replicas::RULE,
    &hpa_min_replicas_low::RULE,
    &hpa_cannot_scale::RULE,
    &no_pod_anti_affinity::RULE,
    &no_topology_spread::RULE,
    &topology_selector_misses_own_pods::RULE,
    &anti_affinity_misses_own_pods::RULE,
    &null_affinity_selector::RULE,
    &required_anti_affinity_blocks_rollout::RULE,
    &no_node_affinity::RULE,
    &no_priority_class::RULE,
    &naked_pod::RULE,
    &legacy_controller::RULE,
    &mutable_label_in_selector::RULE,
    &suspended_workload::RULE,
    &restart_policy_never::RULE,
    &partition_blocks_rollout::RULE,
    &rollout_takes_all_down::RULE,
    &node_name_pinned::RULE,
    &no_schedule_spread::RULE,
];
