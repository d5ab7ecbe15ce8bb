//! `kubevet.toml` and what overrides it, into the settings of a run.

mod discover;
mod import;
pub mod keys;
mod read;
mod resolve;
mod show;
mod targets;

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
};

use crate::input;

pub use discover::in_dir;
pub use import::kube_linter;
pub use resolve::{FailOn, Resolved};
pub use show::show;
pub use targets::TargetVersions;

/// The JSON Schema of `kubevet.toml`.
pub const SCHEMA: &str = include_str!("schema.json");

/// What `config init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");

/// The longest configuration file, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The most files that may extend one another.
const LONGEST_CHAIN: usize = 16;

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigValue {
    Text(String),
    Bool(bool),
    Number(u32),
    Texts(Vec<String>),
    TextTable(Vec<(String, String)>),
    BoolTable(Vec<(String, bool)>),
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConfigOrigin {
    #[default]
    Default,
    /// Line and column count from 1.
    File { path: PathBuf, line: usize, column: usize },
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for ConfigOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigOrigin::Default => f.write_str("default"),
            ConfigOrigin::File { path, line, column } => {
                write!(f, "{}:{line}:{column}", input::shown(path, Path::new("")))
            }
            ConfigOrigin::Flag(name) => f.write_str(name),
        }
    }
}

/// A configuration that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    pub origin: ConfigOrigin,
    pub message: String,
    pub help: Option<String>,
}

impl ConfigError {
    fn new(origin: &ConfigOrigin, message: impl Into<String>) -> ConfigError {
        ConfigError { origin: origin.clone(), message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> ConfigError {
        ConfigError { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            ConfigOrigin::Default => f.write_str(&self.message),
            origin => write!(f, "{origin}: {}", self.message),
        }
    }
}

/// An `[[override]]` as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawOverride {
    pub origin: ConfigOrigin,
    pub paths: Vec<String>,
    pub objects: Vec<String>,
    pub containers: Vec<String>,
    pub ignore: Vec<String>,
    pub reason: String,
}

/// What one place sets: a file, or the command line.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    values: BTreeMap<&'static str, (ConfigValue, ConfigOrigin)>,
    /// Where entries of tables are, by key and name.
    places: BTreeMap<(&'static str, String), ConfigOrigin>,
    overrides: Vec<RawOverride>,
}

impl Layer {
    /// Sets a known key.
    pub fn set(&mut self, key: &'static str, value: ConfigValue, origin: ConfigOrigin) {
        debug_assert!(keys::by_name(key).is_some(), "unknown key {key}");
        self.values.insert(key, (value, origin));
    }

    /// Adds to a list that another layer began.
    pub fn extend(&mut self, key: &'static str, words: Vec<String>, origin: ConfigOrigin) {
        match self.values.get_mut(key) {
            Some((ConfigValue::Texts(list), _)) => list.extend(words),
            _ => self.set(key, ConfigValue::Texts(words), origin),
        }
    }

    pub fn unset(&mut self, key: &'static str) {
        self.values.remove(key);
    }

    pub fn add_override(&mut self, raw: RawOverride) {
        self.overrides.push(raw);
    }

    fn over(mut self, above: Layer) -> Layer {
        self.values.extend(above.values);
        self.places.extend(above.places);
        self.overrides.extend(above.overrides);
        self
    }
}

/// A configuration: the file's values, with those of the files that it extends below them.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub layer: Layer,
    /// The directory of the file: patterns are relative to it.
    pub root: PathBuf,
    /// As found; absent without a file.
    pub path: Option<PathBuf>,
}

impl Config {
    /// Reads a file and those that it extends; messages name them from the working directory.
    pub fn load(path: &Path, working_directory: &Path) -> Result<Config, ConfigError> {
        let mut chain = vec![load_one(path, working_directory)?];
        let mut at = path.to_path_buf();
        while let Some((ConfigValue::Text(next), origin)) =
            chain.last().and_then(|layer| layer.values.get("extend")).cloned()
        {
            at = at.parent().unwrap_or(Path::new("")).join(&next);
            require_inside(path, &at, working_directory).map_err(|(message, help)| {
                ConfigError::new(&origin, format!("`{next}` {message}")).help(help)
            })?;
            if chain.len() == LONGEST_CHAIN {
                return Err(ConfigError::new(
                    &origin,
                    format!("more than {LONGEST_CHAIN} files extend one another"),
                ));
            }
            let below = load_one(&at, working_directory).map_err(|error| match error.origin {
                ConfigOrigin::Default => ConfigError::new(&origin, error.message),
                _ => error,
            })?;
            chain.push(below);
        }
        let layer = chain.into_iter().rev().reduce(Layer::over).unwrap_or_default();
        let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
        Ok(Config { layer, root, path: Some(path.to_path_buf()) })
    }
}

/// Refuses to read what lies outside of the project of a configuration file: of the git repository,
/// else of the file's own directory.
fn require_inside(
    path: &Path,
    extended: &Path,
    working_directory: &Path,
) -> Result<(), (String, String)> {
    let dir = path.parent().unwrap_or(Path::new(""));
    let (Ok(dir), Ok(real)) = (dir.canonicalize(), extended.canonicalize()) else {
        // Reading it reports why.
        return Ok(());
    };
    let repository = input::repository_of(&dir);
    let project = repository.unwrap_or(&dir);
    if real.starts_with(project) {
        return Ok(());
    }
    let whose = if repository.is_some() { "the git repository" } else { "the directory" };
    Err((
        format!("is outside of {whose} of this configuration"),
        format!("copy it to {} or a directory below", input::shown(project, working_directory)),
    ))
}

fn load_one(path: &Path, working_directory: &Path) -> Result<Layer, ConfigError> {
    let text = input::text(path, MAX_BYTES).map_err(|error| {
        let shown = input::shown(path, working_directory);
        let message = match error.kind() {
            io::ErrorKind::NotFound => format!("the path \"{shown}\" does not exist"),
            _ => format!("{shown}: {}", input::reason(&error)),
        };
        ConfigError { origin: ConfigOrigin::Default, message, help: None }
    })?;
    read::read(path, &text)
}
