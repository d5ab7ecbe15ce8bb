//! The pipeline: texts in, findings out.

mod built;
mod convert;
mod dependents;
mod gathered;
mod group;
mod provenance;
mod read;
mod targets;
mod templates;
mod unknown;

pub use built::in_one_line;
pub use group::{ContextRoot, InputGroup, lint_group};
pub use templates::{RenderedCharts, to_templates};

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    code,
    diagnostic::{Edit, Safety},
    findings::{
        Outcome, Override, Selection,
        suppress::{self, Suppression, SuppressionPolicy},
        unvalidated_kind,
    },
    input::{self, Location, Source, SourceId, Span},
    kustomize::Build,
    model::{Object, PodTemplates, Workspace, custom::Definitions, version::Version},
    panics, parallel,
    project::{DefinitionFiles, ParsedSources, Skip, Survey},
    rules::{self, Context, Finding, Rule, RuleSettings},
    syntax::{self, Document},
    text,
    text::name,
};

use built::Builds;
use gathered::Gathered;
use read::SourceResult;

/// What a run is to do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The minor version of Kubernetes to validate against.
    pub version: Version,
    /// Further versions, older than that and in falling order, that findings are told apart by.
    pub older: Vec<Version>,
    /// Files with definitions of custom resources, besides those of the run.
    pub crds: Arc<[Source]>,
    /// Nobody has chosen the version, so that the summary tells which one it is.
    pub assumes_version: bool,
    pub rules: RuleSettings,
    /// The rules that run.
    pub selection: Selection,
    pub policy: SuppressionPolicy,
    pub overrides: Vec<Override>,
    /// What the names of sources are relative to.
    pub root: PathBuf,
    /// The sources are a whole project, so that what is missing in them is missing in it.
    pub whole: bool,
    /// The only reported source is the text of an editor, which shows nothing of other files.
    pub buffer: bool,
}

/// Reads, validates and checks sources; every finding of the selected rules that nothing
/// suppresses, sorted by file, line, column and code.
pub fn lint(sources: Vec<Source>, settings: &Settings) -> Outcome {
    lint_project(sources, &[], settings)
}

/// As [`lint`], with the kustomizations that were built of the sources: what these are made of is
/// checked as it is sent to a server. Files of builds that are not among the sources are added to
/// them, and count as much as the kustomization that leads to them.
pub fn lint_project(sources: Vec<Source>, builds: &[Build], settings: &Settings) -> Outcome {
    let mut builds = Builds::new(builds, &sources);
    let members = builds.members();
    let beside = builds.beside(&sources, &members);
    let survey = Survey::new(&sources, members).with_beside(beside);
    let mut known = builds.documents(&sources);
    let files = DefinitionFiles::find(&sources, &known, &survey, &settings.crds);
    known.extend(files.read.iter().map(|(id, documents)| (*id, documents)));
    let definitions = files.definitions();
    let run = RunContext { survey: &survey, definitions: &definitions, settings };
    let reported: Vec<bool> = sources.iter().chain(&builds.more).map(|s| s.reported).collect();
    let (mut checked, mut built) = parallel::both(
        builds.bytes() > parallel::MANY_BYTES,
        || check(sources, &known, run),
        || builds.check(&reported, run),
    );
    let mut gathered = Gathered::of_files(&mut checked, &reported, settings);
    gathered.add_builds(&mut built, &mut builds, settings);
    if settings.policy.inline {
        gathered.suppress(&checked.partly_checked, settings);
    }
    for kind in built.objects.values().flatten() {
        *checked.unvalidated.entry(kind.clone()).or_default() += 1;
    }
    let Gathered { sources, mut findings, .. } = gathered;
    let mut skipped = checked.skipped;
    skipped.append(&mut built.skipped);
    keep_line_ends(&mut findings, &sources);
    keep_comments(&mut findings, &sources);
    for finding in &mut findings {
        finding.versions = finding.versions.and(settings.versions());
    }
    let mut outcome = Outcome {
        without_objects: without_objects(&sources, &checked.empty, &survey, &findings),
        versions: settings.versions(),
        assumed_version: settings.assumes_version.then_some(settings.version),
        files: sources.iter().filter(|source| source.reported).count(),
        documents: checked.documents + built.objects.len(),
        objects: checked.objects + built.objects.len(),
        unvalidated: checked.unvalidated,
        templates: survey.templates,
        skipped,
        notes: survey.notes,
        findings,
        secrets: built.secrets,
        sources,
        ..Outcome::default()
    };
    outcome.clear_secrets();
    outcome.sort();
    outcome
}

/// Of files without objects, those about which nothing else is reported: no kustomization is built
/// of them, no finding names them, and they are not templates, about which there is a note.
fn without_objects(
    sources: &[Source],
    empty: &[SourceId],
    survey: &Survey,
    findings: &[Finding],
) -> Vec<SourceId> {
    let with_findings: BTreeSet<SourceId> =
        findings.iter().map(|finding| finding.at.source).collect();
    let is_left = |id: &SourceId| {
        let source = &sources[id.0 as usize];
        source.failure.is_none()
            && !survey.is_built(*id)
            && !survey.is_template(*id)
            && !with_findings.contains(id)
    };
    empty.iter().copied().filter(is_left).collect()
}

/// What all files of a run are checked with.
#[derive(Clone, Copy)]
struct RunContext<'r, 'd> {
    survey: &'r Survey,
    definitions: &'r Definitions<'d>,
    settings: &'r Settings,
}

/// What was found in some sources.
#[derive(Default)]
struct CheckedSources {
    workspace: Workspace,
    findings: Vec<Finding>,
    /// What rules found in files that are not reported.
    beside: Vec<Finding>,
    /// Not applied yet.
    suppressions: Vec<Suppression>,
    /// Documents that were not checked in every respect.
    partly_checked: BTreeMap<SourceId, Vec<u32>>,
    documents: usize,
    objects: usize,
    /// Custom resources among the objects that nothing defines, by kind.
    unvalidated: BTreeMap<String, usize>,
    /// Sources without objects.
    empty: Vec<SourceId>,
    skipped: Vec<Skip>,
}

/// Reads and checks; findings of rules that are not selected and of sources that are not reported
/// are dropped.
fn check(
    sources: Vec<Source>,
    known: &ParsedSources<'_>,
    run: RunContext<'_, '_>,
) -> CheckedSources {
    let RunContext { survey, definitions, settings } = run;
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let threads = bytes > parallel::MANY_BYTES;
    let one = |(index, source): (usize, &Source)| {
        let id = SourceId(index as u32);
        let known = known.get(&id).copied();
        read::guarded(id, || read::read(id, source, known, run))
    };
    let reads: Vec<SourceResult> = if threads {
        // Files differ in size, and large ones are together: few are left to one thread at last.
        sources.par_iter().enumerate().with_max_len(8).map(one).collect()
    } else {
        sources.iter().enumerate().map(one).collect()
    };
    let mut checked = CheckedSources::default();
    let mut objects = Vec::new();
    for (index, mut read) in reads.into_iter().enumerate() {
        if sources[index].reported {
            checked.documents += read.documents;
            checked.objects += read.objects.len();
            let is_unknown = |o: &&Object| o.gvk.is_custom() && !definitions.defines(&o.gvk);
            for object in read.objects.iter().filter(is_unknown) {
                let kind = unvalidated_kind(&object.gvk);
                *checked.unvalidated.entry(kind).or_default() += 1;
            }
            if read.objects.is_empty() {
                checked.empty.push(SourceId(index as u32));
            }
            checked.skipped.append(&mut read.skipped);
            checked.findings.append(&mut read.findings);
            checked.suppressions.append(&mut read.suppressions);
            checked.partly_checked.insert(SourceId(index as u32), read.partly_checked);
        }
        objects.append(&mut read.objects);
    }
    checked.workspace = Workspace::new(sources, objects);
    let mut of_rules = run_rules(&checked.workspace, settings, threads);
    of_rules.extend(checked.workspace.objects().filter_map(convert::not_typed));
    of_rules.retain(|finding| !survey.is_built(finding.at.source));
    of_rules.extend(left_out_files(&checked.workspace, survey));
    let is_reported = |finding: &Finding| checked.workspace.source(finding.at.source).reported;
    let (mut reported, beside) = of_rules.into_iter().partition(is_reported);
    if !settings.whole {
        checked.beside = beside;
        settings.selection.keep(&mut checked.beside);
    }
    checked.findings.append(&mut reported);
    settings.selection.keep(&mut checked.findings);
    checked
}

/// Manifests that no kustomization lists, each at its first object.
fn left_out_files(workspace: &Workspace, survey: &Survey) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let objects = workspace.objects().filter(|object| {
        let name = &workspace.source(object.source).name;
        survey.is_left_out(object.source, name) && seen.insert(object.source)
    });
    objects.map(convert::not_listed).collect()
}

fn run_rules(workspace: &Workspace, settings: &Settings, threads: bool) -> Vec<Finding> {
    run_some(settings.selection.rules(), workspace, settings, threads)
}

fn run_some(
    rules: &[&'static Rule],
    workspace: &Workspace,
    settings: &Settings,
    threads: bool,
) -> Vec<Finding> {
    let pods = PodTemplates::of(workspace);
    let one = |rule: &&'static Rule| {
        let at = |version| {
            let cx = Context::new(workspace, &pods, &settings.rules, version);
            let mut cx = cx.among(rules);
            rules::run(rule, &mut cx)
        };
        let run = || settings.at_each(at);
        let caught = catch_unwind(AssertUnwindSafe(run));
        caught.unwrap_or_else(|_| vec![panicked(rule, workspace)])
    };
    if threads {
        rules.par_iter().with_max_len(1).flat_map_iter(one).collect()
    } else {
        rules.iter().flat_map(one).collect()
    }
}

/// A rule that panics is one finding, never a crash. It is at the first file that is reported.
fn panicked(rule: &'static Rule, workspace: &Workspace) -> Finding {
    let first = workspace.sources().iter().position(|source| source.reported).unwrap_or(0);
    let at = Location { source: SourceId(first as u32), span: Span::at(0) };
    let message =
        text!("internal error: rule {} failed at {}", name(rule.code), name(panics::place()));
    let mut finding = Finding::new(rules::of(code::INTERNAL_ERROR), at, message);
    finding.help("all other rules were run; please report this with the manifest that causes it");
    finding
}

/// Ends the lines that fixes write as those around them end.
fn keep_line_ends(findings: &mut [Finding], sources: &[Source]) {
    let fixes = findings.iter_mut().filter_map(|finding| finding.fix.as_mut());
    for edit in fixes.flat_map(|fix| &mut fix.edits).filter(|edit| edit.text.contains('\n')) {
        let text = &sources[edit.at.source.0 as usize].text;
        let (before, behind) = text.split_at(edit.at.span.start as usize);
        let line = before.rfind('\n').map(|end| &before[..end]);
        let line = line.or_else(|| Some(&behind[..behind.find('\n')?]));
        if line.is_some_and(|line| line.ends_with('\r')) {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
}

/// A fix that removes lines with a comment is not safe: the comment may say more than the lines.
fn keep_comments(findings: &mut [Finding], sources: &[Source]) {
    let has_comment = |edit: &Edit| {
        let removed = sources[edit.at.source.0 as usize].text.get(edit.at.span.range());
        removed.filter(|_| edit.text.is_empty()).is_some_and(|lines| {
            // A comment that is removed by itself is what the fix is about.
            let both =
                |document: &Document| document.tree.is_some() && !document.comments.is_empty();
            lines.contains('#') && syntax::parse(&lines.into()).iter().any(both)
        })
    };
    let fixes = findings.iter_mut().filter_map(|finding| finding.fix.as_mut());
    for fix in fixes.filter(|fix| fix.safety == Safety::Safe) {
        if fix.edits.iter().any(has_comment) {
            fix.safety = Safety::Unsafe;
        }
    }
}

/// Reports suppressions that were not used, unless others suppress that.
fn unused(
    suppressions: &mut [Suppression],
    unjudged: &BTreeMap<SourceId, Vec<u32>>,
    settings: &Settings,
) -> Vec<Finding> {
    let checked = |source: SourceId, document: Option<u32>| {
        let unjudged = unjudged.get(&source).map_or(&[][..], Vec::as_slice);
        document.map_or(unjudged.is_empty(), |document| !unjudged.contains(&document))
    };
    let mut unused = suppress::unused(suppressions, &settings.selection, checked, settings.whole);
    settings.selection.keep(&mut unused);
    suppress::apply(&mut unused, suppressions, &settings.policy);
    unused
}

/// Takes out what the configuration leaves out for some paths, objects or containers; `file_of`
/// names the file that a place counts to.
fn leave_out(
    findings: &mut Vec<Finding>,
    workspace: &Workspace,
    settings: &Settings,
    file_of: &dyn Fn(Location) -> String,
) -> Vec<Finding> {
    if settings.overrides.is_empty() {
        return Vec::new();
    }
    let is_left_out = |finding: &mut Finding| {
        let path = settings.root.join(input::path_of(&file_of(finding.at)));
        let object = object_of(finding, workspace);
        settings.overrides.iter().any(|one| one.covers(finding, &path, object))
    };
    findings.extract_if(.., is_left_out).collect()
}

/// The object in whose text a finding is.
fn object_of<'a>(finding: &Finding, workspace: &'a Workspace) -> Option<&'a Object> {
    let mut objects = objects_of(finding, workspace).iter();
    objects.find(|object| object.node().span().covers(finding.at.span))
}

/// The objects of the document in which a finding is.
fn objects_of<'a>(finding: &Finding, workspace: &'a Workspace) -> &'a [Object] {
    let document = (finding.at.source, finding.document);
    let place = |object: &Object| (object.source, object.document);
    let objects = workspace.all();
    let first = objects.partition_point(|object| place(object) < document);
    let end = objects.partition_point(|object| place(object) <= document);
    &objects[first..end]
}
