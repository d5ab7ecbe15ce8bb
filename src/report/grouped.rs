//! `grouped`: a list for each file.

use std::io::{self, Write};

use super::{
    Reporter, TextStyle, clean, concise,
    fold::{self, FindingGroup},
    style::Ink,
    write_summary,
};
use crate::findings::{Outcome, secrets::Secrets};

pub(super) struct Grouped(pub(super) TextStyle);

impl Reporter for Grouped {
    fn report(&self, run: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        let masks = Secrets::of(run);
        let groups = fold::first_groups(run);
        for file in groups.chunk_by(|a, b| a.head.at.source == b.head.at.source) {
            let name = clean::path(&run.source(file[0].head.at).name);
            writeln!(out, "{}", self.0.paint(Ink::Strong, &name))?;
            self.file(run, file, &masks, out)?;
            writeln!(out)?;
        }
        write_summary(run, self.0, out)
    }
}

impl Grouped {
    /// Lines `  9:5   error[KV3101]   message`, in columns.
    fn file(
        &self,
        run: &Outcome,
        groups: &[FindingGroup<'_>],
        masks: &Secrets,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let rows: Vec<[String; 2]> = groups
            .iter()
            .map(|group| {
                let start = run.source(group.head.at).line_column(group.head.at.span.start);
                [format!("{}:{}", start.line, start.column), concise::head(group.head)]
            })
            .collect();
        let widest = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
        let (places, heads) = (widest(0), widest(1));
        for (group, [place, head]) in groups.iter().zip(&rows) {
            let finding = group.head;
            let message = concise::message(run, finding, masks);
            writeln!(
                out,
                "  {place:places$}  {}{:gap$}  {}{}{}",
                self.0.paint(Ink::Severity(finding.severity), head),
                "",
                clean::line(&message),
                self.0.paint(Ink::Quiet, &concise::also(group)),
                self.0.paint(Ink::Help, concise::mark(finding)),
                gap = heads - head.len(),
            )?;
        }
        Ok(())
    }
}
