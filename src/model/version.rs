//! The Kubernetes minor versions that kubevet knows.

use std::{cell::Cell, cmp::Ordering, fmt, str::FromStr};

/// A minor release of Kubernetes 1: `1.36`, and what a cluster of it switches on and off.
///
/// What is asked of a version is kept track of, so that [`Version::work`] knows which other versions
/// would have had the same answers.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Version(u8, Switched);

thread_local! {
    /// The minor that [`Version::work`] works for, and the oldest and the newest one that would
    /// have answered everything so far in the same way.
    static ALIKE: Cell<(u8, u8, u8)> = const { Cell::new((0, 0, 0)) };
}

impl Version {
    pub const OLDEST: Version = Version(25, Switched::NONE);
    pub const NEWEST: Version = Version(37, Switched::NONE);

    /// 1.`minor`, if its schemas are bundled.
    pub fn new(minor: u8) -> Option<Version> {
        (Self::OLDEST.0..=Self::NEWEST.0).contains(&minor).then_some(Version(minor, Switched::NONE))
    }

    pub fn minor(self) -> u8 {
        self.answer(|own| own)
    }

    /// Whether it is 1.`minor` or newer.
    pub fn since(self, minor: u8) -> bool {
        self.answer(|own| own >= minor)
    }

    /// What `of` says of its minor.
    pub(super) fn answer<T: PartialEq>(self, of: impl Fn(u8) -> T) -> T {
        let answer = of(self.0);
        ALIKE.with(|alike| {
            let (target, oldest, newest) = alike.get();
            if target == self.0 && oldest < newest {
                let is_same = |minor: &u8| of(*minor) == answer;
                let down = (oldest..target).rev().take_while(is_same).count() as u8;
                let up = (target + 1..=newest).take_while(is_same).count() as u8;
                alike.set((target, target - down, target + up));
            }
        });
        answer
    }

    /// What `work` gives, and for which of the versions around this one it would give the same:
    /// those that have answered whatever it asked of this version as this one has. `work` must ask
    /// on this thread.
    pub fn work<T>(self, around: Versions, work: impl FnOnce() -> T) -> (T, Versions) {
        let is_around = |minor: &u8| around.has(*minor);
        let down = (Self::OLDEST.0..self.0).rev().take_while(is_around).count() as u8;
        let up = (self.0 + 1..=Self::NEWEST.0).take_while(is_around).count() as u8;
        let outside = ALIKE.replace((self.0, self.0 - down, self.0 + up));
        let given = work();
        let (_, oldest, newest) = ALIKE.replace(outside);
        (given, (oldest..=newest).filter_map(Version::new).collect())
    }

    /// The same release with other feature gates.
    #[must_use]
    pub const fn with(self, gates: Switched) -> Version {
        Version(self.0, gates)
    }

    /// Whether the cluster switches the same gates as at another version.
    pub fn has_gates_of(self, other: Version) -> bool {
        self.1 == other.1
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

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        let order = self.answer(|own| own.cmp(&other.0));
        other.answer(|own| own.cmp(&self.0));
        order.then_with(|| self.1.cmp(&other.1))
    }
}

/// Some of the minor versions; bit 0 is [`Version::OLDEST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions(pub(super) u16);

impl Versions {
    pub const NONE: Versions = Versions(0);
    pub const ALL: Versions = Versions((1 << (Version::NEWEST.0 - Version::OLDEST.0 + 1)) - 1);

    pub fn contains(self, version: Version) -> bool {
        // Most of what there is exists at all versions.
        self == Versions::ALL || version.answer(|minor| self.has(minor))
    }

    const fn has(self, minor: u8) -> bool {
        match minor.checked_sub(Version::OLDEST.0) {
            Some(bit) if bit < 16 => self.0 & 1 << bit != 0,
            _ => false,
        }
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn first(self) -> Option<Version> {
        self.iter().next()
    }

    pub fn last(self) -> Option<Version> {
        self.iter().next_back()
    }

    /// Oldest first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Version> {
        Version::all().filter(move |version| self.has(version.0))
    }

    #[must_use]
    pub const fn and(self, other: Versions) -> Versions {
        Versions(self.0 & other.0)
    }

    #[must_use]
    pub const fn or(self, other: Versions) -> Versions {
        Versions(self.0 | other.0)
    }

    #[must_use]
    pub const fn without(self, other: Versions) -> Versions {
        Versions(self.0 & !other.0)
    }
}

impl FromIterator<Version> for Versions {
    fn from_iter<I: IntoIterator<Item = Version>>(versions: I) -> Versions {
        let bit = |version: Version| Versions(1 << (version.0 - Version::OLDEST.0));
        versions.into_iter().map(bit).fold(Versions::NONE, Versions::or)
    }
}

/// In words: `1.31`, `1.31 and 1.32`, `1.28, 1.29 and 1.31 to 1.37`.
impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<Version> = self.iter().collect();
        let mut parts: Vec<String> = Vec::new();
        for run in all.chunk_by(|one, next| one.0 + 1 == next.0) {
            match run {
                [first, _, .., last] => parts.push(format!("{first} to {last}")),
                few => parts.extend(few.iter().map(Version::to_string)),
            }
        }
        let last = parts.pop().unwrap_or_default();
        if !parts.is_empty() {
            write!(f, "{} and ", parts.join(", "))?;
        }
        f.write_str(&last)
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

    fn at(minor: u8) -> Version {
        Version::new(minor).expect("a bundled version")
    }

    fn versions(minors: impl IntoIterator<Item = u8>) -> Versions {
        minors.into_iter().map(at).collect()
    }

    #[test]
    fn versions_that_answer_alike() {
        let around = versions(28..=36);
        let target = at(33);
        let alike = |ask: &dyn Fn() -> bool| target.work(around, ask).1;
        assert_eq!(alike(&|| true), around);
        assert_eq!(alike(&|| target.since(30)), versions(30..=36));
        assert_eq!(alike(&|| target.since(30) && target.since(35)), versions(30..=34));
        assert_eq!(alike(&|| target.minor() > 20), versions([33]));
        assert_eq!(alike(&|| target < at(36)), versions(28..=35));
        assert_eq!(alike(&|| at(31) == target), versions(32..=36));
        assert_eq!(alike(&|| versions([30, 32, 33]).contains(target)), versions([32, 33]));
        // What is asked of another version does not depend on this one.
        assert_eq!(alike(&|| at(31).since(32)), around);
        // What is asked for itself does not count outside.
        assert_eq!(alike(&|| target.work(around, || target.minor()).0 > 20), around);
        assert_eq!(target.work(versions([31, 33, 34]), || ()).1, versions([33, 34]));
        assert_eq!(target.work(Versions::NONE, || ()).1, versions([33]));
    }

    #[test]
    fn versions_in_words() {
        let words = |minors: &[u8]| versions(minors.iter().copied()).to_string();
        assert_eq!(words(&[31]), "1.31");
        assert_eq!(words(&[31, 32]), "1.31 and 1.32");
        assert_eq!(words(&[31, 32, 33]), "1.31 to 1.33");
        assert_eq!(words(&[26, 28, 29, 31, 32, 33]), "1.26, 1.28, 1.29 and 1.31 to 1.33");
        assert_eq!(words(&[25, 37]), "1.25 and 1.37");
    }
}
