//! An object on its way through a build, with what kustomize remembers of it.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::{
    id::Id,
    value::{Node, Scalar, Tag},
};
use crate::input::Span;

/// A name that a resource had before.
#[derive(Clone, Debug)]
pub(super) struct Previous {
    name: String,
    namespace: String,
    kind: String,
}

/// What a generator does where a resource of its name exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Behavior {
    #[default]
    Create,
    Merge,
    Replace,
}

/// Where a resource or a change came from, for `buildMetadata`; empty strings are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    pub(super) path: String,
    pub(super) configured_in: String,
    /// `apiVersion`, `kind`, `name` and `namespace` of a transformer or generator.
    pub(super) configured_by: Option<[String; 4]>,
}

#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) node: Node,
    previous: Vec<Previous>,
    pub(super) prefixes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    /// Its name will get the hash of its content.
    pub(super) hashed: bool,
    pub(super) behavior: Behavior,
    /// The variables that are read from it.
    pub(super) variables: Vec<String>,
    /// For `buildMetadata`.
    pub(super) origin: Option<Origin>,
    pub(super) transformations: Vec<Origin>,
}

impl Resource {
    pub(super) fn new(node: Node) -> Resource {
        Resource {
            node,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            hashed: false,
            behavior: Behavior::Create,
            variables: Vec::new(),
            origin: None,
            transformations: Vec::new(),
        }
    }

    fn field(&self, key: &str) -> &str {
        self.node.get(key).map_or("", Node::text)
    }

    pub(super) fn kind(&self) -> &str {
        self.field("kind")
    }

    pub(super) fn name(&self) -> &str {
        self.node.meta("name")
    }

    pub(super) fn namespace(&self) -> &str {
        self.node.meta("namespace")
    }

    /// A patch has deleted it.
    pub(super) fn is_gone(&self) -> bool {
        self.node.is_empty()
    }

    /// What it is called now.
    pub(super) fn id(&self) -> Id<'_> {
        Id::new(self.field("apiVersion"), self.kind(), self.name(), self.namespace())
    }

    /// What it was called, oldest first.
    pub(super) fn previous_ids(&self) -> impl Iterator<Item = Id<'_>> {
        let now = super::id::split(self.field("apiVersion"));
        self.previous.iter().map(move |previous| Id {
            group: now.0,
            version: now.1,
            kind: &previous.kind,
            name: &previous.name,
            namespace: &previous.namespace,
            cluster: false,
        })
    }

    /// What it was called where it was written.
    pub(super) fn original_id(&self) -> Id<'_> {
        let first = self.previous_ids().next();
        first.unwrap_or_else(|| self.id())
    }

    /// All its names: the old ones, then the present one.
    pub(super) fn ids(&self) -> impl Iterator<Item = Id<'_>> {
        self.previous_ids().chain([self.id()])
    }

    pub(super) fn remember_id(&mut self) {
        let id = self.id();
        let previous = Previous {
            name: id.name.to_owned(),
            namespace: id.effective_namespace().to_owned(),
            kind: id.kind.to_owned(),
        };
        self.previous.push(previous);
    }

    /// Sets `metadata.name`, keeping its place and adding those that decide it as well.
    pub(super) fn set_name(&mut self, name: &str, also: impl IntoIterator<Item = Span>) {
        let whole = self.node.at.first();
        let meta = self.node.get_or_insert("metadata", Node::map(whole));
        let Some(node) = meta.and_then(|meta| meta.get_or_insert("name", Node::string("", whole)))
        else {
            return;
        };
        let mut places = node.at.clone();
        places.and(also);
        node.replace(Node::scalar(Scalar::string(name), whole));
        node.at = places;
    }

    /// Labels or annotations.
    pub(super) fn pairs(&self, field: &str) -> BTreeMap<&str, &str> {
        let map = self.node.get("metadata").and_then(|meta| meta.get(field));
        let entries = map.map_or(&[][..], Node::entries);
        entries.iter().map(|entry| (&*entry.key, entry.value.text())).collect()
    }

    /// Takes over what kustomize remembers of the resource that this one replaces.
    pub(super) fn inherit(&mut self, old: &Resource) {
        self.previous.clone_from(&old.previous);
        self.prefixes.clone_from(&old.prefixes);
        self.suffixes.clone_from(&old.suffixes);
        self.variables.clone_from(&old.variables);
        self.behavior = old.behavior;
        self.hashed &= old.hashed;
    }

    /// Sets an annotation to a string.
    pub(super) fn annotate(&mut self, key: &str, text: &str, at: Span) {
        let meta = self.node.get_or_insert("metadata", Node::map(at));
        let annotations = meta.and_then(|meta| meta.get_or_insert("annotations", Node::map(at)));
        if let Some(annotations) = annotations {
            if annotations.is_null() {
                *annotations = Node::map(at);
            }
            annotations.set(key, at, Node::scalar(Scalar::tagged(text, Tag::Str), at));
        }
    }
}

/// Adds resources to a list; those whose id is taken are returned as their names.
pub(super) fn append(list: &mut Vec<Resource>, new: Vec<Resource>) -> Vec<(String, Span)> {
    let mut twice = Vec::new();
    let mut free = Vec::new();
    let mut known: IndexSet<_> = list.iter().map(|one| one.id().key()).collect();
    for resource in &new {
        let is_new = known.insert(resource.id().key());
        free.push(is_new);
        if !is_new {
            twice.push((resource.id().shown(), resource.node.at.first()));
        }
    }
    let kept = new.into_iter().zip(free).filter(|(_, free)| *free);
    let kept: Vec<Resource> = kept.map(|(resource, _)| resource).collect();
    list.extend(kept);
    twice
}
