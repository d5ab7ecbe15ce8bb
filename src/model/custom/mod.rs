//! Definitions of custom resources, and objects as a server reads them by their definition
//! (`k8s.io/apiextensions-apiserver/pkg/apiserver`).
//!
//! A definition is found by group and kind, and nothing of it is read before an object of its kind
//! is met: then the schema of the object's version, level by level, as far as objects reach.

mod content;
mod schema;

use std::{any::Any, collections::BTreeMap, sync::OnceLock};

use super::{Gvk, Object, Place};

pub use content::{
    Content, CustomObject, Data, EmbeddedResource, Step, UnknownKey, created, read, schema_at,
};
pub use schema::{Schema, SchemaType, Subschema};

/// The definitions that a run knows.
#[derive(Debug, Default)]
pub struct Definitions<'d> {
    by_group: BTreeMap<&'d str, BTreeMap<&'d str, Vec<Definition<'d>>>>,
}

/// A CustomResourceDefinition.
#[derive(Debug)]
pub struct Definition<'d> {
    pub object: &'d Object,
    /// The directory of its file.
    dir: &'d str,
    /// Lower is asked first.
    rank: u8,
    versions: OnceLock<Vec<CustomVersion<'d>>>,
}

/// One version of a definition.
#[derive(Debug)]
pub struct CustomVersion<'d> {
    pub name: &'d str,
    pub at: Place<'d>,
    pub served: bool,
    /// Whether the status is a subresource, which no create request sets.
    pub status: bool,
    /// The subresource `scale`, where there is one.
    pub scale: Option<Place<'d>>,
    pub schema: Subschema<'d>,
    has_rules: OnceLock<bool>,
    /// What validation makes of it.
    made: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// The definition of an object's kind, and its version in there, if that is served.
#[derive(Clone, Copy, Debug)]
pub struct Target<'s, 'd> {
    pub definition: &'s Definition<'d>,
    pub version: Option<&'s CustomVersion<'d>>,
}

/// The rank of definitions among the files of the run.
pub const OF_RUN: u8 = 0;

/// The rank of definitions that `--crds` or the configuration names.
pub const BESIDE_RUN: u8 = 1;

impl<'d> Definitions<'d> {
    /// Takes an object in, if it is a definition that servers of today read.
    pub fn add(&mut self, object: &'d Object, dir: &'d str, rank: u8) {
        let spec = object.field("spec");
        let (group, kind) = (spec.get("group").str(), spec.at(&["names", "kind"]).str());
        let gvk = &object.gvk;
        if gvk.version != "v1" || !gvk.is("apiextensions.k8s.io", "CustomResourceDefinition") {
            return;
        }
        if group.is_empty() || kind.is_empty() {
            return;
        }
        let definition = Definition { object, dir, rank, versions: OnceLock::new() };
        self.by_group.entry(group).or_default().entry(kind).or_default().push(definition);
    }

    pub fn is_empty(&self) -> bool {
        self.by_group.is_empty()
    }

    /// Whether any definition is of this group.
    pub fn defines_group(&self, group: &str) -> bool {
        self.by_group.contains_key(group)
    }

    /// Whether the kind is defined.
    pub fn defines(&self, gvk: &Gvk) -> bool {
        !self.all(gvk).is_empty()
    }

    fn all(&self, gvk: &Gvk) -> &[Definition<'d>] {
        let kinds = self.by_group.get(gvk.group.as_str());
        kinds.and_then(|kinds| kinds.get(gvk.kind.as_str())).map_or(&[], Vec::as_slice)
    }

    /// What may be meant by the kind of an object in a directory: definitions of the run before
    /// others, and of them the nearest.
    pub fn of<'s>(&'s self, gvk: &Gvk, dir: &str) -> Vec<Target<'s, 'd>> {
        let all = self.all(gvk);
        let distance = |one: &Definition<'_>| (one.rank, std::cmp::Reverse(shared(one.dir, dir)));
        let nearest = all.iter().map(distance).min();
        let near = all.iter().filter(|one| Some(distance(one)) == nearest);
        near.map(|definition| definition.target(&gvk.version)).collect()
    }
}

/// How many directories two paths share from the top.
fn shared(a: &str, b: &str) -> usize {
    a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b && !a.is_empty()).count()
}

impl<'d> Definition<'d> {
    pub fn is_namespaced(&self) -> bool {
        self.object.place().at(&["spec", "scope"]).str() != "Cluster"
    }

    pub fn versions(&self) -> &[CustomVersion<'d>] {
        self.versions.get_or_init(|| {
            let versions = self.object.place().at(&["spec", "versions"]);
            versions.items().filter_map(CustomVersion::read).collect()
        })
    }

    fn target(&self, version: &str) -> Target<'_, 'd> {
        Target { definition: self, version: self.version(version).filter(|one| one.served) }
    }

    /// The version of this name, whether it is served or not.
    pub fn version(&self, name: &str) -> Option<&CustomVersion<'d>> {
        self.versions().iter().find(|version| version.name == name)
    }
}

impl<'d> CustomVersion<'d> {
    fn read(at: Place<'d>) -> Option<CustomVersion<'d>> {
        let schema = at.at(&["schema", "openAPIV3Schema"]).node()?;
        let scale = at.at(&["subresources", "scale"]);
        Some(CustomVersion {
            name: at.get("name").str(),
            at,
            served: at.get("served").bool() == Some(true),
            status: at.at(&["subresources", "status"]).is_set(),
            scale: scale.is_set().then_some(scale),
            schema: Subschema::new(schema),
            has_rules: OnceLock::new(),
            made: OnceLock::new(),
        })
    }

    /// What is made of it once, for all objects of its kind; always of the same type.
    pub fn once<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.made.get_or_init(|| Box::new(make())).downcast_ref()
    }

    /// Whether its schema holds rules in CEL.
    pub fn has_rules(&self) -> bool {
        *self.has_rules.get_or_init(|| schema::holds_rules(self.schema.node()))
    }
}
