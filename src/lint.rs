//! The pipeline: texts in, findings out.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    findings::{Finding, ObjectRef, Outcome, Override, Selection, suppress::Policy},
    input::{Location, Source, SourceId, Span},
    model::{Object, PodTemplate, Workspace, version::Version},
    rules::{self, Context, Rule, RuleSettings},
    syntax::{
        self, Complaint, ComplaintKind, Document,
        edit::{Edit, Fix},
        tree::Tree,
    },
    validate::{self, Cause, Reason},
};

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

/// What one source gave.
#[derive(Default)]
struct Read {
    objects: Vec<Object>,
    findings: Vec<Finding>,
    documents: usize,
}

/// Reads, validates and judges sources; every finding of the selected rules, sorted by file,
/// line, column and code.
pub fn lint(sources: Vec<Source>, settings: &Settings) -> Outcome {
    let read: Vec<Read> = sources
        .par_iter()
        .enumerate()
        .map(|(index, source)| read_source(SourceId(index as u32), source, settings))
        .collect();
    let mut outcome = Outcome {
        kubernetes_versions: vec![settings.version.to_string()],
        files: sources.iter().filter(|s| s.reported).count(),
        ..Outcome::default()
    };
    let mut objects = Vec::new();
    for (mut one, source) in read.into_iter().zip(&sources) {
        if source.reported {
            outcome.documents += one.documents;
            outcome.objects += one.objects.len();
            outcome.findings.append(&mut one.findings);
        }
        objects.append(&mut one.objects);
    }
    let workspace = Workspace::new(sources, objects);
    outcome.findings.extend(run_rules(&workspace, settings));
    finish(&mut outcome, workspace, settings);
    outcome
}

fn read_source(id: SourceId, source: &Source, settings: &Settings) -> Read {
    let mut read = Read::default();
    for mut document in syntax::parse(&source.text) {
        read.documents += usize::from(document.tree.is_some() || !document.complaints.is_empty());
        let tree = document.tree.take();
        let complaints = document.complaints.iter();
        read.findings.extend(complaints.map(|c| from_complaint(id, &document, c)));
        let Some(tree) = tree else { continue };
        for object in objects_of(id, document.index, &Arc::new(tree)) {
            if source.reported {
                let causes = validate::validate(&object, settings.version);
                read.findings.extend(causes.into_iter().map(|c| from_cause(&object, c)));
            }
            // Typed here, by file and in parallel, and kept.
            let _ = PodTemplate::of(&object);
            read.objects.push(object);
        }
    }
    read
}

/// The objects of a document: itself, or the items of a `List`.
fn objects_of(source: SourceId, document: u32, tree: &Arc<Tree>) -> Vec<Object> {
    let root = Object::new(source, document, Arc::clone(tree), tree.root().id());
    let list = root.gvk.kind.ends_with("List") && root.node().get("items").is_some();
    if !list {
        return vec![root];
    }
    let items = root.field("items").items().filter_map(|item| item.node().map(|n| n.id()));
    items.map(|item| Object::new(source, document, Arc::clone(tree), item)).collect()
}

fn run_rules(workspace: &Workspace, settings: &Settings) -> Vec<Finding> {
    let chosen: Vec<&'static Rule> =
        rules::all().filter(|rule| settings.selection.has(rule)).collect();
    chosen
        .par_iter()
        .flat_map_iter(|rule| {
            let run = || {
                let mut cx = Context::new(workspace, &settings.rules);
                rules::run(rule, &mut cx)
            };
            catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| vec![panicked(rule)])
        })
        .collect()
}

/// A rule that panics is one finding, never a crash.
fn panicked(rule: &'static Rule) -> Finding {
    let at = Location { source: SourceId(0), span: Span::at(0) };
    let message = format!("internal error: rule {} panicked", rule.code);
    let mut finding = Finding::new(rules::internal(), at, message);
    finding.help("the other rules have run; please report this with the manifest that causes it");
    finding
}

fn rule(code: &str) -> &'static Rule {
    let rule = rules::by_code(code);
    debug_assert!(rule.is_some(), "{code} is not declared in rules/");
    rule.unwrap_or(rules::internal())
}

fn from_complaint(source: SourceId, document: &Document, complaint: &Complaint) -> Finding {
    let at = |span: Span| Location { source, span };
    let rule = rule(complaint.kind.code());
    let mut finding = Finding::new(rule, at(complaint.span), complaint.message.clone());
    finding.document = document.index;
    finding.help.clone_from(&complaint.help);
    for (span, text) in &complaint.related {
        finding.related(at(*span), text.clone());
    }
    finding.reason = reason(complaint.kind);
    if !complaint.edits.is_empty() {
        let edits = complaint.edits.iter();
        let edits = edits.map(|(span, text)| Edit { at: at(*span), text: text.clone() }).collect();
        finding.fix =
            Some(Fix { title: title(complaint.kind).to_owned(), safety: complaint.safety, edits });
    }
    finding
}

/// The API machinery's word for what a text is refused for.
fn reason(kind: ComplaintKind) -> Option<Reason> {
    match kind {
        ComplaintKind::DuplicateKey | ComplaintKind::SecondObject => Some(Reason::DuplicateKey),
        kind => kind.fatal().then_some(Reason::Yaml),
    }
}

/// What the edits of a complaint do, as an order.
fn title(kind: ComplaintKind) -> &'static str {
    match kind {
        ComplaintKind::Tab => "indent with spaces",
        ComplaintKind::DuplicateKey | ComplaintKind::CollidingKeys => "drop the earlier entry",
        ComplaintKind::SecondObject | ComplaintKind::LostDocument => {
            "separate the documents by `---`"
        }
        ComplaintKind::SeparatorText => "move the text below the separator",
        ComplaintKind::InvisibleCharacter => "write the ASCII character",
        ComplaintKind::NonStringKey => "quote the key",
        ComplaintKind::StrayDocument => "remove the empty document",
        _ => "mend the text",
    }
}

fn from_cause(object: &Object, cause: Cause) -> Finding {
    let mut finding = Finding::new(rule(cause.code), cause.at, cause.message);
    finding.document = object.document;
    finding.object = Some(ObjectRef::from(object));
    finding.field_path = Some(cause.path);
    finding.reason = cause.reason;
    finding.help = cause.help;
    finding.fix = cause.fix;
    finding.root = cause.root;
    for (at, text) in cause.related {
        finding.related(at, text);
    }
    finding
}

/// Drops what is not selected or not reported, sets severities, sorts.
fn finish(outcome: &mut Outcome, workspace: Workspace, settings: &Settings) {
    outcome.findings.retain_mut(|finding| {
        if let Some(severity) = settings.selection.severity(finding.rule) {
            finding.severity = severity;
        }
        settings.selection.has(finding.rule) && workspace.source(finding.at.source).reported
    });
    outcome.sources = workspace.into_sources();
    outcome.sort();
}
