//! The versions of Kubernetes that are validated against, and what their clusters switch.

use std::str::FromStr as _;

use super::{Config, ConfigError, ConfigOrigin, ConfigValue};
use crate::{
    findings::suggest,
    model::{
        gates::{self, FeatureStage, Gate},
        version::{Switched, Version, VersionError, Versions},
    },
};

/// One version or several.
#[derive(Clone, Debug)]
pub struct TargetVersions {
    pub newest: Version,
    /// The others, the newest first.
    pub older: Vec<Version>,
    /// Nobody has chosen them.
    pub assumed: bool,
}

impl Config {
    pub(super) fn versions(
        &self,
        warnings: &mut Vec<ConfigError>,
    ) -> Result<TargetVersions, ConfigError> {
        const KEY: &str = "kubernetes-version";
        let one = self.text(KEY).map(|(text, origin)| (vec![text.to_owned()], origin));
        let several = || self.texts(KEY).map(|(list, origin)| (list.to_vec(), origin));
        let mut chosen = Versions::NONE;
        if let Some((texts, origin)) = one.or_else(several) {
            for text in &texts {
                chosen = chosen.or(versions_of(text, origin, warnings)?);
            }
        }
        let assumed = chosen.is_empty();
        let newest = chosen.last().unwrap_or(Version::NEWEST);
        let all: Versions = chosen.iter().chain([newest]).collect();
        let switched = |version: Version| {
            Ok::<Version, ConfigError>(version.with(self.gates(version, all, warnings)?))
        };
        let mut versions = all.iter().rev().map(switched).collect::<Result<Vec<_>, _>>()?;
        let older = versions.split_off(1);
        Ok(TargetVersions { newest: versions.pop().unwrap_or(newest), older, assumed })
    }

    /// The feature gates that the cluster switches at a version, which is one of `all`.
    fn gates(
        &self,
        version: Version,
        all: Versions,
        warnings: &mut Vec<ConfigError>,
    ) -> Result<Switched, ConfigError> {
        const KEY: &str = "cluster.feature-gates";
        let Some((ConfigValue::BoolTable(table), origin)) = self.layer.values.get(KEY) else {
            return Ok(Switched::NONE);
        };
        let mut switched = Vec::new();
        for (name, on) in table {
            if let Some(stage) = stage(name) {
                let of_stage = gates::all().filter(|gate| {
                    gate.at(version).is_some_and(|state| state.stage == stage && !state.locked)
                });
                switched.extend(of_stage.map(|gate| (gate.name, *on)));
                continue;
            }
            let place = self.layer.places.get(&(KEY, name.clone())).unwrap_or(origin);
            let gate = gates::named(name).ok_or_else(|| unknown_gate(place, name))?;
            match gate.at(version) {
                Some(state) if state.locked && state.on != *on => {
                    let message = format!(
                        "feature gate `{name}` is locked to {} in Kubernetes {version}",
                        state.on
                    );
                    return Err(ConfigError::new(place, message).help("remove it"));
                }
                // What is named wins over what is meant with others.
                Some(_) => switched.insert(0, (gate.name, *on)),
                None if Some(version) == all.last() && all.iter().all(|v| gate.at(v).is_none()) => {
                    warnings.push(ConfigError::new(place, no_gate(gate, version)));
                }
                None => {}
            }
        }
        Ok(Switched::new(switched))
    }
}

/// The versions that a text names: `1.34`, `latest`, `1.31-1.34`.
fn versions_of(
    text: &str,
    origin: &ConfigOrigin,
    warnings: &mut Vec<ConfigError>,
) -> Result<Versions, ConfigError> {
    let Some((first, last)) = text.split_once('-') else {
        return Ok(Versions::from_iter([version_of(text, origin, warnings)?]));
    };
    let wrong = || {
        let message = format!("`{text}` is not a valid range of Kubernetes versions");
        ConfigError::new(origin, message)
    };
    if first.is_empty() || last.is_empty() {
        return Err(wrong().help("write the first and the last version, such as 1.34-1.36"));
    }
    let first = version_of(first, origin, warnings)?;
    let last = version_of(last, origin, warnings)?;
    if first > last {
        return Err(wrong().help(format!("write the older version first: {last}-{first}")));
    }
    Ok(Version::all().filter(|version| (first..=last).contains(version)).collect())
}

fn version_of(
    text: &str,
    origin: &ConfigOrigin,
    warnings: &mut Vec<ConfigError>,
) -> Result<Version, ConfigError> {
    Version::from_str(text).or_else(|error| match error {
        VersionError::TooNew => {
            let newest = Version::NEWEST;
            let message = format!(
                "Kubernetes {text} is newer than the latest supported version; {newest} is used"
            );
            warnings.push(ConfigError::new(&ConfigOrigin::Default, message));
            Ok(newest)
        }
        VersionError::TooOld | VersionError::Malformed => {
            let known: Vec<String> = Version::all().map(|v| v.to_string()).collect();
            let message = match error {
                VersionError::TooOld => {
                    format!("Kubernetes {text} is older than the oldest supported version")
                }
                _ => format!("`{text}` is not a valid Kubernetes version"),
            };
            let help = format!(
                "supported versions: {}, latest, or a range such as 1.34-1.36",
                known.join(", ")
            );
            Err(ConfigError::new(origin, message).help(help))
        }
    })
}

/// The stage whose gates are switched together under a name.
fn stage(name: &str) -> Option<FeatureStage> {
    match name {
        "AllAlpha" => Some(FeatureStage::Alpha),
        "AllBeta" => Some(FeatureStage::Beta),
        _ => None,
    }
}

fn unknown_gate(place: &ConfigOrigin, name: &str) -> ConfigError {
    let error = ConfigError::new(place, format!("unknown feature gate `{name}`"));
    let names = gates::all().map(|gate| gate.name).chain(["AllAlpha", "AllBeta"]);
    match suggest(name, names) {
        Some(nearest) => error.help(format!("did you mean `{nearest}`?")),
        None => error.help("run `kube-apiserver --help` to list the feature gates of a release"),
    }
}

/// Why a release does not have a gate of others.
fn no_gate(gate: Gate, version: Version) -> String {
    let name = gate.name;
    match gate.life() {
        Some((first, _)) if version < first => {
            format!("feature gate `{name}` has no effect before Kubernetes {first}")
        }
        Some((_, last)) if version > last => {
            format!("feature gate `{name}` has no effect: it was removed after Kubernetes {last}")
        }
        _ => format!("feature gate `{name}` has no effect in Kubernetes {version}"),
    }
}
