//! What kustomizations build, checked as `kubectl apply -k` would send it.
//!
//! The objects of a build are checked as printed; their findings then move to where it was
//! written: into a base, a patch, or the line of a kustomization.

mod check;
mod merged;
mod origins;
mod problems;

pub use problems::in_one_line;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{RunContext, Settings};
use crate::{
    code,
    findings::suppress::{self, Suppression},
    input::{self, Location, Mode, Source, SourceId, Span},
    kustomize::{self, Build, FileId, is_file_name},
    parallel,
    project::{Beside, ObjectNames, ParsedSources, Skip},
    rules::Finding,
    syntax::{Document, Documents},
    validate::Reason,
};
use merged::MergedFindings;

/// Builds, and which sources of a run their files are.
pub(super) struct Builds<'b> {
    list: Vec<Placed<'b>>,
    /// Files of builds that the run did not read otherwise, in the order of their ids.
    pub(super) more: Vec<Source>,
    /// The id of the first of them.
    read: u32,
}

struct Placed<'b> {
    build: &'b Build,
    /// The files that are checked as what is built of them.
    members: BTreeSet<SourceId>,
    /// By file of the build.
    ids: Vec<SourceId>,
    mode: Mode,
}

/// What was found in builds.
#[derive(Default)]
pub(super) struct BuildFindings {
    pub(super) findings: Vec<Finding>,
    /// Those in files that are not reported, but hang on some that are.
    pub(super) beside: Vec<Finding>,
    /// Left out by the configuration; what suppresses them has its use.
    pub(super) left_out: Vec<Finding>,
    pub(super) secrets: Vec<Location>,
    /// What is still to be filled in.
    pub(super) skipped: Vec<Skip>,
    /// Where objects begin that were read for builds alone; the kind of custom resources that are
    /// not validated.
    pub(super) objects: BTreeMap<Location, Option<String>>,
}

impl<'b> Builds<'b> {
    pub(super) fn new(builds: &'b [Build], sources: &[Source]) -> Builds<'b> {
        let mut ids: BTreeMap<String, SourceId> = BTreeMap::new();
        if !builds.is_empty() {
            let numbered = sources.iter().enumerate();
            ids.extend(numbered.map(|(at, s)| (s.name.clone(), SourceId(at as u32))));
        }
        let mut more = Vec::new();
        let mut list = Vec::new();
        for build in builds {
            let first = build.files.all().get(build.outermost().0 as usize);
            let first = first.and_then(|file| sources.get(ids.get(&file.name)?.0 as usize));
            let mode = first.map_or(Mode::Objects, |source| source.mode);
            // What is read for a reported kustomization is reported as well.
            let is_reported = |name: &str, ids: &BTreeMap<String, SourceId>| {
                let source = ids.get(name).and_then(|id| sources.get(id.0 as usize));
                source.is_some_and(|source| source.reported)
            };
            let id_of = |(at, file): (u32, &kustomize::File)| {
                if let Some(id) = ids.get(&file.name) {
                    return *id;
                }
                let id = SourceId((sources.len() + more.len()) as u32);
                let mut source = file.to_source();
                source.mode = mode;
                let path = build.files.path_to(FileId(at));
                source.reported = first.is_none_or(|source| source.reported)
                    || path.iter().any(|name| is_reported(name, &ids));
                more.push(source);
                ids.insert(file.name.clone(), id);
                id
            };
            let ids: Vec<SourceId> = (0..).zip(build.files.all()).map(id_of).collect();
            list.push(Placed { build, members: members_of(build, &ids), ids, mode });
        }
        Builds { list, more, read: sources.len() as u32 }
    }

    /// How many bytes the files of all builds have; those of a shared one count each time.
    pub(super) fn bytes(&self) -> usize {
        self.list.iter().map(|placed| placed.build.files.bytes()).sum()
    }

    /// Files that are checked as parts of builds.
    pub(super) fn members(&self) -> BTreeSet<SourceId> {
        self.list.iter().flat_map(|placed| placed.members.iter().copied()).collect()
    }

    /// Files next to the kustomizations of builds that none of them takes in, with the names of the
    /// objects that these build.
    pub(super) fn beside(&self, sources: &[Source], members: &BTreeSet<SourceId>) -> Beside {
        let mut dirs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, placed) in self.list.iter().enumerate() {
            let files = placed.build.files.all().iter();
            for file in files.filter(|file| is_file_name(&file.name)) {
                dirs.entry(input::dir_of(&file.name)).or_default().push(at);
            }
        }
        let mut found = Beside::default();
        let mut names: BTreeMap<usize, Arc<ObjectNames>> = BTreeMap::new();
        for (id, source) in (0..).map(SourceId).zip(sources) {
            let is_beside = source.mode == Mode::Project
                && !members.contains(&id)
                && !is_file_name(&source.name);
            let builds = dirs.get(source.dir()).filter(|_| is_beside);
            for at in builds.into_iter().flatten() {
                let of = names.entry(*at).or_insert_with(|| {
                    let names = self.list[*at].build.names().into_iter();
                    Arc::new(names.map(|(kind, name)| (kind.into(), name.into())).collect())
                });
                found.entry(id).or_default().push(Arc::clone(of));
            }
        }
        found
    }

    /// What the builds have parsed.
    fn parsed(&self) -> impl Iterator<Item = (SourceId, &'b Documents)> {
        self.list.iter().flat_map(|placed| {
            let files = placed.build.files.all().iter();
            placed.ids.iter().copied().zip(files.map(|file| &**file.documents()))
        })
    }

    /// What the builds have parsed of the sources.
    pub(super) fn documents(&self, sources: &[Source]) -> ParsedSources<'b> {
        let is_same = |(id, documents): &(SourceId, &Documents)| {
            let source = sources.get(id.0 as usize);
            source.is_some_and(|source| Arc::ptr_eq(&source.text, documents.text()))
        };
        self.parsed().filter(is_same).collect()
    }

    /// Checks all builds. What several of them find at one place is reported once.
    /// `reported` says it of each source.
    pub(super) fn check(&self, reported: &[bool], run: RunContext<'_, '_>) -> BuildFindings {
        // Flux and Argo CD can be configured to read files from anywhere.
        let restricted = self.list.iter().all(|placed| !placed.build.by_gitops);
        let one = |placed: &Placed<'_>| {
            let check = || placed.check(reported, run);
            let mut found =
                catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| placed.panicked());
            let mut warnings = placed.warnings(restricted);
            found.left_out.append(&mut placed.keep(&mut warnings, run.settings));
            found.findings.append(&mut warnings);
            found
        };
        let all =
            parallel::map(self.list.iter().collect(), self.bytes() > parallel::MANY_BYTES, one);
        let mut found = BuildFindings::default();
        let mut merged = MergedFindings::default();
        let mut beside = MergedFindings::default();
        for (placed, mut one) in self.list.iter().zip(all) {
            found.left_out.append(&mut one.left_out);
            found.secrets.append(&mut one.secrets);
            found.skipped.append(&mut one.skipped);
            found.objects.append(&mut one.objects);
            merged.add(placed, one.findings);
            beside.add(placed, one.beside);
        }
        found.objects.retain(|at, _| {
            let place = at.source.0.checked_sub(self.read);
            place.is_some_and(|place| self.more[place as usize].reported)
        });
        found.findings = merged.finish();
        found.beside = beside.finish();
        found.secrets.sort();
        found.secrets.dedup();
        found
    }

    /// Numbers the documents in which something was found; gives the suppressions in those of
    /// their files that were read for builds alone. That they suppress nothing is not said, since
    /// other kustomizations may need them.
    pub(super) fn number(
        &self,
        findings: &mut [Finding],
        sources: &[Source],
        settings: &Settings,
    ) -> Vec<Suppression> {
        let found: BTreeSet<SourceId> = findings.iter().map(|f| f.at.source).collect();
        let of_found = self.parsed().filter(|(id, _)| found.contains(id));
        let documents: BTreeMap<SourceId, &[Document]> =
            of_found.map(|(id, documents)| (id, documents.all())).collect();
        for finding in findings {
            let holds = |d: &&Document| d.span.start <= finding.at.span.start;
            let read = documents.get(&finding.at.source).copied().unwrap_or_default();
            finding.document = read.iter().rfind(holds).map_or(0, |document| document.index);
        }
        let alone = documents.iter().filter(|(id, _)| id.0 >= self.read);
        let found = alone.filter(|_| settings.policy.inline).flat_map(|(id, documents)| {
            suppress::in_comments(*id, &sources[id.0 as usize], documents).suppressions
        });
        found.collect()
    }
}

/// The files of a build that are checked as what is built of them: where it is broken, those of the
/// objects that are built all the same. A patch whose object would have to be fetched is checked by
/// itself, and an object that has a directory delivered is none of those that are.
fn members_of(build: &Build, ids: &[SourceId]) -> BTreeSet<SourceId> {
    // What a directory without a kustomization holds is of all kinds.
    if build.is_broken() && build.by_gitops && build.outermost() == FileId(0) {
        return BTreeSet::new();
    }
    let whole = build.is_broken().then(|| build.sources());
    let is_member = |(at, file): (u32, &kustomize::File)| {
        let is_built = whole.as_ref().is_none_or(|files| files.contains(&FileId(at)));
        is_built && (is_file_name(&file.name) || !build.is_idle_patch(file))
    };
    let inside = usize::from(build.by_gitops);
    let files = (0..).zip(build.files.all()).zip(ids).skip(inside);
    files.filter(|(file, _)| is_member(*file)).map(|(_, id)| *id).collect()
}

/// Whether a build fails for a fault of a file that is reported already.
pub(super) fn follows(finding: &Finding, reported: &[Finding]) -> bool {
    let hides = |other: &Finding| {
        other.reason == Some(Reason::Yaml) || other.rule.code == code::UNRENDERED_TEMPLATE
    };
    finding.rule.code == code::KUSTOMIZATION_DOES_NOT_BUILD
        && reported.iter().any(|other| other.at.source == finding.at.source && hides(other))
}

impl Placed<'_> {
    fn location(&self, span: Span) -> Option<Location> {
        let (FileId(file), span) = self.build.files.locate(span)?;
        Some(Location { source: self.ids[file as usize], span })
    }

    /// The way by which a source came into the build.
    fn path_to(&self, source: SourceId) -> Vec<String> {
        let file = self.ids.iter().position(|id| *id == source);
        let path = file.map_or_else(Vec::new, |at| self.build.files.path_to(FileId(at as u32)));
        path.into_iter().map(str::to_owned).collect()
    }
}
