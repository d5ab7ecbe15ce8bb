//! `gitlab`: a Code Quality report, which GitLab shows in merge requests.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::json;

use super::{Reporter, fold, json::to_vec, words};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, fingerprints, secrets::Secrets},
    rules::Finding,
};

pub(super) struct Gitlab;

impl Reporter for Gitlab {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let prints = fingerprints(run);
        let print_of: BTreeMap<*const Finding, &String> =
            run.findings.iter().map(std::ptr::from_ref).zip(&prints).collect();
        let issues: Vec<_> = fold::groups(run)
            .iter()
            .map(|group| {
                let finding = group.head;
                let source = run.source(finding.at);
                let (start, end) = (
                    source.line_column(finding.at.span.start),
                    source.line_column(finding.at.span.end),
                );
                let severity = match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                };
                json!({
                    "description": words::message(run, group, &masks),
                    "check_name": finding.rule.code.as_str(),
                    "fingerprint": print_of.get(&std::ptr::from_ref(finding)),
                    "severity": severity,
                    "location": {
                        "path": run.name_in_repository(&source.name),
                        "lines": { "begin": start.line, "end": end.line },
                    },
                })
            })
            .collect();
        out.write_all(&to_vec(&issues)?)?;
        writeln!(out)
    }
}
