//! `kubevet lint`.

mod args;
mod inputs;
mod output;

pub(super) use args::LintArgs;

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{
    Run,
    error::{CliError, FAILED},
    kustomize, ui,
};
use crate::{
    config::Config,
    findings::Outcome,
    input::{self, Found, Mode},
    kustomize::{Build, ProblemKind},
    lint::{Settings, lint_project},
    project::{
        self,
        context::{self, Surroundings},
    },
    report::harmless,
};
use inputs::Group;

pub(super) fn run(args: &LintArgs, run: &Run) -> Result<u8, CliError> {
    let plan = output::Plan::new(args)?;
    set_threads(run)?;
    let inputs = inputs::collect(args, run)?;
    let groups = inputs.group(args, run)?;
    if args.show_settings {
        return show_settings(&groups, run);
    }
    if args.show_files {
        return show_files(&groups, run);
    }
    if groups.iter().all(Group::is_empty) {
        no_files(args, run)?;
    }
    let first = &groups[0].resolved;
    let fail_on = first.fail_on;
    let plan = plan.or_default(first.format.as_deref())?;
    let built = groups.iter().filter_map(|group| group.built.as_ref());
    let left_out = built.into_iter().any(|built| built.left_out);
    let mut outcome = Outcome { docs_url: first.docs_url.clone(), ..Outcome::default() };
    for group in groups {
        outcome.absorb(lint_group(group, args, run));
    }
    for note in &outcome.notes {
        run.ui.note(note);
    }
    if run.ui.is_verbose() {
        outcome.left_alone().iter().for_each(|line| run.ui.detail(&harmless(line)));
    }
    let code = plan.print(&mut outcome, fail_on, args, run)?;
    Ok(if left_out { FAILED } else { code })
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
    let built = groups.iter().filter_map(|group| group.built.as_ref());
    names.extend(built.flat_map(|b| b.build.files.all()).map(|file| file.name.clone()));
    names.sort();
    let mut out = ui::stdout();
    for name in names {
        writeln!(out, "{name}")?;
    }
    out.flush()?;
    Ok(0)
}

fn lint_group(group: Group, args: &LintArgs, run: &Run) -> Outcome {
    let Group { config, resolved, found, stdin, built } = group;
    let is_stream = stdin.is_some();
    let mut sources = input::read_all(&found, &run.working_directory, inputs::limits(args));
    sources.extend(stdin);
    let whole = found.iter().all(|found| !found.named) && !is_stream && built.is_none();
    if !whole && let Some(root) = context_root(&config, &found, args, run) {
        let surroundings = Surroundings {
            root,
            working_directory: run.working_directory.clone(),
            limits: inputs::limits(args),
            all: run.global.no_ignore,
        };
        sources = context::complete(sources, &surroundings);
    }
    let settings = Settings {
        version: resolved.version,
        rules: resolved.rules,
        selection: resolved.selection,
        policy: resolved.policy,
        overrides: resolved.overrides,
        root: run.working_directory.clone(),
        whole,
    };
    let builds = match built {
        Some(built) => vec![built.build],
        None => {
            let builds = project::builds(&sources, &run.working_directory);
            if whole {
                warn_of_left_out(&builds, run);
            }
            builds
        }
    };
    lint_project(sources, &builds, &settings)
}

/// Tells what would have to be fetched or run, each line once.
fn warn_of_left_out(builds: &[Build], run: &Run) {
    let told = |build: &Build| -> Vec<String> {
        let left_out = build.problems.iter().filter(|p| p.kind == ProblemKind::LeftOut);
        left_out.map(|problem| kustomize::told(build, problem)).collect()
    };
    let warnings: BTreeSet<String> = builds.iter().flat_map(told).collect();
    warnings.iter().for_each(|warning| run.ui.warn(warning));
}

/// Where to look for what named files refer to: the folder of the configuration, else that of the
/// git repository, else the folder of the files. Standard input without a name has no place.
fn context_root(config: &Config, found: &[Found], args: &LintArgs, run: &Run) -> Option<PathBuf> {
    let named = found.iter().filter(|found| found.named && found.mode == Mode::Project);
    let mut paths = named.map(|found| &found.path).chain(&args.stdin_filename);
    let first = run.working_directory.join(paths.next()?);
    let folder = input::clean(first.parent().unwrap_or(&first));
    match &args.context_root {
        Some(root) if root.as_os_str() == "none" => None,
        Some(root) => Some(input::clean(&run.working_directory.join(root))),
        None if config.path.is_some() && folder.starts_with(&config.root) => {
            Some(config.root.clone())
        }
        None => {
            let repository = folder.ancestors().find(|path| path.join(".git").exists());
            Some(repository.map_or(folder.clone(), Path::to_path_buf))
        }
    }
}
