//! Which of many like objects another one sees, without looking at all of them.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{Object, ObjectId, Workspace};

/// Of so many objects that fit alike more are not looked at: no project comes near, and a thousand
/// selectors of the same thousand pods must not cost a million looks.
pub(super) const MAX_COMPARED: usize = 256;

/// Lists up to this length are looked through.
const SHORT: usize = 32;

/// Objects that have something in common, in the order of their ids and so of their sources.
#[derive(Debug, Default)]
pub(super) struct Listed {
    ids: Vec<ObjectId>,
    /// Made when a long list is first asked.
    sorted: OnceLock<Box<Sorted>>,
}

/// A long list, apart by namespace; objects without one fit any.
#[derive(Debug, Default)]
struct Sorted {
    by_namespace: BTreeMap<Option<String>, Vec<ObjectId>>,
    /// By [`Workspace::unit_of`], too.
    by_unit: BTreeMap<usize, BTreeMap<Option<String>, Vec<ObjectId>>>,
}

/// What a lookup is about: the lists that hold all candidates of fitting namespaces, and others.
type Lists<'a> = Vec<&'a [ObjectId]>;

impl Listed {
    pub(super) const fn new() -> Listed {
        Listed { ids: Vec::new(), sorted: OnceLock::new() }
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

    fn sorted(&self, workspace: &Workspace) -> &Sorted {
        self.sorted.get_or_init(|| {
            let mut sorted = Sorted::default();
            for id in &self.ids {
                let object = workspace.object(*id);
                let unit = sorted.by_unit.entry(workspace.unit_of(object)).or_default();
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
    fn fitting<'a>(&'a self, from: &Object, workspace: &Workspace) -> Lists<'a> {
        if self.ids.len() <= SHORT || from.namespace.is_none() {
            return vec![&self.ids];
        }
        of_namespace(&self.sorted(workspace).by_namespace, from)
    }

    /// As [`Listed::fitting`], of what is in the unit of `from`.
    fn fitting_in_unit<'a>(&'a self, from: &Object, workspace: &Workspace) -> Lists<'a> {
        if self.ids.len() <= SHORT {
            return vec![&self.ids];
        }
        let unit = self.sorted(workspace).by_unit.get(&workspace.unit_of(from));
        unit.map_or_else(Vec::new, |unit| of_namespace(unit, from))
    }
}

fn of_namespace<'a>(
    sorted: &'a BTreeMap<Option<String>, Vec<ObjectId>>,
    from: &Object,
) -> Lists<'a> {
    if from.namespace.is_none() {
        return sorted.values().map(Vec::as_slice).collect();
    }
    let own = [&from.namespace, &None].into_iter();
    own.filter_map(|namespace| sorted.get(namespace)).map(Vec::as_slice).collect()
}

impl Workspace {
    /// The first `most` objects of lists that are wanted, in order.
    fn first_of<'a>(
        &'a self,
        lists: &[&'a [ObjectId]],
        most: usize,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let of = |ids: &&'a [ObjectId]| {
            let objects = ids.iter().map(|id| self.object(*id));
            objects.filter(|object| wanted(object)).take(most).collect::<Vec<_>>()
        };
        let mut found: Vec<&'a Object> = lists.iter().flat_map(of).collect();
        if lists.len() > 1 {
            found.sort_by_key(|object| object.id);
            found.truncate(most);
        }
        found
    }

    /// The part of ids that is in the source of `from`.
    fn in_source_of<'a>(&self, from: &Object, ids: &'a [ObjectId]) -> &'a [ObjectId] {
        let source = |id: &ObjectId| self.object(*id).source;
        let start = ids.partition_point(|id| source(id) < from.source);
        let end = ids.partition_point(|id| source(id) <= from.source);
        &ids[start..end]
    }

    /// Those of a list that are wanted and that an object sees, as [`Workspace::seen_from`] says;
    /// the first [`MAX_COMPARED`].
    pub(super) fn seen_of<'a>(
        &'a self,
        from: &Object,
        list: &'a Listed,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let beside = self.beside_of(from, list, wanted);
        if !beside.is_empty() || list.ids.is_empty() {
            return beside;
        }
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        match self.first_of(&list.fitting(from, self), 2, &fits)[..] {
            [only] if self.may_see_far(from, only) => vec![only],
            _ => Vec::new(),
        }
    }

    /// Those of a list that are wanted and that are next to an object, as [`Workspace::beside`]
    /// says; the first [`MAX_COMPARED`].
    pub(super) fn beside_of<'a>(
        &'a self,
        from: &Object,
        list: &'a Listed,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        let here: Lists<'a> = list
            .fitting(from, self)
            .into_iter()
            .map(|ids| self.in_source_of(from, ids))
            .filter(|ids| !ids.is_empty())
            .collect();
        let here = self.first_of(&here, MAX_COMPARED, &fits);
        if !here.is_empty() {
            return here;
        }
        if list.ids.is_empty() || self.has_twin_in_unit(from) {
            return Vec::new();
        }
        let unit = self.unit_of(from);
        let in_unit = |object: &Object| {
            self.unit_of(object) == unit && fits(object) && !self.is_apart(from, object)
        };
        self.first_of(&list.fitting_in_unit(from, self), MAX_COMPARED, &in_unit)
    }

    /// The first of a list that is wanted and shares the namespace, wherever it is.
    pub(super) fn first_fitting<'a>(
        &'a self,
        from: &Object,
        list: &'a Listed,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Option<&'a Object> {
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        self.first_of(&list.fitting(from, self), 1, &fits).first().copied()
    }

    /// Whether another file has an object that could be meant by the same kind, name and
    /// namespace.
    pub(super) fn has_twin(&self, object: &Object) -> bool {
        let list = self.index().named(&object.gvk.kind, &object.name);
        self.has_other_source(object, &list.fitting(object, self), &|_| true)
    }

    /// As [`Workspace::has_twin`], of files in its unit.
    pub(super) fn has_twin_in_unit(&self, object: &Object) -> bool {
        let list = self.index().named(&object.gvk.kind, &object.name);
        let unit = self.unit_of(object);
        let in_unit = |other: &Object| self.unit_of(other) == unit;
        self.has_other_source(object, &list.fitting_in_unit(object, self), &in_unit)
    }

    fn has_other_source(
        &self,
        object: &Object,
        lists: &[&[ObjectId]],
        wanted: &dyn Fn(&Object) -> bool,
    ) -> bool {
        let twins = |ids: &&[ObjectId]| {
            // Those of its own source are together: what is before and after them is elsewhere.
            let own = self.in_source_of(object, ids);
            let start = ids.partition_point(|id| self.object(*id).source < object.source);
            let others = ids[..start].iter().chain(&ids[start + own.len()..]);
            let mut others = others.map(|id| self.object(*id));
            others.any(|other| other.shares_namespace(object) && wanted(other))
        };
        lists.iter().any(twins)
    }
}
