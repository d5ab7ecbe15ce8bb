//! `json` and `jsonl`: every finding whole, for programs. The keys and their order are a contract
//! (`schemas/kubevet-output.schema.json`).

use std::{
    borrow::Cow,
    io::{self, Write},
};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::{Reporter, clean};
use crate::{
    diagnostic::{Fix, Severity},
    findings::{Outcome, fingerprints, secrets::Secrets},
    input::{Location, Source},
    model::version::Versions,
    parallel::MANY_FINDINGS,
    rules::{Finding, ObjectRef, Rule},
};

/// One document.
pub(super) struct Json;

/// One diagnostic a line.
pub(super) struct Jsonl;

impl Reporter for Json {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let head = JsonHead {
            schema_version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            kubernetes_versions: names(run.versions),
            summary: Summary {
                files: run.files,
                documents: run.documents,
                objects: run.objects,
                errors: run.count(Severity::Error),
                warnings: run.count(Severity::Warning),
                infos: run.count(Severity::Info),
                fixable: run.fixable(),
                not_shown: run.hidden.len(),
                not_validated: run.unvalidated(),
                not_rendered: run.templates,
                without_objects: without_objects(run),
            },
        };
        // The head is left open, so that the list can be written a diagnostic a line.
        let mut head = to_vec(&head)?;
        head.pop();
        out.write_all(&head)?;
        out.write_all(b",\"diagnostics\":[")?;
        let mut separator = "\n";
        each(run, |diagnostic| {
            out.write_all(separator.as_bytes())?;
            separator = ",\n";
            out.write_all(diagnostic)
        })?;
        out.write_all(if run.findings.is_empty() { b"]}\n" } else { b"\n]}\n" })
    }
}

impl Reporter for Jsonl {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        each(run, |diagnostic| {
            out.write_all(diagnostic)?;
            out.write_all(b"\n")
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonHead<'a> {
    schema_version: u32,
    tool: Tool,
    kubernetes_versions: Vec<String>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary<'a> {
    files: usize,
    documents: usize,
    objects: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixable: usize,
    not_shown: usize,
    not_validated: usize,
    not_rendered: usize,
    without_objects: Vec<&'a str>,
}

/// The files that were named, and in which no object was checked.
fn without_objects(run: &Outcome) -> Vec<&str> {
    let named = run.without_objects().filter(|source| source.named);
    let mut names: Vec<&str> = named.map(|source| source.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonDiagnostic<'a> {
    code: &'a str,
    name: &'a str,
    category: &'a str,
    severity: &'a str,
    message: Cow<'a, str>,
    help: Option<Cow<'a, str>>,
    url: Option<String>,
    file: &'a str,
    range: JsonRange,
    document: u32,
    object: Option<JsonObject<'a>>,
    field_path: Option<&'a str>,
    rejected: bool,
    reason: Option<&'a str>,
    related: Vec<Related>,
    fix: Option<JsonFix<'a>>,
    fingerprint: &'a str,
    versions: Vec<String>,
    variants: Option<u32>,
    via: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    depends_on: &'a [String],
}

#[derive(Serialize)]
struct JsonRange {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonObject<'a> {
    api_version: &'a str,
    kind: &'a str,
    namespace: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Related {
    message: String,
    file: String,
    range: JsonRange,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: String,
    safety: &'static str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    range: JsonRange,
    text: String,
}

/// Hands out every finding as a JSON object.
fn each(run: &Outcome, mut write: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let masks = Secrets::of(run);
    let fingerprints = fingerprints(run);
    let one = |(finding, fingerprint): (&Finding, &String)| {
        to_vec(&diagnostic(run, finding, fingerprint, &masks))
    };
    if run.findings.len() < MANY_FINDINGS {
        let mut all = run.findings.iter().zip(&fingerprints).map(one);
        return all.try_for_each(|line| write(&line?));
    }
    for (findings, fingerprints) in
        run.findings.chunks(MANY_FINDINGS).zip(fingerprints.chunks(MANY_FINDINGS))
    {
        let lines: Vec<_> = findings.par_iter().zip(fingerprints).map(one).collect();
        lines.into_iter().try_for_each(|line| write(&line?))?;
    }
    Ok(())
}

fn diagnostic<'a>(
    run: &'a Outcome,
    finding: &'a Finding,
    fingerprint: &'a str,
    masks: &Secrets,
) -> JsonDiagnostic<'a> {
    let text = |text| masks.text(finding, text);
    JsonDiagnostic {
        code: finding.rule.code.as_str(),
        name: finding.rule.name,
        category: finding.rule.category(),
        severity: finding.severity.name(),
        message: text(&finding.message),
        help: finding.help.as_ref().map(text),
        url: url(run, finding.rule),
        file: &run.source(finding.at).name,
        range: range(run.source(finding.at), finding.at),
        document: finding.document,
        object: finding.object.as_ref().map(object),
        field_path: finding.field_path.as_deref(),
        rejected: finding.rejected(),
        reason: finding.reason.map(crate::validate::Reason::name),
        related: related(run, finding, masks),
        fix: finding.fix.as_ref().map(|fix| repair(run, finding, fix, masks)),
        fingerprint,
        versions: names(finding.versions.and(run.versions)),
        variants: finding.provenance.as_ref().map(|provenance| provenance.variants),
        via: finding.provenance.as_ref().map_or(&[], |provenance| &provenance.via),
        depends_on: &finding.depends_on,
    }
}

fn names(versions: Versions) -> Vec<String> {
    versions.iter().map(|version| version.to_string()).collect()
}

/// The address of the rule's document, where the run knows one.
pub(super) fn url(run: &Outcome, rule: &Rule) -> Option<String> {
    let url = run.docs_url.as_ref()?;
    Some(url.replace("{code}", rule.code.as_str()).replace("{name}", rule.name))
}

fn object(object: &ObjectRef) -> JsonObject<'_> {
    JsonObject {
        api_version: &object.api_version,
        kind: &object.kind,
        namespace: object.namespace.as_deref(),
        name: object.name.as_deref(),
    }
}

fn range(source: &Source, at: Location) -> JsonRange {
    let position = |offset: u32| {
        let offset = offset.min(source.text.len() as u32);
        let place = source.line_column(offset);
        Position { line: place.line, column: place.column, offset: offset + source.skipped }
    };
    JsonRange { start: position(at.span.start), end: position(at.span.end.max(at.span.start)) }
}

fn related(run: &Outcome, finding: &Finding, masks: &Secrets) -> Vec<Related> {
    let labels = finding.related.iter().map(|label| Related {
        message: masks.text(finding, &label.text).into_owned(),
        file: run.source(label.at).name.clone(),
        range: range(run.source(label.at), label.at),
    });
    labels.collect()
}

fn repair<'a>(run: &'a Outcome, finding: &Finding, fix: &'a Fix, masks: &Secrets) -> JsonFix<'a> {
    let edits = fix.edits.iter().map(|edit| Replacement {
        file: &run.source(edit.at).name,
        range: range(run.source(edit.at), edit.at),
        text: edit.text.clone(),
    });
    JsonFix {
        title: masks.text(finding, &fix.title).into_owned(),
        safety: fix.safety.name(),
        edits: edits.collect(),
    }
}

pub(super) fn to_vec(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_json(&mut bytes, value)?;
    Ok(bytes)
}

/// Writes compact JSON that is also safe to show: besides what JSON must escape, whatever a
/// terminal or the log reader of a CI system would obey is escaped.
pub(super) fn write_json(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Safe(CompactFormatter)))?;
    Ok(())
}

struct Safe(CompactFormatter);

impl Formatter for Safe {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let plain = |byte: &u8| byte.is_ascii() && !matches!(byte, b'#' | 0x7f);
        if text.as_bytes().iter().all(plain) {
            return self.0.write_string_fragment(to, text);
        }
        let mut written = 0;
        for (at, c) in text.char_indices() {
            let command = c == '#' && clean::is_hash_command(&text.as_bytes()[at..]);
            if command || clean::is_hidden(c) {
                to.write_all(&text.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(to, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        to.write_all(&text.as_bytes()[written..])
    }
}
