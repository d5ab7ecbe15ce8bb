//! What a run of `lint` reads: paths into groups, each under one configuration.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::LintArgs;
use crate::{
    cli::{
        CommandEnv, config as settings,
        error::{CliError, FAILED},
        git::{self, Since},
        kustomize::{self, BuiltObjects},
        objects,
    },
    config::{Config, Resolved},
    input::{self, FoundFile, Limits, Mode, Source, Walked},
    kustomize::BuildOptions,
    lint::{ContextRoot, InputGroup, Settings},
};

/// Files under one configuration.
pub(super) struct ConfigGroup {
    pub config: Config,
    pub resolved: Resolved,
    /// What holds the definitions of custom resources that the configuration names.
    pub crds: Arc<[Source]>,
    pub found: Vec<FoundFile>,
    /// Standard input, in the one group that it belongs to.
    pub stdin: Option<Source>,
    /// Standard input was read and holds nothing.
    pub stdin_is_empty: bool,
    /// What `-k` builds, in the one group that it belongs to.
    pub built: Option<BuiltObjects>,
}

impl ConfigGroup {
    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
            && self.stdin.is_none()
            && !self.stdin_is_empty
            && self.built.is_none()
    }

    /// What is to be linted, and how.
    pub(super) fn into_inputs(self, args: &LintArgs, run: &CommandEnv) -> (InputGroup, Settings) {
        let ConfigGroup { config, resolved, crds, found, stdin, built, .. } = self;
        let here = &run.working_directory;
        let context_root = match &args.context_root {
            Some(root) if root.as_os_str() == "none" => ContextRoot::Nowhere,
            Some(root) => ContextRoot::Dir(input::clean(&here.join(root))),
            None => ContextRoot::Around(config.path.is_some().then_some(config.root)),
        };
        let inputs = InputGroup {
            found,
            stdin,
            stdin_filename: args.stdin_filename.clone(),
            built: built.map(|built| built.build),
            paths: args.paths.clone(),
            context_root,
            working_directory: here.clone(),
            limits: limits(args),
            all: run.global.no_ignore,
        };
        let settings = Settings {
            version: resolved.versions.newest,
            older: resolved.versions.older,
            assumes_version: resolved.versions.assumed,
            rules: resolved.rules,
            selection: resolved.selection,
            policy: resolved.policy,
            overrides: resolved.overrides,
            crds,
            ..Settings::default()
        };
        (inputs, settings)
    }
}

/// The paths of a run, before any file is read.
pub(super) struct Inputs {
    walked: Walked,
    /// The name of standard input, if it is to be read.
    stdin: Option<(PathBuf, Mode)>,
    kustomization: Option<PathBuf>,
    /// Nothing is named, so that the whole project is read.
    pub(super) unnamed: bool,
}

/// The name of standard input that has none.
pub(super) const STDIN: &str = "<stdin>";

/// Collects the paths of the command line.
pub(super) fn collect(args: &LintArgs, run: &CommandEnv) -> Result<Inputs, CliError> {
    if let Some(dir) = &args.kustomize {
        check_alone(args)?;
        let kustomization = Some(dir.clone());
        let walked = Walked::default();
        return Ok(Inputs { walked, stdin: None, kustomization, unnamed: false });
    }
    let mut paths = args.paths.clone();
    let listed = args.files_from.as_deref().map(|list| read_list(list, run)).transpose()?;
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let list = args.files_from.iter();
    objects::check(paths.iter().chain(&args.filename).chain(list), "lint")?;
    let streams = paths.iter().chain(&args.filename).filter(is_stdin).count();
    let mode = if args.filename.iter().any(|path| path.as_os_str() == "-") {
        Mode::Objects
    } else {
        Mode::Project
    };
    let nothing = paths.is_empty() && args.filename.is_empty() && listed.is_none();
    let reads_stdin = streams > 0 || (nothing && args.stdin_filename.is_some());
    let unnamed = nothing && !reads_stdin;
    if unnamed {
        paths.push(PathBuf::from("."));
    }
    let mut walked = Walked::new(&run.working_directory);
    for path in paths.iter().chain(listed.iter().flatten()).filter(|path| !is_stdin(path)) {
        input::project(path, run.global.no_ignore, &mut walked);
    }
    for path in args.filename.iter().filter(|path| !is_stdin(path)) {
        input::objects(path, args.recursive.unwrap_or(false), &mut walked);
    }
    objects::note_dirs(walked.dirs_left_out, run);
    if let Some(since) = args.since() {
        keep_changed(&mut walked, since, run)?;
    }
    let name = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from(STDIN));
    if paths.len() + args.filename.len() > 1 || listed.is_some() {
        // What is said does not depend on the order of the arguments.
        walked.sort();
    }
    let stdin = reads_stdin.then_some((name, mode));
    Ok(Inputs { walked, stdin, kustomization: None, unnamed })
}

/// Keeps the files that git calls changed, as if they were named.
fn keep_changed(walked: &mut Walked, since: Since<'_>, run: &CommandEnv) -> Result<(), CliError> {
    let absolute = |path: &Path| input::clean(&run.working_directory.join(path));
    let changed = git::changed(&run.working_directory, since)?;
    let changed: BTreeSet<PathBuf> = changed.iter().map(|path| absolute(path)).collect();
    walked.files.retain(|found| changed.contains(&absolute(&found.path)));
    walked.files.iter_mut().for_each(|found| found.named = true);
    Ok(())
}

/// A kustomization is checked by itself, as kubectl sends it.
fn check_alone(args: &LintArgs) -> Result<(), CliError> {
    objects::check_kustomize(!args.filename.is_empty(), args.recursive.unwrap_or(false))?;
    if !args.paths.is_empty() || args.files_from.is_some() || args.stdin_filename.is_some() {
        let error = CliError::new("-k cannot be used with other paths");
        return Err(error.hint("run `kubevet lint` separately for the other files"));
    }
    Ok(())
}

/// The longest list of paths that is read, in bytes.
const MAX_LISTED: u64 = 64 << 20;

/// The paths in a list, one a line or with NUL between them.
fn read_list(path: &Path, run: &CommandEnv) -> Result<Vec<PathBuf>, CliError> {
    let read = if path.as_os_str() == "-" {
        input::bytes_of(io::stdin(), 0, MAX_LISTED)
    } else {
        input::bytes(path, MAX_LISTED)
    };
    let list = input::shown(path, &run.working_directory);
    let wrong = |why: &str| CliError::new(format!("--files-from {list}: {why}"));
    let bytes = read
        .map_err(|error| wrong(&input::reason(&error)))?
        .ok_or_else(|| wrong(&format!("the list is larger than {}", input::size(MAX_LISTED))))?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == separator);
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    Ok(lines.filter(|line| !line.is_empty()).map(path_of_bytes).collect())
}

#[cfg(unix)]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

impl Inputs {
    /// Sorts the paths by the configuration that holds for them, and leaves out what it excludes.
    /// There is always a group, if only an empty one.
    pub(super) fn group(
        self,
        args: &LintArgs,
        run: &CommandEnv,
    ) -> Result<Vec<ConfigGroup>, CliError> {
        let mut groups: BTreeMap<Option<PathBuf>, ConfigGroup> = BTreeMap::new();
        let mut chooser = settings::Chooser::new(run);
        let mut choose =
            |dir: &Path| chooser.choose(&input::clean(&run.working_directory.join(dir)));
        for found in self.walked.files {
            let config = choose(found.path.parent().unwrap_or(Path::new("")));
            let group = group_of(&mut groups, config.as_deref(), args, run)?;
            let absolute = run.working_directory.join(&found.path);
            let kept = found.named && !args.force_exclude && args.since().is_none();
            if kept || !group.resolved.exclude.matches(&absolute) {
                group.found.push(found);
            }
        }
        if let Some((name, mode)) = self.stdin {
            let dir = if args.stdin_filename.is_some() { name.parent() } else { None };
            let config = choose(dir.unwrap_or(Path::new("")));
            let group = group_of(&mut groups, config.as_deref(), args, run)?;
            let excluded = args.force_exclude
                && group.resolved.exclude.matches(&run.working_directory.join(&name));
            let source = read_stdin(&name, mode, args, run);
            let is_empty = source.failure.is_none() && source.text.trim().is_empty();
            if is_empty && args.stdin_filename.is_none() {
                // Editors have empty buffers; what ends a pipeline early leaves nothing after.
                group.stdin_is_empty = true;
            } else if !excluded {
                group.stdin = Some(source);
            }
        }
        if let Some(dir) = self.kustomization {
            let config = choose(&dir);
            let group = group_of(&mut groups, config.as_deref(), args, run)?;
            let built = kustomize::build(&dir, &BuildOptions::default(), run);
            // 1 would say that something was checked.
            let failed = |error| CliError { exit_code: FAILED, ..error };
            group.built = Some(built.map_err(failed)?);
        }
        if groups.is_empty() {
            let config = choose(Path::new(""));
            group_of(&mut groups, config.as_deref(), args, run)?;
        }
        Ok(groups.into_values().collect())
    }
}

fn group_of<'a>(
    groups: &'a mut BTreeMap<Option<PathBuf>, ConfigGroup>,
    path: Option<&Path>,
    args: &LintArgs,
    run: &CommandEnv,
) -> Result<&'a mut ConfigGroup, CliError> {
    match groups.entry(path.map(Path::to_path_buf)) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(new) => {
            let mut config = settings::load(run, path)?;
            args.put_above(&mut config)?;
            let mut resolved = settings::resolve(&config, run)?;
            resolved.policy.inline = !args.no_inline_ignores;
            let crds = objects::definitions(&resolved.crds, run)?.into();
            Ok(new.insert(ConfigGroup {
                config,
                resolved,
                crds,
                found: Vec::new(),
                stdin: None,
                stdin_is_empty: false,
                built: None,
            }))
        }
    }
}

fn read_stdin(name: &Path, mode: Mode, args: &LintArgs, run: &CommandEnv) -> Source {
    let shown = input::shown(name, &run.working_directory);
    let mut source = objects::stdin(&shown, mode, limits(args), run);
    if mode == Mode::Project
        && let Some(text) = input::without_notes(&source.text)
    {
        source.text = text.into();
    }
    source.chart = input::chart_of(name, &run.working_directory);
    source
}

pub(super) fn limits(args: &LintArgs) -> Limits {
    Limits { file_size: args.max_file_size.0 }
}
