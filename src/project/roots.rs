//! The kustomizations of a project that are built: those that no other one takes in, and those
//! that objects of Flux or Argo CD name, since these are what is sent to a cluster.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::{
    fleet,
    gitops::{self, DeployedDir},
    kustomizations::Kustomizations,
};
use crate::{
    input::{self, Source, SourceId},
    kustomize::{Build, BuildOptions, Texts, build_as},
    parallel,
    syntax::Documents,
};

/// Builds the kustomizations among the sources that lead to a reported one, in the order of the
/// sources. What one takes in is not built by itself, not even where that one is broken: it may
/// need what the other adds.
pub fn builds(sources: &[Source], working_directory: &Path) -> Vec<Build> {
    let mut deployed_dirs = gitops::deployed_dirs(sources, working_directory);
    let roots = roots(&Kustomizations::new(sources), &mut deployed_dirs);
    if roots.is_empty() {
        return Vec::new();
    }
    let options = BuildOptions { texts: texts_of(sources).into(), ..BuildOptions::default() };
    let one = |root: RootDir<'_>| {
        let name = if root.dir.is_empty() { "." } else { root.dir };
        let app = root.deployed.map(|deployed| &deployed.app);
        build_as(&working_directory.join(input::path_of(root.dir)), name, &options, app)
    };
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    parallel::map(roots, bytes > parallel::MANY_BYTES, one)
}

/// The texts that need not be read again.
fn texts_of(sources: &[Source]) -> Texts {
    let whole = sources.iter().filter(|source| source.failure.is_none() && source.skipped == 0);
    whole
        .map(|source| (source.name.clone(), Documents::of(Arc::clone(&source.text)).into()))
        .collect()
}

/// A directory to build, and what has it delivered.
struct RootDir<'r> {
    dir: &'r str,
    deployed: Option<&'r DeployedDir>,
}

/// What is built: by the source that says so, in their order.
fn roots<'r>(
    kustomizations: &Kustomizations<'r>,
    deployed_dirs: &'r mut [DeployedDir],
) -> Vec<RootDir<'r>> {
    let sources = kustomizations.sources;
    let all: Vec<SourceId> = kustomizations.all().map(|(id, _)| id).collect();
    let mut targets = Vec::new();
    for deployed in &mut *deployed_dirs {
        let target = deployed.target(&all, sources);
        let is_listed = target.is_none() && deployed.list(&all, sources);
        targets.push((target, is_listed));
    }
    let dir = |id: SourceId| sources[id.0 as usize].dir();
    let mut roots = Vec::new();
    let mut ordered = BTreeSet::new();
    for (deployed, (target, is_listed)) in deployed_dirs.iter().zip(targets) {
        let is_reported = sources[deployed.source.0 as usize].reported;
        let dir = match target.filter(|id| !kustomizations.is_component(*id)) {
            Some(id) if is_reported || kustomizations.is_asked(id) => dir(id),
            None if is_listed && (is_reported || deployed.lists_reported(sources)) => &deployed.dir,
            _ => continue,
        };
        ordered.extend(target);
        roots.push((deployed.source, RootDir { dir, deployed: Some(deployed) }));
    }
    let outer = kustomizations.outer();
    let over_charts = if outer.is_empty() { BTreeSet::new() } else { fleet::overlays(sources) };
    for id in outer {
        let is_free = !ordered.contains(&id)
            && !kustomizations.is_component(id)
            && !over_charts.contains(dir(id));
        if is_free && kustomizations.is_asked(id) {
            roots.push((id, RootDir { dir: dir(id), deployed: None }));
        }
    }
    roots.sort_by_key(|(id, _)| *id);
    roots.into_iter().map(|(_, root)| root).collect()
}
