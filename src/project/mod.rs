//! What a text is as part of a project: a manifest as it reaches the cluster, one that a
//! kustomization completes, a patch, a template, the configuration of a tool, or none of these.

mod classify;
pub mod context;
mod definitions;
mod fleet;
mod gitops;
mod kustomizations;
mod layout;
mod likeness;
mod remote;
mod roots;
mod skip;
mod template;
mod tools;

pub use classify::{
    Classification, Unfilled, as_it_stands, beside_directives, classify, gaps, no_objects,
};
pub use definitions::{DefinitionFiles, ParsedSources};
pub use roots::builds;
pub use skip::{Skip, SkipReason, to_fill_in};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use kustomizations::Kustomizations;
use memchr::memmem::Finder;

use crate::{
    input::{Chart, Mode, Source, SourceId, Span},
    kustomize::PatchTarget,
    model::object::DocumentForm,
};

/// What a file is, by its name and by the files that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRole {
    Manifest,
    /// A strategic-merge or JSON patch.
    Patch,
    /// Read by a tool as something else than objects: values, data, configuration.
    Data,
    Kustomization,
    /// A Go template of a chart.
    Template,
}

/// Kinds and names of objects.
pub type ObjectNames = BTreeSet<(String, String)>;
/// Files, and the names of the objects that kustomizations next to them build.
pub type Beside = BTreeMap<SourceId, Vec<Arc<ObjectNames>>>;

/// The roles of all sources of a run.
#[derive(Debug, Default)]
pub struct Survey {
    roles: BTreeMap<SourceId, FileRole>,
    completed: BTreeMap<SourceId, Vec<PatchTarget>>,
    /// Files laid out for kustomize, but without a kustomization to say what it does to them.
    laid_out: BTreeSet<SourceId>,
    /// Files that are checked as parts of what kustomizations build.
    built: BTreeSet<SourceId>,
    beside: Beside,
    /// Flux fills in `${…}` after the manifests were read.
    substitutes: bool,
    texts: Arc<[Arc<str>]>,
    /// Groups of the custom resources that the texts define; looked for when first asked.
    defined: OnceLock<BTreeSet<String>>,
    /// How many templates of charts are not read.
    pub templates: usize,
    pub notes: Vec<String>,
}

impl Survey {
    /// Looks at names, and into kustomizations. `built` are the files that are checked as parts of
    /// builds.
    pub fn new(sources: &[Source], built: BTreeSet<SourceId>) -> Survey {
        let texts = sources.iter().map(|source| Arc::clone(&source.text)).collect();
        let mut survey = Survey { built, texts, ..Survey::default() };
        let project = || {
            let numbered = sources.iter().enumerate().map(|(at, s)| (SourceId(at as u32), s));
            numbered.filter(|(_, source)| source.mode == Mode::Project)
        };
        let mut templates: BTreeMap<&str, usize> = BTreeMap::new();
        for (id, source) in project() {
            match &source.chart {
                Some(Chart::Template(chart)) if source.text.contains("{{") => {
                    *templates.entry(chart).or_default() += usize::from(source.reported);
                    survey.roles.insert(id, FileRole::Template);
                }
                Some(Chart::File) => {
                    survey.roles.insert(id, FileRole::Data);
                }
                _ => {}
            }
            survey.substitutes |= substitutes(&source.text);
        }
        for (chart, count) in templates.into_iter().filter(|(_, count)| *count > 0) {
            survey.templates += count;
            let were = if count == 1 { " was" } else { "s were" };
            survey.notes.push(format!(
                "{chart}: {count} template{were} not rendered; run `helm template {chart} | \
                 kubevet lint -` to check the output"
            ));
        }
        let files: Vec<(SourceId, &str)> =
            project().map(|(id, source)| (id, source.name.as_str())).collect();
        survey.laid_out = layout::laid_out(&files);
        survey.follow(&Kustomizations::new(sources));
        survey
    }

    /// With the files that lie next to kustomizations, unused.
    #[must_use]
    pub fn with_beside(self, beside: Beside) -> Survey {
        Survey { beside, ..self }
    }

    /// Whether a file is next to a kustomization, and no kustomization lists it; those of tests,
    /// examples and documentation are not meant to be.
    pub fn is_left_out(&self, id: SourceId, name: &str) -> bool {
        const OTHERS: [&str; 5] = ["doc", "example", "sample", "skaffold", "test"];
        let is_other = || {
            let name = name.to_lowercase();
            OTHERS.iter().any(|word| name.contains(word))
        };
        self.beside.contains_key(&id) && self.role(id) == FileRole::Manifest && !is_other()
    }

    /// Whether an object has the kind and name of one that a kustomization next to its file builds
    /// without it: it is a patch of that one by its form.
    fn is_unused_patch(&self, id: SourceId, kind: &str, name: &str) -> bool {
        let is_it = |(of, one): &(String, String)| of == kind && one == name;
        let names = self.beside.get(&id).into_iter().flatten();
        self.role(id) == FileRole::Manifest && names.flat_map(|names| names.iter()).any(is_it)
    }

    /// Gives every file that a kustomization names its role.
    fn follow(&mut self, kustomizations: &Kustomizations<'_>) {
        for (id, one) in kustomizations.all() {
            self.roles.insert(id, FileRole::Kustomization);
            for (files, role) in [(&one.patches, FileRole::Patch), (&one.data, FileRole::Data)] {
                self.roles.extend(kustomizations.files(files).map(|id| (id, role)));
            }
        }
        for (id, one) in kustomizations.all() {
            let mut targets = kustomizations.targets(one);
            if one.is_component {
                // What takes it in may complete anything.
                targets.push(PatchTarget::ALL);
            }
            if targets.is_empty() {
                continue;
            }
            for member in kustomizations.members(id) {
                self.completed.entry(member).or_default().extend(targets.iter().cloned());
            }
        }
    }

    /// For the objects of a build, printed.
    #[must_use]
    pub fn of_build(&self) -> Survey {
        let texts = Arc::clone(&self.texts);
        Survey { substitutes: self.substitutes, texts, ..Survey::default() }
    }

    /// For patches, printed as the one source.
    #[must_use]
    pub fn of_patches(&self) -> Survey {
        let mut survey = self.of_build();
        survey.roles.insert(SourceId(0), FileRole::Patch);
        survey
    }

    /// Whether the run holds a definition of custom resources of a group.
    pub fn defines(&self, group: &str) -> bool {
        let groups = self.defined.get_or_init(|| {
            let definition = Finder::new("CustomResourceDefinition");
            let texts = self.texts.iter();
            let definitions = texts.filter(|text| definition.find(text.as_bytes()).is_some());
            definitions.flat_map(|text| groups_in(text)).map(str::to_owned).collect()
        });
        groups.contains(group)
    }

    /// Whether Flux fills in what is at a place of a source.
    pub fn is_filled_by_flux(&self, source: &Source, at: Span) -> bool {
        self.substitutes && source.text.get(at.range()).is_some_and(|text| text.contains("${"))
    }

    /// Whether a source is checked as a part of what a kustomization builds.
    pub fn is_built(&self, id: SourceId) -> bool {
        self.built.contains(&id)
    }

    /// Whether a source is a template of a chart.
    pub fn is_template(&self, id: SourceId) -> bool {
        self.role(id) == FileRole::Template
    }

    /// Why a source is not read as objects at all, if it is not.
    pub fn leaves(&self, id: SourceId, source: &Source) -> Option<SkipReason> {
        match self.role(id) {
            FileRole::Manifest | FileRole::Patch => None,
            FileRole::Data if source.chart.is_some() => Some(skip::CHART_FILE),
            FileRole::Data => Some(skip::DATA),
            FileRole::Kustomization if self.is_built(id) => Some(skip::KUSTOMIZATION),
            FileRole::Kustomization => Some(skip::UNBUILT),
            FileRole::Template => Some(skip::TEMPLATE),
        }
    }

    pub fn role(&self, id: SourceId) -> FileRole {
        self.roles.get(&id).copied().unwrap_or(FileRole::Manifest)
    }

    /// How much of the truth an object of a manifest is.
    fn form(&self, id: SourceId, kind: &str, name: &str) -> DocumentForm {
        let completed = self.completed.get(&id);
        let is_base = self.is_built(id)
            || completed.is_some_and(|list| list.iter().any(|t| t.covers(kind, name)));
        let may_be_base = || layout::COMPLETED.contains(&kind) && self.laid_out.contains(&id);
        if is_base || may_be_base() { DocumentForm::Base } else { DocumentForm::Whole }
    }
}

/// What a Flux Kustomization holds that substitutes variables.
const SUBSTITUTES: [&str; 2] = ["postBuild:", "kustomize.toolkit.fluxcd.io"];

/// Whether a text is such a Kustomization.
fn substitutes(text: &str) -> bool {
    SUBSTITUTES.into_iter().all(|word| holds(text, word))
}

/// The values of all fields `group` of a text.
fn groups_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("group").filter_map(|(at, key)| {
        let behind = text[at + key.len()..].trim_start_matches(['"', '\'']);
        let value = behind.trim_start().strip_prefix(':')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        value.split(['"', '\'', ',', '}', ' ', '\r', '\n']).next()
    })
}

fn holds(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}
