//! The feature gates of the API server by release, as constants: [`IMAGE_VOLUME`] and the others are
//! made from `schemas/gates.txt`, where the generator writes what the API machinery says of them.

use super::version::Version;

include!(concat!(env!("OUT_DIR"), "/gates.rs"));

/// A feature gate of some release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    pub name: &'static str,
    /// A letter for each release from [`Version::OLDEST`] on; `schemas/README.md` explains them.
    letters: &'static str,
}

/// What a release says of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeatureSpec {
    pub on: bool,
    /// It cannot be switched.
    pub locked: bool,
    pub stage: FeatureStage,
}

/// How far a feature has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureStage {
    Alpha,
    Beta,
    /// General availability, or on its way out.
    Stable,
}

/// All gates, sorted by name.
pub fn all() -> impl Iterator<Item = Gate> {
    ALL.iter().copied()
}

pub fn named(name: &str) -> Option<Gate> {
    let index = ALL.binary_search_by_key(&name, |gate| gate.name).ok()?;
    Some(ALL[index])
}

impl Version {
    /// Whether a feature gate is on: as the cluster switches it, or else by default.
    pub fn enables(self, gate: Gate) -> bool {
        self.switched(gate.name).unwrap_or_else(|| gate.is_on_by_default(self))
    }

    /// Whether the release has a feature gate that is off. Without the gate, its fields are unknown
    /// or ungated: both are other cases.
    pub fn disables(self, gate: Gate) -> bool {
        gate.at(self).is_some() && !self.enables(gate)
    }
}

impl Gate {
    /// A gate that is gone stays as the last release with it had it: most are removed some time
    /// after they can no longer be disabled.
    fn is_on_by_default(self, version: Version) -> bool {
        version.answer(|minor| {
            let count = usize::from(minor - Version::OLDEST.minor()) + 1;
            let mut known = self.letters.bytes().take(count).filter(|letter| *letter != b'.');
            known.next_back().is_some_and(|letter| letter.is_ascii_uppercase())
        })
    }

    /// What a release says of it; `None` where it does not have it.
    pub fn at(self, version: Version) -> Option<FeatureSpec> {
        let letters = self.letters.as_bytes();
        let letter = version
            .answer(|minor| letters.get(usize::from(minor - Version::OLDEST.minor())).copied())?;
        let stage = match letter.to_ascii_lowercase() {
            b'a' => FeatureStage::Alpha,
            b'b' => FeatureStage::Beta,
            b'g' | b'l' => FeatureStage::Stable,
            _ => return None,
        };
        let (on, locked) = (letter.is_ascii_uppercase(), letter.eq_ignore_ascii_case(&b'l'));
        Some(FeatureSpec { on, locked, stage })
    }

    /// The first and the last release that have it.
    pub fn life(self) -> Option<(Version, Version)> {
        let mut versions = Version::all().filter(|version| self.at(*version).is_some());
        let first = versions.next()?;
        Some((first, versions.next_back().unwrap_or(first)))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::version::Switched, *};

    #[test]
    fn the_table_is_sorted_and_whole() {
        let names: Vec<&str> = all().map(|gate| gate.name).collect();
        assert!(names.is_sorted() && names.len() > 300, "{}", names.len());
        assert!(all().all(|gate| gate.letters.len() == Version::all().count()));
        assert!(all().all(|gate| gate.life().is_some()));
    }

    #[test]
    fn what_releases_say() {
        let at = |name, minor| named(name).unwrap().at(Version::new(minor).unwrap());
        let state = |on, locked, stage| Some(FeatureSpec { on, locked, stage });
        assert_eq!(at("HPAScaleToZero", 36), state(false, false, FeatureStage::Alpha));
        assert_eq!(at("HPAScaleToZero", 37), state(true, false, FeatureStage::Beta));
        assert_eq!(at("UserNamespacesSupport", 27), None);
        assert_eq!(at("UserNamespacesSupport", 36), state(true, true, FeatureStage::Stable));
        assert_eq!(named("HPAScaleToZer"), None);
    }

    #[test]
    fn versions_carry_what_is_switched() {
        let version = Version::OLDEST;
        assert!(!version.enables(HPA_SCALE_TO_ZERO) && !version.enables(READ_WRITE_ONCE_POD));
        assert!(Version::NEWEST.enables(HPA_SCALE_TO_ZERO));
        // Locked in 1.27, gone since 1.29; given up after 1.31.
        assert!(Version::NEWEST.enables(READ_WRITE_ONCE_POD));
        assert!(!Version::NEWEST.enables(DRA_CONTROL_PLANE_CONTROLLER));
        let version = version.with(Switched::new(vec![("HPAScaleToZero", true)]));
        assert!(version.enables(HPA_SCALE_TO_ZERO) && !version.enables(READ_WRITE_ONCE_POD));
        assert_eq!(version.switched("ReadWriteOncePod"), None);
        assert!(version.since(25) && !version.since(26));
    }
}
