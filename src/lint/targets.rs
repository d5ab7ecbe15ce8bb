//! Several target versions in one run.

use std::collections::BTreeMap;

use super::Settings;
use crate::{
    code::Code,
    input::Location,
    model::version::{Version, Versions},
    rules::Finding,
};

impl Settings {
    /// All versions that are validated against.
    pub(super) fn versions(&self) -> Versions {
        self.targets().collect()
    }

    /// The newest one first.
    fn targets(&self) -> impl Iterator<Item = Version> {
        std::iter::once(self.version).chain(self.older.iter().copied())
    }

    /// What `find` finds at any of the versions; each finding knows which of them it holds for.
    /// `find` is called once for all versions that it does not tell apart.
    pub(super) fn at_each(&self, find: impl Fn(Version) -> Vec<Finding>) -> Vec<Finding> {
        if self.older.is_empty() {
            return find(self.version);
        }
        let mut left = self.versions();
        let mut found: Vec<Finding> = Vec::new();
        for target in self.targets() {
            if !left.contains(target) {
                continue;
            }
            // A release that the cluster's gates change in its own way is unlike all others.
            let gates_alike = self.targets().filter(|other| other.has_gates_of(target));
            let around = gates_alike.collect::<Versions>().and(left);
            let (mut findings, alike) = target.work(around, || find(target));
            let versions = alike.and(left);
            left = left.without(versions);
            for finding in &mut findings {
                finding.versions = versions;
            }
            merge(&mut found, findings);
        }
        found
    }
}

/// Adds what was found at other versions; what is known of some as well stays one finding.
fn merge(found: &mut Vec<Finding>, more: Vec<Finding>) {
    let mut known: BTreeMap<(Code, Location), Vec<usize>> = BTreeMap::new();
    for (index, finding) in found.iter().enumerate() {
        known.entry((finding.rule.code, finding.at)).or_default().push(index);
    }
    for finding in more {
        let is_same = |index: &usize| {
            let other = &found[*index];
            other.field_path == finding.field_path
                && other.reason == finding.reason
                && other.severity == finding.severity
                && without_versions(other) == without_versions(&finding)
        };
        let left = known.get_mut(&(finding.rule.code, finding.at));
        let same = left.and_then(|left| Some(left.remove(left.iter().position(is_same)?)));
        match same {
            Some(index) => found[index].versions = found[index].versions.or(finding.versions),
            None => found.push(finding),
        }
    }
}

/// What is wrong, whichever version it names as the target.
fn without_versions(finding: &Finding) -> String {
    let words = finding.message.with_values().to_owned();
    Version::all().fold(words, |words, version| words.replace(&version.to_string(), ""))
}
