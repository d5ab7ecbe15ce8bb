//! Which file holds the configuration: the nearest one upward wins.

use std::path::{Path, PathBuf};

/// In one directory the first that exists wins.
pub(super) const FILE_NAMES: [&str; 2] = [".kubevet.toml", "kubevet.toml"];

/// The configuration file that is directly in a directory.
pub fn in_dir(dir: &Path) -> Option<PathBuf> {
    FILE_NAMES.iter().map(|name| dir.join(name)).find(|path| path.is_file())
}
