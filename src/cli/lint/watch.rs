//! `--watch`: lints again whenever a file changes.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::LintArgs;
use crate::{
    cli::{CommandEnv, error::CliError, ui},
    input,
};

/// Editors write a file in several steps, and others write many files: so long nothing must happen
/// before it is linted again.
const QUIET: Duration = Duration::from_millis(100);

/// Clears a terminal and what was scrolled out of it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Lints until it is interrupted.
pub(super) fn run(args: &LintArgs, run: &CommandEnv) -> Result<u8, CliError> {
    check(args)?;
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // The receiver lives as long as the program.
        let _ = sender.send(event);
    })
    .map_err(|error| cannot(&error))?;
    let dirs = dirs(args, run);
    for dir in &dirs {
        watcher.watch(dir, RecursiveMode::Recursive).map_err(|error| cannot(&error))?;
    }
    loop {
        if io::stdout().is_terminal() {
            let mut out = ui::stdout();
            out.write_all(CLEAR.as_bytes())?;
            out.flush()?;
        }
        match super::once(args, run) {
            // A configuration may be broken while it is written.
            Err(error) if !error.pipe_closed => run.ui.error(&error),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        run.ui.note("waiting for changes; press Ctrl-C to end");
        wait(&events, &dirs)?;
    }
}

/// What is read once, or written, does not go with it.
fn check(args: &LintArgs) -> Result<(), CliError> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    let reads_stdin = args.paths.iter().chain(&args.filename).any(is_stdin)
        || args.files_from.is_some()
        || args.stdin_filename.is_some();
    let flags = [
        (args.fixes(), "--fix"),
        (args.add_ignore.is_some(), "--add-ignore"),
        (args.write_baseline, "--write-baseline"),
        (args.prune_baseline, "--prune-baseline"),
        (args.output.iter().any(|output| output.file.is_some()), "-o FORMAT=FILE"),
        (reads_stdin, "standard input"),
    ];
    match flags.into_iter().find(|(is_set, _)| *is_set) {
        Some((_, other)) => Err(CliError::new(format!("--watch cannot be used with {other}"))),
        None => Ok(()),
    }
}

fn cannot(error: &notify::Error) -> CliError {
    CliError::new(format!("cannot watch files: {error}"))
}

/// The directories to watch: those that are named, and those of named files.
fn dirs(args: &LintArgs, run: &CommandEnv) -> Vec<PathBuf> {
    let here = &run.working_directory;
    let named = args.paths.iter().chain(&args.filename).chain(&args.kustomize);
    let mut dirs: Vec<PathBuf> = named
        .map(|path| input::clean(&here.join(path)))
        .map(|path| match path.parent() {
            Some(parent) if !path.is_dir() => parent.to_path_buf(),
            _ => path,
        })
        .collect();
    if dirs.is_empty() {
        dirs.push(here.clone());
    }
    dirs.sort();
    // What is below another one is watched with it.
    dirs.dedup_by(|below, dir| below.starts_with(dir.as_path()));
    dirs
}

/// Returns when something has changed, and then nothing more for a while.
fn wait(events: &Receiver<notify::Result<Event>>, dirs: &[PathBuf]) -> Result<(), CliError> {
    let ended = || CliError::new("cannot watch files any longer");
    loop {
        let event = events.recv().map_err(|_| ended())?;
        if event.is_ok_and(|event| matters(&event, dirs)) {
            break;
        }
    }
    loop {
        match events.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err(ended()),
        }
    }
}

/// Whether a run may read what changed: not what is hidden in the directories, such as what git
/// keeps there, except for a configuration. Reading changes nothing.
fn matters(event: &Event, dirs: &[PathBuf]) -> bool {
    let is_hidden = |path: &Path| {
        let below = dirs.iter().find_map(|dir| path.strip_prefix(dir).ok()).unwrap_or(path);
        below.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.') && name != ".kubevet.toml"
        })
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| !is_hidden(path))
}
