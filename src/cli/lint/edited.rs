//! Files and standard input as they are to become: read so by everything, and written at the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{LintArgs, inputs::ConfigGroup};
use crate::{
    cli::{CommandEnv, error::CliError, ui, write},
    findings::Outcome,
    input::{self, Chart, Source, SourceId},
};

/// The files of a run that may be changed, and how some of them were. Only those may that were
/// asked for, and nothing they lead to.
pub(super) struct EditedFiles {
    /// By the names of their sources.
    files: BTreeMap<String, EditedFile>,
    working_directory: PathBuf,
    found: BTreeSet<PathBuf>,
    /// What `-k` builds.
    dir: Option<PathBuf>,
    /// As it was.
    stdin: Option<Source>,
}

/// A file, or standard input.
pub(super) struct EditedFile {
    /// `None` for standard input.
    path: Option<PathBuf>,
    /// The byte order mark in front of the texts, if there is one.
    mark: &'static str,
    pub(super) old: Arc<str>,
    pub(super) new: Arc<str>,
}

impl EditedFiles {
    /// Those of some groups, as they are.
    pub(super) fn of(groups: &[ConfigGroup], args: &LintArgs, run: &CommandEnv) -> EditedFiles {
        let here = &run.working_directory;
        let found = groups.iter().flat_map(|group| &group.found);
        let stdin = groups.iter().find_map(|group| group.stdin.as_ref());
        EditedFiles {
            files: BTreeMap::new(),
            working_directory: here.clone(),
            found: found.map(|found| input::clean(&here.join(&found.path))).collect(),
            dir: args.kustomize.as_ref().map(|dir| input::clean(&here.join(dir))),
            stdin: stdin.map(|stdin| stdin.with_text(Arc::clone(&stdin.text))),
        }
    }

    fn is_stdin(&self, source: &Source) -> bool {
        source.named && self.stdin.as_ref().is_some_and(|stdin| stdin.name == source.name)
    }

    fn path(&self, source: &Source) -> Option<PathBuf> {
        let path = self.working_directory.join(input::path_of(&source.name));
        (!self.is_stdin(source)).then(|| input::clean(&path))
    }

    /// Templates, what was rendered from them, and what is not UTF-8 stay as they are.
    pub(super) fn may_edit(&self, source: &Source) -> bool {
        source.reported
            && source.failure.is_none()
            && source.stream.is_none()
            && !matches!(source.chart, Some(Chart::Template(_)))
            && self.is_asked_for(source)
            && self.path(source).is_none_or(|path| is_as_read(&path, source))
    }

    /// Whether a source is standard input, or a file that was named or found.
    pub(super) fn is_asked_for(&self, source: &Source) -> bool {
        self.path(source).is_none_or(|path| {
            self.found.contains(&path) || self.dir.as_ref().is_some_and(|dir| path.starts_with(dir))
        })
    }

    /// Groups with their files, standard input and kustomizations as they are by now.
    pub(super) fn groups(
        &self,
        groups: &[ConfigGroup],
        args: &LintArgs,
        run: &CommandEnv,
    ) -> Vec<ConfigGroup> {
        let text = |stdin: &Source| {
            let file = self.files.get(&stdin.name).filter(|file| file.path.is_none());
            Arc::clone(file.map_or(&stdin.text, |file| &file.new))
        };
        let one = |group: &ConfigGroup| {
            let built = args.kustomize.as_ref().zip(group.built.as_ref());
            ConfigGroup {
                config: group.config.clone(),
                resolved: group.resolved.clone(),
                crds: Arc::clone(&group.crds),
                found: group.found.clone(),
                stdin: group.stdin.as_ref().map(|stdin| stdin.with_text(text(stdin))),
                stdin_is_empty: group.stdin_is_empty,
                built: built.map(|(dir, built)| built.again(dir, run)),
            }
        };
        groups.iter().map(one).collect()
    }

    /// Changes sources of a run.
    pub(super) fn edit(&mut self, run: &Outcome, texts: &BTreeMap<SourceId, String>) {
        for (id, new) in texts {
            let source = &run.sources[id.0 as usize];
            let path = self.path(source);
            let file = self.files.entry(source.name.clone()).or_insert_with(|| EditedFile {
                path,
                mark: if source.skipped > 0 { "\u{feff}" } else { "" },
                old: Arc::clone(&source.text),
                new: Arc::clone(&source.text),
            });
            file.new = new.as_str().into();
            file.show();
        }
    }

    /// Takes back what was changed.
    pub(super) fn reset(&mut self) {
        for file in self.files.values_mut() {
            file.new = Arc::clone(&file.old);
            file.show();
        }
    }

    /// Those that are another text now, with their names.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&str, &EditedFile)> {
        let changed = self.files.iter().filter(|(_, file)| file.old != file.new);
        changed.map(|(name, file)| (name.as_str(), file))
    }

    /// Writes the files, standard input to standard output. What can be written is written.
    pub(super) fn write(&self, run: &CommandEnv) -> Result<(), CliError> {
        self.print_stdin()?;
        let mut failed = Ok(());
        for (name, file) in self.changed() {
            let Some(path) = &file.path else { continue };
            let Err(why) = file.write(path) else { continue };
            let error = CliError::new(format!("cannot write {name}: {why}"));
            if failed.is_ok() {
                failed = Err(error);
            } else {
                run.ui.error(&error);
            }
        }
        failed
    }

    /// Prints standard input as it becomes; if nothing changes, as it was.
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
}

impl EditedFile {
    fn bytes(&self) -> Vec<u8> {
        [self.mark, &self.new].concat().into_bytes()
    }

    /// Lets everything that reads the file read it so.
    fn show(&self) {
        if let Some(path) = &self.path {
            // It was read from there.
            let _ = input::edit(path, self.bytes());
        }
    }

    /// Writes it, if it still holds what was read.
    fn write(&self, path: &Path) -> Result<(), String> {
        let there = std::fs::read(path).map_err(|error| input::reason(&error))?;
        if there != [self.mark, &self.old].concat().as_bytes() {
            return Err("it changed while kubevet was running".to_owned());
        }
        write::write(path, &self.bytes()).map_err(|error| input::reason(&error))
    }
}

/// Whether a file holds the text of a source, and no other encoding of it.
fn is_as_read(path: &Path, source: &Source) -> bool {
    let Ok(Some(bytes)) = input::bytes(path, u64::MAX - 1) else { return false };
    bytes.get(source.skipped as usize..) == Some(source.text.as_bytes())
}
