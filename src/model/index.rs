//! Look-up tables over a workspace, so that thousands of references stay cheap.

use indexmap::IndexMap;

use super::{Object, ObjectId, PodTemplate, Workspace, labels::Labels, object::Form};
use crate::{input::SourceId, syntax::tree::Node};

/// Built once, when a rule first asks for it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Kind, then name.
    by_name: IndexMap<String, IndexMap<String, Vec<ObjectId>>>,
    /// Objects with a pod template, by the template's labels.
    pub(super) pods: Postings,
    /// Objects with a pod template, by source.
    pods_of: IndexMap<SourceId, Vec<ObjectId>>,
    /// Long-running workloads, by their own labels.
    pub(super) workloads: Postings,
    /// Labels of pods that others make: the templates of custom objects and of patches.
    pub(super) foreign: Vec<(ObjectId, Labels)>,
    /// Autoscalers, by the name of what they scale.
    autoscalers: IndexMap<String, Vec<ObjectId>>,
}

/// Which objects carry a label pair: by key, then by value, in order.
#[derive(Debug, Default)]
pub(super) struct Postings(IndexMap<String, IndexMap<String, Vec<ObjectId>>>);

impl Postings {
    fn add(&mut self, id: ObjectId, key: &str, value: &str) {
        if !self.0.contains_key(key) {
            self.0.insert(key.to_owned(), IndexMap::new());
        }
        let Some(values) = self.0.get_mut(key) else { return };
        match values.get_mut(value) {
            Some(ids) => ids.push(id),
            None => drop(values.insert(value.to_owned(), vec![id])),
        }
    }

    pub(super) fn with(&self, key: &str, value: &str) -> &[ObjectId] {
        self.0.get(key).and_then(|values| values.get(value)).map_or(&[], Vec::as_slice)
    }

    /// The values that occur for a key, each with its objects.
    pub(super) fn values(&self, key: &str) -> impl Iterator<Item = (&str, &[ObjectId])> {
        let values = self.0.get(key).into_iter().flatten();
        values.map(|(value, ids)| (value.as_str(), ids.as_slice()))
    }
}

impl Index {
    pub(super) fn new(workspace: &Workspace) -> Index {
        let mut index = Index::default();
        for object in workspace.all() {
            index.add(object);
        }
        for scaler in workspace.autoscalers() {
            if let Some(target) = scaler.target() {
                let scalers = index.autoscalers.entry(target.name.to_owned()).or_default();
                scalers.push(scaler.object().id);
            }
        }
        index
    }

    fn add(&mut self, object: &Object) {
        let pod = PodTemplate::of(object).filter(|_| object.form != Form::Patch);
        match pod {
            Some(pod) => {
                self.pods_of.entry(object.source).or_default().push(object.id);
                for (key, value) in pod.labels() {
                    self.pods.add(object.id, key, value);
                }
            }
            None => self.foreign.extend(foreign(object)),
        }
        if object.form == Form::Patch {
            return;
        }
        if pod.is_some_and(|pod| pod.is_managed() && !pod.ends()) {
            for (key, value) in labels(object.node().at(&["metadata", "labels"])) {
                self.workloads.add(object.id, &key, &value);
            }
        }
        let names = self.by_name.entry(object.gvk.kind.clone()).or_default();
        names.entry(object.name.clone()).or_default().push(object.id);
    }

    /// The objects with a pod template in a source.
    pub(super) fn pods_of(&self, source: SourceId) -> &[ObjectId] {
        self.pods_of.get(&source).map_or(&[], Vec::as_slice)
    }

    /// The autoscalers of anything with a name.
    pub(super) fn autoscalers_of(&self, name: &str) -> &[ObjectId] {
        self.autoscalers.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn named(&self, kind: &str, name: &str) -> &[ObjectId] {
        self.by_name.get(kind).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The names that occur for a kind.
    pub(super) fn names(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.by_name.get(kind).into_iter().flatten().map(|(name, _)| name.as_str())
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

fn foreign(object: &Object) -> Option<(ObjectId, Labels)> {
    let written = FOREIGN.iter().find_map(|path| object.node().at(path))?;
    Some((object.id, labels(Some(written))))
}

fn labels(node: Option<Node<'_>>) -> Labels {
    let entries = node.into_iter().flat_map(Node::entries);
    entries
        .filter_map(|e| Some((e.key.as_str()?.to_owned(), e.value.as_str()?.to_owned())))
        .collect()
}
