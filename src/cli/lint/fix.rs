//! `--fix` and its like: fixes are applied in memory until none is left, and written at the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{LintArgs, inputs::ConfigGroup, output::Plan};
use crate::{
    cli::{
        CommandEnv,
        error::{CliError, FOUND},
        ui, write,
    },
    config::FailOn,
    diagnostic::Safety,
    findings::{Outcome, secrets::Secrets},
    fix::{AppliedFix, Fixer, unified},
    input::{self, Chart, Location, Source, SourceId, Span},
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
pub(super) struct FixedFiles {
    /// By the names of their sources.
    files: BTreeMap<String, FixedFile>,
    /// As it was.
    stdin: Option<Source>,
    applied: Vec<AppliedFix>,
    /// What was found in the files as they were.
    before: Outcome,
}

/// A file, or standard input.
struct FixedFile {
    /// `None` for standard input.
    path: Option<PathBuf>,
    /// The byte order mark in front of the texts, if there is one.
    mark: &'static str,
    old: Arc<str>,
    new: Arc<str>,
}

/// Lints groups, and lints again what fixes have made of them until nothing is left to fix. The
/// outcome is that of the last time. Nothing is written.
pub(super) fn lint(
    groups: Vec<ConfigGroup>,
    args: &LintArgs,
    run: &CommandEnv,
) -> (Outcome, FixedFiles) {
    let files = EditableFiles::of(&groups, args, run);
    let mut fixed = BTreeMap::new();
    let mut fixer = Fixer::new(args.unsafe_fixes);
    let mut before = None;
    for round in 0.. {
        let again = groups.iter().map(|group| as_fixed(group, &fixed, args, run)).collect();
        let outcome = super::lint_groups(again, args, run);
        let mut changed = BTreeMap::new();
        if round < ROUNDS {
            changed = fixer.round(&outcome, |source| files.may_edit(source));
        }
        for (id, new) in &changed {
            put(&outcome.sources[id.0 as usize], new, &files, &mut fixed);
        }
        if changed.is_empty() {
            let applied = fixer.applied().to_vec();
            let before = before.unwrap_or_default();
            let stdin = groups.into_iter().find_map(|group| group.stdin);
            return (outcome, FixedFiles { files: fixed, stdin, applied, before });
        }
        before.get_or_insert(outcome);
    }
    unreachable!("the last round changes nothing")
}

/// Writes or shows what was fixed, and reports what remains.
pub(super) fn finish(
    fixes: &FixedFiles,
    outcome: &mut Outcome,
    mut plan: Plan,
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
    let written = fixes.write(run);
    if let Some(left) = fixes.left(outcome) {
        run.ui.note(&left);
    }
    run.ui.note(&fixes.summary("Fixed"));
    let mut code = 0;
    if !args.fix_only {
        plan.to_stderr = fixes.has_stdin();
        code = plan.print(outcome, fail_on, args, run)?;
    }
    written?;
    Ok(if args.exit_non_zero_on_fix { code.max(changes) } else { code })
}

/// A group with standard input and kustomizations as fixes have left them so far. Files are read
/// so anyway.
fn as_fixed(
    group: &ConfigGroup,
    fixed: &BTreeMap<String, FixedFile>,
    args: &LintArgs,
    run: &CommandEnv,
) -> ConfigGroup {
    let text = |stdin: &Source| {
        let file = fixed.get(&stdin.name).filter(|file| file.path.is_none());
        Arc::clone(file.map_or(&stdin.text, |file| &file.new))
    };
    let built = args.kustomize.as_ref().zip(group.built.as_ref());
    ConfigGroup {
        config: group.config.clone(),
        resolved: group.resolved.clone(),
        found: group.found.clone(),
        stdin: group.stdin.as_ref().map(|stdin| stdin.with_text(text(stdin))),
        stdin_is_empty: group.stdin_is_empty,
        built: built.map(|(dir, built)| built.again(dir, run)),
    }
}

/// Takes in the new text of a source.
fn put(source: &Source, new: &str, files: &EditableFiles, fixed: &mut BTreeMap<String, FixedFile>) {
    let file = fixed.entry(source.name.clone()).or_insert_with(|| FixedFile {
        path: files.path(source),
        mark: if source.skipped > 0 { "\u{feff}" } else { "" },
        old: Arc::clone(&source.text),
        new: Arc::clone(&source.text),
    });
    file.new = new.into();
    if let Some(path) = &file.path {
        // It was read from there.
        let _ = input::edit(path, file.bytes());
    }
}

impl FixedFile {
    fn bytes(&self) -> Vec<u8> {
        [self.mark, &self.new].concat().into_bytes()
    }
}

/// The files of a run that may be changed: those that were asked for, and nothing they lead to.
struct EditableFiles {
    working_directory: PathBuf,
    found: BTreeSet<PathBuf>,
    /// What `-k` builds.
    dir: Option<PathBuf>,
    /// The name of standard input.
    stdin: Option<String>,
}

impl EditableFiles {
    fn of(groups: &[ConfigGroup], args: &LintArgs, run: &CommandEnv) -> EditableFiles {
        let here = &run.working_directory;
        let found = groups.iter().flat_map(|group| &group.found);
        EditableFiles {
            working_directory: here.clone(),
            found: found.map(|found| input::clean(&here.join(&found.path))).collect(),
            dir: args.kustomize.as_ref().map(|dir| input::clean(&here.join(dir))),
            stdin: groups.iter().find_map(|group| Some(group.stdin.as_ref()?.name.clone())),
        }
    }

    fn is_stdin(&self, source: &Source) -> bool {
        source.named && self.stdin.as_deref() == Some(source.name.as_str())
    }

    fn path(&self, source: &Source) -> Option<PathBuf> {
        let path = self.working_directory.join(input::path_of(&source.name));
        (!self.is_stdin(source)).then(|| input::clean(&path))
    }

    /// Templates, what was rendered from them, and what is not UTF-8 are left alone.
    fn may_edit(&self, source: &Source) -> bool {
        let is_own = source.reported
            && source.failure.is_none()
            && source.stream.is_none()
            && !matches!(source.chart, Some(Chart::Template(_)));
        let Some(path) = self.path(source) else { return is_own };
        let is_found = self.found.contains(&path)
            || self.dir.as_ref().is_some_and(|dir| path.starts_with(dir));
        is_own && is_found && is_as_read(&path, source)
    }
}

/// Whether a file holds the text of a source, and no other encoding of it.
fn is_as_read(path: &Path, source: &Source) -> bool {
    let Ok(Some(bytes)) = input::bytes(path, u64::MAX - 1) else { return false };
    bytes.get(source.skipped as usize..) == Some(source.text.as_bytes())
}

impl FixedFiles {
    /// Writes the files, standard input to standard output. What can be written is written.
    pub(super) fn write(&self, run: &CommandEnv) -> Result<(), CliError> {
        self.print_stdin()?;
        let mut failed = Ok(());
        for (name, file) in &self.files {
            let Some(path) = &file.path else { continue };
            let is_unchanged = std::fs::read(path)
                .is_ok_and(|bytes| bytes == [file.mark, &file.old].concat().as_bytes());
            let written = if is_unchanged {
                write::write(path, &file.bytes()).map_err(|error| input::reason(&error))
            } else {
                Err("it changed while kubevet was running".to_owned())
            };
            if let Err(why) = written {
                let error = CliError::new(format!("cannot write {name}: {why}"));
                if failed.is_ok() {
                    failed = Err(error);
                } else {
                    run.ui.error(&error);
                }
            }
        }
        failed
    }

    /// Whether standard output is for standard input as it was fixed.
    pub(super) fn has_stdin(&self) -> bool {
        self.stdin.is_some()
    }

    /// Prints standard input as it was fixed; without a fix, as it was.
    fn print_stdin(&self) -> Result<(), CliError> {
        let Some(stdin) = &self.stdin else { return Ok(()) };
        let file = self.files.values().find(|file| file.path.is_none());
        let text = file.map_or(&stdin.text, |file| &file.new);
        let mut out = ui::stdout();
        if stdin.skipped > 0 {
            out.write_all("\u{feff}".as_bytes())?;
        }
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Prints what would change, without the values of Secrets.
    pub(super) fn print_diff(&self, after: &Outcome) -> Result<(), CliError> {
        let mut out = ui::stdout();
        for (name, file) in &self.files {
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
        let files = count(self.files.len(), "file");
        format!("{word} {} in {files}.", count(self.applied.len(), "finding"))
    }

    /// Which files with fixes are left as they are.
    fn left(&self, outcome: &Outcome) -> Option<String> {
        let is_safe = |f: &&Finding| f.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        let safe = outcome.findings.iter().filter(is_safe);
        let names: BTreeSet<&str> =
            safe.map(|finding| outcome.source(finding.at).name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().filter(|n| !self.files.contains_key(*n)).collect();
        Some(format!("not fixed, because only files that are named are: {}", named(&names)?))
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

/// What of a source of a run is not shown.
fn masked(run: &Outcome, name: &str) -> Vec<Span> {
    let Some(index) = run.sources.iter().position(|source| source.name == name) else {
        return Vec::new();
    };
    let id = SourceId(index as u32);
    let whole = Span::new(0, run.sources[index].text.len() as u32);
    let known: Vec<Location> = run.secrets.iter().copied().filter(|at| at.source == id).collect();
    let secrets = Secrets::in_sources(&run.sources, vec![id], &known, &run.searched);
    secrets.masked(id, whole).to_vec()
}
