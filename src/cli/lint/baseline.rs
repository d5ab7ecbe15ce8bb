//! `--baseline` and its like: what was found before is not reported again.

use std::path::PathBuf;

use super::LintArgs;
use crate::{
    cli::{CommandEnv, error::CliError, write},
    findings::{Baseline, Outcome},
    input,
    report::count,
};

/// Read where no other is named and it is there.
const DEFAULT: &str = "kubevet-baseline.json";

/// The longest baseline, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Takes out what is in the baseline.
pub(super) fn apply(
    outcome: &mut Outcome,
    args: &LintArgs,
    run: &CommandEnv,
) -> Result<(), CliError> {
    let Some(path) = path(args, run) else { return Ok(()) };
    let shown = input::shown(&path, &run.working_directory);
    let wrong = |why: String| {
        CliError::new(format!("cannot read the baseline {shown}: {why}"))
            .hint("write it with `kubevet lint --write-baseline`")
    };
    let text = input::text(&path, MAX_BYTES).map_err(|error| wrong(input::reason(&error)))?;
    let all = Baseline::parse(&text).map_err(wrong)?;
    let mut stale = all.clone();
    stale.apply(outcome);
    if stale.is_empty() {
        return Ok(());
    }
    let entries = if stale.len() == 1 { "entry" } else { "entries" };
    let matches = if stale.len() == 1 { "matches" } else { "match" };
    if !args.prune_baseline {
        run.ui.warn(&format!(
            "{} {entries} of {shown} {matches} no finding; remove them with --prune-baseline",
            stale.len()
        ));
        return Ok(());
    }
    let mut kept = all;
    kept.remove(&stale);
    write::write_file(&path, kept.to_text().as_bytes(), run)?;
    run.ui.note(&format!("removed {} {entries} from {shown}", stale.len()));
    Ok(())
}

/// Writes everything that was found as the baseline.
pub(super) fn write(outcome: &Outcome, args: &LintArgs, run: &CommandEnv) -> Result<(), CliError> {
    let path = args.baseline.clone().unwrap_or_else(|| PathBuf::from(DEFAULT));
    let path = run.working_directory.join(path);
    let baseline = Baseline::of(outcome);
    write::write_file(&path, baseline.to_text().as_bytes(), run)?;
    let shown = input::shown(&path, &run.working_directory);
    run.ui.note(&format!("wrote {} to {shown}", count(baseline.len(), "finding")));
    Ok(())
}

fn path(args: &LintArgs, run: &CommandEnv) -> Option<PathBuf> {
    let default = run.working_directory.join(DEFAULT);
    let named = args.baseline.as_ref().map(|path| run.working_directory.join(path));
    named.or_else(|| default.is_file().then_some(default))
}
