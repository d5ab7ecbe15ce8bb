//! What kustomizations build, checked as `kubectl apply -k` would send it.
//!
//! The objects of a build are checked as printed; their findings then move to where it was
//! written: into a base, a patch, or the line of a kustomization.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    CheckedSources, ParsedSources, Settings, beside, check, leave_out, unknown::Gaps, unused,
};
use crate::{
    code::{self, Code},
    diagnostic::{Fix, Label, Severity},
    findings::{
        secrets::SecretPlaces,
        suppress::{self, Suppression},
    },
    input::{self, Location, Mode, Source, SourceId, Span},
    kustomize::{
        self, Build, BuildProblem, BuildProblemKind, FileId, RangeOrigin, RenderedBuild,
        is_file_name,
    },
    model::{Object, Workspace, schema},
    panics, parallel,
    project::{Beside, ObjectNames, Skip, SkipReason, Survey},
    rules::{self, Finding, Provenance},
    syntax::{
        Document, Documents,
        tree::{Node, Tree},
    },
    text,
    text::name,
    validate::Reason,
};

/// So many other places of a value are shown; the hash in a name depends on any number.
const MAX_OTHERS: usize = 2;

/// The codes of rules that see objects together.
const OBJECTS_TOGETHER: &str = "KV3";

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
    /// Where objects begin that were read for builds alone; whether they are custom resources.
    pub(super) objects: BTreeMap<Location, bool>,
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
    pub(super) fn check(
        &self,
        survey: &Survey,
        reported: &[bool],
        settings: &Settings,
    ) -> BuildFindings {
        // Flux and Argo CD can be configured to read files from anywhere.
        let restricted = self.list.iter().all(|placed| !placed.build.by_gitops);
        let one = |placed: &Placed<'_>| {
            let check = || placed.check(survey, reported, settings);
            let mut found =
                catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| placed.panicked());
            let mut warnings = placed.warnings(restricted);
            found.left_out.append(&mut placed.keep(&mut warnings, settings));
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
    fn check(&self, survey: &Survey, reported: &[bool], settings: &Settings) -> BuildFindings {
        let mut why_broken = self.why_broken().into_iter().collect();
        let mut left_out = self.keep(&mut why_broken, settings);
        if self.build.is_broken() && self.members.is_empty() {
            return BuildFindings { findings: why_broken, left_out, ..BuildFindings::default() };
        }
        let mut found = self.check_objects(survey, reported, settings);
        if self.build.is_broken() {
            // What is missing may be what others refer to.
            let alone =
                |finding: &Finding| !finding.rule.code.as_str().starts_with(OBJECTS_TOGETHER);
            found.findings.retain(alone);
            found.beside.retain(alone);
        }
        found.findings.append(&mut why_broken);
        found.left_out.append(&mut left_out);
        found
    }

    fn check_objects(
        &self,
        survey: &Survey,
        reported: &[bool],
        settings: &Settings,
    ) -> BuildFindings {
        let origins = Origins { placed: self, rendered: self.build.rendered() };
        let documents = &origins.rendered.documents;
        let mut checked = self.certain(documents, survey, settings);
        if settings.policy.inline {
            // Those in annotations: comments are not printed.
            let (findings, suppressions) = (&mut checked.findings, &mut checked.suppressions);
            suppress::apply(findings, suppressions, &settings.policy);
            findings.append(&mut unused(suppressions, &checked.partly_checked, settings));
        }
        let file_of = |at: Location| origins.file_of(at.span);
        let left_out = leave_out(&mut checked.findings, &checked.workspace, settings, &file_of);
        let beside = match settings.whole {
            true => Vec::new(),
            false => {
                self.beside(&checked.findings, checked.workspace, &origins, reported, settings)
            }
        };
        let moved = |list: Vec<Finding>| list.into_iter().filter_map(|f| origins.settled(f));
        let objects = self.build.objects().filter_map(|(span, group)| {
            Some((self.location(span)?, !schema::is_builtin_group(group)))
        });
        let not_applied = self.not_applied().filter(|finding| settings.selection.has(finding.rule));
        // Without findings nothing is quoted.
        let is_quoted = !checked.findings.is_empty() || !left_out.is_empty();
        let secrets = if is_quoted { origins.secrets(documents.all()) } else { Vec::new() };
        BuildFindings {
            skipped: checked.skipped.iter().filter_map(|skip| origins.skip(skip.reason)).collect(),
            left_out: moved(left_out).collect(),
            findings: moved(checked.findings).chain(not_applied).collect(),
            beside: moved(beside).collect(),
            secrets,
            objects: objects.collect(),
        }
    }

    /// A build that cannot be checked is one finding of its kustomization.
    fn panicked(&self) -> BuildFindings {
        let finding = self.ids.first().map(|id| {
            let at = Location { source: *id, span: Span::at(0) };
            let place = name(panics::place());
            let message = text!("internal error at {}: the build could not be checked", place);
            let mut finding = Finding::new(rules::of(code::INTERNAL_ERROR), at, message);
            finding.help("all other files were checked; please report this with the kustomization");
            finding
        });
        BuildFindings { findings: finding.into_iter().collect(), ..BuildFindings::default() }
    }

    /// What is found in the print whatever the values are that it does not show.
    fn certain(
        &self,
        documents: &Documents,
        survey: &Survey,
        settings: &Settings,
    ) -> CheckedSources {
        let survey = survey.of_build();
        let check = |documents: &Documents| {
            let mut printed = Source::new("", Arc::clone(documents.text()));
            printed.mode = self.mode;
            let known = ParsedSources::from([(SourceId(0), documents)]);
            check(vec![printed], &known, &survey, settings)
        };
        let is_unknown = |node: &Node<'_>| node.as_str().is_some_and(kustomize::is_unknown);
        let unknown = |tree: &Tree| tree.nodes().filter(is_unknown).map(Node::id).collect();
        let may_be = kustomize::is_unknown(documents.text());
        let gaps = Gaps::of(if may_be { documents.all() } else { &[] }, unknown);
        if gaps.is_empty() {
            return check(documents);
        }
        let mut checked = check(&documents.read_as(gaps.first(settings.version)));
        let findings = std::mem::take(&mut checked.findings);
        checked.findings = gaps.lasting(settings.version, findings, |again| {
            check(&documents.read_as(again.to_vec())).findings
        });
        for (document, at) in gaps.firsts() {
            let reason = SkipReason::FilledIn(at, "Flux");
            checked.skipped.push(Skip { source: SourceId(0), document: None, reason });
            checked.partly_checked.entry(SourceId(0)).or_default().push(document);
        }
        checked
    }

    /// Why what delivers the build applies nothing of it.
    fn not_applied(&self) -> Option<Finding> {
        let is_it = |problem: &&BuildProblem| problem.kind == BuildProblemKind::NotApplied;
        let problem = self.build.problems.iter().find(is_it)?;
        let at = self.location(problem.at?)?;
        let message = text!("{}, so Flux applies nothing", problem.message);
        let mut finding = Finding::new(rules::of(code::KUSTOMIZATION_DOES_NOT_BUILD), at, message);
        let is_name = self.build.files.locate(problem.at?)?.0 == FileId(0);
        finding.help(if is_name {
            "use only letters, digits and `_`, and do not start with a digit"
        } else {
            "write `$${` for a literal `${`, or annotate the object with \
             kustomize.toolkit.fluxcd.io/substitute: disabled"
        });
        Some(finding)
    }

    /// Drops what is not selected; takes out what the configuration leaves out.
    fn keep(&self, findings: &mut Vec<Finding>, settings: &Settings) -> Vec<Finding> {
        settings.selection.keep(findings);
        let file_of = |at: Location| {
            let of_file = |id: &SourceId| *id == at.source;
            let file = self.ids.iter().position(of_file).unwrap_or(0);
            self.build.files.get(FileId(file as u32)).name.clone()
        };
        leave_out(findings, &Workspace::default(), settings, &file_of)
    }

    /// What is found in files that are not reported, because of parts of the build that are.
    fn beside(
        &self,
        findings: &[Finding],
        workspace: Workspace,
        origins: &Origins<'_>,
        reported: &[bool],
        settings: &Settings,
    ) -> Vec<Finding> {
        let is_reported = |id: SourceId| reported.get(id.0 as usize) == Some(&true);
        if !self.ids.iter().any(|id| is_reported(*id)) {
            return Vec::new();
        }
        let is_beside = |finding: &&Finding| {
            let at = origins.settled_at(finding.at);
            at.is_some_and(|at| !is_reported(at.source)) && !rules::is_elsewhere(finding.rule)
        };
        let mut beside: Vec<Finding> = findings.iter().filter(is_beside).cloned().collect();
        let is_named = |object: &Object| {
            let mut written = origins.rendered.origins_in(object.node().span());
            written.any(|at| self.location(at).is_some_and(|at| is_reported(at.source)))
        };
        beside::only_by(&mut beside, workspace, is_named, settings);
        beside
    }

    /// The first problem because of which kustomize builds nothing.
    fn why_broken(&self) -> Option<Finding> {
        // Directories without a kustomization hold all kinds of files.
        if self.build.by_gitops && self.build.outermost() == FileId(0) {
            return None;
        }
        let problem = self.build.problems.iter().find(|problem| problem.kind.breaks())?;
        if problem.kind == BuildProblemKind::Ignored {
            return None;
        }
        let at = problem.at.and_then(|span| self.location(span));
        let at = at.unwrap_or(Location { source: *self.ids.first()?, span: Span::at(0) });
        if problem.kind == BuildProblemKind::Internal {
            return Some(Finding::new(
                rules::of(code::INTERNAL_ERROR),
                at,
                problem.message.clone(),
            ));
        }
        let code = if problem.kind == BuildProblemKind::NoFile {
            code::KUSTOMIZE_FILE_MISSING
        } else {
            code::KUSTOMIZATION_DOES_NOT_BUILD
        };
        let message = text!("{}, so `kustomize build` fails", problem.message);
        let mut finding = Finding::new(rules::of(code), at, message);
        if let Some(help) = &problem.help {
            finding.help(help.clone());
        } else if code == code::KUSTOMIZE_FILE_MISSING {
            finding.help("write a path relative to the directory of this file, or remove the line");
        }
        Some(finding)
    }

    /// What kustomize builds, but not as it was meant.
    fn warnings(&self, restricted: bool) -> Vec<Finding> {
        let one = |problem: &BuildProblem| {
            let at = self.location(problem.at?)?;
            let (code, message) = match problem.kind {
                BuildProblemKind::Twice => (code::DUPLICATE_KEY, problem.message.clone()),
                BuildProblemKind::Outside if restricted => {
                    let so = text!("{}, so `kubectl apply -k` fails", problem.message.clone());
                    (code::KUSTOMIZATION_DOES_NOT_BUILD, so)
                }
                _ => return None,
            };
            let mut finding = Finding::new(rules::of(code), at, message);
            finding.severity = Severity::Warning;
            if code == code::KUSTOMIZATION_DOES_NOT_BUILD {
                finding.help(
                    "move the file into that directory, or list it in a kustomization next to it",
                );
            }
            Some(finding)
        };
        self.build.problems.iter().filter_map(one).collect()
    }

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

/// The codes of values that are not strings and must be.
const NO_STRING: [Code; 2] = [code::BOOLEAN_IN_STRING_FIELD, code::NUMBER_IN_STRING_FIELD];

/// Tells how to keep a value of a variable a string.
fn of_flux(finding: &mut Finding) {
    finding.fix = None;
    if NO_STRING.contains(&finding.rule.code) {
        finding.help(
            "kustomize removes the quotes before Flux substitutes the variable: write \
             ${quote}${NAME}${quote} and set quote: '\"' in spec.postBuild.substitute",
        );
    }
}

/// What several builds found, once.
#[derive(Default)]
struct MergedFindings {
    findings: Vec<Finding>,
    /// By place, code, field, and how many were like it in one build.
    known: BTreeMap<(Location, Code, Option<String>, usize), usize>,
    /// How many builds read a source.
    readers: BTreeMap<SourceId, u32>,
}

impl MergedFindings {
    fn add(&mut self, placed: &Placed<'_>, findings: Vec<Finding>) {
        for id in &placed.members {
            *self.readers.entry(*id).or_default() += 1;
        }
        let mut seen = BTreeSet::new();
        let mut alike: BTreeMap<(Location, Code, Option<String>), usize> = BTreeMap::new();
        for mut finding in findings {
            // A line that decides several values is wrong once.
            if !seen.insert((finding.at, finding.rule.code, finding.message.clone())) {
                continue;
            }
            let (at, code, path) = (finding.at, finding.rule.code, finding.field_path.clone());
            let count = alike.entry((at, code, path.clone())).or_default();
            *count += 1;
            if let Some(known) = self.known.get(&(at, code, path.clone(), *count)) {
                self.findings[*known].provenance.as_mut().expect("it was built").variants += 1;
                continue;
            }
            self.known.insert((at, code, path, *count), self.findings.len());
            finding.provenance =
                Some(Provenance { via: placed.path_to(at.source), variants: 1, of: 1 });
            self.findings.push(finding);
        }
    }

    fn finish(self) -> Vec<Finding> {
        let MergedFindings { mut findings, readers, .. } = self;
        for finding in &mut findings {
            let of = readers.get(&finding.at.source).copied().unwrap_or(1);
            if let Some(provenance) = &mut finding.provenance {
                provenance.of = of;
            }
        }
        // What one build has no use for, another may need.
        let idle = |f: &Finding| {
            f.provenance.as_ref().is_none_or(|provenance| provenance.variants == provenance.of)
        };
        findings.retain(|finding| finding.rule.code != code::UNUSED_SUPPRESSION || idle(finding));
        findings
    }
}

/// Leads from the print of a build to its files.
struct Origins<'a> {
    placed: &'a Placed<'a>,
    rendered: RenderedBuild<'a>,
}

impl Origins<'_> {
    fn origin(&self, span: Span) -> Option<RangeOrigin> {
        self.rendered.origin(span)
    }

    fn settled_at(&self, at: Location) -> Option<Location> {
        self.placed.location(self.origin(at.span)?.at)
    }

    /// The name of the file that a place of the print leads to.
    fn file_of(&self, span: Span) -> String {
        let files = &self.placed.build.files;
        let file = self.origin(span).and_then(|origin| files.locate(origin.at));
        file.map_or_else(String::new, |(id, _)| files.get(id).name.clone())
    }

    /// A finding of the print as one of the files.
    fn settled(&self, mut finding: Finding) -> Option<Finding> {
        // A key that is not spoken of stands for what holds it.
        let key = self.rendered.slice(finding.at.span);
        let path = finding.field_path.as_deref().unwrap_or(key);
        let origin = if path.split(['.', '[', ']']).any(|step| step == key) {
            self.origin(finding.at.span)
        } else {
            self.rendered.origin_of_item(finding.at.span)
        };
        let written = origin.as_ref().map_or("", |o| self.placed.build.files.source_text(o.at));
        if written.contains("${") && !self.rendered.slice(finding.at.span).contains("${") {
            of_flux(&mut finding);
        }
        let (at, also) = match origin {
            Some(origin) => (self.placed.location(origin.at)?, origin.also),
            // What is said of the run as a whole is at its first file.
            None => {
                let first = *self.placed.ids.first()?;
                (Location { source: first, span: Span::at(0) }, Vec::new())
            }
        };
        finding.at = at;
        finding.root = finding.root.and_then(|root| self.settled_at(root));
        finding.fix = finding.fix.take().and_then(|fix| self.settled_fix(fix));
        let related = std::mem::take(&mut finding.related);
        finding.related = related
            .into_iter()
            .filter_map(|label| Some(Label { at: self.settled_at(label.at)?, ..label }))
            .collect();
        let others = also.into_iter().take(MAX_OTHERS);
        for at in others.filter_map(|span| self.placed.location(span)) {
            if finding.related.iter().all(|label| label.at != at) {
                finding.related(at, "this also determines the value");
            }
        }
        Some(finding)
    }

    /// A repair of the print as one of the files: only where it replaces text that is there as
    /// well, and what it replaces is decided there alone.
    fn settled_fix(&self, mut fix: Fix) -> Option<Fix> {
        for edit in &mut fix.edits {
            let origin = self.origin(edit.at.span).filter(|origin| origin.verbatim)?;
            // What is inserted, and lines that are added, would need the indentation of the file.
            if edit.at.span.is_empty() || edit.text.contains('\n') {
                return None;
            }
            edit.at = self.placed.location(origin.at)?;
        }
        Some(fix)
    }

    fn skip(&self, reason: SkipReason) -> Option<Skip> {
        let (span, of): (Span, &dyn Fn(Span) -> SkipReason) = match reason {
            SkipReason::Placeholder(at) => (at, &SkipReason::Placeholder),
            SkipReason::FilledIn(at, by) => (at, &move |at| SkipReason::FilledIn(at, by)),
            SkipReason::Is(_) | SkipReason::ConfigurationOf(_) => return None,
        };
        let at = self.settled_at(Location { source: SourceId(0), span })?;
        Some(Skip { source: at.source, document: None, reason: of(at.span) })
    }

    /// All places that decide secret values.
    fn secrets(&self, printed: &[Document]) -> Vec<Location> {
        let values = printed.iter().flat_map(SecretPlaces::values);
        let origins = values.filter_map(|span| self.origin(span));
        let spans = origins.flat_map(|origin| std::iter::once(origin.at).chain(origin.also));
        spans.filter_map(|span| self.placed.location(span)).collect()
    }
}
