//! `kubevet lint`.

mod add_ignore;
mod args;
mod baseline;
mod edited;
mod fix;
mod inputs;
mod output;
mod watch;

pub(super) use args::LintArgs;
pub(super) use fix::{FixArgs, run as run_fix};

use std::{io::Write as _, num::NonZero, thread};

use super::{
    CommandEnv,
    error::{CliError, FAILED},
    stdin::{self, Waiting},
    ui,
};
use crate::{
    findings::{Outcome, Repository},
    input::{self, Source},
    lint::{RenderedCharts, lint_group, to_templates},
};
use inputs::ConfigGroup;

pub(super) fn run(args: &LintArgs, run: &CommandEnv) -> Result<u8, CliError> {
    set_threads(run)?;
    if args.watch { watch::run(args, run) } else { once(args, run) }
}

fn once(args: &LintArgs, run: &CommandEnv) -> Result<u8, CliError> {
    args.check_fixes()?;
    let plan = output::Plan::new(args, run)?;
    let inputs = inputs::collect(args, run)?;
    let unnamed = inputs.unnamed;
    if unnamed && !args.show_settings && !args.show_files {
        refuse_unread(stdin::waiting())?;
    }
    let groups = inputs.group(args, run)?;
    if args.show_settings {
        return show_settings(&groups, run);
    }
    if args.show_files {
        return show_files(&groups, run);
    }
    if groups.iter().all(ConfigGroup::is_empty) {
        no_files(args, run)?;
    }
    let first = &groups[0].resolved;
    let fail_on = first.fail_on;
    let mut plan = plan.or_default(first.format.as_deref())?;
    // Standard output is then for standard input as it becomes.
    plan.to_stderr = (args.fixes() || args.add_ignore.is_some())
        && groups.iter().any(|group| group.stdin.is_some());
    let built = groups.iter().filter_map(|group| group.built.as_ref());
    let left_out = built.into_iter().any(|built| built.left_out);
    let stdin_is_empty = groups.iter().any(|group| group.stdin_is_empty);
    let (mut outcome, fixes) = if args.fixes() {
        let (outcome, fixes) = fix::lint(&groups, args, run);
        (outcome, Some(fixes))
    } else if let Some(reason) = &args.add_ignore {
        (add_ignore::run(&groups, reason, args, run)?, None)
    } else {
        (lint_groups(groups, args, run), None)
    };
    tell(&outcome, run);
    if unnamed {
        refuse_late(run)?;
    }
    if args.write_baseline {
        baseline::write(&outcome, args, run)?;
        return Ok(0);
    }
    baseline::apply(&mut outcome, args, run)?;
    let code = match &fixes {
        Some(fixes) => fix::finish(fixes, &mut outcome, plan, fail_on, args, run)?,
        None => plan.print(&mut outcome, fail_on, args, run)?,
    };
    if stdin_is_empty {
        return Err(CliError::new("standard input is empty: nothing was checked")
            .hint("check the command before the pipe; it may have failed"));
    }
    if outcome.objects == 0 {
        no_objects(&outcome, run);
        if args.error_on_no_objects && code != FAILED {
            return Err(CliError::new("no Kubernetes object was read: nothing was checked"));
        }
    }
    Ok(if left_out { FAILED } else { code })
}

/// Prints what a report does not hold.
fn tell(outcome: &Outcome, run: &CommandEnv) {
    outcome.warnings.iter().for_each(|warning| run.ui.warn(warning));
    outcome.notes.iter().for_each(|note| run.ui.note(note));
    if run.ui.is_verbose() {
        outcome.left_alone().iter().for_each(|line| run.ui.detail(line));
    }
}

/// Looks at standard input again: others in a pipeline may have started later.
fn refuse_late(run: &CommandEnv) -> Result<(), CliError> {
    let waiting = stdin::waiting();
    refuse_unread(waiting)?;
    if waiting == Waiting::Something && run.ui.is_read_by_people() {
        run.ui.note("standard input was not read; run `kubevet lint -` to check it");
    }
    Ok(())
}

/// Lints all groups, each by its own configuration, into one outcome.
fn lint_groups(groups: Vec<ConfigGroup>, args: &LintArgs, run: &CommandEnv) -> Outcome {
    let docs_url = groups[0].resolved.docs_url.clone();
    let mut outcome = Outcome { docs_url, ..Outcome::default() };
    for group in groups {
        let (inputs, settings) = group.into_inputs(args, run);
        outcome.absorb(lint_group(inputs, settings));
    }
    let here = &run.working_directory;
    let repository = input::repository_of(here);
    let charts =
        RenderedCharts { named: args.chart.as_deref(), working_directory: here, repository };
    to_templates(&mut outcome, &charts);
    outcome.repository = Some(Repository {
        root: repository.unwrap_or(here).to_path_buf(),
        working_directory: here.clone(),
    });
    if outcome.sources.iter().any(|source| !input::is_text(&source.name)) {
        outcome.rename(&|name| input::readable(name).into_owned());
    }
    outcome
}

/// Refuses to lint the project where a manifest waits on standard input.
fn refuse_unread(waiting: Waiting) -> Result<(), CliError> {
    if waiting != Waiting::Manifests {
        return Ok(());
    }
    Err(CliError::new(
        "standard input contains a manifest, but it is only read with the argument `-`",
    )
    .hint("run `kubevet lint -` to check it")
    .hint("run `kubevet lint .` to check the project"))
}

/// More threads than these for each core only wait for one another.
const THREADS_PER_CORE: usize = 4;

/// The number of threads is set before the first is started.
fn set_threads(run: &CommandEnv) -> Result<(), CliError> {
    let Some(threads) = run.global.threads else { return Ok(()) };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(cores * THREADS_PER_CORE);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|error| CliError::new(format!("--threads {threads}: {error}")))
}

fn no_objects(outcome: &Outcome, run: &CommandEnv) {
    let is_stdin = |source: &Source| source.named && source.name == inputs::STDIN;
    if outcome.without_objects().any(is_stdin) {
        run.ui.warn("standard input contains no Kubernetes object: nothing was checked");
    }
}

fn no_files(args: &LintArgs, run: &CommandEnv) -> Result<(), CliError> {
    if args.error_on_no_files {
        return Err(CliError::new("no manifests found").hint(
            "files must end in .yaml, .yml or .json; name hidden and ignored files to check them",
        ));
    }
    if args.since().is_some() {
        run.ui.note("no manifest has changed");
        return Ok(());
    }
    run.ui.warn("no manifests found: no file ends in .yaml, .yml or .json");
    Ok(())
}

fn show_settings(groups: &[ConfigGroup], run: &CommandEnv) -> Result<u8, CliError> {
    for group in groups {
        super::config::show(&group.config, run)?;
    }
    Ok(0)
}

fn show_files(groups: &[ConfigGroup], run: &CommandEnv) -> Result<u8, CliError> {
    let found = groups.iter().flat_map(|group| &group.found);
    let mut names: Vec<String> =
        found.map(|found| input::shown(&found.path, &run.working_directory)).collect();
    let built = groups.iter().filter_map(|group| group.built.as_ref());
    names.extend(built.flat_map(|b| b.build.files.all()).map(|file| file.name.clone()));
    names.sort();
    let mut out = ui::stdout();
    for name in names {
        ui::line(&input::readable(&name), &mut out)?;
    }
    out.flush()?;
    Ok(0)
}
