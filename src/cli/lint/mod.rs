//! `kubevet lint`.

mod args;
mod inputs;
mod output;

pub(super) use args::LintArgs;

use std::{
    collections::BTreeSet,
    io::Write as _,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use super::{
    CommandEnv,
    error::{CliError, FAILED},
    kustomize,
    stdin::{self, Waiting},
    ui,
};
use crate::{
    code,
    config::Config,
    findings::{Outcome, Repository},
    input::{self, FoundFile, Mode, Source},
    kustomize::{Build, BuildProblemKind},
    lint::{RenderedCharts, Settings, lint_project, to_templates},
    project::{
        self,
        context::{self, Surroundings},
    },
};
use inputs::ConfigGroup;

pub(super) fn run(args: &LintArgs, run: &CommandEnv) -> Result<u8, CliError> {
    let plan = output::Plan::new(args)?;
    set_threads(run)?;
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
    let plan = plan.or_default(first.format.as_deref())?;
    let built = groups.iter().filter_map(|group| group.built.as_ref());
    let left_out = built.into_iter().any(|built| built.left_out);
    let stdin_is_empty = groups.iter().any(|group| group.stdin_is_empty);
    let mut outcome = Outcome { docs_url: first.docs_url.clone(), ..Outcome::default() };
    for group in groups {
        outcome.absorb(lint_group(group, args, run));
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
    for note in &outcome.notes {
        run.ui.note(note);
    }
    if run.ui.is_verbose() {
        outcome.left_alone().iter().for_each(|line| run.ui.detail(line));
    }
    if unnamed {
        // Others in a pipeline may have started later.
        let waiting = stdin::waiting();
        refuse_unread(waiting)?;
        if waiting == Waiting::Something && run.ui.is_read_by_people() {
            run.ui.note("standard input was not read; run `kubevet lint -` to check it");
        }
    }
    let code = plan.print(&mut outcome, fail_on, args, run)?;
    if stdin_is_empty {
        return Err(CliError::new("standard input is empty: nothing was checked")
            .hint("check the command before the pipe; it may have failed"));
    }
    if outcome.objects == 0 {
        let is_stdin = |source: &Source| source.named && source.name == inputs::STDIN;
        if outcome.without_objects().any(is_stdin) {
            run.ui.warn("standard input contains no Kubernetes object: nothing was checked");
        }
        if args.error_on_no_objects && code != FAILED {
            return Err(CliError::new("no Kubernetes object was read: nothing was checked"));
        }
    }
    Ok(if left_out { FAILED } else { code })
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

fn no_files(args: &LintArgs, run: &CommandEnv) -> Result<(), CliError> {
    if args.error_on_no_files {
        return Err(CliError::new("no manifests found").hint(
            "files must end in .yaml, .yml or .json; name hidden and ignored files to check them",
        ));
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

fn lint_group(group: ConfigGroup, args: &LintArgs, run: &CommandEnv) -> Outcome {
    let ConfigGroup { config, resolved, mut found, stdin, built, .. } = group;
    let is_buffer = found.is_empty() && stdin.is_some() && args.stdin_filename.is_some();
    let whole = found.iter().all(|found| !found.named) && stdin.is_none() && built.is_none();
    let here = &run.working_directory;
    let root = if built.is_some() { None } else { context_root(&config, &found, args, run) };
    let root = root.filter(|root| !whole || reaches_out(root, &found, args, here));
    // Kustomizations lead out of the working directory and back: all names need the same base.
    let base = root
        .as_ref()
        .filter(|root| *root != here && here.starts_with(root))
        .filter(|_| whole || is_kustomized(&found, here));
    let base = base.unwrap_or(here).clone();
    let is_moved = base != *here;
    for found in found.iter_mut().filter(|_| is_moved) {
        found.path = input::clean(&here.join(&found.path));
    }
    let mut sources = input::read_all(&found, &base, inputs::limits(args));
    if let Some(mut source) = stdin {
        if is_moved {
            source.name = input::renamed(&source.name, here, &base);
        }
        sources.push(source);
    }
    if let Some(root) = root {
        let surroundings = Surroundings {
            root,
            working_directory: base.clone(),
            limits: inputs::limits(args),
            all: run.global.no_ignore,
        };
        let with = if whole { context::overlays } else { context::complete };
        sources = with(sources, &surroundings);
    }
    let settings = Settings {
        version: resolved.version,
        rules: resolved.rules,
        selection: resolved.selection,
        policy: resolved.policy,
        overrides: resolved.overrides,
        root: base.clone(),
        whole,
        buffer: is_buffer,
    };
    let builds = match built {
        Some(built) => vec![built.build],
        None => {
            let builds = project::builds(&sources, &base);
            if whole && settings.selection.has_code(code::KUSTOMIZATION_DOES_NOT_BUILD) {
                warn_of_left_out(&builds, run);
            }
            builds
        }
    };
    let mut outcome = lint_project(sources, &builds, &settings);
    if is_moved {
        outcome.rename(&|name| input::renamed(name, &base, here));
    }
    outcome
}

/// Whether kustomizations elsewhere below the root may build on those of the directories of a run.
fn reaches_out(root: &Path, found: &[FoundFile], args: &LintArgs, here: &Path) -> bool {
    let mut dirs: Vec<PathBuf> =
        args.paths.iter().map(|path| input::clean(&here.join(path))).collect();
    if dirs.is_empty() {
        dirs.push(here.to_path_buf());
    }
    let is_kustomization =
        |found: &FoundFile| crate::kustomize::is_file_name(&found.path.to_string_lossy());
    dirs.iter().all(|dir| dir != root && dir.starts_with(root))
        && (found.iter().any(is_kustomization)
            || dirs.iter().flat_map(|dir| dir.ancestors()).any(holds_kustomization))
}

/// Whether there is a kustomization in a directory of the files, or above it.
fn is_kustomized(found: &[FoundFile], here: &Path) -> bool {
    let dirs: BTreeSet<PathBuf> = found
        .iter()
        .filter_map(|found| Some(input::clean(&here.join(&found.path)).parent()?.to_owned()))
        .collect();
    let above: BTreeSet<&Path> = dirs.iter().flat_map(|dir| dir.ancestors()).collect();
    above.into_iter().any(holds_kustomization)
}

fn holds_kustomization(dir: &Path) -> bool {
    crate::kustomize::FILE_NAMES.iter().any(|name| dir.join(name).exists())
}

/// Reports what would have to be fetched or run, each line once.
fn warn_of_left_out(builds: &[Build], run: &CommandEnv) {
    let messages = |build: &Build| -> Vec<String> {
        let left_out = build.problems.iter().filter(|p| p.kind == BuildProblemKind::LeftOut);
        left_out.map(|problem| kustomize::in_words(build, problem)).collect()
    };
    let warnings: BTreeSet<String> = builds.iter().flat_map(messages).collect();
    warnings.iter().for_each(|warning| run.ui.warn(warning));
}

/// Where to look for what named files refer to: the directory of the configuration, else that of
/// the git repository, else the directory of the files. Standard input without a name has none.
fn context_root(
    config: &Config,
    found: &[FoundFile],
    args: &LintArgs,
    run: &CommandEnv,
) -> Option<PathBuf> {
    let of_project = found.iter().filter(|found| found.mode == Mode::Project);
    let mut paths = of_project.map(|found| &found.path).chain(&args.stdin_filename);
    let first = run.working_directory.join(paths.next()?);
    let dir = input::clean(first.parent().unwrap_or(&first));
    match &args.context_root {
        Some(root) if root.as_os_str() == "none" => None,
        Some(root) => Some(input::clean(&run.working_directory.join(root))),
        None if config.path.is_some() && dir.starts_with(&config.root) => Some(config.root.clone()),
        None => Some(input::repository_of(&dir).unwrap_or(&dir).to_path_buf()),
    }
}
