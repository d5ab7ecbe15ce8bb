//! Which pods a selector means, which it just misses, and which references find what.

use super::{
    Object, ObjectId, Place, PodTemplate, Selector, Workspace,
    index::Postings,
    labels::Term,
    listed::{MAX_COMPARED, ObjectList},
    similar,
};

/// Labels that controllers put on pods; no template holds them.
const ADDED: &[&str] = &[
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "job-name",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];

/// Of so many terms of a selector each is taken for the one that is wrong.
const COMPARED: usize = 16;

/// A pod template whose labels a selector misses by one pair.
#[derive(Clone, Copy)]
pub struct NearPod<'a> {
    pub pod: PodTemplate<'a>,
    /// What the selector asks for.
    pub term: Term<'a>,
    /// What the template has instead.
    pub key: &'a str,
    pub value: &'a str,
}

/// Whose pods a selector is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of the workload that shares the object's name, if there is one.
    Own,
    /// Those of others, which the object's name says nothing of.
    Others,
}

impl<'a> NearPod<'a> {
    /// The template's own label.
    pub fn place(&self) -> Place<'a> {
        self.pod.labels_place().get(self.key)
    }
}

impl<'a> Selector<'a> {
    /// Without the terms about labels that controllers add when they make a pod.
    #[must_use]
    pub fn written_part(&self) -> Selector<'a> {
        let added = |key: &str| ADDED.contains(&key) || key.starts_with("topology.kubernetes.io/");
        let mut part = self.clone();
        part.terms.retain(|term| !added(term.key()));
        part
    }

    fn without(&self, index: usize) -> Selector<'a> {
        let mut rest = self.clone();
        rest.terms.remove(index);
        rest
    }
}

impl Workspace {
    /// The objects in sight of a kind and name; several where they are alternatives of each other.
    pub fn find_all<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Vec<&'a Object> {
        self.seen_of(from, self.index().named(kind, name), &|_| true)
    }

    /// All objects of a kind and name whose namespace fits, wherever they are; of hundreds the
    /// first.
    pub fn all_named<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Vec<&'a Object> {
        self.all_fitting(from, self.index().named(kind, name))
    }

    /// Whether an object of a kind and name whose namespace fits is anywhere.
    pub fn is_named_anywhere(&self, from: &Object, kind: &str, name: &str) -> bool {
        self.find_anywhere(from, kind, name, &|_| true).is_some()
    }

    /// The first object of a kind and name that is wanted and whose namespace fits, wherever it
    /// is.
    pub fn find_anywhere<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        name: &str,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Option<&'a Object> {
        self.first_fitting(from, self.index().named(kind, name), wanted)
    }

    /// An object next to another whose name a reference to nothing was likely meant to be.
    pub fn find_similar<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Option<&'a Object> {
        let similar = self.index().similar(kind, name);
        let beside: Vec<&Object> = similar
            .filter_map(|(_, list)| self.beside_of(from, list, &|_| true).first().copied())
            .collect();
        // What is in the same file is meant before what is in another one.
        let seen = self.beside(from, &beside, |o| o);
        let nearest = similar::nearest(name, seen.iter().map(|o| self.written_name(o)))?;
        seen.into_iter().find(|o| self.written_name(o) == nearest)
    }

    /// The only object of a kind in the file of another whose name differs from a reference to
    /// nothing by a letter too many, too few or swapped, if nothing else in the file refers to it.
    /// That is said of short names, too, for which [`Workspace::find_similar`] asks for more.
    pub fn find_unused<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Option<&'a Object> {
        let is_meant = |object: &Object| {
            object.source == from.source && similar::is_slip(name, self.written_name(object))
        };
        let alike = self.index().alike(kind, name);
        let mut meant: Vec<&Object> =
            alike.flat_map(|list| self.beside_of(from, list, &is_meant)).collect();
        meant.sort_unstable_by_key(|object| object.id);
        meant.dedup_by_key(|object| object.id);
        let [only] = meant[..] else { return None };
        (!self.is_used_beside(from, kind, &only.name)).then_some(only)
    }

    /// The pod templates in sight that a selector matches; of hundreds the first. Pods that are
    /// hooks, such as those that test a release, are not meant by any.
    pub fn pods_selected<'a>(
        &'a self,
        from: &Object,
        selector: &Selector<'_>,
    ) -> Vec<PodTemplate<'a>> {
        let seen = self.seen_of(from, self.candidates(selector), &self.fulfilling(&selector.terms));
        let pods = seen.into_iter().filter_map(PodTemplate::of);
        pods.filter(|pod| pod.is_managed() || !pod.ends()).collect()
    }

    /// Whether the run shows pods that a selector matches, wherever they are, made by whomever.
    pub fn selects_any(&self, from: &Object, selector: &Selector<'_>) -> bool {
        let holds = self.fulfilling(&selector.terms);
        if self.first_fitting(from, self.candidates(selector), &holds).is_some() {
            return true;
        }
        let matches = |id: &ObjectId| {
            let labels = self.index().foreign_labels(*id);
            labels.is_some_and(|labels| !labels.is_empty() && selector.matches(labels))
        };
        match rarest(&self.index().by_foreign, selector) {
            Some(list) => self.first_fitting(from, list, &|object| matches(&object.id)).is_some(),
            None => self
                .index()
                .foreign
                .iter()
                .any(|(id, _)| self.object(*id).shares_namespace(from) && matches(id)),
        }
    }

    /// The objects with a pod template among which are all that a selector matches.
    fn candidates(&self, selector: &Selector<'_>) -> &ObjectList {
        rarest(&self.index().pods, selector).unwrap_or(&self.index().all_pods)
    }

    /// Whether the pod template of an object fulfils all of some terms.
    fn fulfilling<'s>(&'s self, terms: &'s [Term<'s>]) -> impl Fn(&Object) -> bool + use<'s> {
        // Pairs are looked up once, whatever number of objects is asked.
        let pairs = terms.iter().filter_map(Term::pair);
        let lists: Vec<&ObjectList> =
            pairs.map(|(key, value)| self.index().pods.with(key, value)).collect();
        let others: Vec<&Term<'_>> = terms.iter().filter(|term| term.pair().is_none()).collect();
        move |object| {
            let fulfils = |labels| others.iter().all(|term| term.matches(labels));
            lists.iter().all(|list| list.has(object.id))
                && (others.is_empty() || PodTemplate::labels_of(object).is_some_and(fulfils))
        }
    }

    /// The first object of a kind, wherever it is, that selects a pod and is wanted: a Service, a
    /// disruption budget or a network policy whose namespace fits.
    pub fn selecting<'a>(
        &'a self,
        kind: &str,
        pod: PodTemplate<'_>,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Option<&'a Object> {
        let selects = |object: &Object| {
            object.pod_selector().is_some_and(|s| s.matches(pod.labels())) && wanted(object)
        };
        let lists = self.lists_selecting(kind, pod);
        let found = lists.filter_map(|list| self.first_fitting(pod.object(), list, &selects));
        found.min_by_key(|object| object.id)
    }

    /// As [`Workspace::selecting`], of those that `from` sees; of hundreds the first.
    pub fn selecting_in_sight<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        pod: PodTemplate<'_>,
        wanted: &dyn Fn(&Object) -> bool,
    ) -> Vec<&'a Object> {
        let selects = |object: &Object| {
            object.pod_selector().is_some_and(|s| s.matches(pod.labels())) && wanted(object)
        };
        let lists = self.lists_selecting(kind, pod);
        let mut found: Vec<&Object> =
            lists.flat_map(|list| self.seen_of(from, list, &selects)).collect();
        found.sort_by_key(|object| object.id);
        self.seen_from(from, &found, |object| object)
    }

    /// Among these are all objects of a kind that select a pod.
    fn lists_selecting(
        &self,
        kind: &str,
        pod: PodTemplate<'_>,
    ) -> impl Iterator<Item = &ObjectList> {
        let selecting = self.index().selecting(kind);
        selecting.into_iter().flat_map(move |selecting| {
            let labels = pod.labels().iter();
            let pairs = labels.map(|(key, value)| selecting.by_pair.with(key, value));
            pairs.chain([&selecting.others]).filter(|list| !list.ids().is_empty())
        })
    }

    /// Whether a Namespace of the run carries a label, wherever it is.
    pub fn is_namespace_label(&self, key: &str, value: &str) -> bool {
        !self.index().namespaces.with(key, value).ids().is_empty()
    }

    /// A long-running workload in sight whose own labels a selector matches, though its pods carry
    /// others.
    pub fn workload_labelled<'a>(
        &'a self,
        from: &Object,
        selector: &Selector<'_>,
    ) -> Option<PodTemplate<'a>> {
        let list = rarest(&self.index().workloads, selector)?;
        let labelled = |object: &Object| {
            selector.terms.iter().all(|term| is_written(*term, object))
                && PodTemplate::of(object).is_some()
        };
        self.seen_of(from, list, &labelled).first().copied().and_then(PodTemplate::of)
    }

    /// The pod template next to an object that a selector of it misses by one pair: its key or its
    /// value is a near miss, or it is the only pair of a selector for own pods and both objects
    /// share their name.
    pub fn similar_pod<'a>(
        &'a self,
        from: &'a Object,
        selector: &Selector<'a>,
        whose: Whose,
    ) -> Option<NearPod<'a>> {
        let mut similar: Vec<NearPod<'a>> = Vec::new();
        for (index, term) in selector.terms.iter().enumerate().take(COMPARED) {
            let rest = selector.without(index);
            if rest.is_empty() {
                similar.extend(self.similar_of_pair(from, *term, whose));
            } else {
                let holds = self.fulfilling(&rest.terms);
                let pods = self.beside_of(from, self.candidates(&rest), &holds);
                let pods = pods.into_iter().filter_map(PodTemplate::of);
                similar.extend(pods.filter_map(|pod| similar_pair(pod, *term, selector)));
            }
        }
        similar.retain(|similar| similar.pod.object().is_whole() && !similar.pod.ends());
        let seen = self.beside(from, &similar, |similar| similar.pod.object());
        let same_name = seen.iter().find(|similar| similar.pod.object().name == from.name);
        same_name.or(seen.first()).copied()
    }

    /// Pods that a selector of one pair misses nearly.
    fn similar_of_pair<'a>(
        &'a self,
        from: &'a Object,
        term: Term<'a>,
        whose: Whose,
    ) -> Vec<NearPod<'a>> {
        let Term::Equal { key, value, .. } = term else { return Vec::new() };
        let pods = &self.index().pods;
        let beside = |list: &'a ObjectList| {
            self.beside_of(from, list, &|_| true).into_iter().filter_map(PodTemplate::of)
        };
        let mut similar: Vec<NearPod<'a>> = pods
            .similar(key, value)
            .flat_map(|(value, list)| beside(list).map(move |pod| (pod, value)))
            .map(|(pod, value)| NearPod { pod, term, key, value })
            .collect();
        let here = self.index().pods_of(from.source).iter().take(MAX_COMPARED);
        let here = here.filter_map(|id| PodTemplate::of(self.object(*id)));
        similar.extend(here.filter_map(|pod| similar_key(pod, term)));
        if whose == Whose::Others {
            return similar;
        }
        for kind in
            ["Deployment", "StatefulSet", "DaemonSet", "ReplicationController", "ReplicaSet"]
        {
            let other = beside(self.index().named(kind, &from.name))
                .filter_map(|pod| other_value(pod, term));
            // Another key says less: the two must be in one file.
            similar.extend(other.filter(|similar| {
                similar.key == key || similar.pod.object().source == from.source
            }));
        }
        similar
    }
}

/// The shortest list of objects that hold one of a selector's pairs; none where it has no pair.
fn rarest<'a>(postings: &'a Postings, selector: &Selector<'_>) -> Option<&'a ObjectList> {
    let pairs = selector.terms.iter().filter_map(Term::pair);
    let lists = pairs.map(|(key, value)| postings.with(key, value));
    lists.min_by_key(|list| list.ids().len())
}

fn is_written(term: Term<'_>, object: &Object) -> bool {
    let Term::Equal { key, value, .. } = term else { return false };
    object.node().at(&["metadata", "labels", key]).and_then(|node| node.as_str()) == Some(value)
}

/// The label of a pod that differs from a pair by a typo, where the pod fulfils the other terms.
fn similar_pair<'a>(
    pod: PodTemplate<'a>,
    term: Term<'a>,
    selector: &Selector<'_>,
) -> Option<NearPod<'a>> {
    let similar = similar_value(pod, term).or_else(|| similar_key(pod, term))?;
    let used = similar.key != term.key() && selector.terms.iter().any(|t| t.key() == similar.key);
    (!used).then_some(similar)
}

fn similar_value<'a>(pod: PodTemplate<'a>, term: Term<'a>) -> Option<NearPod<'a>> {
    let Term::Equal { key, value, .. } = term else { return None };
    let held = pod.labels().get(key)?;
    similar::is_similar(value, held).then_some(NearPod { pod, term, key, value: held })
}

/// The same value under a key that differs by a typo.
fn similar_key<'a>(pod: PodTemplate<'a>, term: Term<'a>) -> Option<NearPod<'a>> {
    let Term::Equal { key, value, .. } = term else { return None };
    let slip = |known: &str| {
        known != key
            && (similar::is_similar(key, known) || similar::distance(key, known, 1) == Some(1))
    };
    let (key, value) = pod.labels().iter().find(|(k, v)| *v == value && slip(k))?;
    Some(NearPod { pod, term, key, value })
}

/// What a pod has for the only pair asked for: another value, or the value under another key.
fn other_value<'a>(pod: PodTemplate<'a>, term: Term<'a>) -> Option<NearPod<'a>> {
    let Term::Equal { key, value, .. } = term else { return None };
    let same_key = pod.labels().get_key_value(key).filter(|(_, held)| *held != value);
    let same_value = || pod.labels().iter().find(|(k, v)| *k != key && *v == value);
    let (key, value) = same_key.or_else(same_value)?;
    Some(NearPod { pod, term, key, value })
}
