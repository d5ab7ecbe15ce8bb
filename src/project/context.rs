//! The silent context of files that are linted alone: what they refer to, so that a reference to
//! something that exists is not taken for one to nothing.
//!
//! Nothing is read unless a file leaves a reference open. Then texts are searched for the words of
//! the reference, and only those that hold them are read as YAML: in a folder of hundreds of
//! manifests that takes a few milliseconds.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use k8s_openapi::api::{
    core::v1::Service,
    networking::v1::{Ingress, NetworkPolicy},
    policy::v1::PodDisruptionBudget,
};
use memchr::memmem;

use super::{
    SUBSTITUTES,
    kustomize::{self, Kustomization, Kustomizations},
};
use crate::{
    input::{self, Found, Limits, Mode, Source, SourceId, Walked},
    kustomize::{FILE_NAMES, is_file_name},
    model::{At, Object, Selector, Workspace, labels::Term},
    syntax,
};

/// So much text of context is read as YAML at most; beyond it a folder is as good as unknown.
const MOST_BYTES: usize = 128 * 1024;

/// In larger projects only a file's own folder is searched.
const MOST_FILES: usize = 20_000;

/// A chain of references is followed so far: Ingress, Service, pods.
const HOPS: usize = 3;

/// Where context may come from.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Nothing above or beside it is read; absolute.
    pub root: PathBuf,
    /// What names are relative to; absolute.
    pub working_directory: PathBuf,
    pub limits: Limits,
    /// Files that git ignores count too.
    pub all: bool,
}

/// A reference that finds nothing in its own file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Query {
    /// A text that holds what is meant holds all of these.
    exact: Vec<String>,
    /// A text that holds what could be meant holds all of these.
    near: Vec<String>,
    /// The folder of the file that asks.
    folder: String,
}

/// Texts that were read, and which of them are context.
struct Library<'s> {
    surroundings: &'s Surroundings,
    /// Names of sources that are in the run already.
    taken: BTreeSet<String>,
    folders: BTreeSet<String>,
    bundle: Option<Vec<Found>>,
    texts: Vec<Source>,
    budget: usize,
}

/// Adds to the files of a run what they refer to. The added sources are not reported.
pub fn complete(named: Vec<Source>, surroundings: &Surroundings) -> Vec<Source> {
    let mut library = Library::new(&named, surroundings);
    let mut sources = named;
    library.kustomizations(&mut sources);
    let mut asked = BTreeSet::new();
    for _ in 0..HOPS {
        let (queries, back) = open_queries(sources);
        sources = back;
        let new: Vec<Query> = queries.into_iter().filter(|q| asked.insert(q.clone())).collect();
        let found: Vec<Source> = new.iter().flat_map(|query| library.search(query)).collect();
        if found.is_empty() {
            break;
        }
        sources.extend(found);
    }
    sources
}

/// Adds to the files of folders the kustomizations around them, which may build on theirs, and what
/// fills in their variables. The added sources are not reported.
pub fn overlays(mut sources: Vec<Source>, surroundings: &Surroundings) -> Vec<Source> {
    let mut library = Library::new(&sources, surroundings);
    sources.append(&mut library.all_kustomizations());
    library.only_needed(&mut sources);
    if let Some(query) = sources.iter().find_map(of_variables) {
        sources.extend(library.search(&query));
    }
    sources
}

/// What fills in the variables of a text, where it has some: objects of Flux.
fn of_variables(source: &Source) -> Option<Query> {
    let exact = SUBSTITUTES.map(str::to_owned).into();
    let is_asked = source.reported && source.text.contains("${");
    is_asked.then(|| Query { exact, near: Vec::new(), folder: source.folder().to_owned() })
}

/// What the sources refer to and do not hold themselves.
fn open_queries(sources: Vec<Source>) -> (Vec<Query>, Vec<Source>) {
    let mut objects = Vec::new();
    let mut queries = Vec::new();
    for (index, source) in sources.iter().enumerate().filter(|(_, s)| s.mode == Mode::Project) {
        let id = SourceId(index as u32);
        let documents = syntax::parse(&source.text);
        let trees = documents.into_iter().filter_map(|document| document.tree);
        objects.extend(trees.map(|tree| {
            let root = tree.root().id();
            Object::new(id, 0, tree, root)
        }));
        queries.extend(of_variables(source));
    }
    let workspace = Workspace::new(sources, objects);
    for object in workspace.objects() {
        queries.extend(queries_of(object, &workspace));
    }
    (queries, workspace.into_parts().0)
}

fn queries_of(object: &Object, workspace: &Workspace) -> Vec<Query> {
    let folder = workspace.source(object.source).folder().to_owned();
    if let Some(ingress) = object.get::<Ingress>() {
        let services = ingress.backends().into_iter().filter_map(|backend| {
            let name = &backend.value().service.as_ref()?.name;
            workspace.find(object, "Service", name).is_none().then(|| name.clone())
        });
        return services
            .map(|name| Query {
                exact: vec![name, "Service".to_owned()],
                near: vec!["kind: Service".to_owned()],
                folder: folder.clone(),
            })
            .collect();
    }
    let service = object.get::<Service>();
    let selector = service
        .and_then(At::<Service>::selector)
        .or_else(|| object.get::<PodDisruptionBudget>()?.selector())
        .or_else(|| object.get::<NetworkPolicy>()?.pod_selector());
    let open = selector
        .filter(|selector| !selector.is_empty() && !workspace.selects_any(object, selector));
    open.map(|selector| of_selector(&selector, folder)).into_iter().collect()
}

fn of_selector(selector: &Selector<'_>, folder: String) -> Query {
    let pairs = selector.terms.iter().filter_map(|term| match *term {
        Term::Equal { key, value, .. } => Some((key.to_owned(), value.to_owned())),
        Term::Expression { .. } => None,
    });
    let (keys, mut exact): (Vec<String>, Vec<String>) = pairs.unzip();
    exact.push("containers".to_owned());
    let near = keys.into_iter().take(1).chain(["containers".to_owned()]).collect();
    Query { exact, near, folder }
}

impl<'s> Library<'s> {
    fn new(taken: &[Source], surroundings: &'s Surroundings) -> Library<'s> {
        Library {
            surroundings,
            taken: taken.iter().map(|source| source.name.clone()).collect(),
            folders: BTreeSet::new(),
            bundle: None,
            texts: Vec::new(),
            budget: MOST_BYTES,
        }
    }

    /// The sources that could answer a query: those of its folder first, then of the bundle.
    fn search(&mut self, query: &Query) -> Vec<Source> {
        self.open_folder(&query.folder);
        let inside = |source: &Source| source.folder() == query.folder;
        let found = self.take(|source| inside(source) && holds(source, &query.exact));
        if !found.is_empty() {
            return found;
        }
        if !query.near.is_empty() {
            let near = self.take(|source| inside(source) && holds(source, &query.near));
            if !near.is_empty() {
                return near;
            }
        }
        self.open_bundle();
        self.take(|source| holds(source, &query.exact))
    }

    /// Takes the texts that pass out of the library, all of them or, beyond the budget, none.
    fn take(&mut self, passes: impl Fn(&Source) -> bool) -> Vec<Source> {
        let bytes: usize = self.texts.iter().filter(|s| passes(s)).map(|s| s.text.len()).sum();
        if bytes == 0 || bytes > self.budget {
            return Vec::new();
        }
        self.budget -= bytes;
        self.texts.extract_if(.., |source| passes(source)).collect()
    }

    /// Reads the files that stand in a folder.
    fn open_folder(&mut self, folder: &str) {
        if !self.folders.insert(folder.to_owned()) {
            return;
        }
        let path = input::path_of(if folder.is_empty() { "." } else { folder });
        let absolute = self.surroundings.working_directory.join(&path);
        if !input::clean(&absolute).starts_with(&self.surroundings.root) {
            return;
        }
        let mut walked = Walked::default();
        input::objects(&path, false, &mut walked);
        self.read(walked.files);
    }

    /// Reads all files below the root.
    fn open_bundle(&mut self) {
        if let Some(found) = self.bundle_files().filter(|found| found.len() <= MOST_FILES) {
            self.read(found);
        }
    }

    /// The files below the root, looked for once; `None` afterwards.
    fn bundle_files(&mut self) -> Option<Vec<Found>> {
        if self.bundle.is_some() {
            return None;
        }
        let surroundings = self.surroundings;
        let mut walked = Walked::default();
        input::project(&surroundings.root, surroundings.all, &mut walked);
        self.bundle = Some(walked.files.clone());
        Some(walked.files)
    }

    /// Reads files that are not in the run yet; what cannot be read is no context.
    fn read(&mut self, mut found: Vec<Found>) {
        let base = &self.surroundings.working_directory;
        found.retain(|found| {
            found.failure.is_none() && self.taken.insert(input::shown(&found.path, base))
        });
        for file in &mut found {
            file.mode = Mode::Project;
        }
        let sources = input::read_all(&found, base, self.surroundings.limits);
        let readable = sources.into_iter().filter(|source| source.failure.is_none());
        self.texts.extend(readable.map(silent));
    }

    /// Adds the kustomizations that decide what the files are: those that name them and, if there
    /// is one, all others that may build on it, with their patches.
    fn kustomizations(&mut self, sources: &mut Vec<Source>) {
        let named: Vec<(String, String)> = sources
            .iter()
            .filter(|source| source.mode == Mode::Project)
            .map(|source| (source.name.clone(), source.folder().to_owned()))
            .collect();
        let above: BTreeSet<String> =
            named.iter().flat_map(|(_, folder)| self.folders_above(folder)).collect();
        let mut found = Vec::new();
        for folder in above {
            found.extend(self.read_named(FILE_NAMES.map(|file| kustomize::join(&folder, file))));
        }
        let names = |kustomization: &Source| {
            let Some(read) = Kustomization::read(kustomization) else { return false };
            let lists = |paths: &[String], name: &str, folder: &str| {
                paths.iter().any(|path| path == name || path == folder)
            };
            named.iter().any(|(name, folder)| {
                lists(&read.resources, name, folder)
                    || read.patches.contains(name)
                    || read.data.contains(name)
            })
        };
        let is_kustomization = |(name, _): &(String, String)| is_file_name(name);
        if named.iter().any(is_kustomization) || found.iter().any(names) {
            found.extend(self.all_kustomizations());
            let patches: Vec<String> = found
                .iter()
                .filter_map(Kustomization::read)
                .flat_map(|read| read.patches)
                .collect();
            found.extend(self.read_named(patches));
        }
        sources.append(&mut found);
        self.only_needed(sources);
    }

    /// Takes out added kustomizations that reported ones take in, since these are read with them;
    /// adds what stands outside of a kustomization's folder, which may be used as in a project.
    fn only_needed(&mut self, sources: &mut Vec<Source>) {
        let kustomizations = Kustomizations::new(sources);
        let is_reported = |id: &SourceId| sources[id.0 as usize].reported;
        let reported = kustomizations.all().map(|(id, _)| id).filter(is_reported);
        let inner: BTreeSet<SourceId> = reported.flat_map(|id| kustomizations.below(id)).collect();
        let outside = |(id, one): (SourceId, &Kustomization)| {
            let folder = sources[id.0 as usize].folder();
            let paths = [&one.resources, &one.patches, &one.data].into_iter().flatten();
            paths.filter(|path| !Path::new(path).starts_with(folder)).cloned().collect::<Vec<_>>()
        };
        let outside: Vec<String> = kustomizations.all().flat_map(outside).collect();
        let mut ids = (0..).map(SourceId);
        sources
            .retain(|source| ids.next().is_none_or(|id| source.reported || !inner.contains(&id)));
        sources.extend(self.read_named(outside));
    }

    /// Reads the kustomizations below the root.
    fn all_kustomizations(&mut self) -> Vec<Source> {
        let files = self.bundle_files().unwrap_or_default();
        self.bundle = None;
        let base = &self.surroundings.working_directory;
        let names = files.iter().map(|found| input::shown(&found.path, base));
        let names: Vec<String> = names.filter(|name| is_file_name(name)).collect();
        self.read_named(names)
    }

    /// Reads files by name, those that exist and are not in the run yet.
    fn read_named(&mut self, names: impl IntoIterator<Item = String>) -> Vec<Source> {
        let surroundings = self.surroundings;
        let mut read = Vec::new();
        for name in names {
            let path = surroundings.working_directory.join(input::path_of(&name));
            if path.is_file() && self.taken.insert(name.clone()) {
                let source = input::read(&path, &name, surroundings.limits);
                if source.failure.is_none() {
                    read.push(silent(source));
                }
            }
        }
        read
    }

    /// A folder and those above it, up to the root.
    fn folders_above(&self, folder: &str) -> Vec<String> {
        let surroundings = self.surroundings;
        let absolute = input::clean(&surroundings.working_directory.join(input::path_of(folder)));
        absolute
            .ancestors()
            .take_while(|path| path.starts_with(&surroundings.root))
            .map(|path| input::shown(path, &surroundings.working_directory))
            .map(|name| if name == "." { String::new() } else { name })
            .collect()
    }
}

fn silent(mut source: Source) -> Source {
    source.reported = false;
    source
}

fn holds(source: &Source, words: &[String]) -> bool {
    words.iter().all(|word| memmem::find(source.text.as_bytes(), word.as_bytes()).is_some())
}
