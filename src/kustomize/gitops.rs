//! What tools add to a directory that they deliver to a cluster: a `Kustomization` of Flux
//! (<https://fluxcd.io/flux/components/kustomize/kustomizations/>) or an `Application` of Argo CD
//! (<https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/>).

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    BuildContext, BuildProblem,
    kustomization::Kustomization,
    resource::Resource,
    substitute::{self, Variables},
    value::{ValueSpans, YamlEntry, YamlNode, YamlScalar, YamlValue},
};
use crate::input::Span;

/// An object that has a directory delivered.
#[derive(Clone, Debug, Default)]
pub struct GitOpsApp {
    pub path: PathBuf,
    /// As shown.
    pub name: String,
    /// Counts the documents of the file that hold something from 0.
    pub document: usize,
    /// What Flux takes from objects (`postBuild.substituteFrom`), as far as it is known.
    pub variables: BTreeMap<String, String>,
    /// Which of several sources of an `Application` it is; counts from 0.
    pub nth: Option<usize>,
    /// Not all of these objects are in sight.
    pub is_open: bool,
    /// What a directory without a kustomization holds: paths of files, and of directories with one.
    pub resources: Vec<String>,
}

/// Fields of Flux that are those of a kustomization, under the same name or another.
const OF_FLUX: [(&str, &str); 6] = [
    ("components", "components"),
    ("images", "images"),
    ("namePrefix", "namePrefix"),
    ("nameSuffix", "nameSuffix"),
    ("patches", "patches"),
    ("targetNamespace", "namespace"),
];
/// Those below `spec.source.kustomize` of Argo CD.
const OF_ARGO: [(&str, &str); 6] = [
    ("components", "components"),
    ("namePrefix", "namePrefix"),
    ("nameSuffix", "nameSuffix"),
    ("namespace", "namespace"),
    ("patches", "patches"),
    ("replicas", "replicas"),
];
/// Objects that Flux leaves as they are say `disabled` under this annotation or label.
const SUBSTITUTE: &str = "kustomize.toolkit.fluxcd.io/substitute";

/// What the object of a [`GitOpsApp`] says.
pub(super) struct GitOpsSpec {
    variables: BTreeMap<String, String>,
    is_open: bool,
    nth: Option<usize>,
    resources: Vec<String>,
    spec: YamlNode,
}

impl GitOpsSpec {
    pub(super) fn read(cx: &mut BuildContext, app: &GitOpsApp) -> Result<GitOpsSpec, BuildProblem> {
        let broken = |message| BuildProblem::broken(None, message);
        let file = cx.files.read(&app.path, app.name.clone(), None).map_err(broken)?;
        let spec = cx.files.configuration(file)?.into_iter().nth(app.document);
        let spec = spec.and_then(|object| object.get("spec").cloned());
        let spec = spec.unwrap_or_else(|| YamlNode::map(cx.files.get(file).whole()));
        let (variables, resources) = (app.variables.clone(), app.resources.clone());
        let GitOpsApp { is_open, nth, .. } = *app;
        Ok(GitOpsSpec { variables, is_open, nth, resources, spec })
    }

    /// The kustomization that the tool makes for a directory without one.
    pub(super) fn made(&self) -> Option<Kustomization> {
        let at = self.path_at();
        let list = self.resources.iter().map(|path| YamlNode::string(path.as_str(), at)).collect();
        let mut made = Kustomization::none();
        made.add(
            "resources",
            at,
            YamlNode { value: YamlValue::List(list), at: ValueSpans::one(at) },
        );
        (!self.resources.is_empty()).then_some(made)
    }

    /// Where the directory is named.
    pub(super) fn path_at(&self) -> Span {
        let path = self.spec.get("path").or_else(|| self.source()?.get("path"));
        path.unwrap_or(&self.spec).at.first()
    }

    /// The source of an `Application`.
    fn source(&self) -> Option<&YamlNode> {
        match self.nth {
            None => self.spec.get("source"),
            Some(nth) => self.spec.get("sources")?.items().get(nth),
        }
    }

    /// Adds to the kustomization of the directory what the tool does.
    pub(super) fn extend(&self, kustomization: &mut Kustomization) {
        let argo = self.source().and_then(|source| source.get("kustomize"));
        let flux = OF_FLUX.iter().map(|names| (Some(&self.spec), names));
        for (from, (theirs, ours)) in flux.chain(OF_ARGO.iter().map(|names| (argo, names))) {
            if let Some(entry) = from.and_then(|from| from.entry(theirs)) {
                kustomization.add(ours, entry.key_at, entry.value.clone());
            }
        }
        if let Some(entry) = argo.and_then(|argo| argo.entry("images")) {
            let images = entry.value.items().iter().map(image).collect();
            let list = YamlNode { value: YamlValue::List(images), at: entry.value.at.clone() };
            kustomization.add("images", entry.key_at, list);
        }
        let metadata = self.spec.get("commonMetadata").and_then(|common| common.entry("labels"));
        let common = argo.and_then(|argo| argo.entry("commonLabels"));
        // Argo CD gives them to selectors as well, unless it is configured not to.
        let alone =
            argo.and_then(|argo| argo.get("labelWithoutSelector")).and_then(YamlNode::as_bool);
        for (labels, in_selectors) in [(metadata, false), (common, alone != Some(true))] {
            let Some(YamlEntry { key_at, value, .. }) = labels else { continue };
            let at = *key_at;
            let mut label = YamlNode::map(at);
            label.set("pairs", at, value.clone());
            let selectors = YamlNode::scalar(YamlScalar::plain(in_selectors.to_string()), at);
            label.set("includeSelectors", at, selectors);
            let list = YamlNode { value: YamlValue::List(vec![label]), at: value.at.clone() };
            kustomization.add("labels", at, list);
        }
    }

    /// Does what the tool does to built objects; why it does not, if so.
    pub(super) fn finish(&self, resources: &mut [Resource]) -> Option<BuildProblem> {
        let namespace = self.spec.at_path(&["destination", "namespace"]);
        if let Some(namespace) = namespace.filter(|namespace| !namespace.text().is_empty()) {
            for resource in resources.iter_mut().filter(|resource| !resource.id().cluster) {
                let at = namespace.at.first();
                let metadata = resource.node.get_mut("metadata");
                if let Some(metadata) = metadata.filter(|meta| meta.get("namespace").is_none()) {
                    metadata.set("namespace", at, namespace.clone());
                }
            }
        }
        let post_build = self.spec.get("postBuild");
        if post_build.is_none() && self.variables.is_empty() && !self.is_open {
            return None;
        }
        let variables = Variables::of(post_build, &self.variables, self.is_open);
        if let Some(problem) = variables.fault() {
            return Some(problem);
        }
        if !variables.are_filled_in() {
            return None;
        }
        let mut problem = None;
        for resource in resources {
            let says = |field| resource.pairs(field).get(SUBSTITUTE) == Some(&"disabled");
            if !says("annotations") && !says("labels") {
                match substitute::filled_in(&resource.node, &variables) {
                    Ok(None) => {}
                    Ok(Some(node)) => resource.node = node,
                    Err(fault) => problem = problem.or(fault.into_problem(resource.kind())),
                }
            }
        }
        problem
    }
}

/// An image of Argo CD, `web=registry/web:1.2`, as one of a kustomization.
fn image(written: &YamlNode) -> YamlNode {
    let at = written.at.first();
    let (name, new) = match written.text().split_once('=') {
        Some((name, new)) => (Some(name), new),
        None => (None, written.text()),
    };
    let (new, digest) = match new.split_once('@') {
        Some((new, digest)) => (new, Some(digest)),
        None => (new, None),
    };
    // A colon in front of a slash is that of a port.
    let tag_at = new.rfind(':').filter(|colon| !new[*colon..].contains('/'));
    let (new, tag) = match tag_at {
        Some(colon) if digest.is_none() => (&new[..colon], Some(&new[colon + 1..])),
        _ => (new, None),
    };
    let mut image = YamlNode::map(at);
    let fields = [
        ("name", name.or(Some(new))),
        ("newName", name.and(Some(new))),
        ("newTag", tag),
        ("digest", digest),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            image.set(field, at, YamlNode::string(value, at));
        }
    }
    image
}
