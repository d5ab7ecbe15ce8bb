//! `github`: workflow commands, which GitHub shows next to the changed lines.
//!
//! GitHub shows ten commands of a kind for each step; findings beyond them are plain lines of the
//! log, and a closing notice counts them.

use std::io::{self, Write};

use super::{
    Reporter, TextStyle, clean, concise, count,
    fold::{self, FindingGroup},
    words,
};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, secrets::Secrets},
    input::Location,
    rules::Finding,
};

pub(super) struct Github;

/// Commands of a kind that GitHub shows for a step.
const SHOWN: usize = 10;

impl Reporter for Github {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let groups = fold::groups(run);
        let mut rest: Vec<&FindingGroup<'_>> = Vec::new();
        for severity in Severity::ALL.into_iter().rev() {
            let of_kind = groups.iter().filter(|group| group.head.severity == severity);
            // The closing notice needs a place, too.
            let shown = if severity == Severity::Info { SHOWN - 1 } else { SHOWN };
            for (index, group) in of_kind.enumerate() {
                if index < shown {
                    writeln!(out, "{}", command(run, group, &masks))?;
                } else {
                    rest.push(group);
                }
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        let style = TextStyle { colour: false, ..TextStyle::default() };
        for group in &rest {
            out.write_all(concise::line(run, group, &masks, style).as_bytes())?;
        }
        let more = count(rest.len(), "more finding");
        writeln!(out, "::notice title=kubevet::{more} in the log of this step")
    }
}

/// `::error title=kubevet (KV3101),file=svc.yaml,line=9,endLine=9,col=5,endColumn=15::message`
fn command(run: &Outcome, group: &FindingGroup<'_>, masks: &Secrets) -> String {
    let finding = group.head;
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    format!(
        "::{kind} title=kubevet ({}),file={},{}::{}",
        finding.rule.code,
        property(&clean::line(&run.name_in_repository(&run.source(finding.at).name))),
        region(run, finding),
        data(&words::lines(run, group, masks, |at| place(run, at)).join("\n")),
    )
}

/// Columns only where they are of one line: GitHub reads them of the first line else.
fn region(run: &Outcome, finding: &Finding) -> String {
    let source = run.source(finding.at);
    let start = source.line_column(finding.at.span.start);
    let end = source.line_column(finding.at.span.end);
    if start.line == end.line {
        let (line, column) = (start.line, start.column);
        format!("line={line},col={column},endLine={line},endColumn={}", end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

/// As in other formats, from the root of the repository.
fn place(run: &Outcome, at: Location) -> String {
    let source = run.source(at);
    let start = source.line_column(at.span.start);
    let name = run.name_in_repository(&source.name);
    format!("{}:{}:{}", clean::path(&name), start.line, start.column)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
