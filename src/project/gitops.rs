//! Objects of Flux and Argo CD that have directories of the same repository delivered.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use globset::{Glob, GlobMatcher};
use memchr::memmem;

use super::remote;
use crate::{
    input::{self, Mode, Source, SourceId},
    kustomize::{GitOpsApp, is_file_name},
    parallel,
    syntax::{
        self,
        tree::{Entry, Node, Tree},
    },
};

/// So many bytes in front of its value a key is looked for.
const VERSION_AHEAD: usize = 64;

/// A directory that a [`GitOpsApp`] has delivered.
pub(super) struct DeployedDir {
    pub(super) source: SourceId,
    /// The directory, from the root of the repository.
    pub(super) dir: String,
    /// Directories in it are delivered as well, where it has no kustomization.
    recursive: bool,
    /// The files that are delivered, by patterns, and those that are not.
    include: Option<GlobMatcher>,
    exclude: Option<GlobMatcher>,
    pub(super) app: GitOpsApp,
    origin: RepositoryRef,
    variables: VariablesFrom,
    /// What it changes in objects of Flux that it delivers.
    for_others: VariablesFrom,
}

/// Where the directory is.
#[derive(Clone, Debug)]
enum RepositoryRef {
    /// In the repository of this address.
    Address(String),
    /// In what an object of Flux names, by kind and name.
    Named(String, String),
}

/// Where variables are set.
#[derive(Clone, Debug, Default)]
struct VariablesFrom {
    set: BTreeMap<String, String>,
    config_maps: BTreeSet<String>,
    /// Elsewhere as well.
    elsewhere: bool,
}

impl VariablesFrom {
    /// Those of a `spec.postBuild`, besides the ones that it sets itself.
    fn of(post_build: Option<Node<'_>>) -> VariablesFrom {
        let mut found = VariablesFrom::default();
        let items = post_build.and_then(|node| node.get("substituteFrom"));
        for item in items.into_iter().flat_map(Node::items) {
            let text = |key| item.get(key).and_then(Node::as_str);
            match (text("kind"), text("name")) {
                (Some("ConfigMap"), Some(name)) => {
                    found.config_maps.insert(name.to_owned());
                }
                _ => found.elsewhere = true,
            }
        }
        found
    }

    /// Those that the patches of a `Kustomization` of Flux add to others.
    fn of_patches(spec: Option<Node<'_>>) -> VariablesFrom {
        let mut found = VariablesFrom::default();
        let patches = spec.and_then(|spec| spec.get("patches"));
        let texts = patches.into_iter().flat_map(Node::items);
        let texts = texts.filter_map(|item| item.get("patch")?.as_str());
        for text in texts.filter(|text| text.contains("postBuild")) {
            for tree in trees(&text.into()) {
                let post_build = tree.root().at(&["spec", "postBuild"]);
                found.elsewhere |= post_build.is_none();
                let VariablesFrom { config_maps, elsewhere, .. } = VariablesFrom::of(post_build);
                found.config_maps.extend(config_maps);
                found.elsewhere |= elsewhere;
                found.set.extend(strings(post_build.and_then(|node| node.get("substitute"))));
            }
        }
        found
    }

    fn extend(&mut self, other: &VariablesFrom) {
        self.set.extend(other.set.clone());
        self.config_maps.extend(other.config_maps.iter().cloned());
        self.elsewhere |= other.elsewhere;
    }
}

/// The trees of a text.
fn trees(text: &Arc<str>) -> Vec<Arc<Tree>> {
    syntax::parse(text).into_iter().filter_map(|document| document.tree).collect()
}

/// The entries of a map that are strings.
fn strings(map: Option<Node<'_>>) -> BTreeMap<String, String> {
    let pair =
        |entry: Entry<'_>| Some((entry.key.as_str()?.to_owned(), entry.value.as_str()?.to_owned()));
    map.into_iter().flat_map(Node::entries).filter_map(pair).collect()
}

/// All that the sources hold, in their order.
pub(super) fn deployed_dirs(sources: &[Source], working_directory: &Path) -> Vec<DeployedDir> {
    let numbered: Vec<(SourceId, &Source)> = (0..).map(SourceId).zip(sources).collect();
    let one = |(id, source): (SourceId, &Source)| match may_deliver(source) {
        true => orders_in(id, source, working_directory),
        false => Vec::new(),
    };
    let found = parallel::map(numbered, sources.len() > parallel::MANY_SEARCHED, one);
    let mut deployed_dirs = found.into_iter().flatten().collect::<Vec<_>>();
    if deployed_dirs.is_empty() {
        return deployed_dirs;
    }
    let addresses = addresses(sources);
    let here = remote::addresses_of(working_directory);
    deployed_dirs.retain(|deployed| deployed.origin.is_here(&addresses, &here));
    hand_on(&mut deployed_dirs, sources);
    fill_in(&mut deployed_dirs, sources);
    deployed_dirs
}

impl RepositoryRef {
    /// Whether it is this repository, as far as anybody can tell: `here` are its own addresses.
    fn is_here(&self, known: &BTreeMap<(String, String), String>, here: &[String]) -> bool {
        let is_same = |address: &str| here.iter().any(|own| remote::is_same(own, address));
        match self {
            RepositoryRef::Address(address) => {
                here.is_empty() || !remote::is_whole(address) || is_same(address)
            }
            RepositoryRef::Named(_, name) if name == FLUX => true,
            RepositoryRef::Named(kind, name) => {
                let address = known.get(&(kind.clone(), name.clone()));
                address.is_none_or(|address| !remote::is_whole(address) || is_same(address))
            }
        }
    }
}

/// What `flux bootstrap` calls the object for the repository that it writes to.
const FLUX: &str = "flux-system";

/// The addresses of the sources of Flux that are in sight, by kind and name.
fn addresses(sources: &[Source]) -> BTreeMap<(String, String), String> {
    let of_project = sources.iter().filter(|source| source.mode == Mode::Project);
    let texts = of_project.map(|source| &source.text);
    let texts = texts.filter(|text| text.contains("source.toolkit.fluxcd.io/"));
    let address = |tree: &Arc<Tree>| {
        let text = |path: &[&str]| tree.root().at(path).and_then(Node::as_str).map(str::to_owned);
        let group = text(&["apiVersion"])?;
        let address = text(&["spec", "url"]).or_else(|| text(&["spec", "endpoint"]))?;
        let is_source = group.starts_with("source.toolkit.fluxcd.io/");
        is_source.then_some(((text(&["kind"])?, text(&["metadata", "name"])?), address))
    };
    texts.flat_map(trees).filter_map(|tree| address(&tree)).collect()
}

/// Gives objects of Flux what those add that deliver them.
fn hand_on(deployed_dirs: &mut [DeployedDir], sources: &[Source]) {
    let dir = |deployed: &DeployedDir| format!("{}/", sources[deployed.source.0 as usize].dir());
    let givers: Vec<(String, VariablesFrom)> = deployed_dirs
        .iter()
        .map(|deployed| (format!("{}/", deployed.dir), deployed.for_others.clone()))
        .collect();
    // By patches of kustomizations, anything may be added.
    let is_kustomization = |source: &&Source| is_file_name(&source.name);
    let patched = sources
        .iter()
        .filter(|source| source.mode == Mode::Project)
        .filter(is_kustomization)
        .any(|source| source.text.contains("postBuild"));
    for deployed in deployed_dirs {
        let own = dir(deployed);
        for (inside, given) in givers.iter().filter(|(inside, _)| own.starts_with(inside.as_str()))
        {
            debug_assert!(!inside.is_empty(), "it ends with a slash");
            deployed.variables.extend(given);
        }
        deployed.variables.elsewhere |= patched;
    }
}

/// A cheap look before the text is read: it may be that of a long definition of such objects.
fn may_deliver(source: &Source) -> bool {
    let text = source.text.as_bytes();
    let is_version = |at: usize| {
        let before = &text[at.saturating_sub(VERSION_AHEAD)..at];
        memmem::find(before, b"apiVersion").is_some()
    };
    let has = |group: &str| memmem::find_iter(text, group).any(is_version);
    source.mode == Mode::Project
        && (has("kustomize.toolkit.fluxcd.io/") || has("argoproj.io/"))
        && memmem::find(text, b"path").is_some()
}

fn orders_in(id: SourceId, source: &Source, working_directory: &Path) -> Vec<DeployedDir> {
    let deployed_dirs = trees(&source.text).into_iter().enumerate().flat_map(|(document, tree)| {
        let app = GitOpsApp {
            path: working_directory.join(input::path_of(&source.name)),
            name: source.name.clone(),
            document,
            ..GitOpsApp::default()
        };
        of_object(tree.root(), id, &app)
    });
    deployed_dirs.collect()
}

fn of_object(root: Node<'_>, source: SourceId, app: &GitOpsApp) -> Vec<DeployedDir> {
    let text = |key| root.get(key).and_then(Node::as_str).unwrap_or("");
    let group = text("apiVersion").split('/').next().unwrap_or("");
    let Some(spec) = root.get("spec") else { return Vec::new() };
    match (group, text("kind")) {
        ("kustomize.toolkit.fluxcd.io", "Kustomization") => {
            of_flux(spec, source, app).into_iter().collect()
        }
        ("argoproj.io", "Application") => {
            let one = spec.get("source").map(|from| of_argo(from, None, source, app));
            let several = spec.get("sources").into_iter().flat_map(Node::items).enumerate();
            let several = several.map(|(at, from)| of_argo(from, Some(at), source, app));
            one.into_iter().chain(several).flatten().collect()
        }
        _ => Vec::new(),
    }
}

fn of_flux(spec: Node<'_>, source: SourceId, app: &GitOpsApp) -> Option<DeployedDir> {
    let text = |path: &[&str]| spec.at(path).and_then(Node::as_str);
    let name = |key| text(&["sourceRef", key]).unwrap_or("").to_owned();
    Some(DeployedDir {
        source,
        dir: dir(text(&["path"])?)?,
        recursive: true,
        include: None,
        exclude: None,
        app: app.clone(),
        origin: RepositoryRef::Named(name("kind"), name("name")),
        variables: VariablesFrom::of(spec.get("postBuild")),
        for_others: VariablesFrom::of_patches(Some(spec)),
    })
}

/// One source of an `Application`; `nth` of several.
fn of_argo(
    from: Node<'_>,
    nth: Option<usize>,
    source: SourceId,
    app: &GitOpsApp,
) -> Option<DeployedDir> {
    let directory = |key| from.at(&["directory", key]);
    let pattern = |key| Some(Glob::new(directory(key)?.as_str()?).ok()?.compile_matcher());
    let address = from.get("repoURL").and_then(Node::as_str).unwrap_or("");
    Some(DeployedDir {
        source,
        dir: dir(from.get("path")?.as_str()?)?,
        recursive: directory("recurse").and_then(Node::as_bool) == Some(true),
        include: pattern("include"),
        exclude: pattern("exclude"),
        app: GitOpsApp { nth, ..app.clone() },
        origin: RepositoryRef::Address(address.to_owned()),
        variables: VariablesFrom::default(),
        for_others: VariablesFrom::default(),
    })
}

/// A directory by its path from the root of the repository, unless it is the root, or not known.
fn dir(path: &str) -> Option<String> {
    let dir = path.trim_start_matches("./").trim_matches('/');
    (!dir.is_empty() && !dir.contains("${")).then(|| dir.to_owned())
}

/// Adds what the `ConfigMap`s hold that are among the sources; of several with one name none.
fn fill_in(deployed_dirs: &mut [DeployedDir], sources: &[Source]) {
    let wanted: BTreeSet<&str> = deployed_dirs
        .iter()
        .flat_map(|deployed| &deployed.variables.config_maps)
        .map(String::as_str)
        .collect();
    let mut found: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    let of_project = sources.iter().filter(|source| source.mode == Mode::Project);
    let may_hold = |text: &str| {
        text.contains("kind: ConfigMap") && wanted.iter().any(|name| text.contains(name))
    };
    for source in of_project.filter(|source| may_hold(&source.text)) {
        for tree in trees(&source.text) {
            let name = tree.root().at(&["metadata", "name"]).and_then(Node::as_str);
            let Some(name) = name.filter(|name| wanted.contains(name)) else { continue };
            let data = strings(tree.root().get("data"));
            // Values that sops has encrypted are not known.
            let is_plain = data.values().all(|value| !value.starts_with("ENC["));
            if is_plain {
                found.entry(name.to_owned()).or_default().push(data);
            }
        }
    }
    for deployed in deployed_dirs {
        let VariablesFrom { set, config_maps, elsewhere } = &deployed.variables;
        let mut is_open = *elsewhere;
        for name in config_maps {
            match found.get(name).map(Vec::as_slice) {
                Some([only]) => deployed.app.variables.extend(only.clone()),
                _ => is_open = true,
            }
        }
        deployed.app.variables.extend(set.clone());
        deployed.app.is_open = is_open;
    }
}

impl DeployedDir {
    /// The kustomization among some that is in the directory. The working directory need not be the
    /// root of the repository.
    pub(super) fn target(
        &self,
        kustomizations: &[SourceId],
        sources: &[Source],
    ) -> Option<SourceId> {
        let dir_of = |id: &SourceId| sources[id.0 as usize].dir();
        let ends = |long: &str, short: &str| {
            !short.is_empty()
                && long
                    .strip_suffix(short)
                    .is_some_and(|head| head.is_empty() || head.ends_with('/'))
        };
        let exact = kustomizations.iter().find(|id| dir_of(id) == self.dir);
        let mut near = kustomizations.iter().filter(|id| {
            let dir = dir_of(id);
            ends(dir, &self.dir) || (dir.contains('/') && ends(&self.dir, dir))
        });
        exact.or_else(|| near.next().filter(|_| near.next().is_none())).copied()
    }

    /// The way from the directory to a file in it.
    fn below<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(&self.dir)?.strip_prefix('/')
    }

    /// Whether a file of the directory is reported.
    pub(super) fn lists_reported(&self, sources: &[Source]) -> bool {
        sources.iter().any(|source| source.reported && self.below(&source.name).is_some())
    }

    /// Makes a list of what the directory holds, which has no kustomization; whether it holds
    /// anything.
    pub(super) fn list(&mut self, kustomizations: &[SourceId], sources: &[Source]) -> bool {
        let built: BTreeSet<&str> =
            kustomizations.iter().map(|id| sources[id.0 as usize].dir()).collect();
        let mut found = BTreeSet::new();
        for source in sources.iter().filter(|source| source.mode == Mode::Project) {
            let Some(path) = self.below(&source.name) else { continue };
            let depth = path.matches('/').count();
            let is_left_out = self.include.as_ref().is_some_and(|glob| !glob.is_match(path))
                || self.exclude.as_ref().is_some_and(|glob| glob.is_match(path));
            if is_left_out || (depth > 0 && !self.recursive) {
                continue;
            }
            let mut above = path.match_indices('/').map(|(at, _)| &path[..at]);
            let dir = |path: &str| format!("{}/{path}", self.dir);
            if let Some(other) = above.find(|path| built.contains(dir(path).as_str())) {
                found.insert(other.to_owned());
            } else if source.chart.is_some() {
                // Helm renders it.
                return false;
            } else if source.text.contains("apiVersion:") && source.text.contains("kind:") {
                found.insert(path.to_owned());
            }
        }
        self.app.resources = found.into_iter().collect();
        !self.app.resources.is_empty()
    }
}
