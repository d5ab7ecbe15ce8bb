//! Which of many like objects another one sees, without looking at all of them.

use super::{
    Object, ObjectId, Workspace,
    listed::{IdLists, MAX_COMPARED, ObjectList},
};

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
        list: &'a ObjectList,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let beside = self.beside_of(from, list, wanted);
        if !beside.is_empty() || list.ids().is_empty() {
            return beside;
        }
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        match self.first_of(&list.fitting(from, &self.store), 2, &fits)[..] {
            [only] if self.may_see_far(from, only) => vec![only],
            _ => Vec::new(),
        }
    }

    /// Those of a list that are wanted and that are next to an object, as [`Workspace::beside`]
    /// says; the first [`MAX_COMPARED`].
    pub(super) fn beside_of<'a>(
        &'a self,
        from: &Object,
        list: &'a ObjectList,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        let here: IdLists<'a> = list
            .fitting(from, &self.store)
            .into_iter()
            .map(|ids| self.in_source_of(from, ids))
            .filter(|ids| !ids.is_empty())
            .collect();
        let here = self.first_of(&here, MAX_COMPARED, &fits);
        if !here.is_empty() {
            return here;
        }
        if list.ids().is_empty() {
            return Vec::new();
        }
        let unit = self.unit_of(from);
        let in_unit = |object: &Object| {
            self.unit_of(object) == unit && fits(object) && !self.is_apart(from, object)
        };
        let lists = list.fitting_in_unit(from, &self.store);
        let mut found = self.first_of(&lists, MAX_COMPARED, &in_unit);
        // Asked last: most find nothing.
        if !found.is_empty() && self.has_twin_in_unit(from) {
            found.clear();
        }
        found
    }

    /// The first of a list that is wanted and shares the namespace, wherever it is.
    pub(super) fn first_fitting<'a>(
        &'a self,
        from: &Object,
        list: &'a ObjectList,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Option<&'a Object> {
        let fits = |object: &Object| object.shares_namespace(from) && wanted(object);
        self.first_of(&list.fitting(from, &self.store), 1, &fits).first().copied()
    }

    /// Those of a list that share the namespace, wherever they are; the first [`MAX_COMPARED`].
    pub(super) fn all_fitting<'a>(
        &'a self,
        from: &Object,
        list: &'a ObjectList,
    ) -> Vec<&'a Object> {
        let fits = |object: &Object| object.shares_namespace(from);
        self.first_of(&list.fitting(from, &self.store), MAX_COMPARED, &fits)
    }

    /// The objects of a kind and name in the source of another one, of any namespace; of hundreds
    /// the first.
    pub(super) fn named_in_source<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        name: &str,
    ) -> impl Iterator<Item = &'a Object> {
        let ids = self.in_source_of(from, self.index().named(kind, name).ids());
        ids.iter().take(MAX_COMPARED).map(|id| self.object(*id))
    }

    /// Whether another file has an object that could be meant by the same kind, name and
    /// namespace.
    pub(super) fn has_twin(&self, object: &Object) -> bool {
        let list = self.index().named(&object.gvk.kind, &object.name);
        self.has_other_source(object, &list.fitting(object, &self.store), &|_| true)
    }

    /// As [`Workspace::has_twin`], of files in its unit.
    pub(super) fn has_twin_in_unit(&self, object: &Object) -> bool {
        let list = self.index().named(&object.gvk.kind, &object.name);
        let unit = self.unit_of(object);
        let in_unit = |other: &Object| self.unit_of(other) == unit;
        self.has_other_source(object, &list.fitting_in_unit(object, &self.store), &in_unit)
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
