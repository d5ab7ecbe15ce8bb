//! `--add-ignore`: a comment for each finding, which suppresses it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{LintArgs, edited::EditedFiles, inputs::ConfigGroup};
use crate::{
    cli::{CommandEnv, error::CliError},
    code::Code,
    diagnostic::Edit,
    findings::Outcome,
    fix,
    input::{Location, Source, SourceId, Span},
    report::count,
    rules::{self, Finding},
};

/// A line of a source, from 0.
type Line = (SourceId, usize);

/// Adds the comments; the findings that no comment suppresses remain.
pub(super) fn run(
    groups: &[ConfigGroup],
    reason: &str,
    args: &LintArgs,
    run: &CommandEnv,
) -> Result<Outcome, CliError> {
    let mut files = EditedFiles::of(groups, args, run);
    let before = super::lint_groups(files.groups(groups, args, run), args, run);
    let mut lines: BTreeMap<Line, BTreeSet<Code>> = BTreeMap::new();
    for finding in &before.findings {
        let source = before.source(finding.at);
        // JSON has no comments.
        let extension = Path::new(&source.name).extension();
        let is_json = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if !is_json
            && files.may_edit(source)
            && source.rendered_from(finding.at.span.start).is_none()
        {
            lines.entry(line_of(&before, finding)).or_default().insert(finding.rule.code);
        }
    }
    // A comment in a text is part of the text, and some findings cannot be suppressed: where one
    // changes nothing it is left out.
    for _ in 0..ROUNDS {
        let edits: Vec<Edit> = lines
            .iter()
            .map(|(line, codes)| comment(&before.sources[line.0.0 as usize], *line, codes, reason))
            .collect();
        let Some(texts) = fix::edited(&before, edits.iter()) else { break };
        files.reset();
        files.edit(&before, &texts);
        let after = super::lint_groups(files.groups(groups, args, run), args, run);
        let kept = lines.len();
        lines.retain(|line, codes| {
            let still = still_at(&before, *line, &after);
            codes.retain(|code| !still.contains(code));
            let old = &before.sources[line.0.0 as usize].text;
            let is_read = |new: &String| fix::keeps_objects(old, new, false);
            !codes.is_empty() && texts.get(&line.0).is_some_and(is_read)
        });
        if lines.len() == kept {
            files.write(run)?;
            let (lines, files) = (count(lines.len(), "comment"), count(texts.len(), "file"));
            run.ui.note(&format!("added {lines} to {files}"));
            return Ok(after);
        }
    }
    run.ui.note("no comment was added");
    Ok(before)
}

/// So often comments are taken out again.
const ROUNDS: usize = 5;

fn line_of(run: &Outcome, finding: &Finding) -> Line {
    (finding.at.source, run.source(finding.at).line_of(finding.at.span.start))
}

/// The rules that report a line of another run, where lines have not moved.
fn still_at(before: &Outcome, (id, line): Line, after: &Outcome) -> BTreeSet<Code> {
    let name = &before.sources[id.0 as usize].name;
    let is_there = |finding: &&Finding| {
        let source = after.source(finding.at);
        source.name == *name && source.line_of(finding.at.span.start) == line
    };
    after.findings.iter().filter(is_there).map(|finding| finding.rule.code).collect()
}

/// The edit that adds rules to a line: to the list of a comment that is there, or as a comment.
fn comment(source: &Source, (id, line): Line, codes: &BTreeSet<Code>, reason: &str) -> Edit {
    let names: Vec<&str> = codes.iter().map(|code| rules::of(*code).name).collect();
    let names = names.join(", ");
    let span = source.line_span(line);
    let text = source.text.get(span.range()).unwrap_or("");
    let content = text.trim_end();
    let list = content.find("kubevet: ignore[").and_then(|start| {
        let end = content[start..].find(']')?;
        Some(span.start + (start + end) as u32)
    });
    let (at, text) = match list {
        Some(at) => (at, format!(", {names}")),
        None => {
            let reason = if reason.is_empty() { String::new() } else { format!(" {reason}") };
            (span.start + content.len() as u32, format!(" # kubevet: ignore[{names}]{reason}"))
        }
    };
    Edit { at: Location { source: id, span: Span::at(at) }, text }
}
