//! The files of a build, and which of them a kustomization may read.
//!
//! All texts lie one after the other in one space of byte offsets, so that a [`Span`] says both
//! in which file and where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use indexmap::IndexMap;

use crate::{
    input::{self, Limits, Source, Span},
    model::similar,
    parallel,
    syntax::{Complaint, ComplaintKind, Document, Documents},
    text,
    text::{Text, name},
};

use super::{
    BuildProblem, BuildProblemKind,
    value::{ReadError, ScalarTag, Yaml, YamlNode, plain_tag, read_error},
};

/// The names that kustomize looks for, in its order.
pub const FILE_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Whether kustomize looks for a file of this name.
pub fn is_file_name(name: &str) -> bool {
    FILE_NAMES.contains(&name.rsplit('/').next().unwrap_or(name))
}

/// The name of a path from a directory, as sources are named.
pub fn join(dir: &str, path: &str) -> String {
    input::shown(&Path::new(dir).join(path), Path::new(""))
}

/// So many names in a directory are looked at for one that was meant.
const MAX_NAMES: usize = 1000;

/// How deep bases may lie below each other.
const MAX_LEVELS: usize = 100;

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
    /// What names it in another file of the build; `None` for the outermost kustomization.
    named_at: Option<Span>,
    /// What it holds, where that is not its text.
    bytes: Option<Vec<u8>>,
    documents: Arc<Documents>,
}

/// Texts by the names of their files: these are not read again, and each is parsed once.
pub type Texts = BTreeMap<String, Arc<Documents>>;

impl File {
    /// For reports.
    pub fn to_source(&self) -> Source {
        let mut source = Source::new(self.name.as_str(), Arc::clone(&self.text));
        let mark = "\u{feff}";
        let is_marked = self.bytes().starts_with(mark.as_bytes());
        source.skipped = if is_marked { mark.len() as u32 } else { 0 };
        source
    }

    /// What its text was, or will be, parsed to.
    pub fn documents(&self) -> &Arc<Documents> {
        &self.documents
    }

    /// What the file holds, byte order mark included.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.text.as_bytes())
    }

    fn is_text(&self) -> bool {
        !self.text.is_empty() || self.bytes().is_empty()
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
    known: Arc<Texts>,
    ahead: BTreeMap<FileId, Result<Vec<YamlNode>, ReadError>>,
    /// Where files are named that only who allows it reads, and which.
    pub(super) outside: Vec<(Span, String)>,
}

impl Files {
    pub(super) fn new(known: Arc<Texts>) -> Files {
        Files { known, ..Files::default() }
    }

    pub fn get(&self, id: FileId) -> &File {
        &self.list[id.0 as usize]
    }

    /// In the order in which they were first read.
    pub fn all(&self) -> &[File] {
        &self.list
    }

    pub(crate) fn bytes(&self) -> usize {
        self.list.iter().map(|file| file.text.len()).sum()
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

    /// The names of the files by which a build came to a file: the outermost kustomization first,
    /// the file itself last.
    pub fn path_to(&self, id: FileId) -> Vec<&str> {
        let mut way = vec![self.get(id).name.as_str()];
        let above = |id: FileId| Some(self.locate(self.get(id).named_at?)?.0);
        let mut at = id;
        // What names a file was read before it.
        while let Some(next) = above(at).filter(|next| *next < at) {
            way.push(&self.get(next).name);
            at = next;
        }
        way.reverse();
        way
    }

    /// The text of a range.
    pub fn source_text(&self, span: Span) -> &str {
        self.text(span)
    }

    pub(super) fn text(&self, span: Span) -> &str {
        let found = self.locate(span).map(|(id, span)| (&self.get(id).text, span));
        found.and_then(|(text, span)| text.get(span.range())).unwrap_or("")
    }

    /// Reads a file, unless that was done before; `named_at` is where it is named.
    pub(super) fn read(
        &mut self,
        path: &Path,
        name: String,
        named_at: Option<Span>,
    ) -> Result<FileId, Text> {
        if let Some(id) = self.by_path.get(path) {
            return Ok(*id);
        }
        let start = self.list.last().map_or(0, |file| file.whole().end + 1);
        if u64::from(start) + MAX_BYTES > u64::from(u32::MAX) {
            return Err("the files of the build are larger than 4 GB in total".into());
        }
        let (documents, bytes) = match self.known.get(&name) {
            Some(known) => (Arc::clone(known), None),
            None => {
                let (text, bytes) = bytes_of(path).map(text_of)?;
                (Documents::of(text).into(), bytes)
            }
        };
        let id = FileId(self.list.len() as u32);
        let text = Arc::clone(documents.text());
        self.list.push(File { name, text, start, named_at, bytes, documents });
        self.by_path.insert(path.to_owned(), id);
        Ok(id)
    }

    /// Reads the documents of several files at once, if that is worth it.
    pub(super) fn read_ahead(&mut self, ids: impl Iterator<Item = FileId>) {
        let ids: BTreeSet<FileId> = ids.collect();
        let bytes: usize = ids.iter().map(|id| self.get(*id).text.len()).sum();
        if bytes > parallel::MANY_BYTES {
            let ids: Vec<FileId> = ids.into_iter().collect();
            let read = parallel::map(ids, true, |id| (id, self.resources(id)));
            self.ahead.extend(read);
        }
    }

    /// The documents of a file, perhaps those that were read ahead.
    pub(super) fn take_resources(&mut self, id: FileId) -> Result<Vec<YamlNode>, ReadError> {
        self.ahead.remove(&id).unwrap_or_else(|| self.resources(id))
    }

    /// The documents of a file, read as resources are.
    fn resources(&self, id: FileId) -> Result<Vec<YamlNode>, ReadError> {
        let file = self.get(id);
        if !file.is_text() {
            return Err(read_error(file.whole(), "the file is not valid UTF-8"));
        }
        if let Some(quoted) = Quoted::new(&file.text, file.documents.all()) {
            let documents = Documents::of(quoted.text.as_str().into());
            let place = shift(file.start);
            return nodes(documents.all(), Yaml::V1_2, &|span| place(quoted.place(span)));
        }
        nodes(file.documents.all(), Yaml::V1_2, &shift(file.start))
    }

    /// The documents of a text that a scalar holds, read as resources are.
    pub(super) fn inline(&self, scalar: &YamlNode) -> Result<Vec<YamlNode>, ReadError> {
        let inlay = Inlay::new(self, scalar.text(), scalar.at.first());
        let documents = Documents::of(scalar.text().into());
        nodes(documents.all(), Yaml::V1_2, &|span| inlay.place(span))
    }

    /// The documents of a kustomization, in which a key may be set twice: the last one counts.
    /// Also returns where a key is set twice.
    pub(super) fn kustomization(
        &self,
        id: FileId,
    ) -> Result<(Vec<YamlNode>, Vec<Span>), ReadError> {
        let file = self.get(id);
        let place = shift(file.start);
        let is_twice = |complaint: &&Complaint| complaint.kind == ComplaintKind::DuplicateKey;
        let complaints = file.documents.all().iter().take(1).flat_map(|d| &d.complaints);
        let twice = complaints.filter(is_twice).map(|complaint| place(complaint.at)).collect();
        let read = nodes_but(file.documents.all(), Yaml::V1_1, &place, &is_twice)?;
        Ok((read, twice))
    }

    /// The documents of a file, read as kustomizations and configurations are.
    pub(super) fn configuration(&self, id: FileId) -> Result<Vec<YamlNode>, ReadError> {
        let file = self.get(id);
        nodes(file.documents.all(), Yaml::V1_1, &shift(file.start))
    }
}

const MAX_BYTES: u64 = Limits::DEFAULT.file_size;

fn bytes_of(path: &Path) -> Result<Vec<u8>, Text> {
    match input::bytes(path, MAX_BYTES) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(text!("the file is larger than {}", name(input::size(MAX_BYTES)))),
        Err(error) => Err(text!("{}", name(input::reason(&error)))),
    }
}

/// The text in some bytes, and the bytes if they are something else.
fn text_of(bytes: Vec<u8>) -> (Arc<str>, Option<Vec<u8>>) {
    match String::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest.into(), Some(text.into_bytes())),
            None => (text.into(), None),
        },
        Err(error) => ("".into(), Some(error.into_bytes())),
    }
}

fn shift(by: u32) -> impl Fn(Span) -> Span {
    move |span| Span::new(span.start + by, span.end + by)
}

/// The values of the YAML documents of a text. `place` gives the place where its ranges are in
/// [`Files`].
pub(super) fn nodes(
    documents: &[Document],
    yaml: Yaml,
    place: &dyn Fn(Span) -> Span,
) -> Result<Vec<YamlNode>, ReadError> {
    nodes_but(documents, yaml, place, &|_| false)
}

/// As [`nodes`], but some complaints do not matter.
fn nodes_but(
    documents: &[Document],
    yaml: Yaml,
    place: &dyn Fn(Span) -> Span,
    is_fine: &dyn Fn(&&Complaint) -> bool,
) -> Result<Vec<YamlNode>, ReadError> {
    let mut read = Vec::new();
    for document in documents {
        let is_bad = |complaint: &&Complaint| {
            complaint.kind.unreadable()
                && complaint.kind != ComplaintKind::MergeOverride
                && !is_fine(complaint)
        };
        if let Some(bad) = document.complaints.iter().find(is_bad) {
            return Err(read_error(place(bad.at), bad.message.clone()));
        }
        let Some(tree) = &document.tree else { continue };
        read.push(YamlNode::read(tree.root(), yaml, place)?);
    }
    Ok(read)
}

/// A text in which keys are the same only as YAML 1.1 has it (`on` and `y` are both true), with all
/// such keys in quotes.
struct Quoted {
    text: String,
    /// Where quotes were put, in this text.
    quotes: Vec<u32>,
}

impl Quoted {
    fn new(text: &str, documents: &[Document]) -> Option<Quoted> {
        let of = |kinds: &'static [ComplaintKind]| {
            let all = documents.iter().flat_map(|document| &document.complaints);
            all.filter(|complaint| kinds.contains(&complaint.kind)).map(|complaint| complaint.at)
        };
        let words: BTreeSet<Span> = of(&[ComplaintKind::NonStringKey]).collect();
        let mut same = of(&[ComplaintKind::DuplicateKey, ComplaintKind::CollidingKeys]);
        if words.is_empty() || !same.any(|span| words.contains(&span)) {
            return None;
        }
        let mut quoted = Quoted { text: String::with_capacity(text.len()), quotes: Vec::new() };
        let mut done = 0;
        for word in words.iter().filter(|word| plain_tag(&text[word.range()]) == ScalarTag::Str) {
            quoted.text.push_str(&text[done..word.start as usize]);
            quoted.quotes.push(quoted.text.len() as u32);
            quoted.text.push('"');
            quoted.text.push_str(&text[word.range()]);
            quoted.quotes.push(quoted.text.len() as u32);
            quoted.text.push('"');
            done = word.end as usize;
        }
        quoted.text.push_str(&text[done..]);
        Some(quoted)
    }

    fn place(&self, span: Span) -> Span {
        let of = |at: u32| at - self.quotes.partition_point(|quote| *quote < at) as u32;
        Span::new(of(span.start), of(span.end))
    }
}

/// Where the lines of a text written inside another one are: a patch in a block scalar.
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

/// A directory that kustomize builds, and from which its files are read.
#[derive(Clone, Debug)]
pub(super) struct BuildRoot {
    /// Without symbolic links.
    dir: PathBuf,
    /// As shown to the user.
    pub(super) name: String,
    /// The roots that led here; none of them may be entered again.
    outer: Vec<PathBuf>,
    /// Whether files outside the directory may be read.
    pub(super) unrestricted: bool,
}

impl BuildRoot {
    pub(super) fn new(dir: &Path, name: &str, unrestricted: bool) -> Result<BuildRoot, Text> {
        let real = dir.canonicalize().map(|real| {
            let is_dir = real.is_dir();
            (real, is_dir)
        });
        BuildRoot::at(real, name.to_owned(), unrestricted)
    }

    fn at(found: io::Result<(PathBuf, bool)>, path: String, open: bool) -> Result<BuildRoot, Text> {
        match found {
            Ok((dir, true)) => {
                Ok(BuildRoot { dir, name: path, outer: Vec::new(), unrestricted: open })
            }
            Ok((_, false)) => Err(text!("`{}` is a file, not a directory", name(path))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(text!("directory `{}` does not exist", name(path)))
            }
            Err(error) => Err(text!("cannot open `{}`: {}", name(path), name(error))),
        }
    }

    /// The name of a path below this directory, as shown.
    pub(super) fn shown(&self, path: &str) -> String {
        let path = Path::new(path);
        let below = path.strip_prefix(&self.dir).unwrap_or(path);
        input::shown(&Path::new(&self.name).join(below), Path::new(""))
    }

    /// Reads a file that the kustomization of this root names at a place.
    pub(super) fn load(
        &self,
        files: &mut Files,
        path: &str,
        at: Span,
    ) -> Result<FileId, BuildProblem> {
        self.open(files, path, Some(at))
    }

    fn open(
        &self,
        files: &mut Files,
        path: &str,
        at: Option<Span>,
    ) -> Result<FileId, BuildProblem> {
        let file = self.shown(path);
        let wrong = |kind, message: Text| Err(BuildProblem::new(kind, at, message));
        let broken = |message: Text| wrong(BuildProblemKind::Broken, message);
        let (real, is_dir) = match follow(&self.dir, path) {
            Ok(found) => found,
            Err(_) if ["https://", "http://"].iter().any(|scheme| path.starts_with(scheme)) => {
                return wrong(
                    BuildProblemKind::LeftOut,
                    text!("remote path `{}` is not fetched", name(path)),
                );
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let is_ignored = input::is_git_ignored(&self.dir.join(path));
                let kind =
                    if is_ignored { BuildProblemKind::Ignored } else { BuildProblemKind::NoFile };
                let mut problem =
                    BuildProblem::new(kind, at, text!("file `{}` does not exist", file));
                if let Some(near) = similar_file(&self.dir.join(path)) {
                    problem.help(text!("did you mean `{}`?", name(near)));
                }
                return Err(problem);
            }
            Err(error) => return broken(text!("cannot read `{}`: {}", name(&file), name(error))),
        };
        if is_dir {
            return broken(text!("`{}` is a directory, not a file", name(&file)));
        }
        // What the run reads anyway may be taken from anywhere, as Flux does.
        let is_known = files.known.contains_key(&file)
            // Not by a link, though.
            && real.ends_with(file.trim_start_matches("../"));
        let is_outside = !self.unrestricted && !real.starts_with(&self.dir);
        if is_outside && !is_known {
            return broken(text!(
                "file `{}` is not in or below `{}`, the directory of its kustomization",
                name(&file),
                name(&self.name)
            ));
        }
        match files.read(&real, file.clone(), at) {
            Ok(id) => {
                if let Some(at) = at.filter(|_| is_outside) {
                    files.outside.push((at, file));
                }
                Ok(id)
            }
            Err(reason) => broken(text!("cannot read `{}`: {}", name(&file), reason)),
        }
    }

    /// The last part of the directory's path.
    pub(super) fn base_name(&self) -> String {
        self.dir.file_name().map_or_else(|| "/".into(), |n| n.to_string_lossy().into_owned())
    }

    /// Whether a path names a directory.
    pub(super) fn is_dir(&self, path: &str) -> bool {
        follow(&self.dir, path).is_ok_and(|(_, is_dir)| is_dir)
    }

    /// Another directory to build, by its path from this one.
    pub(super) fn enter(&self, path: &str) -> Result<BuildRoot, Text> {
        if Path::new(path).is_absolute() {
            return Err(text!("path `{}` must be relative to `{}`", name(path), name(&self.name)));
        }
        if self.outer.len() > MAX_LEVELS {
            return Err(text!("bases are nested more than {} levels deep", name(MAX_LEVELS)));
        }
        let shown = self.shown(path);
        let mut inner = BuildRoot::at(follow(&self.dir, path), shown, self.unrestricted)?;
        inner.outer.clone_from(&self.outer);
        inner.outer.push(self.dir.clone());
        if inner.outer.iter().any(|outer| outer.starts_with(&inner.dir)) {
            return Err(text!("`{}` includes itself (cycle detected)", name(&inner.name)));
        }
        Ok(inner)
    }

    /// The kustomization of this directory, which is named at a place unless it is the outermost.
    pub(super) fn kustomization(
        &self,
        files: &mut Files,
        at: Option<Span>,
    ) -> Result<FileId, NoKustomization> {
        let mut found = FILE_NAMES.iter().filter(|name| self.dir.join(name).exists());
        let Some(first) = found.next() else { return Err(NoKustomization::None) };
        if let Some(second) = found.next() {
            return Err(NoKustomization::Unreadable(text!(
                "`{}` contains several kustomization files, {} and {}",
                name(&self.name),
                name(first),
                name(second)
            )));
        }
        self.open(files, first, at)
            .map_err(|problem| NoKustomization::Unreadable(problem.diagnostic.message))
    }
}

/// Where a path from a directory leads, and whether that is a directory. Steps back are taken
/// before links are followed, as Go's `filepath.Join` does; `dir` is one without links.
fn follow(dir: &Path, path: &str) -> io::Result<(PathBuf, bool)> {
    let wanted = input::clean(&dir.join(path));
    let shared = wanted.components().zip(dir.components()).take_while(|(a, b)| a == b).count();
    let mut real: PathBuf = wanted.components().take(shared).collect();
    let mut is_dir = true;
    for step in wanted.components().skip(shared) {
        real.push(step);
        let found = real.symlink_metadata()?;
        if found.is_symlink() || shared == 0 {
            real = wanted.canonicalize()?;
            is_dir = real.is_dir();
            break;
        }
        is_dir = found.is_dir();
    }
    Ok((real, is_dir))
}

/// The file next to a missing one whose name may have been meant.
fn similar_file(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let beside = fs::read_dir(path.parent()?).ok()?.take(MAX_NAMES);
    let names: Vec<String> =
        beside.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    similar::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Why a directory has no kustomization that can be read.
pub(super) enum NoKustomization {
    None,
    Unreadable(Text),
}
