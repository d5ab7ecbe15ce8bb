//! The inputs of one configuration: they are read with what they refer to, their kustomizations are
//! built, and all of it is linted.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Settings, built::in_one_line, lint_project};
use crate::{
    code,
    findings::Outcome,
    input::{self, FoundFile, Limits, Mode, Source},
    kustomize::{self, Build, BuildProblemKind},
    project::{
        self,
        context::{self, Surroundings},
    },
};

/// What one configuration holds for.
#[derive(Debug)]
pub struct InputGroup {
    pub found: Vec<FoundFile>,
    pub stdin: Option<Source>,
    /// The file whose text standard input holds.
    pub stdin_filename: Option<PathBuf>,
    /// A kustomization that is linted by itself.
    pub built: Option<Build>,
    /// The paths that were asked for; without any, the working directory is.
    pub paths: Vec<PathBuf>,
    pub context_root: ContextRoot,
    pub working_directory: PathBuf,
    pub limits: Limits,
    /// Files that git ignores count too.
    pub all: bool,
}

/// Where to look for what named files refer to.
#[derive(Debug)]
pub enum ContextRoot {
    Nowhere,
    Dir(PathBuf),
    /// In the directory of the configuration, if there is one and the files are in it, else in that
    /// of the git repository, else in the directory of the files.
    Around(Option<PathBuf>),
}

/// Reads and lints a group. What `settings` say of the inputs is set here: `root`, `whole` and
/// `buffer`.
pub fn lint_group(mut group: InputGroup, settings: Settings) -> Outcome {
    let whole = group.is_whole();
    let root = group.surroundings(whole);
    let base = group.base(root.as_deref(), whole);
    let settings = Settings { root: base.clone(), whole, buffer: group.is_buffer(), ..settings };
    let mut sources = group.read(&base);
    if let Some(root) = root {
        let surroundings = Surroundings {
            root,
            working_directory: base.clone(),
            limits: group.limits,
            all: group.all,
        };
        let with = if whole { context::overlays } else { context::complete };
        sources = with(sources, &surroundings);
    }
    let mut warnings = BTreeSet::new();
    let builds = match group.built {
        Some(build) => vec![build],
        None => {
            let builds = project::builds(&sources, &base);
            if whole && settings.selection.has_code(code::KUSTOMIZATION_DOES_NOT_BUILD) {
                warnings.extend(builds.iter().flat_map(left_out));
            }
            builds
        }
    };
    let mut outcome = lint_project(sources, &builds, &settings);
    outcome.warnings.extend(warnings);
    if base != group.working_directory {
        outcome.rename(&|name| input::renamed(name, &base, &group.working_directory));
    }
    outcome
}

/// What would have to be fetched or run for a build, a line each.
fn left_out(build: &Build) -> impl Iterator<Item = String> {
    let left_out = build.problems.iter().filter(|p| p.kind == BuildProblemKind::LeftOut);
    left_out.map(|problem| in_one_line(build, problem))
}

impl InputGroup {
    /// Whether a project is linted, and not files that were named.
    fn is_whole(&self) -> bool {
        self.found.iter().all(|found| !found.named) && self.stdin.is_none() && self.built.is_none()
    }

    /// Whether only the text of an editor is linted.
    fn is_buffer(&self) -> bool {
        self.found.is_empty() && self.stdin.is_some() && self.stdin_filename.is_some()
    }

    /// The directory in which to look for what the files refer to, if anywhere.
    fn surroundings(&self, whole: bool) -> Option<PathBuf> {
        if self.built.is_some() {
            return None;
        }
        self.root().filter(|root| !whole || self.reaches_out(root))
    }

    /// Standard input without a name has none.
    fn root(&self) -> Option<PathBuf> {
        let of_project = self.found.iter().filter(|found| found.mode == Mode::Project);
        let mut paths = of_project.map(|found| &found.path).chain(&self.stdin_filename);
        let first = self.working_directory.join(paths.next()?);
        let dir = input::clean(first.parent().unwrap_or(&first));
        match &self.context_root {
            ContextRoot::Nowhere => None,
            ContextRoot::Dir(root) => Some(root.clone()),
            ContextRoot::Around(Some(root)) if dir.starts_with(root) => Some(root.clone()),
            ContextRoot::Around(_) => {
                Some(input::repository_of(&dir).unwrap_or(&dir).to_path_buf())
            }
        }
    }

    /// Whether kustomizations elsewhere below the root may build on those of the directories of a
    /// run.
    fn reaches_out(&self, root: &Path) -> bool {
        let here = &self.working_directory;
        let mut dirs: Vec<PathBuf> =
            self.paths.iter().map(|path| input::clean(&here.join(path))).collect();
        if dirs.is_empty() {
            dirs.push(here.clone());
        }
        let is_kustomization =
            |found: &FoundFile| kustomize::is_file_name(&found.path.to_string_lossy());
        dirs.iter().all(|dir| dir != root && dir.starts_with(root))
            && (self.found.iter().any(is_kustomization)
                || dirs.iter().flat_map(|dir| dir.ancestors()).any(holds_kustomization))
    }

    /// What names are relative to. Kustomizations lead out of the working directory and back: all
    /// names need the same base.
    fn base(&self, root: Option<&Path>, whole: bool) -> PathBuf {
        let here = self.working_directory.as_path();
        root.filter(|root| *root != here && here.starts_with(root))
            .filter(|_| whole || self.is_kustomized())
            .unwrap_or(here)
            .to_path_buf()
    }

    /// Whether there is a kustomization in a directory of the files, or above it.
    fn is_kustomized(&self) -> bool {
        let dir = |found: &FoundFile| {
            Some(input::clean(&self.working_directory.join(&found.path)).parent()?.to_owned())
        };
        let dirs: BTreeSet<PathBuf> = self.found.iter().filter_map(dir).collect();
        let above: BTreeSet<&Path> = dirs.iter().flat_map(|dir| dir.ancestors()).collect();
        above.into_iter().any(holds_kustomization)
    }

    /// Reads the files and standard input, with names relative to the base.
    fn read(&mut self, base: &Path) -> Vec<Source> {
        let here = &self.working_directory;
        let is_moved = base != here;
        for found in self.found.iter_mut().filter(|_| is_moved) {
            found.path = input::clean(&here.join(&found.path));
        }
        let mut sources = input::read_all(&self.found, base, self.limits);
        if let Some(mut source) = self.stdin.take() {
            if is_moved {
                source.name = input::renamed(&source.name, here, base);
            }
            sources.push(source);
        }
        sources
    }
}

fn holds_kustomization(dir: &Path) -> bool {
    kustomize::FILE_NAMES.iter().any(|name| dir.join(name).exists())
}
