//! The objects of one build, checked as printed.

use std::sync::Arc;

use super::{BuildFindings, Placed, origins::Origins};
use crate::{
    code,
    findings::{suppress, unvalidated_kind},
    input::{Location, Source, SourceId, Span},
    kustomize::{self, FileId},
    lint::{
        CheckedSources, RunContext, Settings, check, dependents, leave_out, unknown::Gaps, unused,
    },
    model::{Gvk, Object, Workspace},
    panics,
    project::{ParsedSources, Skip, SkipReason},
    rules::{self, Finding},
    syntax::{
        Documents,
        tree::{Node, Tree},
    },
    text,
    text::name,
};

/// The codes of rules that see objects together.
const OBJECTS_TOGETHER: &str = "KV3";

impl Placed<'_> {
    pub(super) fn check(&self, reported: &[bool], run: RunContext<'_, '_>) -> BuildFindings {
        let settings = run.settings;
        let mut why_broken = self.why_broken().into_iter().collect();
        let mut left_out = self.keep(&mut why_broken, settings);
        why_broken.append(&mut self.check_idle_patches(run));
        if self.build.is_broken() && self.members.is_empty() {
            return BuildFindings { findings: why_broken, left_out, ..BuildFindings::default() };
        }
        let mut found = self.check_objects(reported, run);
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

    fn check_objects(&self, reported: &[bool], run: RunContext<'_, '_>) -> BuildFindings {
        let settings = run.settings;
        let origins = Origins { placed: self, rendered: self.build.rendered() };
        let documents = &origins.rendered.documents;
        let mut checked = self.certain(documents, run);
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
        let objects = self.build.objects().filter_map(|(span, group, kind)| {
            let gvk = Gvk { group: group.into(), version: String::new(), kind: kind.into() };
            let is_unvalidated = gvk.is_custom() && !run.definitions.defines(&gvk);
            Some((self.location(span)?, is_unvalidated.then(|| unvalidated_kind(&gvk))))
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

    /// The fields and types of patches in kustomizations that met no object.
    fn check_idle_patches(&self, run: RunContext<'_, '_>) -> Vec<Finding> {
        let Some(rendered) = self.build.rendered_patches() else { return Vec::new() };
        let mut printed = Source::new("", Arc::clone(rendered.documents.text()));
        printed.mode = self.mode;
        let known = ParsedSources::from([(SourceId(0), &rendered.documents)]);
        let survey = run.survey.of_patches();
        let mut checked = check(vec![printed], &known, RunContext { survey: &survey, ..run });
        let origins = Origins { placed: self, rendered };
        let file_of = |at: Location| origins.file_of(at.span);
        leave_out(&mut checked.findings, &checked.workspace, run.settings, &file_of);
        checked.findings.into_iter().filter_map(|finding| origins.settled(finding)).collect()
    }

    /// A build that cannot be checked is one finding of its kustomization.
    pub(super) fn panicked(&self) -> BuildFindings {
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
    fn certain(&self, documents: &Documents, run: RunContext<'_, '_>) -> CheckedSources {
        let (survey, settings) = (run.survey.of_build(), run.settings);
        let run = RunContext { survey: &survey, definitions: run.definitions, settings };
        let former_names = Arc::new(self.build.former_names());
        let check = |documents: &Documents| {
            let mut printed = Source::new("", Arc::clone(documents.text()));
            printed.mode = self.mode;
            printed.former_names = Some(Arc::clone(&former_names));
            let known = ParsedSources::from([(SourceId(0), documents)]);
            check(vec![printed], &known, run)
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

    /// Drops what is not selected; takes out what the configuration leaves out.
    pub(super) fn keep(&self, findings: &mut Vec<Finding>, settings: &Settings) -> Vec<Finding> {
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
        dependents::only_by(&mut beside, workspace, is_named, settings);
        beside
    }
}
