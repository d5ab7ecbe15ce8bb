//! Where the findings go, and the exit code for them.

use std::{io::Write as _, path::Path};

use super::{LintArgs, args::OutputSpec};
use crate::{
    cli::{
        CommandEnv,
        error::{CliError, FAILED, FOUND},
        ui,
        write::{self, OutputTarget},
    },
    code,
    config::FailOn,
    diagnostic::Severity,
    findings::Outcome,
    input,
    report::{self, Format},
};

/// The formats that are asked for.
pub(super) struct Plan {
    /// On standard output; `None` until the configuration was asked.
    stdout: Option<Format>,
    files: Vec<(Format, OutputTarget)>,
    /// Standard output is needed for something else.
    pub(super) to_stderr: bool,
}

impl Plan {
    pub(super) fn new(args: &LintArgs, run: &CommandEnv) -> Result<Plan, CliError> {
        let shown = |path: &Path| input::shown(path, &run.working_directory);
        let mut plan = Plan { stdout: None, files: Vec::new(), to_stderr: false };
        for OutputSpec { format, file } in &args.output {
            let Some(file) = file.as_deref().filter(|file| *file != Path::new("/dev/stdout"))
            else {
                if plan.stdout.is_some() {
                    return Err(CliError::new("only one format can be written to standard output")
                        .hint(format!("write the others to files: -o {format}=FILE")));
                }
                plan.stdout = Some(*format);
                continue;
            };
            let target = OutputTarget::new(file);
            if let Some((_, other)) = plan.files.iter().find(|(_, other)| other.is_same(&target)) {
                return Err(twice(&shown(&other.path), &shown(file)));
            }
            if target.is_standard_output() {
                return Err(CliError::new(format!(
                    "standard output and -o {format} are written to the same file: {}",
                    shown(file)
                )));
            }
            plan.files.push((*format, target));
        }
        Ok(plan)
    }

    /// Takes the configured format where no flag gives one.
    pub(super) fn or_default(mut self, configured: Option<&str>) -> Result<Plan, CliError> {
        if self.stdout.is_none() {
            let format = configured.unwrap_or("full").parse();
            self.stdout = Some(
                format.map_err(|error: String| CliError::new(format!("output.format: {error}")))?,
            );
        }
        Ok(self)
    }

    /// Prints everything; the exit code knows also what is not shown.
    pub(super) fn print(
        self,
        outcome: &mut Outcome,
        fail_on: FailOn,
        args: &LintArgs,
        run: &CommandEnv,
    ) -> Result<u8, CliError> {
        let code = exit_code(outcome, fail_on);
        hide(outcome, args);
        let mut failed = Ok(());
        for (format, target) in &self.files {
            let mut text = Vec::new();
            report(*format, outcome, run.ui.file_style(), args, &mut text)?;
            // What can be written is written.
            failed = failed.and(write::write_file(&target.path, &text, run));
        }
        let format = self.stdout.unwrap_or(Format::Full);
        if self.to_stderr {
            report(format, outcome, run.ui.stderr_style(), args, &mut std::io::stderr().lock())?;
        } else {
            let mut out = ui::stdout();
            report(format, outcome, run.ui.style(), args, &mut out)?;
            out.flush()?;
        }
        if !format.is_human() {
            report::summary(outcome).iter().for_each(|line| run.ui.note(line));
        }
        if let hidden @ 1.. = outcome.hidden.len()
            && run.ui.is_quiet()
        {
            let findings = if hidden == 1 { "finding is" } else { "findings are" };
            run.ui.warn(&format!("{hidden} {findings} not shown"));
        }
        failed.map(|()| code)
    }
}

fn twice(first: &str, second: &str) -> CliError {
    if first == second {
        return CliError::new(format!("two formats are written to the same file: {first}"));
    }
    CliError::new(format!("two formats are written to the same file: {first} and {second}"))
}

fn report(
    format: Format,
    outcome: &Outcome,
    style: report::TextStyle,
    args: &LintArgs,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    if args.statistics {
        return report::statistics(outcome, format, style, out);
    }
    format.reporter(style).report(outcome, out)
}

/// 2 if something could not be checked, 1 if a finding is severe enough.
fn exit_code(outcome: &Outcome, fail_on: FailOn) -> u8 {
    if outcome.findings.iter().any(|finding| {
        matches!(
            finding.rule.code,
            code::UNREADABLE_FILE | code::UNREADABLE_FOLDER | code::INTERNAL_ERROR
        )
    }) {
        return FAILED;
    }
    let fails = |least: Severity| outcome.findings.iter().any(|finding| finding.severity >= least);
    if fail_on.0.is_some_and(fails) { FOUND } else { 0 }
}

/// Takes out what is not to be shown.
fn hide(outcome: &mut Outcome, args: &LintArgs) {
    if let Some(least) = args.min_severity {
        outcome.hidden.extend(outcome.findings.extract_if(.., |f| f.severity < least));
    }
    let kept = args.max_diagnostics.unwrap_or(usize::MAX).min(outcome.findings.len());
    outcome.hidden.append(&mut outcome.findings.split_off(kept));
}
