//! How a path is shown: relative to the working directory, with `/`.

use std::path::{Component, Path, PathBuf};

/// The path without `.` steps, and without `..` steps behind a name.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            step => out.push(step),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// The name under which findings speak of a path.
pub fn shown(path: &Path, working_directory: &Path) -> String {
    let path = clean(path);
    let near = path.strip_prefix(working_directory).unwrap_or(&path);
    let name = if near.as_os_str().is_empty() { ".".into() } else { near.to_string_lossy() };
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let name = |path: &str| shown(Path::new(path), Path::new("/work/app"));
        assert_eq!(name("./k8s//a.yaml"), "k8s/a.yaml");
        assert_eq!(name("/work/app/k8s/../b.yaml"), "b.yaml");
        assert_eq!(name("../other/a.yaml"), "../other/a.yaml");
        assert_eq!(name("/etc/a.yaml"), "/etc/a.yaml");
        assert_eq!(name("."), ".");
    }
}
