//! One object: where it is, what it is, and its typed reading.

use std::{
    any::Any,
    fmt,
    sync::{Arc, OnceLock},
};

use k8s_openapi::Resource;
use serde::de::DeserializeOwned;

use super::{Gvk, OlderVersion, TypeError, read, successor, version::Version};
use crate::{
    input::{Location, SourceId, Span},
    syntax::tree::{Node, NodeId, Tree},
};

/// What only a server sets in `metadata`, besides `resourceVersion` and `generation`.
pub const SET_BY_SERVERS: [&str; 4] = ["uid", "selfLink", "managedFields", "creationTimestamp"];

/// Annotations that make an object a hook.
const HOOKS: [&str; 2] = ["helm.sh/hook", "argocd.argoproj.io/hook"];

/// The index of an [`Object`] in its [`super::Workspace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub u32);

/// How much of the truth a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentForm {
    /// It reaches the API server as it is.
    Whole,
    /// As `Whole`, but read back from a cluster: what only its server can have set is not checked.
    Live,
    /// A kustomization completes it (labels, namespace, images …): only its fields and types are
    /// checked, and it is a target of references.
    Base,
    /// A patch: only its fields and types are checked, and it is not a target of references.
    Patch,
}

/// A map with `apiVersion` and `kind`, or one of them.
#[derive(Debug)]
pub struct Object {
    pub id: ObjectId,
    pub source: SourceId,
    /// Counts the documents of its source from 0; the items of a list share one.
    pub document: u32,
    tree: Arc<Tree>,
    root: NodeId,
    /// Of the version that replaced the one that is written, where that is no longer served.
    pub gvk: Gvk,
    /// What it is as written, where it is read as its successor.
    former: Option<Box<OlderVersion>>,
    /// As written; `None` where the manifest leaves it to the command line.
    pub namespace: Option<String>,
    /// `metadata.name`; empty where it is absent.
    pub name: String,
    pub form: DocumentForm,
    /// Nodes that the YAML reader could not read whole: nothing is said of their absence.
    typed: OnceLock<TypedObject>,
}

#[derive(Default)]
struct TypedObject(Option<Box<dyn Any + Send + Sync>>, Vec<TypeError>);

impl fmt::Debug for TypedObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Typed").field(&self.1).finish_non_exhaustive()
    }
}

impl Object {
    /// Reads the head of an object; its body is typed when a rule first asks for it.
    pub fn new(source: SourceId, document: u32, tree: Arc<Tree>, root: NodeId) -> Object {
        let node = tree.node(root);
        let text = |path: &[&str]| node.at(path).and_then(Node::as_str).unwrap_or("").to_owned();
        let namespace = text(&["metadata", "namespace"]);
        Object {
            id: ObjectId(0),
            source,
            document,
            gvk: Gvk::parse(&text(&["apiVersion"]), &text(&["kind"])),
            former: None,
            namespace: (!namespace.is_empty()).then_some(namespace),
            name: text(&["metadata", "name"]),
            form: DocumentForm::Whole,
            typed: OnceLock::new(),
            root,
            tree,
        }
    }

    /// The same text as another version of its kind.
    #[must_use]
    pub fn as_version(&self, group: &str, version: &str) -> Object {
        let mut object = Object::new(self.source, self.document, Arc::clone(&self.tree), self.root);
        object.gvk = Gvk { group: group.into(), version: version.into(), ..object.gvk };
        object.form = self.form;
        object
    }

    /// The object as the version that replaced its own, where a server of `version` no longer
    /// serves that; as it is in all other cases.
    #[must_use]
    pub fn as_served(self, version: Version) -> Object {
        self.converted(version).unwrap_or(self)
    }

    /// It as the version that replaced its own, where a server of `version` has only that one.
    pub fn converted(&self, version: Version) -> Option<Object> {
        let (gvk, tree, former) = successor::of(&self.gvk, self.node(), version)?;
        let root = tree.root().id();
        Some(Object {
            gvk,
            tree,
            root,
            former: Some(Box::new(former)),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            typed: OnceLock::new(),
            ..*self
        })
    }

    /// What it is as written, where it is read as the version that replaced that.
    pub fn former(&self) -> Option<&OlderVersion> {
        self.former.as_deref()
    }

    /// Group, version and kind as written.
    pub fn written_gvk(&self) -> &Gvk {
        self.former.as_ref().map_or(&self.gvk, |former| &former.gvk)
    }

    pub fn node(&self) -> Node<'_> {
        self.tree.node(self.root)
    }

    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// A byte range of its source.
    pub fn location(&self, span: Span) -> Location {
        Location { source: self.source, span }
    }

    /// As [`Object::get`], without its place.
    pub(super) fn typed<T>(&self) -> Option<&T>
    where
        T: Resource + DeserializeOwned + Default + Any + Send + Sync,
    {
        let gvk = &self.gvk;
        if gvk.kind != T::KIND || gvk.group != T::GROUP || gvk.version != T::VERSION {
            return None;
        }
        let typed = self.typed.get_or_init(|| {
            let (value, errors) = read::<T>(self.node());
            TypedObject(Some(Box::new(value)), errors)
        });
        typed.0.as_ref()?.downcast_ref()
    }

    /// What its typed reading left out; empty before [`Object::get`].
    pub fn type_errors(&self) -> &[TypeError] {
        self.typed.get().map_or(&[], |typed| &typed.1)
    }

    /// Whether it is as it reaches the API server, so that all can be said of it.
    pub fn is_whole(&self) -> bool {
        matches!(self.form, DocumentForm::Whole | DocumentForm::Live)
    }

    /// Whether it was read back from a cluster, so that a server has set parts of it.
    pub fn is_live(&self) -> bool {
        self.form == DocumentForm::Live
    }

    /// Whether Helm or Argo CD sends it by itself, at a step of an installation, an upgrade or a
    /// test, and not as a part of what is installed.
    pub fn is_hook(&self) -> bool {
        let annotations = self.node().at(&["metadata", "annotations"]);
        let set = |key| annotations.is_some_and(|a| a.get(key).is_some());
        HOOKS.into_iter().any(set)
    }

    /// Whether it is a hook that runs once: a Pod, such as those that test a release, or a Job.
    pub fn runs_as_hook(&self) -> bool {
        matches!(self.gvk.kind.as_str(), "Pod" | "Job") && self.is_hook()
    }

    /// How people name it: `Service "web"`.
    pub fn title(&self) -> String {
        format!("{} `{}`", self.gvk.kind, self.name)
    }

    /// Whether a namespace of one could be that of the other: a missing one is set later
    /// (`kubectl -n`, kustomize, Argo CD) and so equals any.
    pub fn shares_namespace(&self, other: &Object) -> bool {
        match (&self.namespace, &other.namespace) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }
}
