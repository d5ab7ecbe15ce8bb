//! The names of the IANA time zone database, release 2025c, as Go's `time/tzdata` carries it for
//! the API server; links of older names included.

static NAMES: &str = include_str!("time_zones.txt");

/// All names, in byte order.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    NAMES.lines()
}

/// Whether a zone has exactly this name; case matters.
pub(super) fn is_known(name: &str) -> bool {
    all().any(|known| known == name)
}
