//! All objects of a run, with indexes over them.

use std::sync::OnceLock;

use indexmap::IndexMap;

use super::{Object, ObjectId, PodTemplate, index::Index, labels::Labels, object::Form};
use crate::input::{Source, SourceId};

/// Every source and object of a run.
#[derive(Debug, Default)]
pub struct Workspace {
    sources: Vec<Source>,
    objects: Vec<Object>,
    by_kind: IndexMap<String, Vec<ObjectId>>,
    pods: Vec<ObjectId>,
    index: OnceLock<Index>,
}

/// What a reference finds.
pub enum Resolution<'a> {
    Found(&'a Object),
    /// The run shows that the other half should be here, and it is not.
    Missing,
    /// It may live elsewhere.
    Unknowable,
}

impl Workspace {
    /// Objects in the order of their sources; their ids are set here.
    pub fn new(sources: Vec<Source>, mut objects: Vec<Object>) -> Workspace {
        let mut workspace = Workspace { sources, ..Workspace::default() };
        for (index, object) in objects.iter_mut().enumerate() {
            object.id = ObjectId(index as u32);
            workspace.by_kind.entry(object.gvk.kind.clone()).or_default().push(object.id);
        }
        workspace.pods = objects
            .iter()
            .filter(|o| o.form != Form::Patch && PodTemplate::of(o).is_some())
            .map(|o| o.id)
            .collect();
        workspace.objects = objects;
        workspace
    }

    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    pub fn into_sources(self) -> Vec<Source> {
        self.sources
    }

    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// Every object, patches too.
    pub fn all(&self) -> &[Object] {
        &self.objects
    }

    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The objects that stand as a whole or as a base.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(|o| o.form != Form::Patch)
    }

    /// Those of a kind (of any group and version), in order.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Object> {
        let ids = self.by_kind.get(kind).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| self.object(*id)).filter(|o| o.form != Form::Patch)
    }

    /// Every pod template.
    pub fn pods(&self) -> impl Iterator<Item = PodTemplate<'_>> {
        self.pods.iter().filter_map(|id| PodTemplate::of(self.object(*id)))
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.objects))
    }

    /// Narrows candidates to those an object sees: those in its own file, else in its own folder,
    /// else the only one of the run (INTERFACE 19, "What sees what"). The namespaces must fit.
    pub fn seen_from<'a, T: Copy>(
        &'a self,
        from: &Object,
        candidates: &[T],
        object_of: impl Fn(T) -> &'a Object,
    ) -> Vec<T> {
        let fitting: Vec<T> =
            candidates.iter().copied().filter(|c| from.shares_namespace(object_of(*c))).collect();
        let within = |near: &dyn Fn(&Object) -> bool| -> Vec<T> {
            fitting.iter().copied().filter(|c| near(object_of(*c))).collect()
        };
        let here = within(&|o| o.source == from.source);
        if !here.is_empty() {
            return here;
        }
        let folder = self.source(from.source).folder();
        let beside = within(&|o| self.source(o.source).folder() == folder);
        if !beside.is_empty() {
            return beside;
        }
        if fitting.len() == 1 { fitting } else { Vec::new() }
    }

    /// The object of a kind and name that a reference of `from` means, if it is in sight.
    pub fn find<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Option<&'a Object> {
        self.find_all(from, kind, name).first().copied()
    }

    /// The pod templates in sight whose labels pass.
    pub fn pods_matching<'a>(
        &'a self,
        from: &Object,
        matches: impl Fn(&Labels) -> bool,
    ) -> Vec<PodTemplate<'a>> {
        let pods: Vec<PodTemplate<'a>> = self.pods().filter(|pod| matches(pod.labels())).collect();
        self.seen_from(from, &pods, |pod| pod.object())
    }
}
