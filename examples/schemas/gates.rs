//! Fields of features that are off by default, which a server drops: the `+featureGate` markers of
//! `k8s.io/api`, with the gates' defaults from `pkg/features/kube_features.go`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::{
    Result,
    openapi::Types,
    structs::{self, Structs},
};

/// Fields that a server drops without a marker (`dropDisabledFields` and the like in `pkg/registry`
/// and `pkg/api`). The last gate is one of the API server's library, in which it is off in all
/// releases.
const UNMARKED: [(&str, &str, &str); 25] = [
    ("apps.v1.RollingUpdateStatefulSetStrategy", "maxUnavailable", "MaxUnavailableStatefulSet"),
    ("apps.v1.StatefulSetSpec", "ordinals", "StatefulSetStartOrdinal"),
    ("apps.v1.StatefulSetSpec", "persistentVolumeClaimRetentionPolicy", "StatefulSetAutoDeletePVC"),
    ("autoscaling.v2.MetricSpec", "containerResource", "HPAContainerMetrics"),
    ("batch.v1.JobSpec", "backoffLimitPerIndex", "JobBackoffLimitPerIndex"),
    ("batch.v1.JobSpec", "managedBy", "JobManagedBy"),
    ("batch.v1.JobSpec", "maxFailedIndexes", "JobBackoffLimitPerIndex"),
    ("batch.v1.JobSpec", "podFailurePolicy", "JobPodFailurePolicy"),
    ("batch.v1.JobSpec", "podReplacementPolicy", "JobPodReplacementPolicy"),
    ("batch.v1.JobSpec", "successPolicy", "JobSuccessPolicy"),
    ("core.v1.CSIPersistentVolumeSource", "nodeExpandSecretRef", "CSINodeExpandSecret"),
    ("core.v1.Lifecycle", "stopSignal", "ContainerStopSignals"),
    ("core.v1.PodAffinityTerm", "matchLabelKeys", "MatchLabelKeysInPodAffinity"),
    ("core.v1.PodAffinityTerm", "mismatchLabelKeys", "MatchLabelKeysInPodAffinity"),
    ("core.v1.PodSpec", "hostUsers", "UserNamespacesStatelessPodsSupport"),
    ("core.v1.PodSpec", "hostUsers", "UserNamespacesSupport"),
    ("core.v1.PodSpec", "schedulingGates", "PodSchedulingReadiness"),
    ("core.v1.TopologySpreadConstraint", "matchLabelKeys", "MatchLabelKeysInPodTopologySpread"),
    ("core.v1.TopologySpreadConstraint", "minDomains", "MinDomainsInPodTopologySpread"),
    ("core.v1.TopologySpreadConstraint", "nodeAffinityPolicy", NODE_INCLUSION),
    ("core.v1.TopologySpreadConstraint", "nodeTaintsPolicy", NODE_INCLUSION),
    (
        "policy.v1.PodDisruptionBudgetSpec",
        "unhealthyPodEvictionPolicy",
        "PDBUnhealthyPodEvictionPolicy",
    ),
    ("storage.v1.CSIDriverSpec", "seLinuxMount", "SELinuxMountReadWriteOncePod"),
    ("coordination.v1.LeaseSpec", "preferredHolder", LEADER_ELECTION),
    ("coordination.v1.LeaseSpec", "strategy", LEADER_ELECTION),
];
const NODE_INCLUSION: &str = "NodeInclusionPolicyInPodTopologySpread";
const LEADER_ELECTION: &str = "CoordinatedLeaderElection";

/// Writes the gate of each field whose gate is off at `minor`.
pub fn mark(types: &mut Types, kubernetes: &Path, structs: &Structs, minor: u8) -> Result<()> {
    let folder = kubernetes.join("pkg/features");
    let mut features = fs::read_to_string(folder.join("kube_features.go"))?;
    // Two releases keep the gates by version in a file of their own.
    let by_version = folder.join("versioned_kube_features.go");
    if by_version.exists() {
        features += &fs::read_to_string(by_version)?;
    }
    let off = off_by_default(&features, minor);
    for (name, field, gate) in UNMARKED {
        let facts = types.get_mut(name).and_then(|fields| fields.get_mut(field));
        if let Some((_, facts)) = facts.filter(|_| off.contains(gate) || gate == LEADER_ELECTION) {
            facts.gate = Some(gate.to_owned());
        }
    }
    for (name, fields) in types {
        for declared in structs::fields(name, structs) {
            let gates = declared.gates.as_deref().unwrap_or("");
            // This marker goes by another name than its gate.
            let gates = gates.replace("PodCertificateProjection", "PodCertificateRequest");
            let gate = gates.split(',').find(|gate| off.contains(*gate));
            if let (Some(gate), Some((_, facts))) = (gate, fields.get_mut(&declared.name)) {
                facts.gate = Some(gate.to_owned());
            }
        }
    }
    Ok(())
}

/// The gates that a release has and leaves off. Since 1.31 a gate has a line for each version that
/// changed it.
fn off_by_default(go: &str, minor: u8) -> BTreeSet<String> {
    let mut defaults: BTreeMap<String, bool> = BTreeMap::new();
    let mut current = "";
    for line in go.lines().map(str::trim) {
        if let Some((name, rest)) = line.split_once(": {").filter(|(name, _)| is_gate(name)) {
            current = name;
            if rest.starts_with("Default: ") {
                defaults.insert(name.to_owned(), rest.starts_with("Default: true"));
            }
        } else if let Some(rest) = line.strip_prefix("{Version: version.MustParse(\"1.") {
            let (from, rest) = rest.split_once('"').unwrap_or((rest, ""));
            if from.parse::<u8>().is_ok_and(|from| from <= minor) {
                defaults.insert(current.to_owned(), rest.contains("Default: true"));
            }
        }
    }
    defaults.into_iter().filter(|(_, on)| !on).map(|(name, _)| name).collect()
}

fn is_gate(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}
