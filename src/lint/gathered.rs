//! All findings of a run, put together: those of its files, of what is next to them, and of builds.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CheckedSources, Settings,
    built::{self, BuildFindings, Builds},
    dependents, leave_out, provenance, unused,
};
use crate::{
    findings::suppress::{self, Suppression},
    input::{Location, Source, SourceId},
    model::Object,
    parallel,
    rules::Finding,
};

/// Findings on their way to the report.
pub(super) struct Gathered {
    pub(super) sources: Vec<Source>,
    pub(super) findings: Vec<Finding>,
    /// Those in files that are not reported, but hang on some that are.
    beside: Vec<Finding>,
    /// Left out by the configuration; what suppresses them has its use.
    left_out: Vec<Finding>,
    suppressions: Vec<Suppression>,
}

impl Gathered {
    /// What is found in files by themselves. `reported` says it of each source.
    pub(super) fn of_files(
        checked: &mut CheckedSources,
        reported: &[bool],
        settings: &Settings,
    ) -> Gathered {
        let workspace = std::mem::take(&mut checked.workspace);
        let mut findings = std::mem::take(&mut checked.findings);
        let mut beside = std::mem::take(&mut checked.beside);
        let file_of = |at: Location| workspace.source(at.source).name.clone();
        provenance::trace(&mut findings, &workspace);
        let left_out = leave_out(&mut findings, &workspace, settings, &file_of);
        provenance::trace(&mut beside, &workspace);
        leave_out(&mut beside, &workspace, settings, &file_of);
        let is_named = |object: &Object| reported[object.source.0 as usize];
        let (sources, objects) = dependents::only_by(&mut beside, workspace, is_named, settings);
        dependents::suppressed(&mut beside, &sources, &objects, settings);
        if objects.len() >= parallel::MANY_OBJECTS {
            // Taking them apart goes on in parallel with the report.
            rayon::spawn(move || drop(objects));
        }
        let suppressions = std::mem::take(&mut checked.suppressions);
        Gathered { sources, findings, beside, left_out, suppressions }
    }

    /// Adds what is found in builds and the files that were read for them.
    pub(super) fn add_builds(
        &mut self,
        built: &mut BuildFindings,
        builds: &mut Builds<'_>,
        settings: &Settings,
    ) {
        self.sources.append(&mut builds.more);
        let sources = &self.sources;
        built.findings.retain(|finding| {
            sources[finding.at.source.0 as usize].reported
                && !built::follows(finding, &self.findings)
        });
        builds.number(&mut built.beside, sources, settings);
        dependents::suppressed(&mut built.beside, sources, &[], settings);
        let known: BTreeSet<_> =
            self.beside.iter().map(|finding| (finding.rule.code, finding.at)).collect();
        built.beside.retain(|finding| !known.contains(&(finding.rule.code, finding.at)));
        self.beside.append(&mut built.beside);
        dependents::mark(&mut self.beside, sources, settings);
        self.suppressions.append(&mut builds.number(&mut built.findings, sources, settings));
        self.findings.append(&mut built.findings);
        self.findings.append(&mut self.beside);
        self.left_out.append(&mut built.left_out);
    }

    /// Takes out what is suppressed, and reports suppressions that are not used.
    pub(super) fn suppress(
        &mut self,
        partly_checked: &BTreeMap<SourceId, Vec<u32>>,
        settings: &Settings,
    ) {
        let Gathered { findings, left_out, suppressions, .. } = self;
        // What suppresses a finding that is left out has its use.
        suppress::apply(left_out, suppressions, &settings.policy);
        suppress::apply(findings, suppressions, &settings.policy);
        findings.append(&mut unused(suppressions, partly_checked, settings));
    }
}
