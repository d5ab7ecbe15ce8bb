//! The pipeline: texts in, findings out.

mod built;
mod convert;
mod read;

pub use built::lint_built;

use std::{
    any::Any,
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use rayon::prelude::*;

use crate::{
    findings::{
        Finding, Outcome, Override, Selection,
        suppress::{self, Policy, Suppression},
    },
    input::{Location, Source, SourceId, Span},
    model::{Object, Workspace, version::Version},
    project::Survey,
    rules::{self, Context, Rule, RuleSettings},
};
use read::Read;

/// What a run is to do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The Kubernetes minor whose API server judges.
    pub version: Version,
    pub rules: RuleSettings,
    /// The rules that run.
    pub selection: Selection,
    pub policy: Policy,
    pub overrides: Vec<Override>,
    /// What the names of sources are relative to.
    pub root: PathBuf,
    /// The sources are a whole project, so that what is missing in them is missing in it.
    pub whole: bool,
}

/// Texts of this many bytes together are read by one thread: starting more takes longer.
const FEW_BYTES: usize = 64 * 1024;

/// Reads, validates and judges sources; every finding of the selected rules that nothing
/// suppresses, sorted by file, line, column and code.
pub fn lint(sources: Vec<Source>, settings: &Settings) -> Outcome {
    judge(sources, settings, &|workspace, at| workspace.source(at.source).name.clone())
}

/// Names the file that a place counts to where paths are left out.
type FileOf<'a> = dyn Fn(&Workspace, Location) -> String + 'a;

/// What [`lint`] does, with places that may count to other files than those that are read.
fn judge(sources: Vec<Source>, settings: &Settings, file_of: &FileOf<'_>) -> Outcome {
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let threads = bytes > FEW_BYTES;
    let survey = Survey::new(&sources);
    let one = |(index, source): (usize, &Source)| {
        read::guarded(SourceId(index as u32), source, &survey, settings)
    };
    let reads: Vec<Read> = if threads {
        sources.par_iter().enumerate().map(one).collect()
    } else {
        sources.iter().enumerate().map(one).collect()
    };
    let mut outcome = Outcome {
        kubernetes_versions: vec![settings.version.to_string()],
        files: sources.iter().filter(|source| source.reported).count(),
        notes: survey.notes,
        ..Outcome::default()
    };
    let mut objects = Vec::new();
    let mut suppressions = Vec::new();
    let mut unjudged = BTreeMap::new();
    for (index, mut read) in reads.into_iter().enumerate() {
        if sources[index].reported {
            outcome.documents += read.documents;
            outcome.objects += read.objects.len();
            outcome.skipped += read.skipped;
            outcome.findings.append(&mut read.findings);
            outcome.secrets.append(&mut read.secrets);
            suppressions.append(&mut read.suppressions);
            unjudged.insert(SourceId(index as u32), read.unjudged);
        }
        objects.append(&mut read.objects);
    }
    let workspace = Workspace::new(sources, objects);
    outcome.findings.extend(run_rules(&workspace, settings, threads));
    keep_selected(&mut outcome.findings, &workspace, settings);
    settle(&mut outcome.findings, &mut suppressions, &unjudged, settings);
    leave_out(&mut outcome.findings, &workspace, settings, file_of);
    outcome.sources = workspace.into_sources();
    outcome.sort();
    outcome
}

fn run_rules(workspace: &Workspace, settings: &Settings, threads: bool) -> Vec<Finding> {
    let chosen: Vec<&'static Rule> =
        rules::all().filter(|rule| settings.selection.has(rule)).collect();
    let one = |rule: &&'static Rule| {
        let run = || {
            let mut cx = Context::new(workspace, &settings.rules, settings.version);
            rules::run(rule, &mut cx)
        };
        let caught = catch_unwind(AssertUnwindSafe(run));
        caught.unwrap_or_else(|panic| vec![panicked(rule, workspace, &panic)])
    };
    if threads {
        chosen.par_iter().flat_map_iter(one).collect()
    } else {
        chosen.iter().flat_map(one).collect()
    }
}

/// A rule that panics is one finding, never a crash. It stands at the first file that is reported.
fn panicked(rule: &'static Rule, workspace: &Workspace, panic: &Box<dyn Any + Send>) -> Finding {
    let first = workspace.sources().iter().position(|source| source.reported).unwrap_or(0);
    let at = Location { source: SourceId(first as u32), span: Span::at(0) };
    let message = format!("internal error: rule {} stopped: {}", rule.code, text_of(panic));
    let mut finding = Finding::new(rules::internal(), at, message);
    finding.help("the other rules have run; please report this with the manifest that causes it");
    finding
}

/// What a panic says.
fn text_of(panic: &Box<dyn Any + Send>) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it does not say why")
}

/// Drops what is not selected or not reported, and sets severities.
fn keep_selected(findings: &mut Vec<Finding>, workspace: &Workspace, settings: &Settings) {
    findings.retain_mut(|finding| {
        if let Some(severity) = settings.selection.severity(finding.rule) {
            finding.severity = severity;
        }
        settings.selection.has(finding.rule) && workspace.source(finding.at.source).reported
    });
}

/// Drops what is suppressed, and tells of suppressions that are not used.
fn settle(
    findings: &mut Vec<Finding>,
    suppressions: &mut [Suppression],
    unjudged: &BTreeMap<SourceId, Vec<u32>>,
    settings: &Settings,
) {
    if !settings.policy.inline {
        return;
    }
    suppress::apply(findings, suppressions, &settings.policy);
    let judged = |source: SourceId, document: Option<u32>| {
        let unjudged = unjudged.get(&source).map_or(&[][..], Vec::as_slice);
        document.map_or(unjudged.is_empty(), |document| !unjudged.contains(&document))
    };
    let mut unused = suppress::unused(suppressions, &settings.selection, judged, settings.whole);
    unused.retain(|finding| settings.selection.has(finding.rule));
    for finding in &mut unused {
        if let Some(severity) = settings.selection.severity(finding.rule) {
            finding.severity = severity;
        }
    }
    suppress::apply(&mut unused, suppressions, &settings.policy);
    findings.append(&mut unused);
}

/// Drops what the configuration leaves out for some paths, objects or containers.
fn leave_out(
    findings: &mut Vec<Finding>,
    workspace: &Workspace,
    settings: &Settings,
    file_of: &FileOf<'_>,
) {
    if settings.overrides.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let path = settings.root.join(file_of(workspace, finding.at));
        let object = object_of(finding, workspace);
        !settings.overrides.iter().any(|one| one.covers(finding, &path, object))
    });
}

/// The object in whose text a finding stands.
fn object_of<'a>(finding: &Finding, workspace: &'a Workspace) -> Option<&'a Object> {
    let objects = workspace.all();
    let from = objects.partition_point(|object| object.source < finding.at.source);
    objects[from..].iter().take_while(|object| object.source == finding.at.source).find(|object| {
        object.document == finding.document && object.node().span().covers(finding.at.span)
    })
}
