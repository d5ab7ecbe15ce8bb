//! The kustomizations of a project that are built: those that no other one takes in, and those
//! that objects of Flux or Argo CD name, since these are what is sent to a cluster.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    deliveries::{self, Order},
    kustomize::{self, Kustomization},
};
use crate::{
    input::{Mode, Source, SourceId},
    kustomize::{Build, Options, Texts, build_as, is_file_name},
    parallel,
};

/// Builds the kustomizations among the sources that lead to a reported one, in the order of the
/// sources. What one takes in is not built by itself, not even where that one is broken: it may
/// need what the other adds.
pub fn builds(sources: &[Source], working_directory: &Path) -> Vec<Build> {
    let mut orders = deliveries::orders(sources, working_directory);
    let project = Project::new(sources, !orders.is_empty());
    let roots = project.roots(&mut orders);
    if roots.is_empty() {
        return Vec::new();
    }
    let options = Options { texts: texts_of(sources).into(), ..Options::default() };
    let one = |root: &Root<'_>| {
        let name = if root.folder.is_empty() { "." } else { root.folder };
        let delivery = root.order.map(|order| &order.delivery);
        build_as(&working_directory.join(root.folder), name, &options, delivery)
    };
    parallel::map(&roots, true, one)
}

/// The texts that need not be read again.
fn texts_of(sources: &[Source]) -> Texts {
    let whole = sources.iter().filter(|source| source.failure.is_none() && source.skipped == 0);
    whole.map(|source| (source.name.clone(), Arc::clone(&source.text))).collect()
}

/// A folder to build, and what has it delivered.
struct Root<'r> {
    folder: &'r str,
    order: Option<&'r Order>,
}

/// The kustomizations of a run, and which of them take in which.
struct Project<'s> {
    sources: &'s [Source],
    by_name: BTreeMap<&'s str, SourceId>,
    read: BTreeMap<SourceId, Kustomization>,
}

impl<'s> Project<'s> {
    /// `delivers`: the sources hold objects that have folders delivered.
    fn new(sources: &'s [Source], delivers: bool) -> Project<'s> {
        let numbered = sources.iter().enumerate().map(|(at, s)| (SourceId(at as u32), s));
        let of_project = numbered.filter(|(_, source)| source.mode == Mode::Project);
        let kustomizations = of_project.clone().filter(|(_, source)| is_file_name(&source.name));
        let read: BTreeMap<SourceId, Kustomization> = kustomizations
            .filter_map(|(id, source)| Some((id, Kustomization::read(source)?)))
            .collect();
        let by_name = if read.is_empty() && !delivers {
            BTreeMap::new()
        } else {
            of_project.map(|(id, source)| (source.name.as_str(), id)).collect()
        };
        Project { sources, by_name, read }
    }

    /// What is built: by the source that says so, in their order.
    fn roots<'r>(&self, orders: &'r mut [Order]) -> Vec<Root<'r>>
    where
        's: 'r,
    {
        let all: Vec<SourceId> = self.read.keys().copied().collect();
        let mut targets = Vec::new();
        for order in &mut *orders {
            let target = order.target(&all, self.sources);
            let is_listed = target.is_none() && order.list(&all, self.sources);
            targets.push((target, is_listed));
        }
        let mut roots = Vec::new();
        let mut ordered = BTreeSet::new();
        for (order, (target, is_listed)) in orders.iter().zip(targets) {
            let is_reported = self.sources[order.source.0 as usize].reported;
            let folder = match target.filter(|id| !self.read[id].is_component) {
                Some(id) if is_reported || self.is_asked(id) => {
                    self.sources[id.0 as usize].folder()
                }
                None if is_listed && self.lists_reported(order) => &order.folder,
                _ => continue,
            };
            ordered.extend(target);
            roots.push((order.source, Root { folder, order: Some(order) }));
        }
        let outer = self.outer();
        for id in &outer {
            if !ordered.contains(id) && !self.read[id].is_component && self.is_asked(*id) {
                let folder = self.sources[id.0 as usize].folder();
                roots.push((*id, Root { folder, order: None }));
            }
        }
        roots.sort_by_key(|(id, _)| *id);
        roots.into_iter().map(|(_, root)| root).collect()
    }

    /// Whether a file is reported that is delivered without a kustomization, or what delivers it.
    fn lists_reported(&self, order: &Order) -> bool {
        let inside =
            |name: &str| name.strip_prefix(&order.folder).is_some_and(|rest| rest.starts_with('/'));
        let is_reported = |source: &Source| source.reported && inside(&source.name);
        self.sources[order.source.0 as usize].reported || self.sources.iter().any(is_reported)
    }

    /// The kustomizations that no other one takes in, and the first of each circle.
    fn outer(&self) -> BTreeSet<SourceId> {
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

    /// The kustomizations that one names.
    fn inside(&self, id: SourceId) -> impl Iterator<Item = SourceId> {
        let resources = self.read.get(&id).map_or(&[][..], |one| &one.resources);
        resources.iter().flat_map(|path| {
            let named = |file| self.by_name.get(kustomize::join(path, file).as_str());
            crate::kustomize::FILE_NAMES.into_iter().filter_map(named).copied()
        })
    }

    /// A kustomization and all that it takes in, over any number of steps.
    fn below(&self, id: SourceId) -> BTreeSet<SourceId> {
        let mut found = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            open.extend(self.inside(id).filter(|id| found.insert(*id)));
        }
        found
    }

    /// Whether one leads to a file that is reported.
    fn is_asked(&self, id: SourceId) -> bool {
        let is_reported = |id: &SourceId| self.sources[id.0 as usize].reported;
        self.below(id).iter().any(|id| {
            let one = &self.read[id];
            let files = one.resources.iter().chain(&one.patches).chain(&one.data);
            is_reported(id)
                || files.filter_map(|name| self.by_name.get(name.as_str())).any(is_reported)
        })
    }
}
