//! Files that are written: whole or not at all, wherever that is possible.

use std::{
    fs::{self, File, Metadata},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use same_file::Handle;
use tempfile::NamedTempFile;

use super::{CommandEnv, error::CliError};
use crate::input::{self, DEVICE, irregular};

/// So many links are followed.
const MAX_LINKS: usize = 40;

/// Where a report goes.
#[derive(Debug)]
pub(super) struct OutputTarget {
    /// As named.
    pub(super) path: PathBuf,
    /// Where the links of the path lead.
    real: PathBuf,
    /// The file that is there, if one is.
    file: Option<Handle>,
    /// A terminal, `/dev/null` and the like: what is written there is mixed up by intent.
    is_device: bool,
}

impl OutputTarget {
    pub(super) fn new(path: &Path) -> OutputTarget {
        let real = behind_links(path);
        let there = fs::metadata(path).ok();
        // Only files are opened: to open a pipe takes part in it.
        let is_file = there.as_ref().is_some_and(Metadata::is_file);
        let file = if is_file { Handle::from_path(&real).ok() } else { None };
        let is_device = there.is_some_and(|found| irregular(found.file_type()) == Some(DEVICE));
        OutputTarget { path: path.to_owned(), real, file, is_device }
    }

    /// Whether what is written to both would be mixed up, or lost.
    pub(super) fn is_same(&self, other: &OutputTarget) -> bool {
        match (&self.file, &other.file) {
            (Some(one), Some(two)) => one == two,
            _ => self.real == other.real && !self.is_device,
        }
    }

    /// Whether standard output is a file, and this one.
    pub(super) fn is_standard_output(&self) -> bool {
        self.file.is_some() && Handle::stdout().ok() == self.file
    }
}

/// The path that a path leads to, which need not exist.
fn behind_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = dir.unwrap_or(Path::new(".")).canonicalize();
    match (dir, path.file_name()) {
        (Ok(dir), Some(name)) => dir.join(name),
        _ => path,
    }
}

/// Writes a file so that no part of it is visible, and the old content stays if that fails. Links
/// are followed, permissions are kept, and what is not a file (a device, a pipe) is written to.
pub(super) fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let there = match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(io::Error::other("it is a directory")),
        Ok(found) if !found.is_file() => return write_through(path, text),
        Ok(found) => Some(found),
        Err(_) => None,
    };
    let real = behind_links(path);
    match write_beside(&real, there.as_ref(), text) {
        // A file may be written though its directory may not, or is a mount of its own.
        Err(error) if there.is_some() && keeps_out(&error) => write_through(path, text),
        written => written,
    }
}

/// As [`write()`]; an error names the file as findings do.
pub(super) fn write_file(path: &Path, text: &[u8], run: &CommandEnv) -> Result<(), CliError> {
    write(path, text).map_err(|error| {
        let (path, why) = (input::shown(path, &run.working_directory), input::reason(&error));
        CliError::new(format!("cannot write {path}: {why}"))
    })
}

fn keeps_out(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), CrossesDevices | PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

fn write_through(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).truncate(true).open(path)?;
    file.write_all(text)?;
    file.flush()
}

fn write_beside(path: &Path, there: Option<&Metadata>, text: &[u8]) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let mut file = new_beside(dir.unwrap_or(Path::new(".")))?;
    if let Some(there) = there {
        keep(&file, there)?;
    }
    file.write_all(text)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file of another name, with the permissions of any new file.
fn new_beside(dir: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kubevet-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(dir)
}

/// Gives a file the owner and permissions of another.
fn keep(file: &NamedTempFile, there: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let now = file.as_file().metadata()?;
        if (now.uid(), now.gid()) != (there.uid(), there.gid()) {
            fchown(file.as_file(), Some(there.uid()), Some(there.gid()))?;
        }
    }
    file.as_file().set_permissions(there.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn links_and_permissions_stay() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        // One that leads to nothing yet.
        let (later, ahead) = (dir.path().join("later"), dir.path().join("ahead"));
        symlink(&later, &ahead).unwrap();
        write(&ahead, b"new").unwrap();
        assert_eq!(fs::read_to_string(&later).unwrap(), "new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 4);
    }

    #[test]
    fn what_cannot_be_written_stays() {
        let dir = tempfile::tempdir().unwrap();
        assert!(write(dir.path(), b"x").is_err());
        assert!(write(&dir.path().join("no/where"), b"x").is_err());
        // A full disk.
        assert!(write(Path::new("/dev/full"), b"x").is_err());
        assert!(write(Path::new("/dev/null"), b"x").is_ok());
        assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn one_file_has_many_names() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("there"), "").unwrap();
        symlink("there", at("link")).unwrap();
        symlink("new", at("ahead")).unwrap();
        fs::hard_link(at("there"), at("second")).unwrap();
        let same = |one: &str, two: &str| {
            OutputTarget::new(&at(one)).is_same(&OutputTarget::new(&at(two)))
        };
        assert!(same("there", "link") && same("there", "second") && same("there", "./there"));
        assert!(same("new", "ahead") && same("new", "./new"));
        assert!(!same("there", "new") && !same("new", "newer"));
        let null = || OutputTarget::new(Path::new("/dev/null"));
        assert!(!null().is_same(&null()));
    }
}
