//! Kustomizations, as far as they say what other files are. They are not built here.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::PatchTarget;
use crate::{
    input::{self, Mode, Source, SourceId},
    kustomize::{FILE_NAMES, is_file_name},
    syntax::{self, tree::Node},
};

const BINDINGS: [&str; 2] = ["ClusterRoleBinding", "RoleBinding"];

/// Kinds that are often left without labels, image or namespace for kustomize to fill in.
pub(super) const COMPLETED: [&str; 7] = [
    "ClusterRoleBinding",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "RoleBinding",
    "StatefulSet",
];

/// The files that the names of directories show to be built by kustomize, where no kustomization
/// says how: those below `base` or `overlays`, and those of the scaffold of controllers: a
/// directory with
/// `crd/bases` or `manager/manager.yaml`, or one called `config` with `rbac`.
pub(super) fn laid_out(files: &[(SourceId, &str)]) -> BTreeSet<SourceId> {
    let built: BTreeSet<&str> = files
        .iter()
        .filter(|(_, name)| is_file_name(name))
        .map(|(_, name)| input::dir_of(name))
        .collect();
    let scaffolds: BTreeSet<&str> = files
        .iter()
        .flat_map(|(_, name)| {
            let parts = ["/crd/bases/", "/crd/patches/", "/manager/manager.yaml"].into_iter();
            let dirs = parts.filter_map(|part| name.split_once(part).map(|(before, _)| before));
            let config = name.find("config/rbac/").map(|at| &name[..at + "config".len()]);
            dirs.chain(config)
        })
        .collect();
    let of_layout = |name: &str| {
        let dir = input::dir_of(name);
        let by_name = dir.split('/').any(|part| ["base", "bases", "overlays"].contains(&part));
        let above = || dir.match_indices('/').map(|(at, _)| &dir[..at]);
        !built.contains(dir) && (by_name || above().any(|above| scaffolds.contains(above)))
    };
    files.iter().filter(|(_, name)| of_layout(name)).map(|(id, _)| *id).collect()
}

/// What a kustomization names; paths as sources are named.
#[derive(Debug, Default)]
pub(super) struct KustomizationRefs {
    /// Files and directories that it builds, components too.
    pub(super) resources: Vec<String>,
    pub(super) patches: Vec<String>,
    /// Read as data or as configuration, not as objects.
    pub(super) data: Vec<String>,
    /// What patches written in place are aimed at.
    targets: Vec<PatchTarget>,
    /// It changes what selects and what is selected, or by means that are not looked into.
    changes_all: bool,
    pub(super) is_component: bool,
}

impl KustomizationRefs {
    /// `None` for objects in a file of that name: Flux has a kind of the same name.
    pub(super) fn read(source: &Source) -> Option<KustomizationRefs> {
        let mut read = KustomizationRefs::default();
        let dir = source.dir();
        for document in syntax::parse(&source.text) {
            if let Some(tree) = document.tree {
                let api_version = tree.root().get("apiVersion").and_then(Node::as_str);
                if api_version.is_some_and(|text| !text.starts_with("kustomize.config.k8s.io/")) {
                    return None;
                }
                read.root(tree.root(), dir);
            }
        }
        Some(read)
    }

    fn root(&mut self, root: Node<'_>, dir: &str) {
        for entry in root.entries() {
            let key = entry.key.as_str().unwrap_or("");
            let paths = || strings(entry.value).map(|path| join(dir, path));
            match key {
                "kind" => self.is_component = entry.value.as_str() == Some("Component"),
                "resources" | "bases" => self.resources.extend(paths()),
                "components" => {
                    self.resources.extend(paths());
                    self.changes_all |= entry.value.items().next().is_some();
                }
                "crds" | "configurations" | "generators" | "validators" => {
                    self.data.extend(paths());
                }
                "transformers" => {
                    self.data.extend(paths());
                    self.changes_all = true;
                }
                "patches" | "patchesJson6902" | "patchesStrategicMerge" => {
                    entry.value.items().for_each(|item| self.patch(item, dir));
                }
                "configMapGenerator" | "secretGenerator" => self.generators(entry.value, dir),
                // It also fills in the namespace of service accounts in bindings.
                "namespace" => self.targets.extend(BINDINGS.map(PatchTarget::of_kind)),
                "commonLabels" | "vars" => self.changes_all = true,
                "labels" => self.changes_all |= entry.value.items().any(reaches_selectors),
                "replacements" => {
                    self.changes_all = true;
                    let items = entry.value.items();
                    let files = items.filter_map(|item| item.get("path")?.as_str());
                    self.data.extend(files.map(|path| join(dir, path)));
                }
                "helmCharts" | "helmChartInflationGenerator" => self.charts(entry.value, dir),
                "openapi" => {
                    let path = entry.value.get("path").and_then(Node::as_str);
                    self.data.extend(path.map(|path| join(dir, path)));
                }
                _ => {}
            }
        }
    }

    /// A path, a text with the patch itself, or a map with one of them and a target.
    fn patch(&mut self, item: Node<'_>, dir: &str) {
        let text = |key| item.get(key).and_then(Node::as_str);
        let (path, inline) = match item.as_str() {
            Some(text) if text.contains('\n') => (None, Some(text)),
            Some(path) => (Some(path), None),
            None => (text("path"), text("patch")),
        };
        self.patches.extend(path.map(|path| join(dir, path)));
        if let Some(target) = item.get("target") {
            self.targets.push(target_of(target));
        } else if let Some(inline) = inline {
            self.targets.extend(targets_in(inline));
        }
    }

    fn generators(&mut self, list: Node<'_>, dir: &str) {
        for item in list.items() {
            for key in ["files", "envs"] {
                let files = item.get(key).into_iter().flat_map(strings);
                // `key=path` gives the file another key.
                let paths = files.map(|file| file.split_once('=').map_or(file, |(_, path)| path));
                self.data.extend(paths.map(|path| join(dir, path)));
            }
            let env = item.get("env").and_then(Node::as_str);
            self.data.extend(env.map(|path| join(dir, path)));
        }
    }

    fn charts(&mut self, list: Node<'_>, dir: &str) {
        for chart in list.items() {
            let one = chart.get("valuesFile").and_then(Node::as_str);
            let more = chart.get("additionalValuesFiles").into_iter().flat_map(strings);
            self.data.extend(one.into_iter().chain(more).map(|path| join(dir, path)));
        }
    }

    /// Which objects it completes, by all of its patches.
    pub(super) fn targets(&self, others: &Kustomizations<'_>) -> Vec<PatchTarget> {
        if self.changes_all {
            return vec![PatchTarget::ALL];
        }
        let files = others.files(&self.patches);
        let in_files = files.flat_map(|id| targets_in(&others.sources[id.0 as usize].text));
        let mut targets: Vec<PatchTarget> = self.targets.iter().cloned().chain(in_files).collect();
        targets.sort();
        targets.dedup();
        targets
    }
}

/// The kustomizations of a run, and which of them take in which.
pub(super) struct Kustomizations<'s> {
    pub(super) sources: &'s [Source],
    by_name: BTreeMap<&'s str, SourceId>,
    read: BTreeMap<SourceId, KustomizationRefs>,
}

impl<'s> Kustomizations<'s> {
    pub(super) fn new(sources: &'s [Source]) -> Kustomizations<'s> {
        let numbered = (0..).map(SourceId).zip(sources);
        let of_project = numbered.filter(|(_, source)| source.mode == Mode::Project);
        let named = of_project.clone().filter(|(_, source)| is_file_name(&source.name));
        let read: BTreeMap<SourceId, KustomizationRefs> =
            named.filter_map(|(id, source)| Some((id, KustomizationRefs::read(source)?))).collect();
        // Without any, nobody asks for a name.
        let files = of_project.filter(|_| !read.is_empty());
        let by_name = files.map(|(id, source)| (source.name.as_str(), id)).collect();
        Kustomizations { sources, by_name, read }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (SourceId, &KustomizationRefs)> {
        self.read.iter().map(|(id, one)| (*id, one))
    }

    pub(super) fn is_component(&self, id: SourceId) -> bool {
        self.read.get(&id).is_some_and(|one| one.is_component)
    }

    /// The sources that paths name.
    pub(super) fn files(&self, paths: &[String]) -> impl Iterator<Item = SourceId> {
        paths.iter().filter_map(|path| self.by_name.get(path.as_str()).copied())
    }

    /// The kustomizations that one names.
    fn inside(&self, id: SourceId) -> impl Iterator<Item = SourceId> {
        let resources = self.read.get(&id).map_or(&[][..], |one| &one.resources);
        resources.iter().flat_map(|path| {
            let named = |file| self.by_name.get(join(path, file).as_str()).copied();
            FILE_NAMES.into_iter().filter_map(named).filter(|id| self.read.contains_key(id))
        })
    }

    /// A kustomization and all that it takes in, over any number of steps.
    pub(super) fn below(&self, id: SourceId) -> BTreeSet<SourceId> {
        let mut found = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            open.extend(self.inside(id).filter(|id| found.insert(*id)));
        }
        found
    }

    /// The files that a kustomization builds, those of the kustomizations it takes in included.
    pub(super) fn members(&self, id: SourceId) -> BTreeSet<SourceId> {
        let below = self.below(id);
        below.iter().flat_map(|id| self.files(&self.read[id].resources)).collect()
    }

    /// The kustomizations that no other one takes in, and the first of each circle.
    pub(super) fn outer(&self) -> BTreeSet<SourceId> {
        let inner: BTreeSet<SourceId> = self.read.keys().flat_map(|id| self.inside(*id)).collect();
        let mut outer: BTreeSet<SourceId> =
            self.read.keys().filter(|id| !inner.contains(id)).copied().collect();
        let mut reached: BTreeSet<SourceId> = outer.iter().flat_map(|id| self.below(*id)).collect();
        for id in self.read.keys() {
            if !reached.contains(id) {
                outer.insert(*id);
                reached.extend(self.below(*id));
            }
        }
        outer
    }

    /// Whether one leads to a file that is reported.
    pub(super) fn is_asked(&self, id: SourceId) -> bool {
        let is_reported = |id: SourceId| self.sources[id.0 as usize].reported;
        self.below(id).into_iter().any(|id| {
            let one = &self.read[&id];
            let lists = [&one.resources, &one.patches, &one.data];
            is_reported(id) || lists.into_iter().any(|list| self.files(list).any(is_reported))
        })
    }
}

/// The strings of a list.
fn strings(list: Node<'_>) -> impl Iterator<Item = &str> {
    list.items().filter_map(Node::as_str)
}

/// An entry of `labels` that changes selectors or templates, not only metadata.
fn reaches_selectors(entry: Node<'_>) -> bool {
    ["includeSelectors", "includeTemplates"]
        .iter()
        .any(|key| entry.get(key).and_then(Node::as_bool) == Some(true))
}

/// A `target` of a patch. Regular expressions and label selectors may aim at anything.
fn target_of(target: Node<'_>) -> PatchTarget {
    let plain = |key| {
        let text = target.get(key).and_then(Node::as_str)?;
        let is_name = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        is_name.then(|| text.to_owned())
    };
    PatchTarget { kind: plain("kind"), name: plain("name") }
}

/// The objects that the documents of a strategic-merge patch name.
fn targets_in(text: &str) -> Vec<PatchTarget> {
    let text: Arc<str> = text.into();
    let of = |root: Node<'_>| {
        let kind = root.get("kind")?.as_str()?.to_owned();
        let name = root.at(&["metadata", "name"])?.as_str()?.to_owned();
        Some(PatchTarget { kind: Some(kind), name: Some(name) })
    };
    syntax::parse(&text).iter().filter_map(|document| of(document.tree.as_ref()?.root())).collect()
}

/// A path from a directory, as sources are named.
pub(super) fn join(dir: &str, path: &str) -> String {
    let joined = std::path::Path::new(dir).join(path.trim_end_matches('/'));
    let clean = input::clean(&joined).to_string_lossy().into_owned();
    if cfg!(windows) { clean.replace('\\', "/") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kustomization_names() {
        let text = "resources: [../base, web.yaml]\n\
            namespace: shop\n\
            patches:\n\
            - path: replicas.yaml\n\
            - target: {kind: Deployment, name: web}\n  patch: '- {op: remove, path: /x}'\n\
            - patch: |\n    kind: Service\n    metadata: {name: web}\n\
            configMapGenerator:\n- name: env\n  files: [conf.yaml, b=c.yaml]\n";
        let read = KustomizationRefs::read(&Source::new("app/prod/kustomization.yaml", text));
        let read = read.expect("a kustomization");
        assert_eq!(read.resources, ["app/base", "app/prod/web.yaml"]);
        assert_eq!(read.patches, ["app/prod/replicas.yaml"]);
        assert_eq!(read.data, ["app/prod/conf.yaml", "app/prod/c.yaml"]);
        let targets = read.targets(&Kustomizations::new(&[]));
        assert!(targets.iter().any(|t| t.covers("Deployment", "web")));
        assert!(targets.iter().any(|t| t.covers("Service", "web")));
        assert!(targets.iter().any(|t| t.covers("RoleBinding", "any")));
        assert!(!targets.iter().any(|t| t.covers("ConfigMap", "web")));
    }
}
