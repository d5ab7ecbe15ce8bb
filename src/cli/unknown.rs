//! A first word that is not a command: a path, a command of kubectl, a typo.

use std::{ffi::OsString, path::Path};

use super::{Cli, error::CliError};
use crate::findings::suggest;
use clap::CommandFactory as _;

/// Commands of kubectl that need a cluster.
const NEEDS_CLUSTER: [&str; 20] = [
    "logs",
    "exec",
    "attach",
    "cp",
    "port-forward",
    "proxy",
    "top",
    "drain",
    "cordon",
    "uncordon",
    "taint",
    "delete",
    "edit",
    "scale",
    "rollout",
    "wait",
    "debug",
    "auth",
    "events",
    "certificate",
];

/// What to say of it.
pub(super) fn error(words: &[OsString]) -> CliError {
    let shown: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let word = shown.first().map_or("", |word| word.as_ref());
    if NEEDS_CLUSTER.contains(&word) || word == "cluster-info" {
        let needs =
            CliError::new(format!("`{word}` needs a cluster, but kubevet only reads files"));
        return needs.hint(format!("run `kubectl {}`", shown.join(" ")));
    }
    if word == "-" || Path::new(word).exists() {
        return CliError::new(format!("`{word}` is a path, not a command"))
            .hint(format!("run `kubevet lint {}`", shown.join(" ")));
    }
    let verbs: Vec<String> = Cli::command()
        .get_subcommands()
        .flat_map(|verb| {
            let aliases = verb.get_all_aliases().map(str::to_owned);
            aliases.chain([verb.get_name().to_owned()]).collect::<Vec<_>>()
        })
        .collect();
    let unknown = CliError::new(format!("unknown command `{word}`"));
    match suggest(word, verbs.iter().map(String::as_str)) {
        Some(near) => unknown.hint(format!("did you mean `kubevet {near}`?")),
        None => unknown.hint("run `kubevet --help` to list the commands"),
    }
}
