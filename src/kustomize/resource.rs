//! An object on its way through a build, with what kustomize remembers of it.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::{
    id::ResourceId,
    value::{ScalarTag, SharedStr, YamlEntry, YamlNode, YamlScalar, YamlValue},
};
use crate::input::Span;

/// A name that a resource had before.
#[derive(Clone, Debug)]
pub(super) struct Previous {
    name: String,
    namespace: String,
    kind: String,
}

/// The annotations in which kustomize remembers what it did to a resource; they count as any while
/// patches are applied (`api/internal/utils/annotations.go`).
mod remembered {
    pub(super) const DOMAIN: &str = "internal.config.kubernetes.io/";
    pub(super) const NAMES: &str = "internal.config.kubernetes.io/previousNames";
    pub(super) const NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";
    pub(super) const KINDS: &str = "internal.config.kubernetes.io/previousKinds";
    pub(super) const PREFIXES: &str = "internal.config.kubernetes.io/prefixes";
    pub(super) const SUFFIXES: &str = "internal.config.kubernetes.io/suffixes";
    pub(super) const HASHED: &str = "internal.config.kubernetes.io/needsHashSuffix";
    pub(super) const BEHAVIOR: &str = "internal.config.kubernetes.io/generatorBehavior";
    /// Those that are taken out at the end besides.
    pub(super) const OTHERS: [&str; 12] = [
        "config.k8s.io/id",
        "config.kubernetes.io/index",
        "config.kubernetes.io/path",
        "internal.config.kubernetes.io/allowKindChange",
        "internal.config.kubernetes.io/allowNameChange",
        "internal.config.kubernetes.io/annotations-migration-resource-id",
        "internal.config.kubernetes.io/helm-generated",
        "internal.config.kubernetes.io/id",
        "internal.config.kubernetes.io/index",
        "internal.config.kubernetes.io/path",
        "internal.config.kubernetes.io/refBy",
        "internal.config.kubernetes.io/seqindent",
    ];
    pub(super) const ENABLED: &str = "enabled";
}

/// Whether an annotation is one that kustomize takes out of what it prints.
pub(super) fn is_internal(annotation: &str) -> bool {
    remembered::OTHERS.contains(&annotation)
}

/// What a generator does where a resource of its name exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Behavior {
    /// It was not generated.
    #[default]
    None,
    Create,
    Merge,
    Replace,
}

/// Where a resource or a change came from, for `buildMetadata`; empty strings are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct ResourceOrigin {
    pub(super) path: String,
    pub(super) configured_in: String,
    /// `apiVersion`, `kind`, `name` and `namespace` of a transformer or generator.
    pub(super) configured_by: Option<[String; 4]>,
}

#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) node: YamlNode,
    previous: Vec<Previous>,
    pub(super) prefixes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    /// Its name will get the hash of its content.
    pub(super) hashed: bool,
    pub(super) behavior: Behavior,
    /// The variables that are read from it.
    pub(super) variables: Vec<String>,
    /// For `buildMetadata`.
    pub(super) origin: Option<ResourceOrigin>,
    pub(super) transformations: Vec<ResourceOrigin>,
    /// What should have completed it could not be done.
    pub(super) doubtful: bool,
}

impl Resource {
    pub(super) fn new(node: YamlNode) -> Resource {
        let mut new = Resource::of(node);
        let is_remembered = |entry: &YamlEntry| entry.key.starts_with(remembered::DOMAIN);
        let annotations = new.node.at_path(&["metadata", "annotations"]);
        if annotations.is_some_and(|map| map.entries().iter().any(is_remembered)) {
            new.take_in();
        }
        new
    }

    fn of(node: YamlNode) -> Resource {
        Resource {
            node,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            hashed: false,
            behavior: Behavior::None,
            variables: Vec::new(),
            origin: None,
            transformations: Vec::new(),
            doubtful: false,
        }
    }

    /// Changes the object while what is remembered of it is in its annotations; what is gone
    /// from them afterwards is forgotten, unless it `stays`.
    pub(super) fn with_memory<T>(
        &mut self,
        stays: bool,
        change: impl FnOnce(&mut YamlNode) -> T,
    ) -> T {
        let memory = self.memory();
        if memory.is_empty() {
            return change(&mut self.node);
        }
        let at = self.node.at.first();
        let meta = self.node.get_or_insert("metadata", YamlNode::map(at));
        let annotations =
            meta.and_then(|meta| meta.get_or_insert("annotations", YamlNode::map(at)));
        if let Some(annotations) = annotations {
            if annotations.is_null() {
                *annotations = YamlNode::map(at);
            }
            for (key, text) in memory {
                annotations.set(
                    key,
                    at,
                    YamlNode::scalar(YamlScalar::tagged(text, ScalarTag::Str), at),
                );
            }
        }
        let done = change(&mut self.node);
        if stays {
            self.drop_memory();
        } else {
            self.take_in();
        }
        done
    }

    fn memory(&self) -> Vec<(&'static str, String)> {
        let previous =
            |of: fn(&Previous) -> &str| self.previous.iter().map(of).collect::<Vec<_>>().join(",");
        let behavior = match self.behavior {
            Behavior::None => "",
            Behavior::Create => "unspecified",
            Behavior::Merge => "merge",
            Behavior::Replace => "replace",
        };
        let hashed = if self.hashed { remembered::ENABLED } else { "" };
        let texts = [
            (remembered::NAMES, previous(|one| &one.name)),
            (remembered::NAMESPACES, previous(|one| &one.namespace)),
            (remembered::KINDS, previous(|one| &one.kind)),
            (remembered::PREFIXES, self.prefixes.join(",")),
            (remembered::SUFFIXES, self.suffixes.join(",")),
            (remembered::HASHED, hashed.to_owned()),
            (remembered::BEHAVIOR, behavior.to_owned()),
        ];
        texts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Takes what is remembered out of the annotations.
    fn take_in(&mut self) {
        let mut take = self.drop_memory();
        let mut list = |key| -> Vec<String> {
            let text: Option<String> = take.swap_remove(key);
            text.map_or_else(Vec::new, |text| text.split(',').map(str::to_owned).collect())
        };
        let (names, namespaces, kinds) =
            (list(remembered::NAMES), list(remembered::NAMESPACES), list(remembered::KINDS));
        let previous = names.into_iter().zip(namespaces).zip(kinds);
        self.previous =
            previous.map(|((name, namespace), kind)| Previous { name, namespace, kind }).collect();
        self.prefixes = list(remembered::PREFIXES);
        self.suffixes = list(remembered::SUFFIXES);
        let text = |key| take.get(key).map_or("", String::as_str);
        self.hashed = text(remembered::HASHED) == remembered::ENABLED;
        self.behavior = match text(remembered::BEHAVIOR) {
            "" => Behavior::None,
            "merge" => Behavior::Merge,
            "replace" => Behavior::Replace,
            _ => Behavior::Create,
        };
    }

    fn drop_memory(&mut self) -> IndexMap<SharedStr, String> {
        const KEYS: [&str; 7] = [
            remembered::NAMES,
            remembered::NAMESPACES,
            remembered::KINDS,
            remembered::PREFIXES,
            remembered::SUFFIXES,
            remembered::HASHED,
            remembered::BEHAVIOR,
        ];
        let mut taken = IndexMap::new();
        let Some(meta) = self.node.get_mut("metadata") else { return taken };
        if let Some(YamlNode { value: YamlValue::Map(entries), .. }) = meta.get_mut("annotations") {
            entries.retain(|entry| {
                let is_memory = KEYS.contains(&&*entry.key);
                if is_memory {
                    taken.insert(SharedStr::clone(&entry.key), entry.value.text().to_owned());
                }
                !is_memory
            });
            if entries.is_empty() && !taken.is_empty() {
                meta.remove("annotations");
            }
        }
        taken
    }

    fn field(&self, key: &str) -> &str {
        self.node.get(key).map_or("", YamlNode::text)
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
    pub(super) fn id(&self) -> ResourceId<'_> {
        ResourceId::new(self.field("apiVersion"), self.kind(), self.name(), self.namespace())
    }

    /// What it was called, oldest first.
    pub(super) fn previous_ids(&self) -> impl Iterator<Item = ResourceId<'_>> {
        let now = super::id::split(self.field("apiVersion"));
        self.previous.iter().map(move |previous| ResourceId {
            group: now.0,
            version: now.1,
            kind: &previous.kind,
            name: &previous.name,
            namespace: &previous.namespace,
            cluster: false,
        })
    }

    /// What it was called where it was written.
    pub(super) fn original_id(&self) -> ResourceId<'_> {
        let first = self.previous_ids().next();
        first.unwrap_or_else(|| self.id())
    }

    /// All its names: the old ones, then the present one.
    pub(super) fn ids(&self) -> impl Iterator<Item = ResourceId<'_>> {
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
        let meta = self.node.get_or_insert("metadata", YamlNode::map(whole));
        let Some(node) =
            meta.and_then(|meta| meta.get_or_insert("name", YamlNode::string("", whole)))
        else {
            return;
        };
        let mut places = node.at.clone();
        places.and(also);
        node.replace(YamlNode::scalar(YamlScalar::string(name), whole));
        node.at = places;
    }

    /// Labels or annotations.
    pub(super) fn pairs(&self, field: &str) -> BTreeMap<&str, &str> {
        let map = self.node.get("metadata").and_then(|meta| meta.get(field));
        let entries = map.map_or(&[][..], YamlNode::entries);
        entries.iter().map(|entry| (&*entry.key, entry.value.text())).collect()
    }

    /// Takes over what kustomize remembers of the resource that this one replaces.
    pub(super) fn inherit(&mut self, old: &Resource) {
        self.previous.clone_from(&old.previous);
        self.prefixes.clone_from(&old.prefixes);
        self.suffixes.clone_from(&old.suffixes);
        self.variables.clone_from(&old.variables);
        self.behavior = old.behavior;
        self.doubtful |= old.doubtful;
        self.hashed &= old.hashed;
    }

    /// Sets an annotation to a string.
    pub(super) fn annotate(&mut self, key: &str, text: &str, at: Span) {
        let meta = self.node.get_or_insert("metadata", YamlNode::map(at));
        let annotations =
            meta.and_then(|meta| meta.get_or_insert("annotations", YamlNode::map(at)));
        if let Some(annotations) = annotations {
            if annotations.is_null() {
                *annotations = YamlNode::map(at);
            }
            annotations.set(
                key,
                at,
                YamlNode::scalar(YamlScalar::tagged(text, ScalarTag::Str), at),
            );
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
