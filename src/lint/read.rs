//! One source: its documents, objects, suppressions, and what they are refused for.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use memchr::memmem;

use super::{RunContext, Settings, convert, unknown::Gaps};
use crate::{
    code,
    diagnostic::{Edit, Safety},
    findings::suppress::{self, FoundSuppressions, Suppression},
    input::{Failure, Location, Mode, Source, SourceId, Span},
    model::{
        Object, PodTemplate, custom::Definitions, object::DocumentForm, path::KeyPaths,
        version::Version,
    },
    panics, parallel,
    project::{self, Classification, Skip, SkipReason, Survey, Unfilled, classify},
    rules::{self, Finding},
    syntax::{self, ComplaintKind, Document, Documents, tree::NodeId},
    text,
    text::name,
    validate::{self, Cause, Reason, cause::AGGREGATED},
};

/// What one source gave.
#[derive(Default)]
pub(super) struct SourceResult {
    pub(super) objects: Vec<Object>,
    pub(super) findings: Vec<Finding>,
    pub(super) suppressions: Vec<Suppression>,
    /// Documents that were not checked in every respect: nothing is reported as missing there.
    pub(super) partly_checked: Vec<u32>,
    pub(super) documents: usize,
    /// What is left alone, or checked in part only.
    pub(super) skipped: Vec<Skip>,
}

/// What reading a source gives; a panic becomes a finding of it.
pub(super) fn guarded(id: SourceId, read: impl FnOnce() -> SourceResult) -> SourceResult {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let at = Location { source: id, span: Span::at(0) };
        let message =
            text!("internal error at {}: the file could not be checked", name(panics::place()));
        let mut finding = Finding::new(rules::of(code::INTERNAL_ERROR), at, message);
        finding.help("all other files were checked; please report this with the file");
        SourceResult { findings: vec![finding], ..SourceResult::default() }
    })
}

/// Reads a source, of which the documents may be `known`.
pub(super) fn read(
    id: SourceId,
    source: &Source,
    known: Option<&Documents>,
    run: RunContext<'_, '_>,
) -> SourceResult {
    let RunContext { survey, settings, .. } = run;
    let mut read = SourceResult::default();
    if let Some(failure) =
        source.failure.as_ref().filter(|f| !matches!(f, Failure::Encoding { .. }))
    {
        read.findings.push(convert::from_failure(id, failure));
        return read;
    }
    if source.mode == Mode::Project
        && let Some(reason) =
            survey.leaves(id, source).or_else(|| project::no_objects(survey, id, source))
    {
        read.skipped.push(Skip { source: id, document: None, reason });
        return read;
    }
    let own;
    let documents = match known {
        Some(known) => known.all(),
        None => {
            own = syntax::parse(&source.text);
            &own
        }
    };
    let is_alone = documents.len() == 1;
    let mut found = FoundSuppressions::default();
    if source.reported && settings.policy.inline {
        found = suppress::in_comments(id, source, documents);
    }
    let one = |document| one_document(id, source, document, run);
    let is_long = source.text.len() > parallel::MANY_BYTES;
    parallel::map(documents.iter().collect(), is_long, one)
        .into_iter()
        .for_each(|part| read.absorb(part));
    if source.mode == Mode::Project && read.objects.is_empty() {
        // What separates documents that are not objects may be written in any way.
        let all = read.findings.len();
        read.findings.retain(|finding| finding.rule.code != code::STRAY_DOCUMENT);
        read.documents -= all - read.findings.len();
    }
    if let Some(only) = read.skipped.first_mut().filter(|_| is_alone) {
        only.document = None;
    }
    if source.reported && !read.objects.is_empty() {
        whole_text(id, source, settings, &mut read);
    }
    if source.reported && settings.policy.inline {
        for object in &read.objects {
            suppress::in_annotations(object, &settings.policy.tools, &mut found);
        }
        read.findings.append(&mut found.findings);
        read.suppressions = found.suppressions;
    }
    read
}

impl SourceResult {
    /// Takes in what the next document of the same source gave.
    fn absorb(&mut self, mut next: SourceResult) {
        // One place shows that a file is a template.
        let is_template = |finding: &Finding| finding.rule.code == code::UNRENDERED_TEMPLATE;
        let is_again = next.findings.iter().any(is_template);
        if is_again && self.findings.iter().any(is_template) {
            next.findings.retain(|finding| !is_template(finding));
        }
        self.objects.append(&mut next.objects);
        self.findings.append(&mut next.findings);
        self.partly_checked.append(&mut next.partly_checked);
        self.skipped.append(&mut next.skipped);
        self.documents += next.documents;
    }
}

fn one_document(
    id: SourceId,
    source: &Source,
    document: &Document,
    run: RunContext<'_, '_>,
) -> SourceResult {
    let RunContext { survey, settings, definitions } = run;
    let mut read = SourceResult::default();
    if document.tree.is_none() && document.complaints.is_empty() {
        return read;
    }
    // What is still to be filled in may be so in a build no more.
    let is_checked_there = |reason| survey.is_built(id) && !matches!(reason, SkipReason::Is(_));
    let mut leave = |reason| {
        if !is_checked_there(reason) {
            read.skipped.push(Skip { source: id, document: Some(document.index), reason });
        }
    };
    let broken = document.complaints.iter().any(|complaint| complaint.kind.breaks());
    let reader = DocumentReader { id, source, document, survey, settings, definitions, broken };
    match classify(survey, id, source, document) {
        Classification::Skip(reason) => {
            leave(reason);
            read.partly_checked.push(document.index);
        }
        Classification::Template(place) => {
            leave(SkipReason::Placeholder(place));
            reader.template(place, &mut read);
        }
        Classification::Unfilled(objects, Unfilled { gaps, reported, reason }) => {
            leave(reason);
            reader.partial(objects, &gaps, reported, &mut read);
        }
        Classification::Objects(objects, partly) => {
            // What is built is checked as a whole there.
            partly.filter(|_| !survey.is_built(id)).into_iter().for_each(leave);
            reader.objects(objects, &mut read);
        }
    }
    read
}

/// What one document is read with.
struct DocumentReader<'r, 'd> {
    id: SourceId,
    source: &'r Source,
    document: &'r Document,
    survey: &'r Survey,
    settings: &'r Settings,
    definitions: &'r Definitions<'d>,
    /// The text could not be read whole.
    broken: bool,
}

impl DocumentReader<'_, '_> {
    /// Whether anything is to be said of its objects: not where they are checked in builds.
    fn is_reported(&self) -> bool {
        self.source.reported && !self.survey.is_built(self.id)
    }

    fn text(&self) -> &str {
        self.source.text.get(self.document.span.range()).unwrap_or("")
    }

    /// A template: what a place shows, and what else is wrong with its text.
    fn template(&self, place: Span, read: &mut SourceResult) {
        let DocumentReader { id, source, document, .. } = *self;
        read.documents += 1;
        read.partly_checked.push(document.index);
        if self.survey.is_built(id) {
            return;
        }
        read.findings.push(convert::unrendered(id, source, document.index, place, "the document"));
        let others = project::beside_directives(self.text(), document.span.start);
        let others = others.iter().map(|other| convert::from_complaint(id, document, other));
        read.findings.extend(others);
    }

    fn objects(&self, objects: Vec<Object>, read: &mut SourceResult) {
        let DocumentReader { id, source, document, survey, .. } = *self;
        let refused: Vec<Vec<Finding>> =
            objects.iter().map(|object| self.refusals(object)).collect();
        if let Some((gaps, at)) = self.unfilled(refused.iter().flatten()) {
            let by_flux = survey.is_filled_by_flux(source, at);
            if by_flux {
                let reason = SkipReason::FilledIn(at, "Flux");
                read.skipped.push(Skip { source: id, document: Some(document.index), reason });
            }
            self.partial(objects, &gaps, Some(at).filter(|_| !by_flux), read);
            return;
        }
        read.documents += 1;
        read.findings.extend(complaints(id, source, document, self.survey.is_built(id)));
        if self.broken || objects.iter().any(|object| !object.is_whole()) {
            read.partly_checked.push(document.index);
        }
        self.refuse(refused.into_iter().flatten(), read);
        for object in objects {
            let object = object.as_served(self.settings.version);
            // Typed here, by file and in parallel, and kept.
            let _ = PodTemplate::of(&object);
            read.objects.push(object);
        }
    }

    /// Objects of which some keys and values are not known. References find them.
    fn partial(
        &self,
        objects: Vec<Object>,
        gaps: &[NodeId],
        reported: Option<Span>,
        read: &mut SourceResult,
    ) {
        let DocumentReader { id, source, document, .. } = *self;
        read.documents += 1;
        read.partly_checked.push(document.index);
        read.findings.extend(complaints(id, source, document, self.survey.is_built(id)));
        if self.is_reported() {
            let reported = reported
                .map(|at| convert::unrendered(id, source, document.index, at, "this field"));
            read.findings.extend(reported);
            self.refuse(self.of_known_parts(&objects, gaps).into_iter(), read);
        }
        for object in objects {
            let mut object = object.as_served(self.settings.version);
            if object.form == DocumentForm::Whole {
                object.form = DocumentForm::Base;
            }
            read.objects.push(object);
        }
    }

    /// Takes in what a server would say, as far as it does not follow from something else.
    fn refuse(&self, refused: impl Iterator<Item = Finding>, read: &mut SourceResult) {
        let roots = Roots::new(self.id, self.document);
        let doubt = Doubt::new(self.source, self.document);
        let sure = refused.filter(|finding| !doubt.covers(finding));
        read.findings.extend(sure.map(|finding| roots.of(finding)));
    }

    fn refusals(&self, object: &Object) -> Vec<Finding> {
        if !self.is_reported() {
            return Vec::new();
        }
        self.settings.at_each(|version| {
            let converted = object.converted(version);
            self.refusals_at(version, converted.as_ref().unwrap_or(object))
        })
    }

    /// What a server of a version would say of an object, as far as it holds for its cluster and
    /// its file.
    fn refusals_at(&self, version: Version, object: &Object) -> Vec<Finding> {
        let DocumentReader { source, survey, settings, definitions, broken, .. } = *self;
        let cluster = &settings.rules.cluster;
        // A patch never reaches a server; the version of what it patches counts.
        let is_patch = object.form == DocumentForm::Patch && !broken;
        let of_version =
            |c: &Cause| is_patch && c.code.as_str().starts_with("KV600") && c.path == "apiVersion";
        let encrypted = source.mode == Mode::Project && object.node().get("sops").is_some();
        // A group that nothing here defines may be served by another server, such as OpenShift's.
        let is_foreign = |cause: &Cause| {
            cause.unless.as_deref() == Some(AGGREGATED)
                && !survey.defines(&object.gvk.group)
                && !definitions.defines_group(&object.gvk.group)
        };
        validate::validate(object, version, definitions, source.dir())
            .into_iter()
            .filter(|cause| !is_foreign(cause))
            .filter(|cause| !cluster.waives(cause, version, source.mode) && !of_version(cause))
            .map(|cause| convert::from_cause(object, cause))
            .filter(|finding| !(encrypted && is_of_sops(finding, source)))
            .collect()
    }

    /// What may still be filled in, if a value of it is refused, and where that is.
    fn unfilled<'f>(
        &self,
        mut refused: impl Iterator<Item = &'f Finding>,
    ) -> Option<(Vec<NodeId>, Span)> {
        let first = refused.next()?;
        let tree = self.document.tree.as_ref()?;
        let nodes = project::gaps(self.source, self.text(), tree);
        let gaps = Gaps::of(std::slice::from_ref(self.document), |_| nodes.clone());
        let mut refused = std::iter::once(first).chain(refused);
        let at = refused.find_map(|finding| gaps.touched(finding))?;
        Some((nodes, at))
    }

    /// What a server would say of objects whatever is filled in.
    fn of_known_parts(&self, objects: &[Object], gaps: &[NodeId]) -> Vec<Finding> {
        let gaps = Gaps::of(std::slice::from_ref(self.document), |_| gaps.to_vec());
        gaps.certain(self.settings.version, |documents| {
            let trees = documents.iter().filter_map(|d| Some((d, d.tree.as_ref()?)));
            let again = trees.flat_map(|(d, tree)| project::as_it_stands(self.id, d, tree));
            let refused = again.zip(objects).flat_map(|(mut again, object)| {
                again.form = object.form;
                self.refusals(&again)
            });
            refused.collect()
        })
    }
}

/// What the YAML reader said of a document.
fn complaints(id: SourceId, source: &Source, document: &Document, is_built: bool) -> Vec<Finding> {
    // Those who override merged keys send them by tools that turn YAML into JSON, and it works.
    let works = |kind| kind == ComplaintKind::MergeOverride && source.mode == Mode::Project;
    // Helm prints what a template comes to, be it nothing.
    let rendered = || source.rendered_from(document.span.end.saturating_sub(1)).is_some();
    let empty = |kind| kind == ComplaintKind::StrayDocument && rendered();
    let is_fine = |kind| works(kind) || empty(kind);
    // kustomize reads `on` and `y` as strings, and prints them in quotes.
    let words: BTreeSet<Span> = document
        .complaints
        .iter()
        .filter(|complaint| is_built && complaint.kind == ComplaintKind::NonStringKey)
        .map(|complaint| complaint.at)
        .collect();
    let reported = document
        .complaints
        .iter()
        .filter(|complaint| !is_fine(complaint.kind) && !words.contains(&complaint.at));
    let mut findings: Vec<Finding> =
        reported.map(|complaint| convert::from_complaint(id, document, complaint)).collect();
    let mut twice =
        findings.iter_mut().filter(|f| f.reason == Some(Reason::DuplicateKey)).peekable();
    if let Some(tree) = document.tree.as_ref().filter(|_| twice.peek().is_some()) {
        let keys = KeyPaths::of(tree);
        twice.for_each(|finding| finding.field_path = keys.path(finding.at.span));
    }
    findings
}

/// What must be put right in a document before some of its other findings mean anything.
struct Roots {
    /// Two objects in one document are mixed up: what is wrong with the mixture follows from that.
    mixed: Option<Location>,
    /// Characters that cannot be seen, in values that are wrong by them.
    disguised: Vec<Location>,
}

impl Roots {
    fn new(id: SourceId, document: &Document) -> Roots {
        let at = |kind| {
            let of_kind = document.complaints.iter().filter(move |c| c.kind == kind);
            of_kind.map(|complaint| Location { source: id, span: complaint.at })
        };
        Roots {
            mixed: at(ComplaintKind::SecondObject).next(),
            disguised: at(ComplaintKind::InvisibleCharacter).collect(),
        }
    }

    fn of(&self, mut finding: Finding) -> Finding {
        let span = finding.at.span;
        let inside = || self.disguised.iter().copied().find(|at| span.covers(at.span));
        finding.root = finding.root.or(self.mixed).or_else(inside);
        finding
    }
}

/// Tells of a document whether a finding may follow from the text being broken.
struct Doubt<'a> {
    source: &'a Source,
    /// From the line above a guess or a gap, where the typo often is, to the end of its block.
    parts: Vec<Span>,
    /// The lines with faults, and whether that is a tab, whose width is a guess.
    lines: Vec<(usize, bool)>,
}

impl<'a> Doubt<'a> {
    fn new(source: &'a Source, document: &Document) -> Doubt<'a> {
        let faults = document.complaints.iter().filter(|complaint| complaint.kind.breaks());
        let line_of = |at: u32| source.line_of(at);
        Doubt {
            source,
            parts: document.damaged.iter().map(|at| around(source, line_of(*at))).collect(),
            lines: faults
                .map(|fault| (line_of(fault.at.start), fault.kind == ComplaintKind::Tab))
                .collect(),
        }
    }

    fn covers(&self, finding: &Finding) -> bool {
        let start = finding.at.span.start;
        let is_same_slip = || {
            let line = self.source.line_of(start);
            match finding.rule.code {
                code::UNKNOWN_FIELD | code::WRONG_TYPE | code::SCALAR_FOR_LIST => {
                    self.lines.iter().any(|(at, _)| *at == line)
                }
                code::MISPLACED_FIELD => self.lines.contains(&(line, true)),
                _ => false,
            }
        };
        self.parts.iter().any(|part| part.contains(start))
            || (!self.parts.is_empty() && finding.rule.code == code::MISSING_TYPE)
            || (!self.lines.is_empty() && is_same_slip())
    }
}

fn around(source: &Source, fault: usize) -> Span {
    let indent = |line: usize| {
        let text = source.text.get(source.line_span(line).range()).unwrap_or("");
        let rest = text.trim_start();
        (!rest.is_empty() && !rest.starts_with('#')).then(|| text.len() - rest.len())
    };
    let own = indent(fault).unwrap_or(0);
    let lines = fault + 1..source.line_starts().len();
    let outside = lines.into_iter().find(|line| indent(*line).is_some_and(|indent| indent < own));
    let start = source.line_span(fault.saturating_sub(1)).start;
    let end = outside.map_or(source.text.len() as u32, |line| source.line_span(line).start);
    Span::new(start, end)
}

/// Whether a finding is about what sops made of a value, or about its own block.
fn is_of_sops(finding: &Finding, source: &Source) -> bool {
    let path = finding.field_path.as_deref().unwrap_or("");
    let text = source.text.get(finding.at.span.range()).unwrap_or("");
    path == "sops"
        || path.starts_with("sops.")
        || text.trim_start_matches(['"', '\'']).starts_with("ENC[")
}

/// Findings about a text as a whole.
fn whole_text(id: SourceId, source: &Source, settings: &Settings, read: &mut SourceResult) {
    if let Some(Failure::Encoding { at, name }) = &source.failure {
        read.findings.push(convert::bad_encoding(id, *at, name));
    }
    let rule = rules::of(code::CARRIAGE_RETURNS);
    if !settings.selection.has(rule) {
        return;
    }
    let returns: Vec<u32> =
        memmem::find_iter(source.text.as_bytes(), b"\r\n").map(|at| at as u32).collect();
    let Some(first) = returns.first() else { return };
    let lines = source.line_starts().len() - 1;
    let message = if returns.len() == lines {
        "the file has CRLF line endings"
    } else {
        "some lines have CRLF line endings"
    };
    let at = Location { source: id, span: Span::new(*first, first + 1) };
    let mut finding = Finding::new(rule, at, message);
    let edits = returns.iter().map(|at| Edit {
        at: Location { source: id, span: Span::new(*at, at + 1) },
        text: String::new(),
    });
    finding.fix(Safety::Safe, "use LF line endings", edits);
    read.findings.push(finding);
}
