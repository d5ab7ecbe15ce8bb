//! `--fix` and its like: fixes are applied in memory until none is left, and written at the end.

use std::{collections::BTreeMap, io::Write as _};

use clap::Args;

use super::{LintArgs, edited::EditedFiles, inputs::ConfigGroup, output::Plan};
use crate::{
    cli::{
        CommandEnv,
        error::{CliError, FOUND},
        ui,
    },
    config::FailOn,
    diagnostic::Safety,
    findings::{Outcome, secrets::Secrets},
    fix::{AppliedFix, Fixer, unified},
    input::{Location, Source, SourceId, Span},
    report::{count, named},
    rules::Finding,
};

/// `kubevet fix`: `kubevet lint --fix`.
#[derive(Args, Debug)]
pub(crate) struct FixArgs {
    /// Write nothing, and exit with code 1 if a fix would be applied
    #[arg(long, conflicts_with = "diff", help_heading = "Fixes")]
    check: bool,
    #[command(flatten)]
    lint: LintArgs,
}

pub(crate) fn run(args: FixArgs, run: &CommandEnv) -> Result<u8, CliError> {
    super::run(&LintArgs { fix: true, check: args.check, ..args.lint }, run)
}

/// So often fixes are looked for again in what fixes have made.
const ROUNDS: usize = 10;

/// What fixes made of the files of a run.
pub(super) struct Fixes {
    files: EditedFiles,
    applied: Vec<AppliedFix>,
    /// What was found in the files as they were.
    before: Outcome,
}

/// Lints groups, and lints again what fixes have made of them until nothing is left to fix. The
/// outcome is that of the last time. Nothing is written.
pub(super) fn lint(groups: &[ConfigGroup], args: &LintArgs, run: &CommandEnv) -> (Outcome, Fixes) {
    let mut files = EditedFiles::of(groups, args, run);
    let mut fixer = Fixer::new(args.unsafe_fixes);
    let mut outcome = super::lint_groups(files.groups(groups, args, run), args, run);
    let mut before = None;
    for _ in 0..ROUNDS {
        let changed = fixer.round(&outcome, |source| files.may_edit(source));
        if changed.is_empty() {
            break;
        }
        files.edit(&outcome, &changed);
        before.get_or_insert(outcome);
        outcome = super::lint_groups(files.groups(groups, args, run), args, run);
    }
    let applied = fixer.applied().to_vec();
    (outcome, Fixes { files, applied, before: before.unwrap_or_default() })
}

/// Writes or shows what was fixed, and reports what remains.
pub(super) fn finish(
    fixes: &Fixes,
    outcome: &mut Outcome,
    plan: Plan,
    fail_on: FailOn,
    args: &LintArgs,
    run: &CommandEnv,
) -> Result<u8, CliError> {
    let changes = u8::from(!fixes.is_empty()) * FOUND;
    if args.show_fixes || args.check {
        fixes.list().iter().for_each(|line| run.ui.note(line));
    }
    if args.diff || args.check {
        if args.diff {
            fixes.print_diff(outcome)?;
        }
        let more = match outcome.fixable_by(Safety::Unsafe) {
            more @ 1.. if !args.unsafe_fixes => format!(" {more} more with --unsafe-fixes."),
            _ => String::new(),
        };
        run.ui.note(&format!("{}{more}", fixes.summary("Would fix")));
        return Ok(changes);
    }
    let written = fixes.files.write(run);
    fixes.left(outcome).iter().for_each(|left| run.ui.note(left));
    run.ui.note(&fixes.summary("Fixed"));
    let mut code = 0;
    if !args.fix_only {
        code = plan.print(outcome, fail_on, args, run)?;
    }
    written?;
    Ok(if args.exit_non_zero_on_fix { code.max(changes) } else { code })
}

impl Fixes {
    /// Prints what would change, without the values of Secrets.
    pub(super) fn print_diff(&self, after: &Outcome) -> Result<(), CliError> {
        let mut out = ui::stdout();
        for (name, file) in self.files.changed() {
            let (old, new) = (masked(&self.before, name), masked(after, name));
            out.write_all(unified(name, (&file.old, &old), (&file.new, &new)).as_bytes())?;
        }
        out.flush()?;
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.applied.is_empty()
    }

    /// `Fixed 3 findings in 2 files.`, or what would be fixed.
    pub(super) fn summary(&self, word: &str) -> String {
        if self.is_empty() {
            return "Nothing to fix.".to_owned();
        }
        let files = count(self.files.changed().count(), "file");
        format!("{word} {} in {files}.", count(self.applied.len(), "finding"))
    }

    /// Why there are still safe fixes.
    fn left(&self, outcome: &Outcome) -> Vec<String> {
        let is_safe = |f: &&Finding| f.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        let safe = outcome.findings.iter().filter(is_safe);
        let sources: BTreeMap<&str, &Source> = safe
            .map(|finding| outcome.source(finding.at))
            .map(|source| (source.name.as_str(), source))
            .collect();
        let (own, others): (Vec<_>, Vec<_>) =
            sources.into_iter().partition(|(_, source)| self.files.is_asked_for(source));
        let line = |why: &str, files: Vec<(&str, &Source)>| {
            let names: Vec<&str> = files.into_iter().map(|(name, _)| name).collect();
            Some(format!("{why}: {}", named(&names)?))
        };
        let not_named = line("not fixed, because only files that are named are", others);
        let refused = line(
            "not fixed, because the file is rendered or not UTF-8, or an object would change its \
             identity",
            own,
        );
        not_named.into_iter().chain(refused).collect()
    }

    /// The applied fixes of each file, by rule.
    pub(super) fn list(&self) -> Vec<String> {
        let mut counts: BTreeMap<&AppliedFix, usize> = BTreeMap::new();
        for applied in &self.applied {
            *counts.entry(applied).or_insert(0) += 1;
        }
        let line = |(applied, times): (&AppliedFix, usize)| {
            let name = crate::rules::of(applied.code).name;
            let times = if times == 1 { String::new() } else { format!(", {times} times") };
            format!("{}: fixed {} ({name}){times}", applied.file, applied.code)
        };
        counts.into_iter().map(line).collect()
    }
}

/// What of a source of a run is not shown; nothing is of one that the run does not have.
fn masked(run: &Outcome, name: &str) -> Vec<Span> {
    let Some(index) = run.sources.iter().position(|source| source.name == name) else {
        return vec![Span::new(0, u32::MAX)];
    };
    let id = SourceId(index as u32);
    let whole = Span::new(0, run.sources[index].text.len() as u32);
    let known: Vec<Location> = run.secrets.iter().copied().filter(|at| at.source == id).collect();
    let secrets = Secrets::in_sources(&run.sources, vec![id], &known, &run.searched);
    secrets.masked(id, whole).to_vec()
}
