//! The kustomizations of a project that are built: those that no other one takes in, and those
//! that objects of Flux or Argo CD name, since these are what is sent to a cluster.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    deliveries::{self, Order},
    kustomize::{self, Kustomization},
};
use crate::{
    input::{Mode, Source, SourceId},
    kustomize::{Build, Options, Texts, build_as, is_file_name},
};

/// Builds the kustomizations among the sources that lead to a reported one, in the order of the
/// sources. What one takes in is not built by itself, not even where that one is broken: it may
/// need what the other adds.
pub fn builds(sources: &[Source], working_directory: &Path) -> Vec<Build> {
    let project = Project::new(sources);
    if project.read.is_empty() {
        return Vec::new();
    }
    let orders = deliveries::orders(sources, working_directory);
    let roots = project.roots(&orders);
    let options = Options { texts: texts_of(sources).into(), ..Options::default() };
    let one = |(id, order): &(SourceId, Option<&Order>)| {
        let folder = sources[id.0 as usize].folder();
        let name = if folder.is_empty() { "." } else { folder };
        let delivery = order.map(|order| &order.delivery);
        build_as(&working_directory.join(folder), name, &options, delivery)
    };
    roots.par_iter().map(one).collect()
}

/// The texts that need not be read again.
fn texts_of(sources: &[Source]) -> Texts {
    let whole = sources.iter().filter(|source| source.failure.is_none() && source.skipped == 0);
    whole.map(|source| (source.name.clone(), Arc::clone(&source.text))).collect()
}

/// The kustomizations of a run, and which of them take in which.
struct Project<'s> {
    sources: &'s [Source],
    by_name: BTreeMap<&'s str, SourceId>,
    read: BTreeMap<SourceId, Kustomization>,
}

impl<'s> Project<'s> {
    fn new(sources: &'s [Source]) -> Project<'s> {
        let numbered = sources.iter().enumerate().map(|(at, s)| (SourceId(at as u32), s));
        let of_project = numbered.filter(|(_, source)| source.mode == Mode::Project);
        let kustomizations = of_project.clone().filter(|(_, source)| is_file_name(&source.name));
        let read: BTreeMap<SourceId, Kustomization> = kustomizations
            .filter_map(|(id, source)| Some((id, Kustomization::read(source)?)))
            .collect();
        let by_name = if read.is_empty() {
            BTreeMap::new()
        } else {
            of_project.map(|(id, source)| (source.name.as_str(), id)).collect()
        };
        Project { sources, by_name, read }
    }

    /// What is built, and by which order if there is one.
    fn roots<'o>(&self, orders: &'o [Order]) -> Vec<(SourceId, Option<&'o Order>)> {
        let all: Vec<SourceId> = self.read.keys().copied().collect();
        let ordered = orders.iter().filter_map(|o| Some((o.target(&all, self.sources)?, Some(o))));
        let ordered: Vec<_> = ordered.filter(|(id, _)| !self.read[id].is_component).collect();
        let inner: BTreeSet<SourceId> = self.read.keys().flat_map(|id| self.inside(*id)).collect();
        let outer = self.read.iter().filter(|(id, one)| !inner.contains(id) && !one.is_component);
        let alone = outer.filter(|(id, _)| ordered.iter().all(|(other, _)| other != *id));
        let mut roots: Vec<_> = alone.map(|(id, _)| (*id, None)).chain(ordered.clone()).collect();
        let is_reported = |order: &Order| self.sources[order.source.0 as usize].reported;
        roots.retain(|(id, order)| order.is_some_and(is_reported) || self.is_asked(*id));
        roots.sort_by_key(|(id, order)| (*id, order.map(|o| (o.source, o.delivery.document))));
        roots
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
