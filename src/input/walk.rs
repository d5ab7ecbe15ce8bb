//! Which files are meant: named ones, directories as a project, directories as kubectl reads them.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use ignore::{DirEntry, WalkBuilder, WalkState, gitignore::Gitignore};
use indexmap::IndexSet;

use super::{
    Failure, Mode, clean, glob,
    name::shown,
    open::{irregular, reason, size},
};

/// A file to read, or one of which it is already known that it cannot be.
#[derive(Clone, Debug)]
pub struct FoundFile {
    /// As to be opened; cleaned.
    pub path: PathBuf,
    /// Given by name, not found in a directory.
    pub named: bool,
    pub mode: Mode,
    pub failure: Option<Failure>,
}

/// What a walk found, without repetition.
#[derive(Debug, Default)]
pub struct Walked {
    pub files: Vec<FoundFile>,
    /// Directories below those after `-f` that were not entered.
    pub dirs_left_out: usize,
    /// The absolute paths of the files, in their order.
    seen: IndexSet<PathBuf>,
    /// What paths are relative to.
    working_directory: PathBuf,
}

impl Walked {
    pub fn new(working_directory: &Path) -> Walked {
        Walked { working_directory: working_directory.to_owned(), ..Walked::default() }
    }

    fn add(&mut self, path: &Path, named: bool, mode: Mode, failure: Option<Failure>) {
        let path = clean(path);
        // One path for all ways to write it.
        let absolute = clean(&self.working_directory.join(&path));
        match self.seen.insert_full(absolute) {
            (_, true) => self.files.push(FoundFile { path, named, mode, failure }),
            (known, false) => self.files[known].named |= named,
        }
    }

    /// Everything that was found, in one order, whatever that of the arguments was.
    pub fn sort(&mut self) {
        let files = std::mem::take(&mut self.files);
        let mut sorted: Vec<_> = std::mem::take(&mut self.seen).into_iter().zip(files).collect();
        sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
        (self.seen, self.files) = sorted.into_iter().unzip();
    }

    /// A path of the command line that cannot be read: in the words of kubectl, where it is not
    /// there at all.
    fn missing(&mut self, path: &Path, mode: Mode, error: &io::Error) {
        let why = match error.kind() {
            io::ErrorKind::NotFound => {
                format!("the path \"{}\" does not exist", shown(path, &self.working_directory))
            }
            _ => reason(error),
        };
        self.add(path, true, mode, Some(Failure::Unreadable(why)));
    }

    fn fail(&mut self, path: &Path, mode: Mode, error: &io::Error) {
        let failure = Failure::Unreadable(reason(error));
        self.add(path, false, mode, Some(failure));
    }
}

/// `.yaml`, `.yml` and `.json`, the extensions that kubectl takes from a directory.
pub(super) fn has_manifest_extension(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml" || e == "json")
}

/// Whether a file of a project is read: kustomize also takes `Kustomization`.
fn is_wanted(path: &Path) -> bool {
    has_manifest_extension(path) || path.file_name().is_some_and(|name| name == "Kustomization")
}

/// Adds a path as part of a project: a file as it is named; from a directory all manifests below it
/// that are not hidden and, unless `all` is set, neither ignored by git nor vendored by Go.
pub fn project(path: &Path, all: bool, walked: &mut Walked) {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => dir(path, all, walked),
        Ok(_) => walked.add(path, true, Mode::Project, None),
        Err(error) => walked.missing(path, Mode::Project, &error),
    }
}

/// What a walk meets: an entry, or why there is none.
type DirEntryResult = (PathBuf, Result<fs::FileType, Failure>);

/// In directories of up to so many entries several threads would wait longer than they work.
const FEW_ENTRIES: usize = 500;

fn dir(root: &Path, all: bool, walked: &mut Walked) {
    let unfit: Arc<Mutex<Vec<DirEntryResult>>> = Arc::default();
    let mut walk = WalkBuilder::new(root);
    if !all {
        if let Some(failure) = unfit_above(root) {
            walked.add(root, false, Mode::Project, Some(failure));
            return;
        }
        let unfit = Arc::clone(&unfit);
        walk.filter_entry(move |entry| {
            if entry.depth() > 0 && is_vendored(entry) {
                return false;
            }
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            let Some(failure) = is_dir.then(|| unfit_in(entry.path())).flatten() else {
                return true;
            };
            let mut unfit = unfit.lock().unwrap_or_else(PoisonError::into_inner);
            unfit.push((entry.path().to_owned(), Err(failure)));
            false
        });
    }
    walk.standard_filters(!all)
        .hidden(true)
        // The user's own ignore file would make the result differ from machine to machine.
        .git_global(false)
        .require_git(false);
    let mut entries = walk.build();
    let mut steps: Vec<DirEntryResult> =
        entries.by_ref().take(FEW_ENTRIES).filter_map(|entry| step(root, entry)).collect();
    if entries.next().is_some() {
        unfit.lock().unwrap_or_else(PoisonError::into_inner).clear();
        steps = steps_by_threads(&walk, root);
    }
    steps.append(&mut unfit.lock().unwrap_or_else(PoisonError::into_inner));
    // In the order of one thread that goes through each directory by name.
    steps.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (path, step) in steps {
        match step {
            Ok(kind) => found(&path, kind, Mode::Project, walked),
            Err(failure) => walked.add(&path, false, Mode::Project, Some(failure)),
        }
    }
}

/// Whether a `.gitignore` next to a path or above it, up to the root of its repository, names it.
pub fn is_git_ignored(path: &Path) -> bool {
    let path = clean(path);
    for dir in path.ancestors().skip(1) {
        let file = dir.join(".gitignore");
        if file.is_file() && unfit_in(dir).is_none() {
            let (patterns, _) = Gitignore::new(&file);
            let matched = [false, true].map(|is_dir| {
                let matched = patterns.matched_path_or_any_parents(&path, is_dir);
                (matched.is_ignore(), matched.is_whitelist())
            });
            if matched.iter().any(|(ignored, _)| *ignored) {
                return true;
            }
            if matched.iter().any(|(_, kept)| *kept) {
                return false;
            }
        }
        if dir.join(".git").exists() {
            break;
        }
    }
    false
}

/// Whether Go keeps copies of other projects in a directory.
fn is_vendored(entry: &DirEntry) -> bool {
    entry.file_name() == "vendor" && entry.path().join("modules.txt").is_file()
}

/// What a walk reads in each directory to know what git ignores, and how long it may be.
const IGNORE_FILES: [&str; 4] = [".gitignore", ".ignore", ".git", ".git/info/exclude"];
const MAX_IGNORED: u64 = 1 << 20;

/// Why the ignore files of a directory are not read: that could take unlimited time.
fn unfit_in(dir: &Path) -> Option<Failure> {
    let unfit = |name: &&str| {
        let metadata = fs::metadata(dir.join(name)).ok().filter(|found| !found.is_dir())?;
        let long = || {
            let is_long = metadata.len() > MAX_IGNORED;
            is_long.then(|| format!("larger than {}", size(MAX_IGNORED)))
        };
        let what = irregular(metadata.file_type()).map(str::to_owned).or_else(long)?;
        Some(Failure::Directory(format!("its {name} is {what}")))
    };
    IGNORE_FILES.iter().find_map(unfit)
}

/// As [`unfit_in`], for a directory and all above it.
fn unfit_above(dir: &Path) -> Option<Failure> {
    dir.canonicalize().ok()?.ancestors().find_map(unfit_in)
}

fn step(root: &Path, entry: Result<DirEntry, ignore::Error>) -> Option<DirEntryResult> {
    match entry {
        Ok(entry) if is_wanted(entry.path()) => {
            entry.file_type().map(|kind| (entry.path().to_owned(), Ok(kind)))
        }
        Ok(_) => None,
        Err(error) => unwalked(root, &error),
    }
}

fn steps_by_threads(walk: &WalkBuilder, root: &Path) -> Vec<DirEntryResult> {
    let mut walk = walk.clone();
    let (sender, receiver) = mpsc::channel();
    walk.threads(rayon::current_num_threads()).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            // The receiver outlives the walk, so that nothing is lost.
            step(root, entry).into_iter().for_each(|step| drop(sender.send(step)));
            WalkState::Continue
        })
    });
    drop(sender);
    receiver.into_iter().collect()
}

/// Adds an entry of a directory. A link to a file is read as kubectl reads it, one to a directory
/// is not entered.
fn found(path: &Path, kind: fs::FileType, mode: Mode, walked: &mut Walked) {
    let kind = if kind.is_symlink() { fs::metadata(path).map(|m| m.file_type()) } else { Ok(kind) };
    match kind {
        Ok(kind) if kind.is_file() => walked.add(path, false, mode, None),
        Ok(_) => {}
        Err(error) => walked.fail(path, mode, &error),
    }
}

/// An error of the walk, which names its path somewhere inside.
fn unwalked(root: &Path, error: &ignore::Error) -> Option<DirEntryResult> {
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
                return Some((path.to_owned(), Err(Failure::Directory(reason(error)))));
            }
            // A pattern that is not a glob: git passes over it too.
            _ => return None,
        }
    }
}

/// Adds what kubectl reads for `-f`: a file whatever its name; a directory's manifests, hidden and
/// ignored ones too, and those of the directories below it only if `recursive`; a pattern's
/// matches.
pub fn objects(path: &Path, recursive: bool, walked: &mut Walked) {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => listed(path, recursive, walked),
        Ok(_) => walked.add(path, true, Mode::Objects, None),
        Err(error) => {
            let matches = glob::expand(path);
            if matches.is_empty() {
                walked.missing(path, Mode::Objects, &error);
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
    // A stack of directories and files still to be visited, last first, so that they come in order.
    let mut open = entries(root, walked);
    while let Some((path, kind)) = open.pop() {
        if kind.is_dir() {
            if recursive {
                open.extend(entries(&path, walked));
            } else {
                walked.dirs_left_out += 1;
            }
        } else if has_manifest_extension(&path) {
            found(&path, kind, Mode::Objects, walked);
        }
    }
}

/// What is in a directory, last name first; what cannot be listed becomes a failure.
fn entries(dir: &Path, walked: &mut Walked) -> Vec<(PathBuf, fs::FileType)> {
    let read = || {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.path(), entry.file_type()?))
        };
        fs::read_dir(dir)?.map(entry).collect::<io::Result<Vec<_>>>()
    };
    match read() {
        Ok(mut entries) => {
            entries.sort_by(|(a, _), (b, _)| b.cmp(a));
            entries
        }
        Err(error) => {
            walked.add(dir, false, Mode::Objects, Some(Failure::Directory(reason(&error))));
            Vec::new()
        }
    }
}
