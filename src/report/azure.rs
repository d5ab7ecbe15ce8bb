//! `azure`: logging commands, which Azure Pipelines shows with the build and the changed lines.

use std::io::{self, Write};

use super::{
    Reporter, TextStyle, clean, concise,
    fold::{self, FindingGroup},
    words,
};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, secrets::Secrets},
    input::Location,
};

pub(super) struct Azure;

impl Reporter for Azure {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let style = TextStyle { colour: false, ..TextStyle::default() };
        for group in fold::groups(run) {
            match kind(group.head.severity) {
                Some(kind) => writeln!(out, "{}", command(run, &group, kind, &masks))?,
                // There is no command for advice.
                None => {
                    out.write_all(concise::line(run, &group, &masks, style).as_bytes())?;
                }
            }
        }
        Ok(())
    }
}

fn kind(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Error => Some("error"),
        Severity::Warning => Some("warning"),
        Severity::Info => None,
    }
}

/// `##vso[task.logissue type=error;sourcepath=svc.yaml;linenumber=9;columnnumber=5;code=KV3101]…`
fn command(run: &Outcome, group: &FindingGroup<'_>, kind: &str, masks: &Secrets) -> String {
    let finding = group.head;
    let source = run.source(finding.at);
    let start = source.line_column(finding.at.span.start);
    let place = |at: Location| {
        let source = run.source(at);
        let start = source.line_column(at.span.start);
        let name = run.name_in_repository(&source.name);
        format!("{}:{}:{}", clean::path(&name), start.line, start.column)
    };
    format!(
        "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={}]{}",
        property(&clean::line(&run.name_in_repository(&source.name))),
        start.line,
        start.column,
        finding.rule.code,
        data(&words::lines(run, group, masks, place).join("\n")),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
