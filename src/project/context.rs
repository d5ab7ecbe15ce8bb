//! The silent context of files that are linted alone: what they refer to, so that a reference to
//! something that exists is not taken for one to nothing.
//!
//! Nothing is read unless a file leaves a reference open, or holds what others refer to. Then texts
//! are searched for the words of the reference, and only those that hold them are read as YAML: in
//! a directory of hundreds of manifests that takes a few milliseconds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use k8s_openapi::api::{
    core::v1::Service,
    networking::v1::{Ingress, NetworkPolicy},
    policy::v1::PodDisruptionBudget,
};
use memchr::memmem;

use super::{SUBSTITUTES, kustomizations::Kustomizations};
use crate::{
    input::{self, FoundFile, Limits, Mode, Source, SourceId, Walked},
    kustomize::{FILE_NAMES, KustomizationRefs, is_file_name, join},
    model::{
        At, Autoscaler, Object, PodTemplate, Selector, Workspace,
        labels::{Labels, Term},
        version::Version,
    },
    syntax::{self, tree::Tree},
};

/// So much text of context is read as YAML at most; beyond it a directory is as good as unknown.
const MAX_BYTES: usize = 128 * 1024;

/// In larger projects only a file's own directory is searched.
const MAX_FILES: usize = 20_000;

/// A chain of references is followed so far: Ingress, Service, pods.
const HOPS: usize = 3;

/// What refers to a file is looked for among so many files around it.
const MAX_AROUND: usize = 1_000;

/// More of them say nothing specific about one object.
const MAX_CALLERS: usize = 16;

/// And in so many directories that are near its own.
const MAX_DIRS: usize = 64;

/// So many bytes are searched for words of callers at most: of a file with hundreds of objects the
/// last ones have none.
const MAX_SEARCHED: usize = 32 << 20;

/// Where context may come from.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Nothing above or next to it is read; absolute.
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
    /// The directory of the file that asks.
    dir: String,
    /// Only files of that directory are meant.
    beside: bool,
}

/// What refers to an object of a named file: texts that hold all words of one of the lists.
#[derive(Debug)]
struct Call {
    words: Vec<Vec<String>>,
    dir: String,
    /// The name of the object and the labels of its pods, of which a text only seems to speak
    /// unless it names the one or chooses the others.
    pods: Option<(String, Labels)>,
}

impl Call {
    fn of(object: &Object, dir: &str) -> Option<Call> {
        let labels = PodTemplate::of(object).map(|pod| pod.labels().clone());
        let labels = labels.or_else(|| Some(pairs(&object.pod_selector()?).collect()));
        let pods = labels.map(|labels| (object.name.clone(), labels));
        let words = words_of_callers(object);
        (!words.is_empty()).then(|| Call { words, dir: dir.to_owned(), pods })
    }

    /// Whether an object of a text refers to the one that is meant.
    fn is_answered_by(&self, source: &Source) -> bool {
        let Some((name, labels)) = &self.pods else { return true };
        let refers = |object: &Object| {
            let target = Autoscaler::of(object).and_then(Autoscaler::target);
            let backends = object.get::<Ingress>().map(At::<Ingress>::backends).unwrap_or_default();
            let mut services = backends.iter().filter_map(|backend| backend.service.as_ref());
            target.is_some_and(|target| target.name == name)
                || services.any(|service| service.name == *name)
                || object
                    .pod_selector()
                    .is_some_and(|selector| selector.matches(labels) || object.name == *name)
        };
        objects_of(SourceId(0), source).iter().any(refers)
    }
}

/// Texts that were read, and which of them are context.
struct Library<'s> {
    surroundings: &'s Surroundings,
    /// Names of sources that are in the run already.
    taken: BTreeSet<String>,
    dirs: BTreeSet<String>,
    bundle: Option<Vec<FoundFile>>,
    texts: Vec<Source>,
    budget: usize,
    /// How many files were found where callers were looked for.
    around: usize,
    /// How many bytes were searched for callers.
    searched: usize,
}

/// Adds to the files of a run what they refer to. The added sources are not reported.
pub fn complete(named: Vec<Source>, surroundings: &Surroundings) -> Vec<Source> {
    let mut library = Library::new(&named, surroundings);
    let mut sources = named;
    library.kustomizations(&mut sources);
    let mut asked = BTreeSet::new();
    let mut callers = BTreeSet::new();
    let (mut objects, mut read) = (Vec::new(), 0);
    for hop in 0..HOPS {
        let new = (read..).map(SourceId).zip(&sources[read as usize..]);
        let new = new.filter(|(_, source)| source.mode == Mode::Project);
        objects.extend(new.flat_map(|(id, source)| objects_of(id, source)));
        read = sources.len() as u32;
        let workspace = Workspace::new(sources, objects);
        let (queries, calls) = open_queries(&workspace, &callers);
        (sources, objects) = workspace.into_parts();
        let new: Vec<Query> = queries.into_iter().filter(|q| asked.insert(q.clone())).collect();
        let mut found: Vec<Source> = new.iter().flat_map(|query| library.search(query)).collect();
        if hop == 0 {
            let answers = calls.iter().flat_map(|call| library.callers(call));
            let answers: Vec<Source> = answers.collect();
            callers.extend(answers.iter().map(|source| source.name.clone()));
            found.extend(answers);
        }
        if found.is_empty() {
            break;
        }
        sources.extend(found);
    }
    sources
}

/// Adds to the files of directories the kustomizations around them, which may build on theirs, and
/// what fills in their variables. The added sources are not reported.
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
    let dir = source.dir().to_owned();
    is_asked.then(|| Query { exact, near: Vec::new(), dir, beside: false })
}

/// What the sources refer to and do not hold themselves, and what may refer to the reported ones.
/// Of `callers` all references are looked at: of what they find there may be more.
fn open_queries(workspace: &Workspace, callers: &BTreeSet<String>) -> (Vec<Query>, Vec<Call>) {
    let of_project = workspace.sources().iter().filter(|source| source.mode == Mode::Project);
    let mut queries: Vec<Query> = of_project.filter_map(of_variables).collect();
    let mut calls = Vec::new();
    for object in workspace.objects() {
        let source = workspace.source(object.source);
        let is_caller = callers.contains(&source.name);
        queries.extend(queries_of(object, workspace, is_caller));
        if is_caller {
            queries.push(of_twins(object, source.dir()));
        } else if source.reported {
            calls.extend(Call::of(object, source.dir()));
        }
    }
    (queries, calls)
}

fn objects_of(id: SourceId, source: &Source) -> Vec<Object> {
    let trees = syntax::parse(&source.text).into_iter().filter_map(|document| document.tree);
    let object = |tree: Arc<Tree>| {
        let root = tree.root().id();
        Object::new(id, 0, tree, root).as_served(Version::NEWEST)
    };
    trees.map(object).collect()
}

/// What may be in the place of an object.
fn of_twins(object: &Object, dir: &str) -> Query {
    let exact = vec![object.name.clone(), object.gvk.kind.clone()];
    Query { exact, near: Vec::new(), dir: dir.to_owned(), beside: true }
}

/// Lists of words, of which a text holds one if it refers to an object.
fn words_of_callers(object: &Object) -> Vec<Vec<String>> {
    let name = object.name.as_str();
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    if let Some(pod) = PodTemplate::of(object) {
        let chosen = |kind: &'static str| {
            let pairs = pod.labels().iter().filter(|(_, value)| !value.is_empty());
            pairs.map(move |(key, value)| list(&[kind, key, value]))
        };
        // A label that was renamed is not in what chose by it, but most are called alike.
        let called = format!("name: {name}\n");
        let alike = CHOOSING.map(|kind| list(&[kind, &called])).into_iter();
        let by_name = alike.chain([list(&["scaleTargetRef", name])]);
        let by_name = by_name.filter(|_| !name.is_empty());
        return CHOOSING.into_iter().flat_map(chosen).chain(by_name).collect();
    }
    // Others that choose the same pods.
    let rivals = object.pod_selector().map(|selector| {
        let mut words = of_selector(&selector, String::new()).exact;
        words.retain(|word| word != CONTAINERS);
        words.push(format!("kind: {}", object.gvk.kind));
        words
    });
    let referrers = match object.gvk.kind.as_str() {
        "Service" if !name.is_empty() => Some(list(&["kind: Ingress", name])),
        "HorizontalPodAutoscaler" | "ScaledObject" => Autoscaler::of(object)
            .and_then(Autoscaler::target)
            .map(|target| list(&[CONTAINERS, target.kind, target.name])),
        "LimitRange" | "ResourceQuota" => Some(list(&[CONTAINERS])),
        "ConfigMap" | "Secret" if !name.is_empty() => Some(list(&[CONTAINERS, name])),
        _ => None,
    };
    rivals.into_iter().chain(referrers).collect()
}

fn queries_of(object: &Object, workspace: &Workspace, is_caller: bool) -> Vec<Query> {
    let is_beside = |found: &Object| {
        workspace.source(found.source).dir() == workspace.source(object.source).dir()
    };
    let dir = workspace.source(object.source).dir().to_owned();
    if let Some(ingress) = object.get::<Ingress>() {
        let services = ingress.backends().into_iter().filter_map(|backend| {
            let name = &backend.value().service.as_ref()?.name;
            let found = workspace.find(object, "Service", name);
            (found.is_none() || is_caller).then(|| (name.clone(), found))
        });
        let services = services.map(|(name, found)| Query {
            exact: vec![name, "Service".to_owned()],
            near: found.is_none().then(|| "kind: Service".to_owned()).into_iter().collect(),
            dir: dir.clone(),
            beside: found.is_some_and(is_beside),
        });
        return services.chain(of_names(object, workspace, &dir)).collect();
    }
    if let Some(target) = Autoscaler::of(object).and_then(Autoscaler::target) {
        let found = workspace.find(object, target.kind, target.name);
        let exact = [target.kind, target.name, CONTAINERS].map(str::to_owned).into();
        let beside = found.is_some_and(is_beside);
        let query = Query { exact, near: Vec::new(), dir, beside };
        return is_caller.then_some(query).into_iter().collect();
    }
    let names = of_names(object, workspace, &dir);
    if !names.is_empty() {
        return names;
    }
    let service = object.get::<Service>();
    let selector = service
        .and_then(At::<Service>::selector)
        .or_else(|| object.get::<PodDisruptionBudget>()?.selector())
        .or_else(|| object.get::<NetworkPolicy>()?.pod_selector());
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
        return Vec::new();
    };
    let query = of_selector(&selector, dir);
    if !workspace.selects_any(object, &selector) {
        return vec![query];
    }
    let pods = if is_caller { workspace.pods_selected(object, &selector) } else { Vec::new() };
    let beside = pods.iter().any(|pod| is_beside(pod.object()));
    let others = (!pods.is_empty()).then_some(Query { near: Vec::new(), beside, ..query });
    others.into_iter().collect()
}

/// What a pod or claim names and does not find. Most Secrets are in no file: only where something is
/// called alike, all files are searched for the name itself.
fn of_names(object: &Object, workspace: &Workspace, dir: &str) -> Vec<Query> {
    let open = object.references().into_iter().filter(|reference| {
        let (kind, name) = (reference.kind, reference.name());
        // Backends are looked for everywhere.
        let is_backend = kind == "Service" && object.gvk.kind == "Ingress";
        !is_backend && !reference.is_optional() && !workspace.is_named_anywhere(object, kind, name)
    });
    open.map(|reference| {
        let (kind, name) = (reference.kind, reference.name());
        let similar = workspace.find_similar(object, kind, name);
        let is_close = similar.or_else(|| workspace.find_unused(object, kind, name)).is_some();
        let exact = if is_close { vec![name.to_owned()] } else { vec![name.into(), kind.into()] };
        let near = (!is_close).then(|| format!("kind: {kind}\n"));
        Query { exact, near: near.into_iter().collect(), dir: dir.to_owned(), beside: !is_close }
    })
    .collect()
}

fn of_selector(selector: &Selector<'_>, dir: String) -> Query {
    let (keys, mut exact): (Vec<String>, Vec<String>) = pairs(selector).unzip();
    exact.push(CONTAINERS.to_owned());
    let near = keys.into_iter().take(1).chain([CONTAINERS.to_owned()]).collect();
    Query { exact, near, dir, beside: false }
}

/// What chooses pods by their labels.
const CHOOSING: [&str; 3] = ["kind: Service", "kind: PodDisruptionBudget", "kind: NetworkPolicy"];

/// The labels that a selector asks for.
fn pairs(selector: &Selector<'_>) -> impl Iterator<Item = (String, String)> {
    selector.terms.iter().filter_map(|term| match *term {
        Term::Equal { key, value, .. } => Some((key.to_owned(), value.to_owned())),
        Term::Expression { .. } => None,
    })
}

/// Every pod template has them.
const CONTAINERS: &str = "containers";

impl<'s> Library<'s> {
    fn new(taken: &[Source], surroundings: &'s Surroundings) -> Library<'s> {
        Library {
            surroundings,
            taken: taken.iter().map(|source| source.name.clone()).collect(),
            dirs: BTreeSet::new(),
            bundle: None,
            texts: Vec::new(),
            budget: MAX_BYTES,
            around: 0,
            searched: 0,
        }
    }

    /// The sources that could answer a query: those of its directory first, then of the bundle.
    fn search(&mut self, query: &Query) -> Vec<Source> {
        self.open_dir(&query.dir);
        let inside = |source: &Source| source.dir() == query.dir;
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
        if query.beside {
            return Vec::new();
        }
        self.open_bundle();
        self.take(|source| holds(source, &query.exact))
    }

    /// The sources that may refer to an object: those of its directory, else of directories near
    /// it.
    fn callers(&mut self, call: &Call) -> Vec<Source> {
        let own = [call.dir.clone()];
        self.open_around(&own);
        let found = self.take_answers(call, &own);
        if !found.is_empty() {
            return found;
        }
        let dirs = self.dirs_near(&call.dir);
        self.open_around(&dirs);
        self.take_answers(call, &dirs)
    }

    fn take_answers(&mut self, call: &Call, dirs: &[String]) -> Vec<Source> {
        let found = self.take_each(&call.words, dirs);
        let (found, others): (Vec<Source>, Vec<Source>) =
            found.into_iter().partition(|source| call.is_answered_by(source));
        self.budget += others.iter().map(|source| source.text.len()).sum::<usize>();
        self.texts.extend(others);
        found
    }

    /// The texts of some directories that hold all words of one of the lists; those of a list that
    /// too many hold are left.
    fn take_each(&mut self, lists: &[Vec<String>], dirs: &[String]) -> Vec<Source> {
        let inside = |source: &&Source| dirs.iter().any(|dir| dir == source.dir());
        let mut found = Vec::new();
        // Most texts are read through once for each first word, of which there are few.
        let mut with: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for words in lists {
            let Some((first, rest)) = words.split_first() else { continue };
            if self.searched > MAX_SEARCHED {
                break;
            }
            let with = with.entry(first).or_insert_with(|| {
                let inside = self.texts.iter().filter(inside);
                let with = inside.filter(|source| holds(source, std::slice::from_ref(first)));
                with.map(|source| source.name.clone()).collect()
            });
            let read = self.texts.iter().filter(|source| with.contains(&source.name));
            self.searched += read.map(|source| source.text.len()).sum::<usize>();
            let is_one = |source: &Source| with.contains(&source.name) && holds(source, rest);
            if self.texts.iter().filter(|source| is_one(source)).count() <= MAX_CALLERS {
                found.extend(self.take(is_one));
            }
        }
        found
    }

    /// Reads the files that are in some directories, up to the first with too many.
    fn open_around(&mut self, dirs: &[String]) {
        for dir in dirs {
            if !self.dirs.contains(dir) {
                let files = self.files_of(dir);
                self.around += files.len();
                if self.around > MAX_AROUND {
                    return;
                }
                self.dirs.insert(dir.clone());
                self.read(files);
            }
        }
    }

    /// The directories whose objects are seen from one: those above, below and next to it.
    fn dirs_near(&self, dir: &str) -> Vec<String> {
        let base = &self.surroundings.working_directory;
        let own = input::clean(&base.join(input::path_of(dir)));
        let inside = |path: &PathBuf| path.starts_with(&self.surroundings.root);
        let above: Vec<PathBuf> = own.ancestors().skip(1).take(2).map(Path::to_path_buf).collect();
        let beside = above.first().into_iter().flat_map(|path| dirs_in(path));
        let below = dirs_in(&own);
        let deeper = below.iter().flat_map(|path| dirs_in(path));
        let all = above.iter().cloned().chain(below.iter().cloned()).chain(beside).chain(deeper);
        let near = all.filter(inside).filter(|path| *path != own).take(MAX_DIRS);
        near.map(|path| dir_name(&path, base)).collect()
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

    /// Reads the files that are in a directory.
    fn open_dir(&mut self, dir: &str) {
        if self.dirs.insert(dir.to_owned()) {
            let files = self.files_of(dir);
            self.read(files);
        }
    }

    /// The files that are in a directory below the root.
    fn files_of(&self, dir: &str) -> Vec<FoundFile> {
        let path = input::path_of(if dir.is_empty() { "." } else { dir });
        let absolute = self.surroundings.working_directory.join(&path);
        let mut walked = Walked::default();
        if input::clean(&absolute).starts_with(&self.surroundings.root) {
            input::objects(&path, false, &mut walked);
        }
        walked.files
    }

    /// Reads all files below the root.
    fn open_bundle(&mut self) {
        if let Some(found) = self.bundle_files().filter(|found| found.len() <= MAX_FILES) {
            self.read(found);
        }
    }

    /// The files below the root, looked for once; `None` afterwards.
    fn bundle_files(&mut self) -> Option<Vec<FoundFile>> {
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
    fn read(&mut self, mut found: Vec<FoundFile>) {
        let base = &self.surroundings.working_directory;
        found.retain(|found| {
            found.failure.is_none() && self.taken.insert(input::shown(&found.path, base))
        });
        for file in &mut found {
            file.mode = Mode::Project;
        }
        // What is longer could not be taken anyway.
        let file_size = self.surroundings.limits.file_size.min(MAX_BYTES as u64);
        let sources = input::read_all(&found, base, Limits { file_size });
        let readable = sources.into_iter().filter(|source| source.failure.is_none());
        self.texts.extend(readable.map(silent));
    }

    /// Adds the kustomizations that decide what the files are: those that name them and, if there
    /// is one, all others that may build on it, with their patches.
    fn kustomizations(&mut self, sources: &mut Vec<Source>) {
        let named: Vec<(String, String)> = sources
            .iter()
            .filter(|source| source.mode == Mode::Project)
            .map(|source| (source.name.clone(), source.dir().to_owned()))
            .collect();
        let above: BTreeSet<String> =
            named.iter().flat_map(|(_, dir)| self.dirs_above(dir)).collect();
        let mut found = Vec::new();
        for dir in above {
            found.extend(self.read_named(FILE_NAMES.map(|file| join(&dir, file))));
        }
        let names = |kustomization: &Source| {
            let Some(read) = KustomizationRefs::read(kustomization) else { return false };
            let lists = |paths: &[String], name: &str, dir: &str| {
                paths.iter().any(|path| path == name || path == dir)
            };
            named.iter().any(|(name, dir)| {
                lists(&read.resources, name, dir)
                    || read.patches.contains(name)
                    || read.data.contains(name)
            })
        };
        let is_kustomization = |(name, _): &(String, String)| is_file_name(name);
        if named.iter().any(is_kustomization) || found.iter().any(names) {
            found.extend(self.all_kustomizations());
            let patches: Vec<String> = found
                .iter()
                .filter_map(KustomizationRefs::read)
                .flat_map(|read| read.patches)
                .collect();
            found.extend(self.read_named(patches));
        }
        sources.append(&mut found);
        self.only_needed(sources);
    }

    /// Takes out added kustomizations that reported ones take in, since these are read with them;
    /// adds what is outside of a kustomization's directory, which may be used as in a project.
    fn only_needed(&mut self, sources: &mut Vec<Source>) {
        let kustomizations = Kustomizations::new(sources);
        let is_reported = |id: &SourceId| sources[id.0 as usize].reported;
        let reported = kustomizations.all().map(|(id, _)| id).filter(is_reported);
        let inner: BTreeSet<SourceId> = reported.flat_map(|id| kustomizations.below(id)).collect();
        let outside = |(id, one): (SourceId, &KustomizationRefs)| {
            let dir = sources[id.0 as usize].dir();
            let paths = [&one.resources, &one.patches, &one.data].into_iter().flatten();
            paths.filter(|path| !Path::new(path).starts_with(dir)).cloned().collect::<Vec<_>>()
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

    /// A directory and those above it, up to the root.
    fn dirs_above(&self, dir: &str) -> Vec<String> {
        let surroundings = self.surroundings;
        let absolute = input::clean(&surroundings.working_directory.join(input::path_of(dir)));
        absolute
            .ancestors()
            .take_while(|path| path.starts_with(&surroundings.root))
            .map(|path| dir_name(path, &surroundings.working_directory))
            .collect()
    }
}

/// The name of a directory as sources have it.
fn dir_name(path: &Path, base: &Path) -> String {
    let name = input::shown(path, base);
    if name == "." { String::new() } else { name }
}

/// The directories that are in one, by name, without hidden ones.
fn dirs_in(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let dirs = entries.filter(|entry| {
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        !is_hidden && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    let mut dirs: Vec<PathBuf> = dirs.map(|entry| entry.path()).collect();
    dirs.sort();
    dirs
}

fn silent(mut source: Source) -> Source {
    source.reported = false;
    source
}

fn holds(source: &Source, words: &[String]) -> bool {
    words.iter().all(|word| memmem::find(source.text.as_bytes(), word.as_bytes()).is_some())
}
