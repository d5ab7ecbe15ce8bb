//! `kubevet config`.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use indexmap::IndexMap;

use super::{CommandEnv, error::CliError, ui};
use crate::{
    config::{self, Config, ConfigOrigin, ConfigValue, Layer},
    input,
};

#[derive(Debug, Subcommand)]
pub(super) enum ConfigVerb {
    /// Print the settings in effect, each with its origin
    Show,
    /// Create a kubevet.toml with comments
    Init,
    /// Print the JSON Schema of kubevet.toml
    Schema,
    /// Print a kubevet.toml that runs the checks of a configuration of kube-linter
    ImportKubeLinter {
        /// The configuration, usually .kube-linter.yaml
        file: PathBuf,
    },
}

pub(super) fn run(verb: &ConfigVerb, run: &CommandEnv) -> Result<u8, CliError> {
    match verb {
        ConfigVerb::Show => {
            let path = Chooser::new(run).choose(&run.working_directory);
            let config = load(run, path.as_deref())?;
            // What cannot be used is an error here as well as in a run.
            config.resolve()?;
            show(&config, run)
        }
        ConfigVerb::Init => init(run),
        ConfigVerb::ImportKubeLinter { file } => import(file, run),
        ConfigVerb::Schema => {
            let mut out = ui::stdout();
            out.write_all(config::SCHEMA.as_bytes())?;
            out.flush()?;
            Ok(0)
        }
    }
}

/// Prints a configuration.
pub(super) fn show(config: &Config, run: &CommandEnv) -> Result<u8, CliError> {
    let mut out = ui::stdout();
    out.write_all(config::show(config, &run.working_directory).as_bytes())?;
    out.flush()?;
    Ok(0)
}

fn init(run: &CommandEnv) -> Result<u8, CliError> {
    let dir = &run.working_directory;
    if let Some(path) = config::in_dir(dir) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Err(CliError::new(format!("{name} already exists"))
            .hint("run `kubevet config show` to print the settings in effect"));
    }
    let path = dir.join("kubevet.toml");
    let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    file.and_then(|mut file| file.write_all(config::TEMPLATE.as_bytes()))
        .map_err(|error| CliError::new(format!("cannot write kubevet.toml: {error}")))?;
    run.ui.note("wrote kubevet.toml");
    Ok(0)
}

/// The longest configuration of another linter, in bytes.
const MAX_IMPORTED: u64 = 1 << 20;

fn import(file: &Path, run: &CommandEnv) -> Result<u8, CliError> {
    let path = run.working_directory.join(file);
    let shown = input::shown(&path, &run.working_directory);
    let wrong = |why: String| CliError::new(format!("cannot read {shown}: {why}"));
    let text = input::text(&path, MAX_IMPORTED).map_err(|error| wrong(input::reason(&error)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let toml = config::kube_linter(&text, &name).map_err(wrong)?;
    let mut out = ui::stdout();
    out.write_all(toml.as_bytes())?;
    out.flush()?;
    run.ui.note("redirect the output to kubevet.toml to use it");
    Ok(0)
}

/// Chooses configuration files; looks into each directory once.
pub(super) struct Chooser<'a> {
    run: &'a CommandEnv,
    known: IndexMap<PathBuf, Option<PathBuf>>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(run: &'a CommandEnv) -> Chooser<'a> {
        Chooser { run, known: IndexMap::new() }
    }

    /// The configuration file for a directory (absolute): the one that was named, else the nearest
    /// one upward, else that of the user.
    pub(super) fn choose(&mut self, dir: &Path) -> Option<PathBuf> {
        if self.run.global.isolated {
            return None;
        }
        if let Some(path) = &self.run.global.config {
            return Some(path.clone());
        }
        let mut passed = Vec::new();
        let found = dir.ancestors().find_map(|dir| {
            let known = self.known.get(dir).cloned();
            known.or_else(|| {
                passed.push(dir);
                config::in_dir(dir).map(Some)
            })
        });
        let found = found.unwrap_or_else(of_user);
        self.known.extend(passed.into_iter().map(|dir| (dir.to_path_buf(), found.clone())));
        found
    }
}

fn of_user() -> Option<PathBuf> {
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || variable("HOME").map(|home| home.join(".config"));
    let path = variable("XDG_CONFIG_HOME").or_else(home)?.join("kubevet").join("kubevet.toml");
    path.is_file().then_some(path)
}

/// Reads a configuration and overrides it with the global flags.
pub(super) fn load(run: &CommandEnv, path: Option<&Path>) -> Result<Config, CliError> {
    let mut config = match path {
        Some(path) => {
            if !path.exists() {
                let path = input::shown(path, &run.working_directory);
                return Err(CliError::new(format!("the path \"{path}\" does not exist")));
            }
            let absolute = run.working_directory.join(path);
            Config::load(&input::clean(&absolute), &run.working_directory)
                .map_err(|error| relative(error, run))?
        }
        None => Config::default(),
    };
    // A user's file belongs to no directory: its patterns are relative to where kubevet runs.
    if path.is_some() && path == of_user().as_deref() {
        config.root.clone_from(&run.working_directory);
    }
    let versions = match &run.global.kubernetes_version[..] {
        [] => None,
        [one] => Some(ConfigValue::Text(one.clone())),
        several => Some(ConfigValue::Texts(several.to_vec())),
    };
    if let Some(versions) = versions {
        let origin = ConfigOrigin::Flag("--kubernetes-version");
        config.layer.set("kubernetes-version", versions, origin);
    }
    if !run.global.crds.is_empty() {
        let absolute = |path: &PathBuf| run.working_directory.join(path);
        let paths = run.global.crds.iter().map(absolute);
        let paths = paths.map(|path| path.to_string_lossy().into_owned()).collect();
        config.layer.extend("crds", paths, ConfigOrigin::Flag("--crds"));
    }
    Ok(config)
}

/// Names the file relative to the working directory, as findings do.
fn relative(mut error: config::ConfigError, run: &CommandEnv) -> config::ConfigError {
    if let ConfigOrigin::File { path, .. } = &mut error.origin {
        *path = PathBuf::from(input::shown(path, &run.working_directory));
    }
    error
}

/// Sets a key from a flag.
pub(super) fn set(layer: &mut Layer, key: &'static str, text: &str, flag: &'static str) {
    layer.set(key, ConfigValue::Text(text.to_owned()), ConfigOrigin::Flag(flag));
}

/// The resolved settings; errors name files as findings do.
pub(super) fn resolve(config: &Config, run: &CommandEnv) -> Result<config::Resolved, CliError> {
    let resolved = config.resolve().map_err(|error| relative(error, run))?;
    for warning in &resolved.warnings {
        run.ui.warn(&relative(warning.clone(), run).to_string());
    }
    Ok(resolved)
}
