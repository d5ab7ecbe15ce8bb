//! Which files are meant: named ones, folders as a project, folders as kubectl reads them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use super::{Failure, Mode, clean, glob, read::reason};

/// A file to read, or one of which it is already known that it cannot be.
#[derive(Clone, Debug)]
pub struct Found {
    /// As to be opened; cleaned.
    pub path: PathBuf,
    /// Given by name, not found in a folder.
    pub named: bool,
    pub mode: Mode,
    pub failure: Option<Failure>,
}

/// What a walk found, without repetition.
#[derive(Debug, Default)]
pub struct Walked {
    pub files: Vec<Found>,
    /// Folders below those after `-f` that were not entered.
    pub folders_left: usize,
    seen: BTreeSet<PathBuf>,
}

impl Walked {
    fn add(&mut self, path: &Path, named: bool, mode: Mode, failure: Option<Failure>) {
        let path = clean(path);
        if self.seen.insert(path.clone()) {
            self.files.push(Found { path, named, mode, failure });
        }
    }

    fn fail(&mut self, path: &Path, mode: Mode, error: &io::Error) {
        let failure = Failure::Unreadable(reason(error));
        self.add(path, false, mode, Some(failure));
    }
}

/// `.yaml`, `.yml` and `.json`, the extensions that kubectl takes from a folder.
pub fn has_manifest_extension(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json")
}

/// Whether a file of a project is read: kustomize also takes `Kustomization`.
fn is_wanted(path: &Path) -> bool {
    has_manifest_extension(path) || path.file_name().is_some_and(|name| name == "Kustomization")
}

/// Adds a path as part of a project: a file as it is named; from a folder all manifests below it
/// that are neither hidden nor, unless `all` is set, ignored by git.
pub fn project(path: &Path, all: bool, walked: &mut Walked) {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => folder(path, all, walked),
        Ok(_) => walked.add(path, true, Mode::Project, None),
        Err(error) => walked.add(path, true, Mode::Project, Some(missing(path, &error))),
    }
}

/// In the words of kubectl, where a path is not there at all.
fn missing(path: &Path, error: &io::Error) -> Failure {
    Failure::Unreadable(match error.kind() {
        io::ErrorKind::NotFound => format!("the path \"{}\" does not exist", path.display()),
        _ => reason(error),
    })
}

fn folder(root: &Path, all: bool, walked: &mut Walked) {
    let walk = WalkBuilder::new(root)
        .standard_filters(!all)
        .hidden(true)
        // The user's own ignore file would make the result differ from machine to machine.
        .git_global(false)
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|t| t.is_file());
                let is_link = entry.path_is_symlink();
                if !(is_file || is_link) || !is_wanted(entry.path()) {
                    continue;
                }
                // A link to a file is read as kubectl reads it, one to a folder is not entered.
                match if is_link {
                    fs::metadata(entry.path())
                } else {
                    entry.path().symlink_metadata()
                } {
                    Ok(target) if target.is_file() => {
                        walked.add(entry.path(), false, Mode::Project, None);
                    }
                    Ok(_) => {}
                    Err(error) => walked.fail(entry.path(), Mode::Project, &error),
                }
            }
            Err(error) => unwalked(root, &error, walked),
        }
    }
}

/// An error of the walk, which names its path somewhere inside.
fn unwalked(root: &Path, error: &ignore::Error, walked: &mut Walked) {
    let mut path = root;
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            ignore::Error::Io(error) => {
                let failure = Failure::Folder(reason(error));
                walked.add(path, false, Mode::Project, Some(failure));
                return;
            }
            // A pattern that is no glob: git passes over it too.
            _ => return,
        }
    }
}

/// Adds what kubectl reads for `-f`: a file whatever its name; a folder's manifests, hidden and
/// ignored ones too, and those of the folders below it only if `recursive`; a pattern's matches.
pub fn objects(path: &Path, recursive: bool, walked: &mut Walked) {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => listed(path, recursive, walked),
        Ok(_) => walked.add(path, true, Mode::Objects, None),
        Err(error) => {
            let matches = glob::expand(path);
            if matches.is_empty() {
                walked.add(path, true, Mode::Objects, Some(missing(path, &error)));
            }
            for path in matches {
                objects_at(&path, recursive, walked);
            }
        }
    }
}

fn objects_at(path: &Path, recursive: bool, walked: &mut Walked) {
    if path.is_dir() {
        listed(path, recursive, walked);
    } else {
        walked.add(path, true, Mode::Objects, None);
    }
}

fn listed(root: &Path, recursive: bool, walked: &mut Walked) {
    // A stack of what is still to be visited, last first, so that files come in order of names.
    let mut open = vec![root.to_path_buf()];
    while let Some(path) = open.pop() {
        let is_root = path == root;
        let kind = if is_root { fs::metadata(&path) } else { path.symlink_metadata() };
        match kind {
            Ok(kind) if kind.is_dir() => {
                if !is_root && !recursive {
                    walked.folders_left += 1;
                    continue;
                }
                match sorted(&path) {
                    Ok(entries) => open.extend(entries.into_iter().rev()),
                    Err(error) => walked.add(
                        &path,
                        false,
                        Mode::Objects,
                        Some(Failure::Folder(reason(&error))),
                    ),
                }
            }
            _ if !has_manifest_extension(&path) => {}
            Ok(kind) if kind.is_symlink() => match fs::metadata(&path) {
                Ok(target) if target.is_dir() => {}
                Ok(_) => walked.add(&path, false, Mode::Objects, None),
                Err(error) => walked.fail(&path, Mode::Objects, &error),
            },
            Ok(kind) if !kind.is_file() => {}
            Ok(_) => walked.add(&path, false, Mode::Objects, None),
            Err(error) => walked.fail(&path, Mode::Objects, &error),
        }
    }
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
