//! The result of a run: which findings are selected, overridden, suppressed, and which remain.

mod baseline;
mod fingerprint;
mod overrides;
pub mod secrets;
mod select;
mod suggest;
pub mod suppress;

pub use baseline::{Baseline, BaselineEntry};
pub use fingerprint::fingerprints;
pub use overrides::{Override, PathPatterns};
pub use select::{
    CATEGORIES, Choice, FindRules, Selection, UnknownSelector, named, named_in_suppression,
    named_to_run,
};
pub use suggest::suggest;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Safety, Severity},
    input::{self, Location, Source, SourceId},
    model::{
        Gvk,
        version::{Version, Versions},
    },
    project::Skip,
    rules::Finding,
};

/// The repository that files are in; both paths are absolute and clean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    pub root: PathBuf,
    /// What names of files are relative to.
    pub working_directory: PathBuf,
}

impl Repository {
    /// A name from the root of the repository, with `/`, if the file is in there.
    pub fn name(&self, name: &str) -> Option<String> {
        let path = input::clean(&self.working_directory.join(input::path_of(name)));
        path.starts_with(&self.root).then(|| readable(&path, &self.root))
    }

    /// The absolute name of its directory, with `/`.
    pub fn name_of_root(&self) -> String {
        readable(&self.root, Path::new(""))
    }
}

fn readable(path: &Path, base: &Path) -> String {
    input::readable(&input::shown(path, base)).into_owned()
}

/// The result of a run: everything that reporters print.
#[derive(Debug, Default)]
pub struct Outcome {
    pub sources: Vec<Source>,
    /// Sorted by file name, line, column, code.
    pub findings: Vec<Finding>,
    /// Found as well, but not to be shown.
    pub hidden: Vec<Finding>,
    /// How many findings are in the baseline, and not among the others.
    pub in_baseline: usize,
    /// The versions of Kubernetes that something was validated against.
    pub versions: Versions,
    /// The one among them that nobody has chosen.
    pub assumed_version: Option<Version>,
    /// Files read (context files not counted).
    pub files: usize,
    pub documents: usize,
    pub objects: usize,
    /// Custom resources that nothing defines, of which only the metadata is checked, by kind.
    pub unvalidated: BTreeMap<String, usize>,
    /// Files in which no object was checked, and about which nothing else is reported.
    pub without_objects: Vec<SourceId>,
    /// Templates of charts, which are not rendered.
    pub templates: usize,
    /// Files and documents that were left alone or checked in part only, and why.
    pub skipped: Vec<Skip>,
    /// What the user should know of what was not read.
    pub notes: Vec<String>,
    /// What was left out of builds, because it would have to be fetched or run.
    pub warnings: Vec<String>,
    /// Where values of Secrets are that a build takes from elsewhere: a reporter finds the others
    /// by itself.
    pub secrets: Vec<Location>,
    /// Where they are in texts that were searched for them.
    pub searched: secrets::Searched,
    /// Where the names of files are in a repository; `None` if not needed.
    pub repository: Option<Repository>,
    /// The address of a rule's document, with `{code}` or `{name}` in it.
    pub docs_url: Option<String>,
}

/// A kind of custom resources that is not validated, as it is listed.
pub fn unvalidated_kind(gvk: &Gvk) -> String {
    format!("{} ({})", gvk.kind, gvk.group)
}

impl Outcome {
    pub fn source(&self, at: Location) -> &Source {
        &self.sources[at.source.0 as usize]
    }

    /// The name of a file from the root of the repository, for formats that are read there.
    pub fn name_in_repository<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let in_there = self.repository.as_ref().and_then(|repository| repository.name(name));
        in_there.map_or(Cow::Borrowed(name), Cow::Owned)
    }

    /// How many findings of a severity there are, shown or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.all().filter(|f| f.severity == severity).count()
    }

    /// All that was found.
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.hidden)
    }

    /// How many custom resources nothing defines.
    pub fn unvalidated(&self) -> usize {
        self.unvalidated.values().sum()
    }

    /// How many objects were validated.
    pub fn checked(&self) -> usize {
        self.objects.saturating_sub(self.unvalidated())
    }

    /// The files in which no object was checked.
    pub fn without_objects(&self) -> impl Iterator<Item = &Source> {
        self.without_objects.iter().map(|id| &self.sources[id.0 as usize])
    }

    /// Takes in another run's result, and brings the findings into order.
    pub fn absorb(&mut self, other: Outcome) {
        let base = self.sources.len() as u32;
        let moved = |at: &mut Location| at.source.0 += base;
        self.sources.extend(other.sources);
        self.files += other.files;
        self.documents += other.documents;
        self.objects += other.objects;
        for (kind, count) in other.unvalidated {
            *self.unvalidated.entry(kind).or_default() += count;
        }
        self.templates += other.templates;
        self.without_objects
            .extend(other.without_objects.into_iter().map(|id| SourceId(id.0 + base)));
        self.skipped.extend(
            other
                .skipped
                .into_iter()
                .map(|skip| Skip { source: SourceId(skip.source.0 + base), ..skip }),
        );
        self.notes.extend(other.notes);
        self.warnings.extend(other.warnings);
        self.searched.absorb(other.searched);
        self.secrets.extend(other.secrets.into_iter().map(|mut at| {
            moved(&mut at);
            at
        }));
        self.assumed_version = self.assumed_version.or(other.assumed_version);
        self.versions = self.versions.or(other.versions);
        self.findings.extend(other.findings.into_iter().map(|mut finding| {
            finding.places().for_each(moved);
            finding
        }));
        if base > 0 {
            self.sort();
        }
    }

    /// Takes secret values out of the fixes and paths of its findings. What else quotes them is
    /// marked, and left out when it is printed.
    pub fn clear_secrets(&mut self) {
        let secrets = secrets::Secrets::of(self);
        for finding in &mut self.findings {
            secrets.clear(&self.sources, finding);
        }
    }

    /// Sorts the findings by file name, line, column, code.
    pub fn sort(&mut self) {
        let mut by_name: Vec<usize> = (0..self.sources.len()).collect();
        by_name.sort_by(|a, b| self.sources[*a].name.cmp(&self.sources[*b].name));
        let mut rank = vec![0; by_name.len()];
        for (at, source) in by_name.into_iter().enumerate() {
            rank[source] = at;
        }
        // Findings are large: their keys are compared, and each finding is moved once.
        let key = |f: &Finding| (rank[f.at.source.0 as usize], f.at.span, f.rule.code);
        self.findings.sort_by_cached_key(key);
        for alike in self.findings.chunk_by_mut(|a, b| key(a) == key(b)) {
            alike.sort_by(|a, b| a.message.cmp(&b.message));
        }
    }

    /// Gives files other names, where findings are and on the ways that led there.
    pub fn rename(&mut self, name_of: &dyn Fn(&str) -> String) {
        let new: BTreeMap<String, String> =
            self.sources.iter().map(|s| (s.name.clone(), name_of(&s.name))).collect();
        let names = self.sources.iter_mut().map(|source| &mut source.name);
        let reported = self.findings.iter_mut().flat_map(|finding| {
            finding
                .provenance
                .iter_mut()
                .flat_map(|provenance| &mut provenance.via)
                .chain(&mut finding.depends_on)
        });
        for name in names.chain(reported) {
            if let Some(new) = new.get(name) {
                name.clone_from(new);
            }
        }
        self.sort();
    }

    /// How many files were only partly checked.
    pub fn partly(&self) -> usize {
        let partly = self.skipped.iter().filter(|skip| skip.reason.is_partly());
        partly.map(|skip| skip.source).collect::<BTreeSet<SourceId>>().len()
    }

    /// What was skipped or only partly checked, a line each, sorted by file and document:
    /// `kind.yaml: configuration of kind`, `app.yaml#2: `${NAME}` is filled in by Flux`.
    pub fn left_alone(&self) -> Vec<String> {
        let source = |skip: &Skip| &self.sources[skip.source.0 as usize];
        let mut skips: Vec<&Skip> = self.skipped.iter().collect();
        skips.sort_by_key(|skip| (&source(skip).name, skip.document));
        let quoted = skips.iter().filter(|skip| skip.reason.at().is_some());
        let quoted = quoted.map(|skip| skip.source).collect();
        let secrets =
            secrets::Secrets::in_sources(&self.sources, quoted, &self.secrets, &self.searched);
        let line = |skip: &Skip| {
            let (name, why) = (&source(skip).name, skip.reason.in_words(source(skip)));
            let at = skip.reason.at().map(|span| Location { source: skip.source, span });
            let why = match at {
                Some(at) if secrets.is_wary(at) => why.without_values(),
                _ => why.with_values().into(),
            };
            match skip.document {
                None => format!("{name}: {why}"),
                Some(document) => format!("{name}#{}: {why}", document + 1),
            }
        };
        let mut lines: Vec<String> = skips.into_iter().map(line).collect();
        // Several builds may lack the same.
        lines.dedup();
        let unvalidated = self.unvalidated.iter().map(|(kind, count)| {
            format!("{kind}: {count} not validated, because no definition was found")
        });
        lines.extend(unvalidated);
        lines
    }

    /// How many findings, shown or not, carry a fix that could be applied.
    pub fn fixable(&self) -> usize {
        self.fixable_by(Safety::Safe) + self.fixable_by(Safety::Unsafe)
    }

    /// How many findings, shown or not, carry a fix of this safety.
    pub fn fixable_by(&self, safety: Safety) -> usize {
        self.all().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.safety == safety)).count()
    }
}
