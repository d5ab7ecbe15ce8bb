//! `kubevet kustomize`.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{CommandEnv, error::CliError, ui, write};
use crate::{
    input,
    kustomize::{self, Build, BuildOptions, BuildProblem, BuildProblemKind},
    lint::in_one_line,
};

#[derive(Args, Debug)]
pub(super) struct KustomizeArgs {
    /// Directory that contains the kustomization
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// Write to this file instead of standard output, or one file per object to this directory
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// LoadRestrictionsRootOnly, or LoadRestrictionsNone to load files from any directory
    #[arg(long, value_name = "RULE", default_value = "LoadRestrictionsRootOnly")]
    load_restrictor: Restrictor,
    /// As kubectl has it: charts are never rendered here
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    enable_helm: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Restrictor {
    #[value(name = "LoadRestrictionsRootOnly", alias = "rootOnly")]
    RootOnly,
    #[value(name = "LoadRestrictionsNone", alias = "none")]
    None,
}

pub(super) fn run(args: &KustomizeArgs, run: &CommandEnv) -> Result<u8, CliError> {
    if args.enable_helm == Some(true) {
        let error = CliError::new("kubevet does not render Helm charts");
        return Err(error.hint("run `helm template CHART | kubevet lint -`"));
    }
    let options = BuildOptions {
        unrestricted: args.load_restrictor == Restrictor::None,
        ..BuildOptions::default()
    };
    let BuiltObjects { build, left_out } = build(&args.dir, &options, run)?;
    match &args.output {
        None => {
            let mut out = ui::stdout();
            out.write_all(build.to_yaml().as_bytes())?;
            out.flush()?;
        }
        Some(path) => write_to(&run.working_directory.join(path), &build, run)?,
    }
    Ok(if left_out { super::error::FAILED } else { 0 })
}

/// Objects to go on with.
pub(super) struct BuiltObjects {
    pub(super) build: Build,
    /// Something would have to be fetched or run, and is missing.
    pub(super) left_out: bool,
}

impl BuiltObjects {
    /// What the directory comes to now. What is to be said of that was said before.
    pub(super) fn again(&self, dir: &Path, run: &CommandEnv) -> BuiltObjects {
        let build = of_dir(dir, &BuildOptions::default(), run);
        BuiltObjects { build, left_out: self.left_out }
    }
}

/// Builds what a directory holds.
fn of_dir(dir: &Path, options: &BuildOptions, run: &CommandEnv) -> Build {
    let dir = run.working_directory.join(dir);
    let name = input::shown(&dir, &run.working_directory);
    kustomize::build(&dir, &name, options)
}

/// Builds what a directory holds, and says what was noticed.
pub(super) fn build(
    dir: &Path,
    options: &BuildOptions,
    run: &CommandEnv,
) -> Result<BuiltObjects, CliError> {
    let build = of_dir(dir, options, run);
    let mut broken = Vec::new();
    let mut left_out = false;
    for problem in &build.problems {
        match problem.kind {
            BuildProblemKind::Deprecated
            | BuildProblemKind::Outside
            | BuildProblemKind::NotApplied => {
                run.ui.note(&in_one_line(&build, problem));
            }
            BuildProblemKind::Twice => run.ui.warn(&in_one_line(&build, problem)),
            BuildProblemKind::LeftOut => {
                left_out = true;
                run.ui.warn(&in_one_line(&build, problem));
            }
            BuildProblemKind::Unmatched
            | BuildProblemKind::NoFile
            | BuildProblemKind::Ignored
            | BuildProblemKind::Broken
            | BuildProblemKind::Missing
            | BuildProblemKind::Internal => {
                broken.push(problem);
            }
        }
    }
    if let Some((last, others)) = broken.split_last() {
        for problem in others {
            run.ui.error(&error_of(&build, problem));
        }
        return Err(error_of(&build, last));
    }
    Ok(BuiltObjects { build, left_out })
}

fn error_of(build: &Build, problem: &BuildProblem) -> CliError {
    let text = in_one_line(build, problem);
    let error = match problem.kind {
        BuildProblemKind::Missing => CliError::not_found(text),
        _ => CliError::new(text),
    };
    match &problem.help {
        Some(help) => error.hint(help.without_values()),
        None => error,
    }
}

/// Into a directory, a file for each object; into a file, all of them.
fn write_to(path: &Path, build: &Build, run: &CommandEnv) -> Result<(), CliError> {
    let write = |path: &Path, text: String| write::write_file(path, text.as_bytes(), run);
    if !path.is_dir() {
        return write(path, build.to_yaml());
    }
    build.to_files().into_iter().try_for_each(|(name, text)| write(&path.join(name), text))
}
