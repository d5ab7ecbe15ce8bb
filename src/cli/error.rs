//! Why a run ended without a result, and the exit code for it.

use std::io;

use crate::config::ConfigError;

/// The exit code where something was found, rejected or not found.
pub(super) const FOUND: u8 = 1;
/// The exit code of wrong usage, wrong configuration and failures.
pub(super) const FAILED: u8 = 2;

/// What ends a run.
#[derive(Debug)]
pub(super) struct CliError {
    pub(super) message: String,
    /// What to type instead.
    pub(super) hints: Vec<String>,
    pub(super) exit_code: u8,
    /// Whoever reads the output has gone: no error, and nothing more to say.
    pub(super) pipe_closed: bool,
}

impl CliError {
    /// Wrong usage or configuration, or a failure of the system.
    pub(super) fn new(message: impl Into<String>) -> CliError {
        CliError {
            message: message.into(),
            hints: Vec::new(),
            exit_code: FAILED,
            pipe_closed: false,
        }
    }

    /// What was asked for does not exist.
    pub(super) fn not_found(message: impl Into<String>) -> CliError {
        CliError { exit_code: FOUND, ..CliError::new(message) }
    }

    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> CliError {
        self.hints.push(hint.into());
        self
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        let pipe_closed = error.kind() == io::ErrorKind::BrokenPipe;
        CliError { pipe_closed, ..CliError::new(format!("cannot write the output: {error}")) }
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> CliError {
        let cli = CliError::new(error.to_string());
        match error.help {
            Some(help) => cli.hint(help),
            None => cli,
        }
    }
}
