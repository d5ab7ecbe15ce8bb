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

/// What a name relative to `from` is relative to `to`; both are absolute and clean.
pub fn renamed(name: &str, from: &Path, to: &Path) -> String {
    let path = clean(&from.join(name));
    let shared = path.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let back = to.components().skip(shared).map(|_| Component::ParentDir);
    let steps: PathBuf = back.chain(path.components().skip(shared)).collect();
    shown(&steps, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_elsewhere() {
        let name = |name, from, to| renamed(name, Path::new(from), Path::new(to));
        assert_eq!(name("prod/a.yaml", "/r", "/r/base"), "../prod/a.yaml");
        assert_eq!(name("base/a.yaml", "/r", "/r/base"), "a.yaml");
        assert_eq!(name("../base/a.yaml", "/r/prod", "/r"), "base/a.yaml");
        assert_eq!(name("", "/r", "/r"), ".");
    }

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
