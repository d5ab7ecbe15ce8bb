//! Which pods a selector means, which it just misses, and which references find what.

use super::{
    Object, ObjectId, PodTemplate, Selector, Workspace, index::Postings, labels::Term, near,
};
use crate::model::Place;

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

/// Of so many pods that one selector matches more are not looked at: no project comes near, and a
/// thousand selectors of the same thousand pods must not cost a million looks.
const JUDGED: usize = 256;

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
        let named: Vec<&Object> = self.named(kind, name).collect();
        self.seen_from(from, &named, |o| o)
    }

    /// The objects of a kind and name whose namespace fits, wherever they are.
    pub fn named_anywhere<'a>(
        &'a self,
        from: &Object,
        kind: &str,
        name: &str,
    ) -> impl Iterator<Item = &'a Object> {
        self.named(kind, name).filter(move |object| object.shares_namespace(from))
    }

    fn named(&self, kind: &str, name: &str) -> impl Iterator<Item = &Object> {
        self.index().named(kind, name).iter().map(|id| self.object(*id))
    }

    /// An object beside another whose name a reference to nothing was likely meant to be.
    pub fn find_near<'a>(&'a self, from: &Object, kind: &str, name: &str) -> Option<&'a Object> {
        let near = self.index().names(kind).filter(|known| near::is_near(name, known));
        let objects: Vec<&Object> = near.flat_map(|known| self.named(kind, known)).collect();
        let seen = self.beside(from, &objects, |o| o);
        let nearest = near::nearest(name, seen.iter().map(|o| o.name.as_str()))?;
        seen.into_iter().find(|o| o.name == nearest)
    }

    /// The pod templates in sight that a selector matches; of hundreds the first [`JUDGED`]. Pods
    /// that are hooks, such as those that test a release, are not meant by any.
    pub fn pods_selected<'a>(
        &'a self,
        from: &Object,
        selector: &Selector<'_>,
    ) -> Vec<PodTemplate<'a>> {
        let selected: Vec<&Object> = self.matching(selector).collect();
        let seen = self.seen_from(from, &selected, |o| o);
        let pods = seen.into_iter().take(JUDGED).filter_map(PodTemplate::of);
        pods.filter(|pod| pod.is_managed() || !pod.ends()).collect()
    }

    /// Whether the run shows pods that a selector matches, wherever they are, made by whomever.
    pub fn selects_any(&self, from: &Object, selector: &Selector<'_>) -> bool {
        let fits = |object: &Object| object.shares_namespace(from);
        self.matching(selector).any(fits)
            || self.index().foreign.iter().any(|(id, labels)| {
                fits(self.object(*id)) && !labels.is_empty() && selector.matches(labels)
            })
    }

    /// Every object with a pod template that a selector matches.
    fn matching<'a>(&'a self, selector: &Selector<'_>) -> impl Iterator<Item = &'a Object> {
        let postings = &self.index().pods;
        let rarest = rarest(postings, selector);
        let listed = rarest.map(|ids| ids.iter().map(|id| self.object(*id)));
        let all = if rarest.is_some() { None } else { Some(self.with_pods()) };
        // Of a single pair the list itself is the answer; no term asks for nothing.
        let answered = selector.terms.len() <= usize::from(rarest.is_some());
        let holds = |object: &Object, term: &Term<'_>| match term {
            Term::Equal { key, value, .. } => {
                postings.with(key, value).binary_search(&object.id).is_ok()
            }
            Term::Expression { .. } => {
                PodTemplate::labels_of(object).is_some_and(|labels| term.matches(labels))
            }
        };
        let fits = move |object: &Object| selector.terms.iter().all(|term| holds(object, term));
        let objects = listed.into_iter().flatten().chain(all.into_iter().flatten());
        objects.filter(move |object| answered || fits(object))
    }

    /// A long-running workload in sight whose own labels a selector matches, though its pods carry
    /// others.
    pub fn workload_labelled<'a>(
        &'a self,
        from: &Object,
        selector: &Selector<'_>,
    ) -> Option<PodTemplate<'a>> {
        let labelled: Vec<PodTemplate<'a>> = rarest(&self.index().workloads, selector)?
            .iter()
            .filter_map(|id| PodTemplate::of(self.object(*id)))
            .filter(|pod| selector.terms.iter().all(|term| is_written(*term, pod.object())))
            .collect();
        self.seen_from(from, &labelled, PodTemplate::object).first().copied()
    }

    /// The pod template beside an object that its selector misses by one pair: its key or its value is a near
    /// miss, or it is the only pair and both objects share their name.
    pub fn near_pod<'a>(
        &'a self,
        from: &'a Object,
        selector: &Selector<'a>,
    ) -> Option<NearPod<'a>> {
        let mut near: Vec<NearPod<'a>> = Vec::new();
        for (index, term) in selector.terms.iter().enumerate() {
            let rest = selector.without(index);
            if rest.is_empty() {
                near.extend(self.near_of_pair(from, *term));
            } else {
                let pods = self.matching(&rest).take(JUDGED).filter_map(PodTemplate::of);
                near.extend(pods.filter_map(|pod| near_pair(pod, *term, selector)));
            }
        }
        near.retain(|near| near.pod.object().is_whole() && !near.pod.ends());
        let seen = self.beside(from, &near, |near| near.pod.object());
        let same_name = seen.iter().find(|near| near.pod.object().name == from.name);
        same_name.or(seen.first()).copied()
    }

    /// Pods that a selector of one pair misses nearly.
    fn near_of_pair<'a>(&'a self, from: &'a Object, term: Term<'a>) -> Vec<NearPod<'a>> {
        let Term::Equal { key, value, .. } = term else { return Vec::new() };
        let pod = |id: &ObjectId| PodTemplate::of(self.object(*id));
        let values = self.index().pods.values(key);
        let mut near: Vec<NearPod<'a>> = values
            .filter(|(known, _)| near::is_near(value, known))
            .flat_map(|(value, ids)| ids.iter().filter_map(pod).map(move |pod| (pod, value)))
            .map(|(pod, value)| NearPod { pod, term, key, value })
            .collect();
        let beside = self.index().pods_of(from.source).iter().take(JUDGED).filter_map(pod);
        near.extend(beside.filter_map(|pod| near_key(pod, term)));
        for kind in
            ["Deployment", "StatefulSet", "DaemonSet", "ReplicationController", "ReplicaSet"]
        {
            let pods = self.named(kind, &from.name).filter_map(PodTemplate::of);
            let other = pods.filter_map(|pod| other_value(pod, term));
            // Another key says less: the two must stand in one file.
            near.extend(
                other.filter(|near| near.key == key || near.pod.object().source == from.source),
            );
        }
        near
    }
}

/// The shortest list of objects that hold one of a selector's pairs; none where it has no pair.
fn rarest<'a>(postings: &'a Postings, selector: &Selector<'_>) -> Option<&'a [ObjectId]> {
    let pairs = selector.terms.iter().filter_map(|term| match term {
        Term::Equal { key, value, .. } => Some(postings.with(key, value)),
        Term::Expression { .. } => None,
    });
    pairs.min_by_key(|ids| ids.len())
}

fn is_written(term: Term<'_>, object: &Object) -> bool {
    let Term::Equal { key, value, .. } = term else { return false };
    object.node().at(&["metadata", "labels", key]).and_then(|node| node.as_str()) == Some(value)
}

/// The label of a pod that differs from a pair by a slip, where the pod fulfils the other terms.
fn near_pair<'a>(
    pod: PodTemplate<'a>,
    term: Term<'a>,
    selector: &Selector<'_>,
) -> Option<NearPod<'a>> {
    let near = near_value(pod, term).or_else(|| near_key(pod, term))?;
    let used = near.key != term.key() && selector.terms.iter().any(|t| t.key() == near.key);
    (!used).then_some(near)
}

fn near_value<'a>(pod: PodTemplate<'a>, term: Term<'a>) -> Option<NearPod<'a>> {
    let Term::Equal { key, value, .. } = term else { return None };
    let held = pod.labels().get(key)?;
    near::is_near(value, held).then_some(NearPod { pod, term, key, value: held })
}

/// The same value under a key that differs by a slip.
fn near_key<'a>(pod: PodTemplate<'a>, term: Term<'a>) -> Option<NearPod<'a>> {
    let Term::Equal { key, value, .. } = term else { return None };
    let slip = |known: &str| {
        known != key && (near::is_near(key, known) || near::distance(key, known, 1) == Some(1))
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
