//! The sources and objects of a run, by their numbers.

use indexmap::IndexSet;

use super::{Object, ObjectId};
use crate::input::{Source, SourceId};

/// Every source and object of a run.
#[derive(Debug, Default)]
pub(super) struct ObjectStore {
    sources: Vec<Source>,
    objects: Vec<Object>,
    /// What each source is in, by a number ([`Source::unit`]).
    units: Vec<usize>,
}

impl ObjectStore {
    /// Objects have their places in the list as ids.
    pub(super) fn new(sources: Vec<Source>, objects: Vec<Object>) -> ObjectStore {
        let mut units: IndexSet<&str> = IndexSet::new();
        let units = sources.iter().map(|source| units.insert_full(source.unit()).0).collect();
        ObjectStore { sources, objects, units }
    }

    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    pub(super) fn objects(&self) -> &[Object] {
        &self.objects
    }

    pub(super) fn into_parts(self) -> (Vec<Source>, Vec<Object>) {
        (self.sources, self.objects)
    }

    pub(super) fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    pub(super) fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// What an object was called where it was written.
    pub(super) fn written_name<'a>(&'a self, object: &'a Object) -> &'a str {
        let former = self.source(object.source).former_names.as_ref();
        let renamed = former
            .filter(|names| !names.is_empty())
            .and_then(|names| names.get(&(object.gvk.kind.clone(), object.name.clone())));
        renamed.unwrap_or(&object.name)
    }

    /// The number of the directory that an object is in (of charts: of what was rendered together).
    pub(super) fn unit_of(&self, object: &Object) -> usize {
        self.units[object.source.0 as usize]
    }
}
