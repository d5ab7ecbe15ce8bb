//! All objects of a run, with indexes over them.

use std::{collections::BTreeSet, sync::OnceLock};

use indexmap::IndexMap;

use super::{
    Object, ObjectId, PodTemplate, index::Index, listed::ObjectList, object::DocumentForm,
    store::ObjectStore,
};
use crate::input::{Source, SourceId};

/// Every source and object of a run.
#[derive(Debug, Default)]
pub struct Workspace {
    pub(super) store: ObjectStore,
    by_kind: IndexMap<String, ObjectList>,
    pods: Vec<ObjectId>,
    index: OnceLock<Index>,
    /// What the objects of each source refer to by name, as `Kind/name`.
    pub(super) used: OnceLock<BTreeSet<(SourceId, String)>>,
    /// What objects mention, each with the object if it is the only one.
    pub(super) words: OnceLock<IndexMap<String, Option<ObjectId>>>,
    /// The ServiceAccounts that bindings name, each with the namespaces that are written there.
    pub(super) bound: OnceLock<IndexMap<String, BTreeSet<Option<String>>>>,
    /// How many custom resources mention a name.
    pub(super) mentions: OnceLock<IndexMap<String, usize>>,
}

impl Workspace {
    /// Objects in the order of their sources; their ids are set here.
    pub fn new(sources: Vec<Source>, mut objects: Vec<Object>) -> Workspace {
        let mut workspace = Workspace::default();
        for (index, object) in objects.iter_mut().enumerate() {
            object.id = ObjectId(index as u32);
            workspace.by_kind.entry(object.gvk.kind.clone()).or_default().push(object.id);
        }
        workspace.pods = objects
            .iter()
            .filter(|o| o.form != DocumentForm::Patch && PodTemplate::of(o).is_some())
            .map(|o| o.id)
            .collect();
        workspace.store = ObjectStore::new(sources, objects);
        workspace
    }

    pub fn sources(&self) -> &[Source] {
        self.store.sources()
    }

    pub fn into_parts(self) -> (Vec<Source>, Vec<Object>) {
        self.store.into_parts()
    }

    pub fn source(&self, id: SourceId) -> &Source {
        self.store.source(id)
    }

    /// Every object, patches too.
    pub fn all(&self) -> &[Object] {
        self.store.objects()
    }

    pub fn object(&self, id: ObjectId) -> &Object {
        self.store.object(id)
    }

    /// The objects that are whole or a base.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.all().iter().filter(|o| o.form != DocumentForm::Patch)
    }

    /// Those of a kind (of any group and version), in order.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Object> {
        let ids = self.by_kind.get(kind).map_or(&[][..], ObjectList::ids);
        ids.iter().map(|id| self.object(*id)).filter(|o| o.form != DocumentForm::Patch)
    }

    /// Those of a kind that are wanted and that an object sees, as [`Workspace::seen_from`] says;
    /// of hundreds the first.
    pub fn seen_of_kind<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let Some(list) = self.by_kind.get(kind) else { return Vec::new() };
        self.seen_of(from, list, &|object| object.form != DocumentForm::Patch && wanted(object))
    }

    /// Every object with a pod template.
    pub(super) fn with_pods(&self) -> impl Iterator<Item = &Object> {
        self.pods.iter().map(|id| self.object(*id))
    }

    /// Every pod template.
    pub fn pods(&self) -> impl Iterator<Item = PodTemplate<'_>> {
        self.with_pods().filter_map(PodTemplate::of)
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.store, &self.scaled_names()))
    }

    /// What an object was called where it was written: kustomize may have changed its name.
    pub fn written_name<'a>(&'a self, object: &'a Object) -> &'a str {
        self.store.written_name(object)
    }

    /// Narrows candidates to those an object sees: those in its own file, else in its own
    /// directory, else the only one of the run, if it is not far and `from` has no alternatives
    /// (INTERFACE 19, "What sees what"). The namespaces must fit.
    pub fn seen_from<'a, T: Copy>(
        &'a self,
        from: &Object,
        candidates: &[T],
        object_of: impl Fn(T) -> &'a Object,
    ) -> Vec<T> {
        let fitting: Vec<T> =
            candidates.iter().copied().filter(|c| from.shares_namespace(object_of(*c))).collect();
        let seen = self.beside(from, &fitting, &object_of);
        if !seen.is_empty() {
            return seen;
        }
        match fitting[..] {
            [only] if self.may_see_far(from, object_of(only)) => vec![only],
            _ => Vec::new(),
        }
    }

    /// Whether an object sees the only one of the run that it could mean.
    pub(super) fn may_see_far(&self, from: &Object, only: &Object) -> bool {
        self.is_near(from, only) && !self.is_apart(from, only) && !self.has_twin(from)
    }

    /// The number of the directory that an object is in (of charts: of what was rendered together).
    pub(super) fn unit_of(&self, object: &Object) -> usize {
        self.store.unit_of(object)
    }

    /// Narrows candidates to those in an object's own file, else in its own directory (of charts:
    /// what was rendered together), if it has no alternatives there. The namespaces must fit.
    pub fn beside<'a, T: Copy>(
        &'a self,
        from: &Object,
        candidates: &[T],
        object_of: impl Fn(T) -> &'a Object,
    ) -> Vec<T> {
        let within = |near: &dyn Fn(&Object) -> bool| -> Vec<T> {
            let fits = |c: &T| from.shares_namespace(object_of(*c)) && near(object_of(*c));
            candidates.iter().copied().filter(fits).collect()
        };
        let here = within(&|o| o.source == from.source);
        if !here.is_empty() {
            return here;
        }
        if self.has_twin_in_unit(from) {
            return Vec::new();
        }
        within(&|o| self.unit_of(o) == self.unit_of(from) && !self.is_apart(from, o))
    }

    /// Whether the directories of two objects are at most one step below a common one, or one of
    /// them is at most two steps below the other: farther files belong to something else.
    fn is_near(&self, a: &Object, b: &Object) -> bool {
        let parts = |object: &Object| -> Vec<&str> {
            self.source(object.source).dir().split('/').filter(|part| !part.is_empty()).collect()
        };
        let (a, b) = (parts(a), parts(b));
        let shared = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        matches!((a.len() - shared, b.len() - shared), (0, 0..=2) | (0..=2, 0) | (1, 1))
    }

    /// Whether an object was rendered from a chart, and the other is of no part of it.
    pub(super) fn is_apart(&self, from: &Object, other: &Object) -> bool {
        from.source != other.source
            && self.source(from.source).is_rendered_apart(self.source(other.source))
    }

    /// The object of a kind and name that a reference of `from` means, if it is in sight.
    pub fn find<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Option<&'a Object> {
        self.find_all(from, kind, name).first().copied()
    }
}
