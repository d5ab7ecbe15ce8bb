//! Kustomizations, built in memory as `kubectl kustomize` builds them (kustomize 5.8).
//!
//! [`build()`] follows a directory's kustomization through resources, bases and components, and
//! runs generators and transformers in kustomize's order (`api/internal/target/kusttarget.go`).
//! Every value of the built objects keeps the ranges it was written at ([`ValueSpans`]), in the
//! base, the patch or the line of the kustomization that set it.
//!
//! Nothing is fetched and nothing is run: charts, remote resources and functions are left out with
//! a [`BuildProblem`] at their line, and the rest is built. The module uses [`crate::syntax`] and
//! the schemas of [`crate::model`], and prints with [`crate::print`].

mod build;
mod envsubst;
mod fields;
mod files;
mod folded;
mod generate;
mod gitops;
mod glob;
mod hash;
mod id;
mod json_patch;
mod kustomization;
mod manifests;
mod merge;
mod names;
mod number;
mod openapi;
mod order;
mod patch;
mod plugin;
mod problem;
mod references;
mod rendered;
mod replace;
mod resource;
mod select;
mod shape;
mod structured;
mod substitute;
mod transform;
mod value;
mod value_add;
mod vars;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use indexmap::IndexSet;

pub use envsubst::{is_unknown, unfilled};
pub use files::{FILE_NAMES, File, FileId, Files, Texts, is_file_name, join};
pub use gitops::GitOpsApp;
pub use problem::{BuildProblem, BuildProblemKind};
pub use references::{KustomizationRefs, PatchTarget, files_of_secrets};
pub use rendered::{RangeOrigin, RenderedBuild};
pub use value::ValueSpans;

use crate::{input::Span, panics, parallel, print, text};
use files::BuildRoot;
use openapi::OpenApi;
use resource::Resource;
use value::{YamlNode, YamlValue};

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Read files outside of a kustomization's own directory as well.
    pub unrestricted: bool,
    /// The texts of files by their shown names; these may be used from any directory.
    pub texts: Arc<Texts>,
}

/// What all steps of a build share.
struct BuildContext {
    files: Files,
    problems: Vec<BuildProblem>,
    /// Schemas that a kustomization brought along: the first one counts.
    open_api: Option<OpenApi>,
    patches: PatchFiles,
    /// Patches in kustomizations that met no object.
    idle: Vec<Resource>,
    /// The values that may still be copied; a few lines can ask for any number of copies.
    budget: usize,
}

/// The files of patches, and whether they met anything: what they are for may have to be fetched.
#[derive(Debug, Default)]
struct PatchFiles(BTreeMap<String, bool>);

impl PatchFiles {
    fn note(&mut self, file: String, used: bool) {
        *self.0.entry(file).or_default() |= used;
    }
}

/// The values of a build at most: those of all its files and all that is copied into others.
const MAX_VALUES: usize = 3_000_000;

impl BuildContext {
    /// Takes note of values that are copied.
    fn spend(&mut self, values: usize, at: Span) -> Result<(), BuildProblem> {
        match self.budget.checked_sub(values) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => {
                let message =
                    text!("the build produces more than {} values", text::name(MAX_VALUES));
                Err(BuildProblem::broken(at, message))
            }
        }
    }

    /// Notes what went wrong with one part; the others are built.
    fn note(&mut self, result: Result<(), BuildProblem>) {
        self.problems.extend(result.err());
    }

    /// Notes the objects whose names others have.
    fn note_twice(&mut self, twice: Vec<(String, Span)>) {
        for (object, at) in twice {
            let message = text!("{} is defined twice", text::name(object));
            self.problems.push(BuildProblem::broken(at, message));
        }
    }
}

/// What a kustomization makes, and of what.
#[derive(Debug)]
pub struct Build {
    pub files: Files,
    /// In the order in which they were noticed.
    pub problems: Vec<BuildProblem>,
    resources: Vec<Resource>,
    patches: PatchFiles,
    /// Patches in kustomizations that met no object.
    idle: Vec<Resource>,
    outermost: FileId,
    /// It was built as a [`GitOpsApp`], whose file is the first.
    pub by_gitops: bool,
}

/// Builds the kustomization in a directory; `name` is what the directory is called in messages.
pub fn build(dir: &Path, name: &str, options: &BuildOptions) -> Build {
    build_as(dir, name, options, None)
}

/// As [`build()`], with what is done to the directory by who delivers it.
pub fn build_as(dir: &Path, name: &str, options: &BuildOptions, app: Option<&GitOpsApp>) -> Build {
    let built = catch_unwind(AssertUnwindSafe(|| build_whole(dir, name, options, app)));
    built.unwrap_or_else(|_| stopped(dir, name, options, app))
}

/// A build that panicked, with the one file that it must have read.
fn stopped(dir: &Path, name: &str, options: &BuildOptions, app: Option<&GitOpsApp>) -> Build {
    let message = text!(
        "internal error at {}: the kustomization could not be built",
        text::name(panics::place())
    );
    let mut files = Files::new(Arc::clone(&options.texts));
    let read = match app {
        Some(app) => files.read(&app.path, app.name.clone(), None).ok(),
        None => BuildRoot::new(dir, name, options.unrestricted)
            .ok()
            .and_then(|root| root.kustomization(&mut files, None).ok()),
    };
    let at = read.map(|id| Span::at(files.get(id).start));
    let problems = vec![BuildProblem::new(BuildProblemKind::Internal, at, message)];
    Build {
        files,
        problems,
        resources: Vec::new(),
        patches: PatchFiles::default(),
        idle: Vec::new(),
        outermost: FileId(0),
        by_gitops: app.is_some(),
    }
}

fn build_whole(dir: &Path, name: &str, options: &BuildOptions, app: Option<&GitOpsApp>) -> Build {
    let mut cx = BuildContext {
        files: Files::new(Arc::clone(&options.texts)),
        problems: Vec::new(),
        open_api: None,
        patches: PatchFiles::default(),
        idle: Vec::new(),
        budget: MAX_VALUES,
    };
    let resources = match BuildRoot::new(dir, name, options.unrestricted) {
        Ok(root) => build::whole(&mut cx, &root, app),
        Err(message) => {
            cx.problems.push(BuildProblem::broken(None, message));
            Vec::new()
        }
    };
    // What delivers a directory is read before its kustomization, which is perhaps in no file.
    let outermost = FileId(u32::from(app.is_some_and(|one| one.resources.is_empty())));
    let mut problems = cx.problems;
    for (at, name) in std::mem::take(&mut cx.files.outside) {
        let message =
            text!("`{}` is outside of the directory of its kustomization", text::name(name));
        problems.push(BuildProblem::new(BuildProblemKind::Outside, at, message));
    }
    let is_cause = |problem: &BuildProblem| {
        matches!(problem.kind, BuildProblemKind::LeftOut)
            || (problem.kind.breaks() && problem.kind != BuildProblemKind::Unmatched)
    };
    if problems.iter().any(is_cause) {
        problems.retain(|problem| problem.kind != BuildProblemKind::Unmatched);
    }
    let mut resources = resources;
    if problems.iter().any(|problem| problem.kind.breaks()) {
        resources.retain(|resource| !resource.doubtful);
    }
    Build {
        files: cx.files,
        problems,
        resources,
        patches: cx.patches,
        idle: cx.idle,
        outermost,
        by_gitops: app.is_some(),
    }
}

impl Build {
    /// Whether kustomize builds nothing of it.
    pub fn is_broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind.breaks())
    }

    /// Whether a file holds patches that met no object.
    pub fn is_idle_patch(&self, file: &File) -> bool {
        self.patches.0.get(&file.name) == Some(&false)
    }

    /// Kind and name of every object, and those that it had before.
    pub fn names(&self) -> BTreeSet<(&str, &str)> {
        let ids = self.resources.iter().flat_map(Resource::ids);
        ids.map(|id| (id.kind, id.name)).collect()
    }

    /// What the objects were called where they were written, by kind and name, where that is
    /// another name.
    pub fn former_names(&self) -> BTreeMap<(String, String), String> {
        let former = |resource: &Resource| {
            let (id, former) = (resource.id(), resource.original_id().name);
            (former != id.name)
                .then(|| ((id.kind.to_owned(), id.name.to_owned()), former.to_owned()))
        };
        self.resources.iter().filter_map(former).collect()
    }

    /// The files that the built objects come from.
    pub fn sources(&self) -> BTreeSet<FileId> {
        let mut found = BTreeSet::new();
        for resource in &self.resources {
            places_in(&resource.node, &mut |span| {
                found.extend(self.files.locate(span).map(|(file, _)| file));
            });
        }
        found
    }

    /// The file with the kustomization that was built, or with what has one made for a directory.
    pub fn outermost(&self) -> FileId {
        self.outermost
    }

    /// Where the objects begin, in the offsets of [`Build::files`], and their API groups and kinds.
    pub fn objects(&self) -> impl Iterator<Item = (Span, &str, &str)> {
        self.resources.iter().map(|resource| {
            let id = resource.id();
            (resource.node.at.first(), id.group, id.kind)
        })
    }

    /// The objects as YAML documents, byte for byte as kubectl prints them.
    pub fn to_yaml(&self) -> String {
        self.print(&self.resources)
    }

    fn print(&self, resources: &[Resource]) -> String {
        let resources = resources.iter().collect();
        parallel::map(resources, self.files.bytes() > parallel::MANY_BYTES, text_of).join("---\n")
    }

    /// Each object with the name of the file that kubectl writes it to: `GROUP_VERSION_KIND_NAME`,
    /// after the namespace where there are several.
    pub fn to_files(&self) -> Vec<(String, String)> {
        let namespace = |resource: &Resource| {
            let id = resource.id();
            (!id.cluster).then(|| id.effective_namespace().to_owned())
        };
        let several: IndexSet<String> = self.resources.iter().filter_map(namespace).collect();
        let file = |resource: &Resource| {
            let id = resource.id();
            let namespace = namespace(resource).filter(|_| several.len() > 1).unwrap_or_default();
            let parts = [&namespace, id.group, id.version, id.kind, id.name];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            // No name of an object leads out of the directory.
            let name = parts.join("_").to_lowercase().replace(['/', '\\'], "-");
            (format!("{name}.yaml"), text_of(resource))
        };
        self.resources.iter().map(file).collect()
    }

    /// Every scalar of the built objects: where it is in them, its text and its places. Paths
    /// begin with the index of the object: `0/spec/replicas`.
    pub fn scalars(&self) -> Vec<(String, String, ValueSpans)> {
        let mut found = Vec::new();
        for (index, resource) in self.resources.iter().enumerate() {
            collect(&resource.node, &index.to_string(), &mut found);
        }
        found
    }
}

fn places_in(node: &YamlNode, found: &mut dyn FnMut(Span)) {
    match &node.value {
        YamlValue::Scalar(_) => node.at.all().for_each(found),
        YamlValue::List(items) => items.iter().for_each(|item| places_in(item, found)),
        YamlValue::Map(entries) => entries.iter().for_each(|entry| places_in(&entry.value, found)),
    }
}

fn text_of(resource: &Resource) -> String {
    print::yaml(&resource.node)
}

fn collect(node: &YamlNode, path: &str, found: &mut Vec<(String, String, ValueSpans)>) {
    match &node.value {
        YamlValue::Scalar(scalar) => {
            found.push((path.to_owned(), scalar.text.to_string(), node.at.clone()));
        }
        YamlValue::List(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{path}/{index}"), found);
            }
        }
        YamlValue::Map(entries) => {
            for entry in entries {
                let key = entry.key.replace('~', "~0").replace('/', "~1");
                collect(&entry.value, &format!("{path}/{key}"), found);
            }
        }
    }
}
