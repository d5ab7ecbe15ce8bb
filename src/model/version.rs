//! The Kubernetes minor versions that kubevet knows.

use std::{fmt, str::FromStr};

/// A minor release of Kubernetes 1: `1.36`, and what a cluster of it switches on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8, Switched);

impl Version {
    pub const OLDEST: Version = Version(25, Switched::NONE);
    pub const NEWEST: Version = Version(37, Switched::NONE);

    /// 1.`minor`, if its schemas are bundled.
    pub fn new(minor: u8) -> Option<Version> {
        (Self::OLDEST.0..=Self::NEWEST.0).contains(&minor).then_some(Version(minor, Switched::NONE))
    }

    pub const fn minor(self) -> u8 {
        self.0
    }

    /// Whether it is 1.`minor` or newer.
    pub const fn since(self, minor: u8) -> bool {
        self.0 >= minor
    }

    /// The same release with other feature gates.
    #[must_use]
    pub const fn with(self, gates: Switched) -> Version {
        Version(self.0, gates)
    }

    /// Whether the cluster switches a feature gate, and how.
    pub fn switched(self, gate: &str) -> Option<bool> {
        self.1.get(gate)
    }

    /// All of them, oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Version> {
        (Self::OLDEST.0..=Self::NEWEST.0).filter_map(Version::new)
    }
}

/// The gates that a cluster switches, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Switched(&'static [(&'static str, bool)]);

impl Switched {
    pub const NONE: Switched = Switched(&[]);

    /// Kept as long as the program runs: a configuration is read once, and its gates are asked for
    /// wherever an object is.
    pub fn new(gates: Vec<(&'static str, bool)>) -> Switched {
        if gates.is_empty() { Switched::NONE } else { Switched(gates.leak()) }
    }

    fn get(self, name: &str) -> Option<bool> {
        self.0.iter().find(|(gate, _)| *gate == name).map(|(_, on)| *on)
    }
}

impl Default for Version {
    fn default() -> Version {
        Version::NEWEST
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// Why a version could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionError {
    Malformed,
    TooOld,
    /// Newer than the newest bundled one.
    TooNew,
}

impl FromStr for Version {
    type Err = VersionError;

    /// `1.36`, `v1.36`, `1.36.2` (the patch does not matter) or `latest`.
    fn from_str(text: &str) -> Result<Version, VersionError> {
        if text == "latest" {
            return Ok(Version::NEWEST);
        }
        let numbers = text.strip_prefix('v').unwrap_or(text);
        let mut parts = numbers.split('.').map(str::parse::<u32>);
        let (Some(Ok(1)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
            return Err(VersionError::Malformed);
        };
        if parts.next().is_some_and(|patch| patch.is_err()) || parts.next().is_some() {
            return Err(VersionError::Malformed);
        }
        match u8::try_from(minor).ok().and_then(Version::new) {
            Some(version) => Ok(version),
            None if minor < u32::from(Version::OLDEST.0) => Err(VersionError::TooOld),
            None => Err(VersionError::TooNew),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let minor = |text: &str| text.parse::<Version>().map(Version::minor);
        assert_eq!(minor("1.36"), Ok(36));
        assert_eq!(minor("v1.25.3"), Ok(25));
        assert_eq!(minor("latest"), Ok(Version::NEWEST.minor()));
        assert_eq!(minor("1.24"), Err(VersionError::TooOld));
        assert_eq!(minor("1.99"), Err(VersionError::TooNew));
        assert_eq!(minor("1.x"), Err(VersionError::Malformed));
        assert_eq!(minor("2.0"), Err(VersionError::Malformed));
    }
}
