//! What the commands of kubectl read: `-f`, with `-R`.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

use super::{CommandEnv, error::CliError};
use crate::input::{self, Limits, Mode, Source, Walked};

/// The largest file that is read, in bytes.
const LIMITS: Limits = Limits { file_size: 1 << 30 };

/// Refuses what no command reads: addresses, and standard input in several places.
pub(super) fn check<'a>(
    paths: impl Iterator<Item = &'a PathBuf>,
    verb: &str,
) -> Result<(), CliError> {
    let mut streams = 0;
    for path in paths {
        if let Some(url) = url(path) {
            let error = format!("cannot read {url}: kubevet does not use the network");
            return Err(
                CliError::new(error).hint(format!("run `curl -sSL {url} | kubevet {verb} -f -`"))
            );
        }
        streams += usize::from(path.as_os_str() == "-");
    }
    if streams > 1 {
        return Err(CliError::new("standard input cannot be used for multiple arguments"));
    }
    Ok(())
}

/// Refuses what cannot go with `-k`.
pub(super) fn check_kustomize(has_files: bool, recursive: bool) -> Result<(), CliError> {
    if has_files {
        return Err(CliError::new("only one of -f or -k can be specified"));
    }
    if recursive {
        return Err(CliError::new("the -k flag can't be used with -f or -R"));
    }
    Ok(())
}

fn url(path: &Path) -> Option<&str> {
    path.to_str().filter(|path| path.starts_with("http://") || path.starts_with("https://"))
}

/// Reads what `-f` names, in the order of the command line; sources that cannot be read say so.
pub(super) fn read(
    paths: &[PathBuf],
    recursive: bool,
    verb: &str,
    run: &CommandEnv,
) -> Result<Vec<Source>, CliError> {
    check(paths.iter(), verb)?;
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(stdin("STDIN", Mode::Objects, LIMITS, run));
            continue;
        }
        let mut walked = Walked::new(&run.working_directory);
        input::objects(path, recursive, &mut walked);
        note_dirs(walked.dirs_left_out, run);
        if walked.files.is_empty() {
            let path = input::shown(path, &run.working_directory);
            return Err(CliError::new(format!(
                "error reading [{path}]: recognized file extensions are [.json .yaml .yml]"
            )));
        }
        sources.extend(input::read_all(&walked.files, &run.working_directory, LIMITS));
    }
    Ok(sources)
}

/// Reads the files with definitions of custom resources that the settings name.
pub(super) fn definitions(paths: &[PathBuf], run: &CommandEnv) -> Result<Vec<Source>, CliError> {
    let mut walked = Walked::new(&run.working_directory);
    for path in paths {
        if !path.exists() {
            let path = input::shown(path, &run.working_directory);
            return Err(CliError::new(format!("the path \"{path}\" does not exist"))
                .hint("--crds and `crds` in kubevet.toml name files and directories"));
        }
        input::objects(path, true, &mut walked);
    }
    Ok(input::read_all(&walked.files, &run.working_directory, LIMITS))
}

/// Notes how many subdirectories were not read.
pub(super) fn note_dirs(left: usize, run: &CommandEnv) {
    if left > 0 {
        let were = if left == 1 { "y was" } else { "ies were" };
        run.ui.note(&format!("{left} subdirector{were} not read; use -R to read subdirectories"));
    }
}

/// Reads standard input; a note says how to end it if it is typed.
pub(super) fn stdin(name: &str, mode: Mode, limits: Limits, run: &CommandEnv) -> Source {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        run.ui.note("reading from standard input; press Ctrl-D to end");
    }
    let mut source = input::from_reader(stdin.lock(), name, limits);
    source.mode = mode;
    source.named = true;
    source
}
