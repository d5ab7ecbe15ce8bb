//! The files of a build, and which of them a kustomization may read.
//!
//! All texts lie one behind the other in one space of byte offsets, so that a [`Span`] says both
//! in which file and where.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use indexmap::IndexMap;

use crate::{
    input::{self, Limits, Source, Span},
    syntax::{self, Complaint, ComplaintKind},
};

use super::value::{Node, Yaml};

/// The names that kustomize looks for, in its order.
pub const FILE_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Whether kustomize looks for a file of this name.
pub fn is_file_name(name: &str) -> bool {
    FILE_NAMES.contains(&name.rsplit('/').next().unwrap_or(name))
}

/// How deep bases may lie below each other.
const MOST_LEVELS: usize = 100;

/// The index of a file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One file that a build reads.
#[derive(Debug)]
pub struct File {
    /// As shown to the user.
    pub name: String,
    /// Without byte order mark; empty for a file that is not UTF-8.
    pub text: Arc<str>,
    /// Where `text` begins in the offsets of the build.
    pub start: u32,
    bytes: Vec<u8>,
}

/// Why a text could not be read as YAML.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) at: Span,
}

impl File {
    /// For reports.
    pub fn to_source(&self) -> Source {
        let mut source = Source::new(self.name.as_str(), Arc::clone(&self.text));
        let mark: &[u8] = "\u{feff}".as_bytes();
        source.skipped = if self.bytes.starts_with(mark) { mark.len() as u32 } else { 0 };
        source
    }

    /// What the file holds, byte order mark included.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn whole(&self) -> Span {
        Span::new(self.start, self.start + self.text.len() as u32)
    }
}

/// All files that a build has read.
#[derive(Debug, Default)]
pub struct Files {
    list: Vec<File>,
    by_path: IndexMap<PathBuf, FileId>,
}

impl Files {
    pub fn get(&self, id: FileId) -> &File {
        &self.list[id.0 as usize]
    }

    /// In the order in which they were first read.
    pub fn all(&self) -> &[File] {
        &self.list
    }

    /// The file that a range lies in, and the range in its text.
    pub fn locate(&self, span: Span) -> Option<(FileId, Span)> {
        let index = self.list.partition_point(|file| file.start <= span.start).checked_sub(1)?;
        let file = &self.list[index];
        let end = span.end.min(file.whole().end);
        Some((
            FileId(index as u32),
            Span::new(span.start - file.start, end.saturating_sub(file.start)),
        ))
    }

    pub(super) fn text(&self, span: Span) -> &str {
        let found = self.locate(span).map(|(id, span)| (&self.get(id).text, span));
        found.and_then(|(text, span)| text.get(span.range())).unwrap_or("")
    }

    fn read(&mut self, path: &Path, name: String) -> Result<FileId, String> {
        if let Some(id) = self.by_path.get(path) {
            return Ok(*id);
        }
        let limit = Limits::default().file_size;
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(|error| error.to_string())?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() as u64 > limit {
            return Err(format!("{name} has more than {limit} bytes"));
        }
        let start = self.list.last().map_or(0, |file| file.whole().end + 1);
        if u64::from(start) + limit > u64::from(u32::MAX) {
            return Err("the files of one build have more than 4 GB".to_owned());
        }
        let text = std::str::from_utf8(&bytes).unwrap_or("");
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        let id = FileId(self.list.len() as u32);
        self.list.push(File { name, text, start, bytes });
        self.by_path.insert(path.to_owned(), id);
        Ok(id)
    }

    /// The documents of a file, read as resources are.
    pub(super) fn resources(&self, id: FileId) -> Result<Vec<Node>, Fault> {
        let file = self.get(id);
        if file.text.is_empty() && !file.bytes.is_empty() {
            return Err(Fault { message: "it is not UTF-8".to_owned(), at: file.whole() });
        }
        documents(&file.text, Yaml::V1_2, &shift(file.start))
    }

    /// The documents of a file, read as kustomizations and configurations are.
    pub(super) fn configuration(&self, id: FileId) -> Result<Vec<Node>, Fault> {
        let file = self.get(id);
        documents(&file.text, Yaml::V1_1, &shift(file.start))
    }
}

fn shift(by: u32) -> impl Fn(Span) -> Span {
    move |span| Span::new(span.start + by, span.end + by)
}

/// Reads the YAML documents of a text. `place` tells where its ranges are in [`Files`].
pub(super) fn documents(
    text: &Arc<str>,
    yaml: Yaml,
    place: &dyn Fn(Span) -> Span,
) -> Result<Vec<Node>, Fault> {
    let mut read = Vec::new();
    for document in syntax::parse(text) {
        let is_bad = |complaint: &&Complaint| {
            complaint.kind.unreadable() && complaint.kind != ComplaintKind::MergeOverride
        };
        if let Some(bad) = document.complaints.iter().find(is_bad) {
            return Err(Fault { message: bad.message.clone(), at: place(bad.span) });
        }
        let Some(tree) = document.tree else { continue };
        read.push(Node::read(tree.root(), yaml, place)?);
    }
    Ok(read)
}

/// Where the lines of a text written inside another one stand: a patch in a block scalar.
pub(super) struct Inlay {
    whole: Span,
    /// For each line: where it begins in the text, and where in [`Files`].
    lines: Vec<(u32, u32)>,
}

impl Inlay {
    /// `text` is the value of the scalar at `whole`.
    pub(super) fn new(files: &Files, text: &str, whole: Span) -> Inlay {
        let raw = files.text(whole);
        let mut lines = Vec::new();
        if raw.starts_with('|') {
            let mut from = raw.find('\n').map_or(raw.len(), |at| at + 1);
            let mut at = 0;
            for line in text.split_inclusive('\n') {
                let end = raw[from..].find('\n').map_or(raw.len(), |end| from + end + 1);
                let written = raw[from..end].trim_end_matches(['\n', '\r']);
                let read = line.trim_end_matches('\n');
                let Some(indent) = written.strip_suffix(read).map(str::len) else {
                    lines.clear();
                    break;
                };
                lines.push((at, whole.start + (from + indent) as u32));
                at += line.len() as u32;
                from = end;
            }
        } else if raw == text {
            lines.push((0, whole.start));
        } else if raw.get(1..raw.len().saturating_sub(1)) == Some(text) {
            lines.push((0, whole.start + 1));
        }
        Inlay { whole, lines }
    }

    pub(super) fn place(&self, span: Span) -> Span {
        let of = |offset: u32| {
            let line = self.lines.partition_point(|(at, _)| *at <= offset).checked_sub(1)?;
            let (at, from) = self.lines[line];
            Some(from + (offset - at))
        };
        match (of(span.start), of(span.end)) {
            (Some(start), Some(end)) if start <= end && end <= self.whole.end => {
                Span::new(start, end)
            }
            _ => self.whole,
        }
    }
}

/// A folder that kustomize builds, and from which its files are read.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// Without symbolic links.
    folder: PathBuf,
    /// As shown to the user.
    pub(super) name: String,
    /// The roots that led here; none of them may be entered again.
    outer: Vec<PathBuf>,
    /// Whether files outside the folder may be read.
    pub(super) unrestricted: bool,
}

impl Root {
    pub(super) fn new(folder: &Path, name: &str, unrestricted: bool) -> Result<Root, String> {
        let real = folder.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no folder {name}"),
            _ => format!("cannot open {name}: {error}"),
        })?;
        if !real.is_dir() {
            return Err(format!("{name} is a file; kustomize builds folders"));
        }
        Ok(Root { folder: real, name: name.to_owned(), outer: Vec::new(), unrestricted })
    }

    /// The name of a path below this folder, as shown.
    pub(super) fn shown(&self, path: &str) -> String {
        let joined = Path::new(&self.name).join(path);
        let clean = input::clean(&joined).to_string_lossy().into_owned();
        if cfg!(windows) { clean.replace('\\', "/") } else { clean }
    }

    /// Reads a file that the kustomization of this root names.
    pub(super) fn load(&self, files: &mut Files, path: &str) -> Result<FileId, String> {
        let name = self.shown(path);
        let real = self.folder.join(path).canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no file {name}"),
            _ => format!("cannot read {name}: {error}"),
        })?;
        if real.is_dir() {
            return Err(format!("{name} is a folder, and a file is needed"));
        }
        if !self.unrestricted && !real.starts_with(&self.folder) {
            return Err(format!(
                "{name} is not in or below the folder of its kustomization, {}",
                self.name
            ));
        }
        files.read(&real, name.clone()).map_err(|reason| format!("cannot read {name}: {reason}"))
    }

    /// Whether a path names a folder.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.folder.join(path).is_dir()
    }

    /// Another folder to build, by its path from this one.
    pub(super) fn enter(&self, path: &str) -> Result<Root, String> {
        if Path::new(path).is_absolute() {
            return Err(format!("{path} is an absolute path; write one from {}", self.name));
        }
        let name = self.shown(path);
        if self.outer.len() > MOST_LEVELS {
            return Err(format!("{name} is the {MOST_LEVELS}th base of a base"));
        }
        let mut inner = Root::new(&self.folder.join(path), &name, self.unrestricted)?;
        inner.outer.clone_from(&self.outer);
        inner.outer.push(self.folder.clone());
        if let Some(visited) = inner.outer.iter().find(|outer| outer.starts_with(&inner.folder)) {
            return Err(format!(
                "{name} holds the kustomization that names it, {}: it would build itself",
                visited.display()
            ));
        }
        Ok(inner)
    }

    /// The kustomization of this folder.
    pub(super) fn kustomization(&self, files: &mut Files) -> Result<FileId, Missing> {
        let mut found = FILE_NAMES.iter().filter(|name| self.folder.join(name).exists());
        let Some(first) = found.next() else { return Err(Missing::None) };
        if let Some(second) = found.next() {
            return Err(Missing::Unreadable(format!(
                "{} has both {first} and {second}; kustomize takes neither",
                self.name
            )));
        }
        self.load(files, first).map_err(Missing::Unreadable)
    }
}

/// Why a folder has no kustomization that can be read.
pub(super) enum Missing {
    None,
    Unreadable(String),
}
