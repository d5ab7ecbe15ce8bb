//! Objects that have something in common, and which of them an object can see.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{Object, ObjectId, store::ObjectStore};

/// Of so many objects that fit alike more are not looked at: no project comes near, and a thousand
/// selectors of the same thousand pods must not cost a million looks.
pub(super) const MAX_COMPARED: usize = 256;

/// Lists up to this length are looked through.
const SHORT: usize = 32;

/// Objects that have something in common, in the order of their ids and so of their sources.
#[derive(Debug, Default)]
pub(super) struct ObjectList {
    ids: Vec<ObjectId>,
    /// Made when a long list is first asked.
    sorted: OnceLock<Box<Sorted>>,
}

/// A long list, apart by namespace; objects without one fit any.
#[derive(Debug, Default)]
struct Sorted {
    by_namespace: BTreeMap<Option<String>, Vec<ObjectId>>,
    /// By [`ObjectStore::unit_of`], too.
    by_unit: BTreeMap<usize, BTreeMap<Option<String>, Vec<ObjectId>>>,
}

/// What a lookup is about: the lists that hold all candidates of fitting namespaces, and others.
pub(super) type IdLists<'a> = Vec<&'a [ObjectId]>;

impl ObjectList {
    pub(super) const fn new() -> ObjectList {
        ObjectList { ids: Vec::new(), sorted: OnceLock::new() }
    }

    /// Adds an object; ids count up.
    pub(super) fn push(&mut self, id: ObjectId) {
        self.ids.push(id);
    }

    pub(super) fn ids(&self) -> &[ObjectId] {
        &self.ids
    }

    pub(super) fn has(&self, id: ObjectId) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    fn sorted(&self, store: &ObjectStore) -> &Sorted {
        self.sorted.get_or_init(|| {
            let mut sorted = Sorted::default();
            for id in &self.ids {
                let object = store.object(*id);
                let unit = sorted.by_unit.entry(store.unit_of(object)).or_default();
                for by_namespace in [&mut sorted.by_namespace, unit] {
                    match by_namespace.get_mut(&object.namespace) {
                        Some(ids) => ids.push(*id),
                        None => drop(by_namespace.insert(object.namespace.clone(), vec![*id])),
                    }
                }
            }
            Box::new(sorted)
        })
    }

    /// Lists that hold whatever shares the namespace of `from`.
    pub(super) fn fitting<'a>(&'a self, from: &Object, store: &ObjectStore) -> IdLists<'a> {
        if self.ids.len() <= SHORT || from.namespace.is_none() {
            return vec![&self.ids];
        }
        of_namespace(&self.sorted(store).by_namespace, from)
    }

    /// As [`ObjectList::fitting`], of what is in the unit of `from`.
    pub(super) fn fitting_in_unit<'a>(&'a self, from: &Object, store: &ObjectStore) -> IdLists<'a> {
        if self.ids.len() <= SHORT {
            return vec![&self.ids];
        }
        let unit = self.sorted(store).by_unit.get(&store.unit_of(from));
        unit.map_or_else(Vec::new, |unit| of_namespace(unit, from))
    }
}

fn of_namespace<'a>(
    sorted: &'a BTreeMap<Option<String>, Vec<ObjectId>>,
    from: &Object,
) -> IdLists<'a> {
    if from.namespace.is_none() {
        return sorted.values().map(Vec::as_slice).collect();
    }
    let own = [&from.namespace, &None].into_iter();
    own.filter_map(|namespace| sorted.get(namespace)).map(Vec::as_slice).collect()
}
