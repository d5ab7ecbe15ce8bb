//! Findings in files that were read next to the named ones, and that hang on these: a Service that
//! nobody touched, whose port went when its Deployment changed.

use std::collections::BTreeSet;

use super::{Settings, run_some};
use crate::{
    code::Code,
    diagnostic::{Label, Safety},
    findings::suppress::{self, FoundSuppressions},
    input::{Location, Source, SourceId, Span},
    model::{Object, Workspace},
    rules::{Finding, Rule},
    syntax::{self},
    text,
    text::{Text, name},
};

/// What a rule reports where; equal in two runs if it is the same problem.
type FindingKey = (Code, Location);

fn fault(finding: &Finding) -> FindingKey {
    (finding.rule.code, finding.at)
}

/// Takes out the findings that are there without some objects, as given by `is_named`, as well.
pub(super) fn only_by(
    findings: &mut Vec<Finding>,
    workspace: Workspace,
    is_named: impl Fn(&Object) -> bool,
    settings: &Settings,
) -> (Vec<Source>, Vec<Object>) {
    let (sources, objects) = workspace.into_parts();
    if findings.is_empty() {
        return (sources, objects);
    }
    let (mut named, beside): (Vec<Object>, Vec<Object>) = objects.into_iter().partition(is_named);
    let mut rules: Vec<&'static Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    let workspace = Workspace::new(sources, beside);
    let without = run_some(&rules, &workspace, settings, false);
    let without: BTreeSet<FindingKey> = without.iter().map(fault).collect();
    findings.retain(|finding| !without.contains(&fault(finding)));
    let (sources, mut objects) = workspace.into_parts();
    objects.append(&mut named);
    (sources, objects)
}

/// Says of findings in sources that are not reported which of the reported ones they hang on.
/// Nothing edits files that were not named.
pub(super) fn mark(findings: &mut [Finding], sources: &[Source], settings: &Settings) {
    let reported = |id: SourceId| sources.get(id.0 as usize).filter(|source| source.reported);
    for finding in findings {
        let related = finding.related.iter().filter_map(|label| reported(label.at.source));
        let mut names: BTreeSet<&String> = related.map(|source| &source.name).collect();
        if names.is_empty() {
            names.extend(sources.iter().filter(|s| s.reported).map(|source| &source.name));
        }
        finding.depends_on = names.into_iter().cloned().collect();
        if let Some(fix) = &mut finding.fix {
            fix.safety = Safety::Shown;
        }
        if settings.buffer {
            to_buffer(finding, sources);
        }
    }
}

/// Moves a finding to the place in the only reported source that it hangs on.
fn to_buffer(finding: &mut Finding, sources: &[Source]) {
    let Some(buffer) = sources.iter().position(|source| source.reported) else { return };
    let buffer = SourceId(buffer as u32);
    let there = finding.related.iter().position(|label| label.at.source == buffer);
    let label = there.map(|index| finding.related.remove(index));
    let at = label.map_or(Location { source: buffer, span: Span::at(0) }, |label| label.at);
    let was = std::mem::replace(&mut finding.at, at);
    if let Some(other) = sources.get(was.source.0 as usize) {
        let line = other.line_of(was.span.start) + 1;
        let message = std::mem::take(&mut finding.message);
        finding.message = text!("{} ({}:{})", message, name(&other.name), name(line));
    }
    finding.related.insert(0, Label { at: was, text: Text::words("the problem is here") });
    finding.depends_on.clear();
    (finding.document, finding.object, finding.field_path, finding.provenance) =
        (0, None, None, None);
    (finding.fix, finding.root) = (None, None);
}

/// Takes out what is suppressed where it is. Whatever else is suppressed there is not of this run.
pub(super) fn suppressed(
    findings: &mut Vec<Finding>,
    sources: &[Source],
    objects: &[Object],
    settings: &Settings,
) {
    if !settings.policy.inline {
        return;
    }
    let ids: BTreeSet<SourceId> = findings.iter().map(|finding| finding.at.source).collect();
    let mut found = FoundSuppressions::default();
    for id in ids {
        let Some(source) = sources.get(id.0 as usize) else { continue };
        found.suppressions.append(
            &mut suppress::in_comments(id, source, &syntax::parse(&source.text)).suppressions,
        );
        for object in objects.iter().filter(|object| object.source == id) {
            suppress::in_annotations(object, &settings.policy.tools, &mut found);
        }
    }
    suppress::apply(findings, &mut found.suppressions, &settings.policy);
}
