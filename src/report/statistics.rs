//! `--statistics`: how often each rule was broken, in place of the findings themselves.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use super::{Format, TextStyle, json, style::Ink, write_summary};
use crate::{
    code::Code,
    diagnostic::{Safety, Severity},
    findings::Outcome,
    rules::Rule,
};

#[derive(Serialize)]
struct Row {
    code: Code,
    name: &'static str,
    severity: &'static str,
    count: usize,
    /// How many of them carry a fix that could be applied.
    fixable: usize,
}

/// Writes the counts for each rule, the most frequent first: a table for people, JSON for the JSON
/// formats.
pub fn statistics(
    run: &Outcome,
    format: Format,
    style: TextStyle,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = rows(run);
    if matches!(format, Format::Json | Format::Jsonl) {
        out.write_all(&json::to_vec(&rows)?)?;
        return out.write_all(b"\n");
    }
    let widest = |length: fn(&Row) -> usize| rows.iter().map(length).max().unwrap_or(0);
    let counts = widest(|row| row.count.to_string().len());
    for row in &rows {
        let severity = row.severity.parse().unwrap_or(Severity::Info);
        let fixable = match row.fixable {
            0 => String::new(),
            n if n == row.count => "  [*]".to_owned(),
            n => format!("  [*] {n}"),
        };
        let head = format!("{}[{}]", row.severity, row.code);
        let gap = "warning[KV0000]".len() - head.len().min("warning[KV0000]".len());
        writeln!(
            out,
            "{:>counts$}  {}{:gap$}  {}{}",
            row.count,
            style.paint(Ink::Severity(severity), &head),
            "",
            row.name,
            style.paint(Ink::Help, &fixable),
        )?;
    }
    write_summary(run, style, out)
}

fn rows(run: &Outcome) -> Vec<Row> {
    let mut rows: BTreeMap<(Code, Severity), Row> = BTreeMap::new();
    for finding in &run.findings {
        let &Rule { code, name, .. } = finding.rule;
        let severity = finding.severity;
        let row = rows.entry((code, severity)).or_insert_with(|| Row {
            code,
            name,
            severity: severity.name(),
            count: 0,
            fixable: 0,
        });
        row.count += 1;
        let applies = finding.fix.as_ref().is_some_and(|fix| fix.safety > Safety::Shown);
        row.fixable += usize::from(applies);
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}
