//! The kustomizations of a run, as far as they say what other files are. They are not built here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    input::{Mode, Source, SourceId},
    kustomize::{FILE_NAMES, KustomizationRefs, PatchTarget, is_file_name, join},
};

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

    /// Which objects one completes, by all of its patches.
    pub(super) fn targets(&self, one: &KustomizationRefs) -> Vec<PatchTarget> {
        if one.changes_all {
            return vec![PatchTarget::ALL];
        }
        let files = self.files(&one.patches);
        let in_files = files.flat_map(|id| PatchTarget::all_in(&self.sources[id.0 as usize].text));
        let mut targets: Vec<PatchTarget> = one.targets.iter().cloned().chain(in_files).collect();
        targets.sort();
        targets.dedup();
        targets
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
        let targets = Kustomizations::new(&[]).targets(&read);
        assert!(targets.iter().any(|t| t.covers("Deployment", "web")));
        assert!(targets.iter().any(|t| t.covers("Service", "web")));
        assert!(targets.iter().any(|t| t.covers("RoleBinding", "any")));
        assert!(!targets.iter().any(|t| t.covers("ConfigMap", "web")));
    }
}
