//! When built-in kinds came, were deprecated and went, before the supported versions too.

use std::fmt;

use super::{schema::LifecycleRow, version::Versions};

/// A minor of Kubernetes 1, bundled or not: `Minor(16)` is 1.16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor(pub u8);

/// The life of one kind of a group and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifecycle {
    pub group: &'static str,
    pub version: &'static str,
    pub kind: &'static str,
    pub introduced: Option<Minor>,
    /// The first version in which the server warns; may lie ahead of the newest one.
    pub deprecated: Option<Minor>,
    /// The first version that no longer serves it; may lie ahead of the newest one.
    pub removed: Option<Minor>,
    /// Group, version and kind to write instead.
    pub replacement: Option<(&'static str, &'static str, &'static str)>,
    /// The versions that serve it only when its group and version are enabled.
    pub off_by_default: Versions,
}

/// What is known of a built-in kind; `None` if the API server never had it.
pub fn lookup(group: &str, version: &str, kind: &str) -> Option<Lifecycle> {
    LifecycleRow::find(group, version, kind).map(of_row)
}

/// Every kind that the API server ever had, by group, version and kind.
pub fn all() -> impl Iterator<Item = Lifecycle> {
    LifecycleRow::all().map(of_row)
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

fn of_row(row: LifecycleRow) -> Lifecycle {
    let (group, version, kind) = row.gvk();
    let [introduced, deprecated, removed] = row.minors().map(|minor| minor.map(Minor));
    Lifecycle {
        group,
        version,
        kind,
        introduced,
        deprecated,
        removed,
        replacement: row.replacement(),
        off_by_default: row.off(),
    }
}
