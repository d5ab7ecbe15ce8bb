//! Patterns that the shell left alone: `-f 'k8s/*.yaml'`.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use globset::GlobBuilder;

/// The paths that a pattern names, sorted; none if it is not a pattern or matches nothing. As in
/// Go's `filepath.Glob`, a `*` does not cross a directory.
pub(super) fn expand(pattern: &Path) -> Vec<PathBuf> {
    if !pattern.to_string_lossy().contains(['*', '?', '[']) {
        return Vec::new();
    }
    let mut found = vec![PathBuf::new()];
    for step in pattern.components() {
        let text = step.as_os_str().to_string_lossy();
        let is_pattern = matches!(step, Component::Normal(_)) && text.contains(['*', '?', '[']);
        found = match is_pattern.then(|| GlobBuilder::new(&text).literal_separator(true).build()) {
            None => found.iter().map(|path| path.join(step)).filter(|path| path.exists()).collect(),
            Some(Err(_)) => return Vec::new(),
            Some(Ok(glob)) => {
                let glob = glob.compile_matcher();
                found.iter().flat_map(|dir| matches(dir, &glob)).collect()
            }
        };
    }
    found.sort();
    found
}

fn matches(dir: &Path, glob: &globset::GlobMatcher) -> Vec<PathBuf> {
    let listed = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    let entries = fs::read_dir(listed).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    names.filter(|name| glob.is_match(name)).map(|name| dir.join(name)).collect()
}
