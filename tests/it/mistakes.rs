//! Mistakes that people really make, under `testdata/mistakes`: each with what is said of it, and
//! repaired, when nothing may be said any more.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use kubevet::{
    findings::Outcome,
    input::{Location, Mode, Source},
    lint::{Settings, lint},
    rules::Finding,
};

use crate::{fixes, golden};

#[test]
fn each_mistake_is_explained() {
    let mut wrong = Vec::new();
    for case in cases() {
        let said = describe(&judge(&case.broken));
        let same = golden::same(&format!("mistakes/{}/expected.txt", case.name), &said);
        if !same || said.is_empty() {
            wrong.push(format!("== {}\n{said}", case.name));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites these, but for silence:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_said_of_repaired_manifests() {
    for case in cases() {
        let said = describe(&judge(&case.repaired));
        assert!(said.is_empty(), "testdata/mistakes/{}/repaired.yaml:\n{said}", case.name);
    }
}

struct Case {
    name: String,
    broken: PathBuf,
    repaired: PathBuf,
}

/// The broken manifests, as cases whose fixes are tried.
pub(crate) fn broken() -> impl Iterator<Item = fixes::Case> {
    cases().into_iter().map(|case| fixes::Case {
        files: vec![(
            file_name(&case.broken),
            fs::read_to_string(&case.broken).expect("a manifest"),
        )],
        name: case.name,
        mode: Mode::Project,
        settings: Settings::default(),
    })
}

/// One a directory: the manifest under a name of its own, and `repaired.yaml`.
fn cases() -> Vec<Case> {
    let dirs = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/mistakes"));
    let one = |dir: PathBuf| {
        let repaired = dir.join("repaired.yaml");
        let is_broken = |path: &PathBuf| {
            path.extension().is_some_and(|extension| extension == "yaml") && *path != repaired
        };
        let broken = entries(&dir).into_iter().find(is_broken).expect("a broken manifest");
        Case { name: file_name(&dir), broken, repaired }
    };
    dirs.into_iter().map(one).collect()
}

/// The default rules over one manifest.
fn judge(path: &Path) -> Outcome {
    let text = fs::read_to_string(path).expect("a manifest");
    let sources = vec![Source::new(file_name(path), text)];
    lint(sources, &Settings::default())
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(dir).expect("a folder of testdata");
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned()
}

/// Everything that is said, in few lines: what is shown to people and what machines get.
fn describe(run: &Outcome) -> String {
    let mut text = String::new();
    for finding in &run.findings {
        describe_one(run, finding, &mut text).expect("a string takes everything");
    }
    text
}

fn describe_one(run: &Outcome, finding: &Finding, text: &mut String) -> std::fmt::Result {
    let Finding { rule, severity, .. } = finding;
    let message = finding.message.with_values();
    writeln!(text, "{} {severity}[{}] {message}", place(run, finding.at), rule.code.as_str())?;
    if let Some(reason) = finding.reason {
        let path = finding.field_path.as_deref().unwrap_or("-");
        writeln!(text, "    rejected: {} {path}", reason.name())?;
    }
    for label in &finding.related {
        writeln!(text, "    {}: {}", place(run, label.at), label.text.with_values())?;
    }
    if let Some(help) = &finding.help {
        writeln!(text, "    help: {}", help.with_values())?;
    }
    if let Some(fix) = &finding.fix {
        writeln!(text, "    {} fix: {}", fix.safety.name(), fix.title.with_values())?;
    }
    Ok(())
}

/// `FILE:LINE:COLUMN`, and `-LINE:COLUMN` of the end.
fn place(run: &Outcome, at: Location) -> String {
    let source = run.source(at);
    let (start, end) = (source.line_column(at.span.start), source.line_column(at.span.end));
    format!("{}:{}:{}-{}:{}", source.name, start.line, start.column, end.line, end.column)
}
