//! Printing findings: one file for each format, all from the same plain data.
//!
//! A reporter reads neither environment nor terminal: what it needs to know of them is in
//! [`TextStyle`].

mod azure;
mod checkstyle;
mod clean;
mod concise;
mod excerpt;
mod fold;
mod full;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod line_hash;
mod rdjson;
mod sarif;
mod statistics;
mod style;
mod words;
mod xml;

pub use clean::line as harmless;
pub use statistics::statistics;
pub use style::{TextStyle, as_called, wrap};

use std::{fmt, io, str::FromStr};

use crate::{diagnostic::Safety, findings::Outcome, input::Source};

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
    /// Workflow commands, which GitHub shows next to the changed lines.
    Github,
    /// A Code Quality report for merge requests.
    Gitlab,
    /// Findings as test cases.
    Junit,
    /// For reviewdog.
    Rdjson,
    /// XML by file.
    Checkstyle,
    /// Logging commands of Azure Pipelines.
    Azure,
}

impl Format {
    pub const ALL: [Format; 12] = [
        Format::Full,
        Format::Concise,
        Format::Grouped,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Checkstyle,
        Format::Azure,
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
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Checkstyle => "checkstyle",
            Format::Azure => "azure",
        }
    }

    /// Whether it is made for people: coloured where asked, with a closing summary.
    pub const fn is_human(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Grouped)
    }

    pub fn reporter(self, style: TextStyle) -> Box<dyn Reporter> {
        match self {
            Format::Full => Box::new(full::Full(style)),
            Format::Concise => Box::new(concise::Concise(style)),
            Format::Grouped => Box::new(grouped::Grouped(style)),
            Format::Json => Box::new(json::Json),
            Format::Jsonl => Box::new(json::Jsonl),
            Format::Sarif => Box::new(sarif::Sarif),
            Format::Github => Box::new(github::Github),
            Format::Gitlab => Box::new(gitlab::Gitlab),
            Format::Junit => Box::new(junit::Junit),
            Format::Rdjson => Box::new(rdjson::Rdjson),
            Format::Checkstyle => Box::new(checkstyle::Checkstyle),
            Format::Azure => Box::new(azure::Azure),
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
            format!("unknown output format `{text}`; must be one of {names}")
        })
    }
}

/// The closing lines for people: what was found in how much, and what was not checked.
///
/// `Found 1 error, 2 warnings in 3 files (12 objects). 1 fixable with --fix.` Only what was checked is
/// reported to have no problems.
pub fn summary(run: &Outcome) -> Vec<String> {
    use crate::diagnostic::Severity::{Error, Info, Warning};
    let found: Vec<String> = [(Error, "error"), (Warning, "warning"), (Info, "info")]
        .into_iter()
        .filter(|(severity, _)| run.count(*severity) > 0)
        .map(|(severity, word)| count(run.count(severity), word))
        .collect();
    let (number, objects) = (count(run.files, "file"), count(run.checked(), "object"));
    let mut first = match (found.as_slice(), run.checked()) {
        ([], 0) => return nothing_checked(run),
        ([], _) => format!("No problems found in {number} ({objects})."),
        (found, _) => format!("Found {} in {number} ({objects}).", found.join(", ")),
    };
    first.push_str(&fixable(run));
    if let hidden @ 1.. = run.hidden.len() {
        first.push_str(&format!(" {hidden} not shown."));
    }
    if let known @ 1.. = run.in_baseline {
        first.push_str(&format!(" {known} in the baseline."));
    }
    let without = run.without_objects().filter(|source| source.named);
    let without = files(without).map(|(number, names)| {
        format!("No objects were checked in {}: {names}.", count(number, "file"))
    });
    let lines = std::iter::once(first).chain(without).chain(partly(run));
    lines.chain(custom_resources(run)).chain(assumed_version(run)).collect()
}

/// ` 2 fixable with --fix, 1 more with --unsafe-fixes.`
fn fixable(run: &Outcome) -> String {
    match (run.fixable_by(Safety::Safe), run.fixable_by(Safety::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!(" {safe} fixable with --fix."),
        (0, risky) => format!(" {risky} fixable with --fix --unsafe-fixes."),
        (safe, risky) => format!(" {safe} fixable with --fix, {risky} more with --unsafe-fixes."),
    }
}

/// Which version of Kubernetes was taken, where nobody has chosen one.
fn assumed_version(run: &Outcome) -> Option<String> {
    let version = run.assumed_version?;
    Some(format!("Validated against Kubernetes {version} (default); see --kubernetes-version."))
}

/// The same if nothing was checked.
fn nothing_checked(run: &Outcome) -> Vec<String> {
    let all = count(run.files, "file");
    // For a whole directory a few names would not help, and templates have a note.
    let is_told = |number: usize| {
        let mut without = run.without_objects();
        number == run.files && (number <= MAX_NAMES || without.any(|source| source.named))
    };
    let first = match files(run.without_objects()).filter(|(number, _)| is_told(*number)) {
        _ if run.files == 0 => "No objects were checked.".to_owned(),
        None => format!("No objects were checked in {all}."),
        Some((_, names)) => format!("No objects were checked in {all}: {names}."),
    };
    std::iter::once(first).chain(partly(run)).chain(custom_resources(run)).collect()
}

/// How many files were checked in part only.
fn partly(run: &Outcome) -> Option<String> {
    let number = run.partly();
    let verb = if number == 1 { "was" } else { "were" };
    let files = count(number, "file");
    (number > 0).then(|| format!("{files} {verb} only partly checked (see -v)."))
}

/// A summary names so many files of which nothing was checked, and counts the others.
const MAX_NAMES: usize = 3;

/// How many files there are, and the first by name.
fn files<'a>(sources: impl Iterator<Item = &'a Source>) -> Option<(usize, String)> {
    let mut names: Vec<&str> = sources.map(|source| source.name.as_str()).collect();
    names.sort_unstable();
    Some((names.len(), named(&names)?))
}

/// The first names, and how many more there are: `a.txt, b.sh, c.md and 4 more`.
pub fn named(names: &[&str]) -> Option<String> {
    let shown: Vec<_> = names.iter().take(MAX_NAMES).map(|name| clean::path(name)).collect();
    let mut text = shown.join(", ");
    if let more @ 1.. = names.len().saturating_sub(MAX_NAMES) {
        text.push_str(&format!(" and {more} more"));
    }
    (!names.is_empty()).then_some(text)
}

/// No schema of a custom resource is known.
fn custom_resources(run: &Outcome) -> Option<String> {
    let unvalidated = run.unvalidated();
    let verb = if unvalidated == 1 { "was" } else { "were" };
    let resources = count(unvalidated, "custom resource");
    (unvalidated > 0).then(|| format!("{resources} {verb} not validated, except for metadata."))
}

/// Writes the closing lines where they are wanted.
fn write_summary(run: &Outcome, style: TextStyle, out: &mut dyn io::Write) -> io::Result<()> {
    if style.summary {
        for line in summary(run).iter().flat_map(|line| wrap(line, style.width)) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `1 file`, `2 files`.
pub fn count(n: usize, word: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {word}{plural}")
}

/// How a place is named: `svc.yaml:9:5`.
fn place(run: &Outcome, at: crate::input::Location) -> String {
    let source = run.source(at);
    let start = source.line_column(at.span.start);
    format!("{}:{}:{}", clean::path(&source.name), start.line, start.column)
}
