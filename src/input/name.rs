//! How a path is shown: relative to the working directory, with `/`.

use std::{
    borrow::Cow,
    path::{Component, Path, PathBuf},
};

/// The path without `.` steps, and without `..` steps after a name.
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

/// The directory of the git repository that a path lies in.
pub fn repository_of(path: &Path) -> Option<&Path> {
    path.ancestors().find(|above| above.join(".git").exists())
}

/// How a path is shown, in findings and in all other messages. Of such a name, [`path_of`] is the
/// path; what is printed shows each byte that is not text as the replacement character.
pub fn shown(path: &Path, working_directory: &Path) -> String {
    let path = clean(path);
    let near = path.strip_prefix(working_directory).unwrap_or(&path);
    let name = if near.as_os_str().is_empty() { ".".into() } else { text_of(near) };
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// Each byte of a path that is not text appears in names as one of the last 256 characters of
/// Unicode, which are for private use, so that no two paths have one name.
const FIRST_BYTE: u32 = 0x10_FF00;

fn text_of(path: &Path) -> Cow<'_, str> {
    #[cfg(unix)]
    if path.to_str().is_none() {
        use std::os::unix::ffi::OsStrExt as _;
        let mut text = String::new();
        for chunk in path.as_os_str().as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            let bytes = chunk.invalid().iter().map(|byte| FIRST_BYTE + u32::from(*byte));
            text.extend(bytes.filter_map(char::from_u32));
        }
        return text.into();
    }
    path.to_string_lossy()
}

/// Whether a character of a name stands for a byte of a path that is not text.
pub fn is_byte(character: char) -> bool {
    byte_of(character).is_some()
}

/// The byte of a path that a character of a name stands for.
fn byte_of(character: char) -> Option<u8> {
    u8::try_from(u32::from(character).checked_sub(FIRST_BYTE)?).ok()
}

/// The path that was [`shown`] under a name.
pub fn path_of(name: &str) -> Cow<'_, Path> {
    #[cfg(unix)]
    if !is_text(name) {
        use std::os::unix::ffi::OsStringExt as _;
        let mut bytes = Vec::new();
        for character in name.chars() {
            match byte_of(character) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
            }
        }
        return PathBuf::from(std::ffi::OsString::from_vec(bytes)).into();
    }
    Path::new(name).into()
}

/// Whether the path of a name is text.
pub fn is_text(name: &str) -> bool {
    !name.chars().any(is_byte)
}

/// A name for people: what is not text is replaced.
pub fn readable(name: &str) -> Cow<'_, str> {
    if is_text(name) {
        return name.into();
    }
    let replaced = |c| if is_byte(c) { char::REPLACEMENT_CHARACTER } else { c };
    name.chars().map(replaced).collect()
}

/// What a name relative to `from` is relative to `to`; both are absolute and clean.
pub fn renamed(name: &str, from: &Path, to: &Path) -> String {
    let path = clean(&from.join(path_of(name)));
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

    #[cfg(unix)]
    #[test]
    fn names_of_what_is_no_text() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
        let path = Path::new(OsStr::from_bytes(b"a/\xff\xc3.yaml"));
        let name = shown(path, Path::new("/work"));
        assert_eq!(path_of(&name), path);
        assert_eq!(readable(&name), "a/\u{fffd}\u{fffd}.yaml");
        assert_eq!(path_of("웹.yaml"), Path::new("웹.yaml"));
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
