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
    rules,
};

/// A line of a source, from 0.
type SourceLine = (SourceId, usize);

/// The rules to suppress, by the line that they report.
type Suppressed = BTreeMap<SourceLine, BTreeSet<Code>>;

/// Adds the comments; the findings that no comment suppresses remain.
pub(super) fn run(
    groups: &[ConfigGroup],
    reason: &str,
    args: &LintArgs,
    run: &CommandEnv,
) -> Result<Outcome, CliError> {
    let mut files = EditedFiles::of(groups, args, run);
    let before = super::lint_groups(files.groups(groups, args, run), args, run);
    let mut lines = suppressible(&before, &files);
    // A comment in a text is part of the text, and some findings cannot be suppressed: where one
    // changes nothing it is left out.
    for _ in 0..ROUNDS {
        if lines.is_empty() {
            break;
        }
        let edits: Vec<Edit> = lines
            .iter()
            .map(|(line, codes)| comment(&before.sources[line.0.0 as usize], *line, codes, reason))
            .collect();
        let Some(texts) = fix::edited(&before, edits.iter()) else { break };
        files.reset();
        files.edit(&before, &texts);
        let after = super::lint_groups(files.groups(groups, args, run), args, run);
        let broken = |(id, new): (&SourceId, &String)| {
            let old = &before.sources[id.0 as usize].text;
            (!fix::keeps_objects(old, new, false)).then_some(*id)
        };
        let broken: BTreeSet<SourceId> = texts.iter().filter_map(broken).collect();
        let still = still_reported(&after);
        let mut is_settled = true;
        lines.retain(|line, codes| {
            let wanted = codes.len();
            let name = before.sources[line.0.0 as usize].name.as_str();
            if let Some(still) = still.get(&(name, line.1)) {
                codes.retain(|code| !still.contains(code));
            }
            is_settled &= codes.len() == wanted && !broken.contains(&line.0);
            !codes.is_empty() && !broken.contains(&line.0)
        });
        if is_settled {
            files.write(run)?;
            let (lines, files) = (count(lines.len(), "comment"), count(texts.len(), "file"));
            run.ui.note(&format!("added {lines} to {files}"));
            return Ok(after);
        }
    }
    files.reset();
    files.write(run)?;
    run.ui.note("no comment was added");
    Ok(before)
}

/// So often comments are taken out again.
const ROUNDS: usize = 5;

/// What a run reports of files that may be changed and can have comments.
fn suppressible(run: &Outcome, files: &EditedFiles) -> Suppressed {
    let mut allowed: BTreeMap<SourceId, bool> = BTreeMap::new();
    let mut lines = Suppressed::new();
    for finding in &run.findings {
        let source = run.source(finding.at);
        let may_edit = *allowed
            .entry(finding.at.source)
            .or_insert_with(|| !is_json(&source.name) && files.may_edit(source));
        if may_edit && source.rendered_from(finding.at.span.start).is_none() {
            let line = source.line_of(finding.at.span.start);
            lines.entry((finding.at.source, line)).or_default().insert(finding.rule.code);
        }
    }
    lines
}

/// JSON has no comments.
fn is_json(name: &str) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// The rules that report each line of a run, by the name of its file: comments move no line.
fn still_reported(run: &Outcome) -> BTreeMap<(&str, usize), BTreeSet<Code>> {
    let mut lines: BTreeMap<(&str, usize), BTreeSet<Code>> = BTreeMap::new();
    for finding in &run.findings {
        let source = run.source(finding.at);
        let line = source.line_of(finding.at.span.start);
        lines.entry((source.name.as_str(), line)).or_default().insert(finding.rule.code);
    }
    lines
}

/// The edit that adds rules to a line: to the list of a comment that is there, or as a comment.
fn comment(source: &Source, (id, line): SourceLine, codes: &BTreeSet<Code>, reason: &str) -> Edit {
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
