//! The feature gates of the API server, with their stages and defaults, and the fields that hang on
//! them: those are dropped while a gate is off (the `+featureGate` markers of `k8s.io/api`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    ops::RangeInclusive,
    path::PathBuf,
};

use crate::{
    Release, Result,
    format::{COUNT, OLDEST},
    openapi::Types,
    structs::{self, Structs},
};

/// The gates of a release, each with its letter of `gates.txt`.
pub type Gates = BTreeMap<String, char>;

/// Where the gates of an API server are registered.
pub const FOLDERS: [(&str, &str); 7] = [
    ("k8s.io/kubernetes", "pkg/features"),
    ("k8s.io/apiserver", "pkg/features"),
    ("k8s.io/apiextensions-apiserver", "pkg/features"),
    ("k8s.io/client-go", "features"),
    ("k8s.io/component-base", "logs/api/v1"),
    ("k8s.io/component-base", "metrics/features"),
    ("k8s.io/component-base", "zpages/features"),
];

/// Fields that a server drops without a marker (`dropDisabledFields` and the like in `pkg/registry`
/// and `pkg/api`).
const UNMARKED: [(&str, &str, &str); 26] = [
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
    ("core.v1.VolumeProjection", "podCertificate", "PodCertificateRequest"),
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

/// Types with a field that a server of these minors does not drop while the gate of its marker is
/// off: it does not serve the kind, or nothing drops the field, or what should clears a copy.
const KEPT: [(&str, &str, RangeInclusive<u8>); 8] = [
    ("LeaseCandidateSpec", "preferredStrategies", 0..=u8::MAX),
    ("LeaseCandidateSpec", "strategy", 0..=u8::MAX),
    // Init containers alone lose it.
    ("Container", "restartPolicy", 0..=u8::MAX),
    ("EphemeralContainer", "restartPolicy", 0..=u8::MAX),
    ("DeviceRequest", "tolerations", 33..=34),
    ("DeviceSubRequest", "tolerations", 33..=34),
    ("ExactDeviceRequest", "tolerations", 33..=34),
    ("DeviceConstraint", "distinctAttribute", 34..=34),
];

/// Reads the gates of a release from directories of Go files.
pub fn read(dirs: &[PathBuf], minor: u8) -> Result<Gates> {
    let mut go = String::new();
    for dir in dirs.iter().filter(|dir| dir.exists()) {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with("features.go") {
                go += &fs::read_to_string(&path)?;
            }
        }
    }
    let gates = states(&go, minor);
    if gates.len() < 100 {
        return Err(format!("1.{minor} has {} feature gates only", gates.len()).into());
    }
    Ok(gates)
}

/// Since 1.31 a gate has a line for each version that changed it.
fn states(go: &str, minor: u8) -> Gates {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found: BTreeMap<&str, char> = BTreeMap::new();
    let mut current = "";
    for line in go.lines().map(str::trim) {
        if let Some((constant, name)) = declared(line) {
            names.insert(constant, name);
        } else if let Some((constant, rest)) = line.split_once(':')
            && let constant = constant.rsplit('.').next().unwrap_or(constant)
            && is_gate(constant)
            && let Some(rest) = rest.trim_start().strip_prefix('{')
        {
            current = constant;
            found.extend(state(rest).map(|state| (constant, state)));
        } else if let Some(rest) = line.strip_prefix("{Version: version.MustParse(\"1.") {
            let (from, rest) = rest.split_once('"').unwrap_or((rest, ""));
            let is_known = from.parse::<u8>().is_ok_and(|from| from <= minor);
            found.extend(state(rest).filter(|_| is_known).map(|state| (current, state)));
        }
    }
    let name = |constant: &str| names.get(constant).copied().unwrap_or(constant).to_owned();
    found.into_iter().map(|(constant, state)| (name(constant), state)).collect()
}

/// `HPAScaleToZero featuregate.Feature = "HPAScaleToZero"`
fn declared(line: &str) -> Option<(&str, &str)> {
    let (left, right) = line.split_once('=')?;
    let (constant, kind) = left.split_once(' ')?;
    let is_feature = kind.trim().trim_start_matches("featuregate.") == "Feature";
    is_feature.then(|| (constant, right.trim().trim_matches('"')))
}

/// The letter of what stands behind a gate: `Default: true, PreRelease: featuregate.Beta}`.
fn state(spec: &str) -> Option<char> {
    let (_, stage) = spec.split_once("PreRelease: ")?;
    let letter = match stage.trim_start_matches("featuregate.") {
        _ if spec.contains("LockToDefault: true") => 'l',
        stage if stage.starts_with("Alpha") => 'a',
        stage if stage.starts_with("Beta") => 'b',
        _ => 'g',
    };
    Some(if spec.contains("Default: true") { letter.to_ascii_uppercase() } else { letter })
}

fn is_gate(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `gates.txt`: a line a gate, with a letter for each release.
pub fn print(releases: &[Release]) -> String {
    let names: BTreeSet<&String> = releases.iter().flat_map(|one| one.gates.keys()).collect();
    let mut text = String::new();
    for name in names {
        let of = |minor| releases.iter().find(|one| one.minor == minor)?.gates.get(name);
        let letters = (OLDEST..OLDEST + COUNT).map(|minor| of(minor).copied().unwrap_or('.'));
        let _ = writeln!(text, "{name} {}", letters.collect::<String>());
    }
    text
}

/// Writes the gate of each field that has one which can be switched: with a `+` if it is on.
pub fn mark(types: &mut Types, gates: &Gates, structs: &Structs, minor: u8) {
    let switch = |gate: &str| match *gates.get(gate)? {
        'L' => None,
        on if on.is_ascii_uppercase() => Some(format!("+{gate}")),
        _ => Some(gate.to_owned()),
    };
    for (name, fields) in types {
        let declared = structs::fields(name, structs);
        for (field, (_, facts)) in fields {
            let marked = declared.iter().find(|declared| declared.name == *field);
            let marked = marked.and_then(|declared| declared.gates.as_deref()).unwrap_or("");
            // This marker goes by another name than its gate.
            let marked = marked.replace("PodCertificateProjection", "PodCertificateRequest");
            let unmarked = UNMARKED.iter().filter(|one| (one.0, one.1) == (name, field));
            let all = marked.split(',').chain(unmarked.map(|one| one.2));
            let short = name.rsplit('.').next().unwrap_or(name);
            let is_kept = KEPT.iter().any(|(of, kept, minors)| {
                (*of, *kept) == (short, field.as_str()) && minors.contains(&minor)
            });
            let all: Vec<String> = all.filter(|_| !is_kept).filter_map(switch).collect();
            facts.gate = all.iter().find(|gate| !gate.starts_with('+')).or(all.first()).cloned();
        }
    }
}
