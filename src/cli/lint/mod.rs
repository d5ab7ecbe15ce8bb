//! `kubevet lint`.

mod args;
mod inputs;
mod output;

pub(super) use args::LintArgs;

use std::io::Write as _;

use super::{Run, error::CliError};
use crate::{
    findings::Outcome,
    input,
    lint::{Settings, lint},
};
use inputs::Group;

pub(super) fn run(args: LintArgs, run: &Run) -> Result<u8, CliError> {
    let plan = output::Plan::new(&args)?;
    set_threads(run)?;
    let inputs = inputs::collect(&args, run)?;
    let nothing = inputs.is_empty();
    let groups = inputs.group(&args, run)?;
    if args.show_settings {
        return show_settings(&groups, run);
    }
    if args.show_files {
        return show_files(&groups, run);
    }
    if nothing {
        no_files(&args, run)?;
    }
    let first = &groups[0].resolved;
    let fail_on = first.fail_on;
    let plan = plan.or_default(first.format.as_deref())?;
    let mut outcome = Outcome { docs_url: first.docs_url.clone(), ..Outcome::default() };
    for group in groups {
        outcome.absorb(lint_group(group, &args, run));
    }
    plan.print(&mut outcome, fail_on, &args, run)
}

/// The number of threads is set before the first is started.
fn set_threads(run: &Run) -> Result<(), CliError> {
    let Some(threads) = run.global.threads else { return Ok(()) };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|error| CliError::new(format!("--threads {threads}: {error}")))
}

fn no_files(args: &LintArgs, run: &Run) -> Result<(), CliError> {
    if args.error_on_no_files {
        return Err(CliError::new("no manifests found")
            .hint("manifests end in .yaml, .yml or .json; hidden and ignored ones must be named"));
    }
    run.ui.warn("no manifests found: nothing ends in .yaml, .yml or .json");
    Ok(())
}

fn show_settings(groups: &[Group], run: &Run) -> Result<u8, CliError> {
    for group in groups {
        super::config::show(&group.config, run)?;
    }
    Ok(0)
}

fn show_files(groups: &[Group], run: &Run) -> Result<u8, CliError> {
    let found = groups.iter().flat_map(|group| &group.found);
    let mut names: Vec<String> =
        found.map(|found| input::shown(&found.path, &run.working_directory)).collect();
    names.sort();
    let mut out = run.ui.stdout();
    for name in names {
        writeln!(out, "{name}")?;
    }
    out.flush()?;
    Ok(0)
}

fn lint_group(group: Group, args: &LintArgs, run: &Run) -> Outcome {
    let Group { resolved, found, stdin, .. } = group;
    let mut sources = input::read_all(&found, &run.working_directory, inputs::limits(args));
    let streams = stdin.is_some();
    sources.extend(stdin);
    let settings = Settings {
        version: resolved.version,
        rules: resolved.rules,
        selection: resolved.selection,
        policy: resolved.policy,
        overrides: resolved.overrides,
        root: run.working_directory.clone(),
        whole: found.iter().all(|found| !found.named) && !streams,
    };
    lint(sources, &settings)
}
