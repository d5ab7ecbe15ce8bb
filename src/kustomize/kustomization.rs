//! A `kustomization.yaml`, as it is written: for all who ask what it names, and for the build, which
//! checks it as strictly as kustomize does (`api/types/kustomization.go`).

use std::{iter, sync::Arc};

use super::{
    BuildContext, BuildProblem, BuildProblemKind,
    files::FileId,
    shape::check_kustomization,
    value::{Yaml, YamlEntry, YamlNode, YamlValue},
};
use crate::{input::Span, syntax, text};

/// Fields that kustomize warns of, and what to write instead.
const DEPRECATED: [(&str, &str); 6] = [
    ("bases", "resources"),
    ("commonLabels", "labels"),
    ("imageTags", "images"),
    ("patchesJson6902", "patches"),
    ("patchesStrategicMerge", "patches"),
    ("vars", "replacements"),
];

/// One kustomization.
#[derive(Debug)]
pub(super) struct Kustomization {
    root: YamlNode,
}

impl Kustomization {
    /// Those in the documents of a text, as far as they can be read; kustomize builds the first.
    pub(super) fn in_text(text: &Arc<str>) -> Vec<Kustomization> {
        let trees = syntax::parse(text).into_iter().filter_map(|document| document.tree);
        let roots =
            trees.filter_map(|tree| YamlNode::read(tree.root(), Yaml::V1_1, &|span| span).ok());
        roots.map(|root| Kustomization { root }).collect()
    }

    /// Reads a file for a build, in which the directory has the name `dir`. What is wrong with
    /// single fields is noted; `Err` says that there is nothing to build.
    pub(super) fn load(
        cx: &mut BuildContext,
        file: FileId,
        dir: &str,
    ) -> Result<Kustomization, BuildProblem> {
        let whole = cx.files.get(file).whole();
        let (documents, twice) = cx.files.kustomization(file)?;
        for at in twice {
            let key = text::key(cx.files.text(at));
            let message = text!("`{}` is set twice; only the last value is used", key);
            cx.problems.push(BuildProblem::new(BuildProblemKind::Twice, at, message));
        }
        let root = documents.into_iter().next().unwrap_or_else(|| YamlNode::map(whole));
        if !root.is_map() {
            return Err(BuildProblem::broken(whole, "a kustomization must be a map"));
        }
        let mut kustomization = Kustomization { root };
        check_kustomization(&mut kustomization.root, &mut cx.problems);
        if kustomization.is_empty() {
            let message = text!("the kustomization in `{}` is empty", text::name(dir));
            return Err(BuildProblem::broken(whole, message));
        }
        kustomization.check_deprecated(cx);
        kustomization.check_kind(cx);
        Ok(kustomization)
    }

    /// One that builds nothing.
    pub(super) fn none() -> Kustomization {
        Kustomization { root: YamlNode::map(Span::at(0)) }
    }

    /// Whether it says nothing but what it is.
    fn is_empty(&self) -> bool {
        let is_said = |entry: &YamlEntry| {
            let nothing = entry.value.as_scalar().is_some_and(|s| s.text.is_empty());
            let nothing = nothing || entry.value.is_null();
            !matches!(&*entry.key, "apiVersion" | "kind") && !nothing
        };
        !self.root.entries().iter().any(is_said)
    }

    fn check_deprecated(&self, cx: &mut BuildContext) {
        for (name, instead) in DEPRECATED {
            if let Some(entry) = self.root.entry(name).filter(|entry| !entry.value.is_null()) {
                let message =
                    text!("`{}` is deprecated; use `{}`", text::name(name), text::name(instead));
                cx.problems.push(BuildProblem::deprecated(entry.key_at, message));
            }
        }
    }

    fn check_kind(&self, cx: &mut BuildContext) {
        let text = |key| self.get(key).and_then(YamlNode::as_str).unwrap_or("");
        let (kind, api_version) = (text("kind"), text("apiVersion"));
        let mut wrong = |key, message| {
            let at = self.root.get(key).map_or(self.root.at.first(), |node| node.at.first());
            cx.problems.push(BuildProblem::broken(at, message));
        };
        if !matches!(kind, "" | "Kustomization" | "Component") {
            wrong(
                "kind",
                text!("`kind` must be Kustomization or Component, not `{}`", text::name(kind)),
            );
        }
        let version = if self.is_component() {
            "kustomize.config.k8s.io/v1alpha1"
        } else {
            "kustomize.config.k8s.io/v1beta1"
        };
        if !api_version.is_empty() && api_version != version {
            let (version, found) = (text::name(version), text::name(api_version));
            wrong("apiVersion", text!("`apiVersion` must be `{}`, not `{}`", version, found));
        }
    }

    /// Appends to the list of a field, or sets its value.
    pub(super) fn add(&mut self, field: &str, key_at: Span, value: YamlNode) {
        match (self.root.get_mut(field).map(|old| &mut old.value), value.value) {
            (Some(YamlValue::List(list)), YamlValue::List(more)) => list.extend(more),
            (_, new) => {
                self.root.remove(field);
                self.root.set(field, key_at, YamlNode { value: new, at: value.at });
            }
        }
    }

    pub(super) fn is_component(&self) -> bool {
        self.get("kind").and_then(YamlNode::as_str) == Some("Component")
    }

    /// Whether a field is written, if only without a value.
    pub(super) fn has(&self, field: &str) -> bool {
        self.root.get(field).is_some()
    }

    pub(super) fn get(&self, field: &str) -> Option<&YamlNode> {
        self.root.get(field).filter(|node| !node.is_null())
    }

    pub(super) fn entry(&self, field: &str) -> Option<&YamlEntry> {
        self.root.entry(field).filter(|entry| !entry.value.is_empty())
    }

    /// A string that is not empty.
    pub(super) fn text(&self, field: &str) -> Option<&YamlNode> {
        self.get(field).filter(|node| node.as_str().is_some_and(|text| !text.is_empty()))
    }

    pub(super) fn items(&self, field: &str) -> &[YamlNode] {
        self.get(field).map_or(&[], YamlNode::items)
    }

    /// What it builds: files and directories.
    pub(super) fn resources(&self) -> impl Iterator<Item = &YamlNode> {
        self.items("resources").iter().chain(self.items("bases"))
    }

    /// The generators of Secrets, however their field is spelled.
    pub(super) fn secret_generators(&self) -> impl Iterator<Item = &YamlNode> {
        let is_meant = |entry: &&YamlEntry| entry.key.to_lowercase().starts_with("secretgen");
        let fields = self.root.entries().iter().filter(is_meant).map(|entry| &entry.value);
        fields.flat_map(|value| iter::once(value).chain(value.items()))
    }

    pub(super) fn images(&self) -> impl Iterator<Item = &YamlNode> {
        self.items("images").iter().chain(self.items("imageTags"))
    }
}
