//! Objects of Flux and Argo CD that have folders of the same repository delivered.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use memchr::memmem;

use crate::{
    input::{self, Mode, Source, SourceId},
    kustomize::Delivery,
    parallel,
    syntax::{self, tree::Node},
};

/// So many bytes in front of its value a key is looked for.
const VERSION_AHEAD: usize = 64;

/// One of them.
pub(super) struct Order {
    pub(super) source: SourceId,
    /// The folder, from the root of the repository.
    pub(super) folder: String,
    /// Folders in it are delivered as well, where it has no kustomization.
    recursive: bool,
    pub(super) delivery: Delivery,
    /// The `ConfigMap`s whose entries Flux fills in.
    config_maps: Vec<String>,
}

/// All that the sources hold, in their order.
pub(super) fn orders(sources: &[Source], working_directory: &Path) -> Vec<Order> {
    let numbered: Vec<(SourceId, &Source)> = (0..).map(SourceId).zip(sources).collect();
    let one = |(id, source): (SourceId, &Source)| match may_deliver(source) {
        true => orders_in(id, source, working_directory),
        false => Vec::new(),
    };
    let found = parallel::map(numbered, sources.len() > MANY, one);
    let mut orders = found.into_iter().flatten().collect::<Vec<_>>();
    fill_in(&mut orders, sources);
    orders
}

/// So many files are searched by one thread.
const MANY: usize = 500;

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
        && memmem::find(text, b"path:").is_some()
}

fn orders_in(id: SourceId, source: &Source, working_directory: &Path) -> Vec<Order> {
    let trees = syntax::parse(&source.text).into_iter().filter_map(|document| document.tree);
    let orders = trees.enumerate().filter_map(|(document, tree)| {
        let delivery = Delivery {
            path: working_directory.join(input::path_of(&source.name)),
            name: source.name.clone(),
            document,
            ..Delivery::default()
        };
        order(tree.root(), id, delivery)
    });
    orders.collect()
}

fn order(root: Node<'_>, source: SourceId, delivery: Delivery) -> Option<Order> {
    let text = |path: &[&str]| root.at(path).and_then(Node::as_str);
    let group = text(&["apiVersion"])?.split('/').next()?;
    let recurse = || root.at(&["spec", "source", "directory", "recurse"]).and_then(Node::as_bool);
    let (path, recursive) = match (group, text(&["kind"])?) {
        ("kustomize.toolkit.fluxcd.io", "Kustomization") => (text(&["spec", "path"])?, true),
        ("argoproj.io", "Application") => {
            (text(&["spec", "source", "path"])?, recurse() == Some(true))
        }
        _ => return None,
    };
    let folder = path.trim_start_matches("./").trim_matches('/').to_owned();
    let from = root.at(&["spec", "postBuild", "substituteFrom"]);
    let from = from.into_iter().flat_map(Node::items);
    let config_maps = from
        .filter(|item| item.get("kind").and_then(Node::as_str) == Some("ConfigMap"))
        .filter_map(|item| item.get("name")?.as_str().map(str::to_owned))
        .collect();
    (!folder.is_empty()).then_some(Order { source, folder, recursive, delivery, config_maps })
}

/// Adds what the `ConfigMap`s hold that stand among the sources; of several with one name none.
fn fill_in(orders: &mut [Order], sources: &[Source]) {
    let wanted: BTreeSet<&str> =
        orders.iter().flat_map(|order| &order.config_maps).map(String::as_str).collect();
    if wanted.is_empty() {
        return;
    }
    let mut found: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    let of_project = sources.iter().filter(|source| source.mode == Mode::Project);
    let may_hold = |text: &str| {
        text.contains("kind: ConfigMap") && wanted.iter().any(|name| text.contains(name))
    };
    for source in of_project.filter(|source| may_hold(&source.text)) {
        let trees = syntax::parse(&source.text).into_iter().filter_map(|document| document.tree);
        for tree in trees {
            let name = tree.root().at(&["metadata", "name"]).and_then(Node::as_str);
            let Some(name) = name.filter(|name| wanted.contains(name)) else { continue };
            let data = tree.root().get("data").into_iter().flat_map(Node::entries);
            let pair = |entry: syntax::tree::Entry<'_>| {
                Some((entry.key.as_str()?.to_owned(), entry.value.as_str()?.to_owned()))
            };
            found.entry(name.to_owned()).or_default().push(data.filter_map(pair).collect());
        }
    }
    for order in orders {
        for name in &order.config_maps {
            if let Some([only]) = found.get(name).map(Vec::as_slice) {
                order.delivery.variables.extend(only.clone());
            }
        }
    }
}

impl Order {
    /// The kustomization among some that is in the folder. The working directory need not be the
    /// root of the repository.
    pub(super) fn target(
        &self,
        kustomizations: &[SourceId],
        sources: &[Source],
    ) -> Option<SourceId> {
        let folder_of = |id: &SourceId| sources[id.0 as usize].folder();
        let ends = |long: &str, short: &str| {
            !short.is_empty()
                && long
                    .strip_suffix(short)
                    .is_some_and(|head| head.is_empty() || head.ends_with('/'))
        };
        let exact = kustomizations.iter().find(|id| folder_of(id) == self.folder);
        let mut near = kustomizations.iter().filter(|id| {
            let folder = folder_of(id);
            ends(folder, &self.folder) || (folder.contains('/') && ends(&self.folder, folder))
        });
        exact.or_else(|| near.next().filter(|_| near.next().is_none())).copied()
    }

    /// The way from the folder to a file in it.
    fn below<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(&self.folder)?.strip_prefix('/')
    }

    /// Whether a file of the folder is reported.
    pub(super) fn lists_reported(&self, sources: &[Source]) -> bool {
        sources.iter().any(|source| source.reported && self.below(&source.name).is_some())
    }

    /// Makes a list of what the folder holds, which has no kustomization; whether it holds anything.
    pub(super) fn list(&mut self, kustomizations: &[SourceId], sources: &[Source]) -> bool {
        let built: BTreeSet<&str> =
            kustomizations.iter().map(|id| sources[id.0 as usize].folder()).collect();
        let mut found = BTreeSet::new();
        for source in sources.iter().filter(|source| source.mode == Mode::Project) {
            let Some(path) = self.below(&source.name) else { continue };
            let depth = path.matches('/').count();
            if depth > 0 && !self.recursive {
                continue;
            }
            let mut above = path.match_indices('/').map(|(at, _)| &path[..at]);
            let folder = |path: &str| format!("{}/{path}", self.folder);
            if let Some(other) = above.find(|path| built.contains(folder(path).as_str())) {
                found.insert(other.to_owned());
            } else if source.chart.is_some() {
                // Helm renders it.
                return false;
            } else if source.text.contains("apiVersion:") && source.text.contains("kind:") {
                found.insert(path.to_owned());
            }
        }
        self.delivery.resources = found.into_iter().collect();
        !self.delivery.resources.is_empty()
    }
}
