//! Look-up tables over a workspace, so that thousands of references stay cheap.

use std::sync::OnceLock;

use indexmap::IndexMap;

use super::{
    Object, ObjectId, PodTemplate,
    labels::{Labels, Term},
    listed::{MAX_COMPARED, ObjectList},
    object::DocumentForm,
    similar::{self, Outline},
    store::ObjectStore,
};
use crate::{input::SourceId, syntax::tree::Node};

/// What is looked up and not there.
static NOBODY: ObjectList = ObjectList::new();

/// Built once, when a rule first asks for it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By kind, then name.
    by_name: Postings,
    /// Those that kustomize has renamed, by the name where they were written.
    by_written_name: Postings,
    /// Objects with a pod template.
    pub(super) all_pods: ObjectList,
    /// The same, by the template's labels.
    pub(super) pods: Postings,
    /// Objects with a pod template, by source.
    pods_of: IndexMap<SourceId, Vec<ObjectId>>,
    /// Long-running workloads, by their own labels.
    pub(super) workloads: Postings,
    /// Labels of pods that others make: the templates of custom objects and of patches.
    pub(super) foreign: Vec<(ObjectId, Labels)>,
    /// The same, by these labels.
    pub(super) by_foreign: Postings,
    /// Namespaces by their labels.
    pub(super) namespaces: Postings,
    /// Autoscalers, by the name of what they scale.
    autoscalers: IndexMap<String, ObjectList>,
    /// Objects that select pods, by kind.
    selecting: IndexMap<String, Selecting>,
}

/// Objects of a kind that select pods.
#[derive(Debug, Default)]
pub(super) struct Selecting {
    /// By the first pair that they ask for.
    pub(super) by_pair: Postings,
    /// Those that ask for no pair.
    pub(super) others: ObjectList,
}

/// Which objects carry a pair of words: by key, then by value, in order.
#[derive(Debug, Default)]
pub(super) struct Postings(IndexMap<String, IndexedObjects>);

/// The objects of each value of a key.
#[derive(Debug, Default)]
struct IndexedObjects {
    by_value: IndexMap<String, ObjectList>,
    /// Of each value; made when a near one is first looked for.
    outlines: OnceLock<Vec<Outline>>,
}

impl Postings {
    fn add(&mut self, id: ObjectId, key: &str, value: &str) {
        if !self.0.contains_key(key) {
            self.0.insert(key.to_owned(), IndexedObjects::default());
        }
        let Some(values) = self.0.get_mut(key) else { return };
        match values.by_value.get_mut(value) {
            Some(list) => list.push(id),
            None => {
                let mut list = ObjectList::new();
                list.push(id);
                values.by_value.insert(value.to_owned(), list);
            }
        }
    }

    pub(super) fn with(&self, key: &str, value: &str) -> &ObjectList {
        self.0.get(key).and_then(|values| values.by_value.get(value)).unwrap_or(&NOBODY)
    }

    /// The values of a key that were likely meant by another word, each with its objects.
    pub(super) fn similar(
        &self,
        key: &str,
        written: &str,
    ) -> impl Iterator<Item = (&str, &ObjectList)> {
        self.alike(key, written).filter(move |(known, _)| similar::is_similar(written, known))
    }

    /// The values of a key that are like another word at a glance, each with its objects; of
    /// hundreds the first [`MAX_COMPARED`].
    fn alike(&self, key: &str, written: &str) -> impl Iterator<Item = (&str, &ObjectList)> {
        let outline = Outline::of(written);
        let values = self.0.get(key).into_iter().flat_map(move |values| {
            let outlines = values
                .outlines
                .get_or_init(|| values.by_value.keys().map(|value| Outline::of(value)).collect());
            let alike = values.by_value.iter().zip(outlines);
            alike.filter(move |(_, known)| known.is_like(outline)).take(MAX_COMPARED)
        });
        values.map(|((value, list), _)| (value.as_str(), list))
    }
}

impl Index {
    /// `scaled` are the autoscalers with the names of what they scale, sorted by id.
    pub(super) fn new(store: &ObjectStore, scaled: &[(ObjectId, &str)]) -> Index {
        let mut index = Index::default();
        for object in store.objects() {
            index.add(object);
            let written = store.written_name(object);
            if written != object.name {
                index.by_written_name.add(object.id, &object.gvk.kind, written);
            }
        }
        for (id, target) in scaled {
            index.autoscalers.entry((*target).to_owned()).or_default().push(*id);
        }
        index
    }

    fn add(&mut self, object: &Object) {
        let pod = PodTemplate::of(object).filter(|_| object.form != DocumentForm::Patch);
        match pod {
            Some(pod) => {
                self.all_pods.push(object.id);
                self.pods_of.entry(object.source).or_default().push(object.id);
                for (key, value) in pod.labels() {
                    self.pods.add(object.id, key, value);
                }
            }
            None => {
                if let Some(labels) = foreign(object) {
                    for (key, value) in &labels {
                        self.by_foreign.add(object.id, key, value);
                    }
                    self.foreign.push((object.id, labels));
                }
            }
        }
        if object.form == DocumentForm::Patch {
            return;
        }
        if pod.is_some_and(|pod| pod.is_managed() && !pod.ends()) {
            for (key, value) in labels(object.node().at(&["metadata", "labels"])) {
                self.workloads.add(object.id, &key, &value);
            }
        }
        if object.gvk.is("", "Namespace") {
            for (key, value) in labels(object.node().at(&["metadata", "labels"])) {
                self.namespaces.add(object.id, &key, &value);
            }
        }
        if let Some(selector) = object.pod_selector() {
            let selecting = self.selecting.entry(object.gvk.kind.clone()).or_default();
            match selector.terms.iter().find_map(Term::pair) {
                Some((key, value)) => selecting.by_pair.add(object.id, key, value),
                None => selecting.others.push(object.id),
            }
        }
        self.by_name.add(object.id, &object.gvk.kind, &object.name);
    }

    pub(super) fn selecting(&self, kind: &str) -> Option<&Selecting> {
        self.selecting.get(kind)
    }

    /// The objects with a pod template in a source.
    pub(super) fn pods_of(&self, source: SourceId) -> &[ObjectId] {
        self.pods_of.get(&source).map_or(&[], Vec::as_slice)
    }

    /// The autoscalers of anything with a name.
    pub(super) fn autoscalers_of(&self, name: &str) -> &ObjectList {
        self.autoscalers.get(name).unwrap_or(&NOBODY)
    }

    pub(super) fn named(&self, kind: &str, name: &str) -> &ObjectList {
        self.by_name.with(kind, name)
    }

    /// The objects of a kind whose name, here or where it was written, was likely meant by another
    /// one.
    pub(super) fn similar(
        &self,
        kind: &str,
        name: &str,
    ) -> impl Iterator<Item = (&str, &ObjectList)> {
        self.by_name.similar(kind, name).chain(self.by_written_name.similar(kind, name))
    }

    /// The objects of a kind by a name that is like another one at a glance, twice where that is
    /// the written one, too; of hundreds the first [`MAX_COMPARED`].
    pub(super) fn alike(&self, kind: &str, name: &str) -> impl Iterator<Item = &ObjectList> {
        let both = self.by_name.alike(kind, name).chain(self.by_written_name.alike(kind, name));
        both.map(|(_, list)| list)
    }

    /// The labels of pods that an object makes which no API of Kubernetes describes.
    pub(super) fn foreign_labels(&self, id: ObjectId) -> Option<&Labels> {
        let at = self.foreign.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.foreign[at].1)
    }
}

/// Where custom resources keep the labels of the pods that their controller makes.
const FOREIGN: &[&[&str]] = &[
    &["spec", "template", "metadata", "labels"],
    &["spec", "podTemplate", "metadata", "labels"],
    &["spec", "podMetadata", "labels"],
    &["spec", "podLabels"],
    &["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
    &["spec", "workload", "spec", "template", "metadata", "labels"],
];

fn foreign(object: &Object) -> Option<Labels> {
    let written = FOREIGN.iter().find_map(|path| object.node().at(path))?;
    Some(labels(Some(written)))
}

fn labels(node: Option<Node<'_>>) -> Labels {
    let entries = node.into_iter().flat_map(Node::entries);
    entries
        .filter_map(|e| Some((e.key.as_str()?.to_owned(), e.value.as_str()?.to_owned())))
        .collect()
}
