//! `checkstyle`: XML by file, as Checkstyle 4.3 and later write it and reviewdog, Jenkins and others
//! read it.

use std::io::{self, Write};

use super::{
    Reporter,
    fold::{self, FindingGroup},
    words, xml,
};
use crate::{
    diagnostic::Severity,
    findings::{Outcome, secrets::Secrets},
};

pub(super) struct Checkstyle;

impl Reporter for Checkstyle {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        writeln!(out, "{}<checkstyle version=\"4.3\">", xml::HEAD)?;
        let groups = fold::groups(run);
        for of_file in groups.chunk_by(|a, b| a.head.at.source == b.head.at.source) {
            let Some(first) = of_file.first() else { continue };
            let name = &run.source(first.head.at).name;
            writeln!(out, "  {}>", xml::open("file", &[("name", name)]))?;
            for group in of_file {
                writeln!(out, "    {}/>", error(run, group, &masks))?;
            }
            writeln!(out, "  </file>")?;
        }
        writeln!(out, "</checkstyle>")
    }
}

fn error(run: &Outcome, group: &FindingGroup<'_>, masks: &Secrets) -> String {
    let finding = group.head;
    let start = run.source(finding.at).line_column(finding.at.span.start);
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    xml::open(
        "error",
        &[
            ("line", &start.line.to_string()),
            ("column", &start.column.to_string()),
            ("severity", severity),
            ("message", &words::message(run, group, masks)),
            ("source", &format!("kubevet.{}", finding.rule.code)),
        ],
    )
}
