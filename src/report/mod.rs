//! Printing findings: one file for each format, all from the same plain data.
//!
//! A reporter reads neither environment nor terminal: what it needs to know of them is in
//! [`Style`].

mod clean;
mod concise;
mod excerpt;
mod fold;
mod full;
mod github;
mod grouped;
mod json;
mod line_hash;
mod sarif;
mod statistics;
mod style;

pub use clean::line as harmless;
pub use statistics::statistics;
pub use style::Style;

use std::{fmt, io, str::FromStr};

use crate::findings::Outcome;

/// Prints the findings of a run.
pub trait Reporter {
    /// Writes the whole report. Errors are those of `out`; a closed pipe is the caller's business.
    fn report(&self, run: &Outcome, out: &mut dyn io::Write) -> io::Result<()>;
}

/// An output format, as named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// With the lines of the manifest, for people.
    Full,
    /// One line a finding.
    Concise,
    /// By file.
    Grouped,
    /// One document.
    Json,
    /// One JSON document a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
}

impl Format {
    pub const ALL: [Format; 7] = [
        Format::Full,
        Format::Concise,
        Format::Grouped,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Grouped => "grouped",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
        }
    }

    /// Whether it is made for people: coloured where asked, with a closing summary.
    pub const fn is_human(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Grouped)
    }

    pub fn reporter(self, style: Style) -> Box<dyn Reporter> {
        match self {
            Format::Full => Box::new(full::Full(style)),
            Format::Concise => Box::new(concise::Concise(style)),
            Format::Grouped => Box::new(grouped::Grouped(style)),
            Format::Json => Box::new(json::Json),
            Format::Jsonl => Box::new(json::Jsonl),
            Format::Sarif => Box::new(sarif::Sarif),
            Format::Github => Box::new(github::Github),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Format, String> {
        Format::ALL.into_iter().find(|format| format.name() == text).ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            format!("`{text}` is no output format; write one of {names}")
        })
    }
}

/// The reporter of a format by its name.
pub fn by_name(name: &str, style: Style) -> Option<Box<dyn Reporter>> {
    name.parse::<Format>().ok().map(|format| format.reporter(style))
}

/// The closing line for people: `Found 1 error, 2 warnings in 3 files (12 objects). 1 fixable.`
pub fn summary(run: &Outcome) -> String {
    use crate::findings::Severity::{Error, Info, Warning};
    let found: Vec<String> = [(Error, "error"), (Warning, "warning"), (Info, "info")]
        .into_iter()
        .filter(|(severity, _)| run.count(*severity) > 0)
        .map(|(severity, word)| count(run.count(severity), word))
        .collect();
    let found = if found.is_empty() {
        "No problems".to_owned()
    } else {
        format!("Found {}", found.join(", "))
    };
    let verb = if run.findings.is_empty() { " found" } else { "" };
    let (files, objects) = (count(run.files, "file"), count(run.objects, "object"));
    let fixable = match run.fixable() {
        0 => String::new(),
        n => format!(" {n} fixable."),
    };
    let partly = match run.partly() {
        0 => String::new(),
        n => format!(" {} only partly checked (see -v).", count(n, "file")),
    };
    format!("{found}{verb} in {files} ({objects}).{fixable}{partly}")
}

/// `1 file`, `2 files`.
fn count(n: usize, word: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {word}{plural}")
}

/// How a place is named: `svc.yaml:9:5`.
fn place(run: &Outcome, at: crate::input::Location) -> String {
    let source = run.source(at);
    let start = source.line_column(at.span.start);
    format!("{}:{}:{}", clean::path(&source.name), start.line, start.column)
}
