//! `rdjson`: the Reviewdog Diagnostic Format, with fixes as suggestions.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{
    Reporter,
    fold::{self, FindingGroup},
    json::{to_vec, url},
    place, words,
};
use crate::{
    diagnostic::{Safety, Severity},
    findings::{Outcome, secrets::Secrets},
    input::{Location, Source},
};

pub(super) struct Rdjson;

impl Reporter for Rdjson {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let groups = fold::groups(run);
        let diagnostics: Vec<Value> =
            groups.iter().map(|group| diagnostic(run, group, &masks)).collect();
        let report = json!({
            "source": { "name": "kubevet", "url": env!("CARGO_PKG_REPOSITORY") },
            "diagnostics": diagnostics,
        });
        out.write_all(&to_vec(&report)?)?;
        writeln!(out)
    }
}

fn diagnostic(run: &Outcome, group: &FindingGroup<'_>, masks: &Secrets) -> Value {
    let finding = group.head;
    let severity = match finding.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    };
    let mut code = json!({ "value": finding.rule.code.as_str() });
    if let Some(url) = url(run, finding.rule) {
        code["url"] = url.into();
    }
    let mut found = json!({
        "message": words::lines(run, group, masks, |at| place(run, at)).join("\n"),
        "location": {
            "path": run.source(finding.at).name,
            "range": range(run.source(finding.at), finding.at),
        },
        "severity": severity,
        "code": code,
    });
    // A suggestion is one range of the file that the finding is in.
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety > Safety::Shown)
        && let [edit] = &fix.edits[..]
        && edit.at.source == finding.at.source
    {
        let range = range(run.source(edit.at), edit.at);
        found["suggestions"] = json!([{ "range": range, "text": edit.text }]);
    }
    found
}

/// Lines and columns from 1; columns count bytes.
fn range(source: &Source, at: Location) -> Value {
    let position = |offset: u32| {
        let line = source.line_of(offset);
        let start = source.line_span(line).start;
        json!({ "line": line + 1, "column": offset - start + 1 })
    };
    json!({ "start": position(at.span.start), "end": position(at.span.end) })
}
