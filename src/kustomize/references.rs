//! What kustomizations name and change, for all who ask what a file of a project is. Other than the
//! build, this takes a kustomization for what it seems to mean where it is broken.

use std::sync::Arc;

use super::{files::join, kustomization::Kustomization, patch::is_inline, value::YamlNode};
use crate::{
    input::Source,
    syntax::{self, tree::Node},
};

/// The API group of kustomizations; Flux has a kind of the same name.
const GROUP: &str = "kustomize.config.k8s.io/";

const BINDINGS: [&str; 2] = ["ClusterRoleBinding", "RoleBinding"];

/// Which objects a patch is aimed at; without kind or name: all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PatchTarget {
    kind: Option<String>,
    name: Option<String>,
}

impl PatchTarget {
    pub const ALL: PatchTarget = PatchTarget { kind: None, name: None };

    fn of_kind(kind: &str) -> PatchTarget {
        PatchTarget { kind: Some(kind.to_owned()), name: None }
    }

    /// The `target` of a patch. Regular expressions and label selectors may aim at anything.
    fn of_target(target: &YamlNode) -> PatchTarget {
        let plain = |key| {
            let text = target.get(key).and_then(YamlNode::as_str)?;
            let is_name = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
            is_name.then(|| text.to_owned())
        };
        PatchTarget { kind: plain("kind"), name: plain("name") }
    }

    /// The objects that the documents of a strategic-merge patch name.
    pub fn all_in(patch: &Arc<str>) -> Vec<PatchTarget> {
        let of = |root: Node<'_>| {
            let kind = root.get("kind")?.as_str()?.to_owned();
            let name = root.at(&["metadata", "name"])?.as_str()?.to_owned();
            Some(PatchTarget { kind: Some(kind), name: Some(name) })
        };
        let documents = syntax::parse(patch);
        documents.iter().filter_map(|document| of(document.tree.as_ref()?.root())).collect()
    }

    pub fn covers(&self, kind: &str, name: &str) -> bool {
        self.kind.as_deref().is_none_or(|wanted| wanted == kind)
            // Overlays may put a prefix or suffix around the name, before or after they patch.
            && self.name.as_deref().is_none_or(|wanted| wanted.contains(name))
    }
}

/// What a kustomization names; paths as sources are named.
#[derive(Debug, Default)]
pub struct KustomizationRefs {
    /// Files and directories that it builds, components too.
    pub resources: Vec<String>,
    pub patches: Vec<String>,
    /// Read as data or as configuration, not as objects.
    pub data: Vec<String>,
    /// What patches written in place are aimed at.
    pub targets: Vec<PatchTarget>,
    /// It changes what selects and what is selected, or by means that are not looked into.
    pub changes_all: bool,
    pub is_component: bool,
}

impl KustomizationRefs {
    /// `None` for objects in a file of that name.
    pub fn read(source: &Source) -> Option<KustomizationRefs> {
        let mut read = KustomizationRefs::default();
        for kustomization in Kustomization::in_text(&source.text) {
            let api_version = kustomization.get("apiVersion").and_then(YamlNode::as_str);
            if api_version.is_some_and(|text| !text.starts_with(GROUP)) {
                return None;
            }
            read.add(&kustomization, source.dir());
        }
        Some(read)
    }

    fn add(&mut self, kustomization: &Kustomization, dir: &str) {
        let path = |item: &YamlNode| item.as_str().map(|path| join(dir, path));
        let components = kustomization.items("components");
        self.resources.extend(kustomization.resources().chain(components).filter_map(path));
        for field in ["patches", "patchesJson6902", "patchesStrategicMerge"] {
            kustomization.items(field).iter().for_each(|item| self.patch(item, dir));
        }
        for field in ["crds", "configurations", "generators", "validators", "transformers"] {
            self.data.extend(kustomization.items(field).iter().filter_map(path));
        }
        for field in ["configMapGenerator", "secretGenerator"] {
            let files = kustomization.items(field).iter().flat_map(|item| files_of(item, dir));
            self.data.extend(files);
        }
        for field in ["helmCharts", "helmChartInflationGenerator"] {
            for chart in kustomization.items(field) {
                let more = items(chart, "additionalValuesFiles");
                self.data.extend(chart.get("valuesFile").into_iter().chain(more).filter_map(path));
            }
        }
        let with_path =
            kustomization.items("replacements").iter().chain(kustomization.get("openapi"));
        self.data.extend(with_path.filter_map(|item| path(item.get("path")?)));
        // It also fills in the namespace of service accounts in bindings.
        if kustomization.has("namespace") {
            self.targets.extend(BINDINGS.map(PatchTarget::of_kind));
        }
        self.changes_all |= !components.is_empty()
            || ["commonLabels", "replacements", "transformers", "vars"]
                .iter()
                .any(|field| kustomization.has(field))
            || kustomization.items("labels").iter().any(reaches_selectors);
        self.is_component |= kustomization.is_component();
    }

    /// A path, a text with the patch itself, or a map with one of them and a target.
    fn patch(&mut self, item: &YamlNode, dir: &str) {
        let text = |key| item.get(key).and_then(YamlNode::as_str);
        let (path, inline) = match item.as_str() {
            Some(text) if is_inline(text) => (None, Some(text)),
            Some(path) => (Some(path), None),
            None => (text("path"), text("patch")),
        };
        self.patches.extend(path.map(|path| join(dir, path)));
        if let Some(target) = item.get("target") {
            self.targets.push(PatchTarget::of_target(target));
        } else if let Some(inline) = inline {
            self.targets.extend(PatchTarget::all_in(&inline.into()));
        }
    }
}

/// The files from which a kustomization generates Secrets, or seems to be meant to; as sources are
/// named.
pub fn files_of_secrets(source: &Source) -> Vec<String> {
    let kustomizations = Kustomization::in_text(&source.text);
    let generators = kustomizations.iter().flat_map(Kustomization::secret_generators);
    generators.flat_map(|item| files_of(item, source.dir())).collect()
}

/// The files that one generator reads.
fn files_of(generator: &YamlNode, dir: &str) -> Vec<String> {
    let files = ["files", "envs"].into_iter().flat_map(|field| items(generator, field));
    let files = files.filter_map(YamlNode::as_str);
    // `key=path` gives the file another key.
    let paths = files.map(|file| file.split_once('=').map_or(file, |(_, path)| path));
    let env = generator.get("env").and_then(YamlNode::as_str);
    paths.chain(env).map(|path| join(dir, path)).collect()
}

fn items<'a>(node: &'a YamlNode, field: &str) -> &'a [YamlNode] {
    node.get(field).map_or(&[], YamlNode::items)
}

/// An entry of `labels` that changes selectors or templates, not only metadata.
fn reaches_selectors(entry: &YamlNode) -> bool {
    ["includeSelectors", "includeTemplates"]
        .iter()
        .any(|key| entry.get(key).and_then(YamlNode::as_bool) == Some(true))
}
