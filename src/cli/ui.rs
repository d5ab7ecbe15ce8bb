//! The terminal: streams, colour, width, characters.
use std::{
    env,
    ffi::OsString,
    io::{self, BufWriter, IsTerminal, StdoutLock, Write as _},
};

use colored::Colorize;

use super::error::CliError;
use crate::report::{TextStyle, as_called, harmless};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColourChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// What is known of the terminal, decided once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ui {
    quiet: bool,
    verbose: u8,
    stdout_colour: bool,
    stderr_colour: bool,
    /// What to type to run it.
    program: &'static str,
}

impl Ui {
    pub(super) fn new(when: ColourChoice, quiet: bool, verbose: u8) -> Ui {
        let stdout_colour = colours(when, io::stdout().is_terminal());
        let stderr_colour = colours(when, io::stderr().is_terminal());
        // What is painted goes through `paint` below or a `Style`, which both know their stream.
        colored::control::set_override(stdout_colour || stderr_colour);
        let program = super::program();
        Ui { quiet, verbose, stdout_colour, stderr_colour, program }
    }

    /// How reports to standard output look.
    pub(super) fn style(self) -> TextStyle {
        TextStyle {
            colour: self.stdout_colour,
            unicode: is_utf8(),
            width: width(),
            summary: !self.quiet,
            program: self.program,
        }
    }

    /// How reports to standard error look.
    pub(super) fn stderr_style(self) -> TextStyle {
        TextStyle { colour: self.stderr_colour, ..self.style() }
    }

    /// How reports to files look.
    pub(super) fn file_style(self) -> TextStyle {
        TextStyle { colour: false, width: 100, ..self.style() }
    }

    pub(super) fn error(self, error: &CliError) {
        self.say(self.head("error:", Colorize::red), &error.message);
        for hint in &error.hints {
            self.say(self.head("hint:", Colorize::cyan), hint);
        }
    }

    /// What kubectl would say on standard error, in its own form.
    #[expect(clippy::unused_self, reason = "all that is said goes through here")]
    pub(super) fn plain(self, text: &str) {
        write_line(&lines(text));
    }

    pub(super) fn warn(self, text: &str) {
        self.say(self.head("warning:", Colorize::yellow), text);
    }

    /// What is worth knowing, unless the user wants results only.
    pub(super) fn note(self, text: &str) {
        if !self.quiet {
            self.say(self.head("note:", Colorize::cyan), text);
        }
    }

    pub(super) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Whether a person reads the messages.
    #[expect(clippy::unused_self, reason = "all that is known of the terminal is asked here")]
    pub(super) fn is_read_by_people(self) -> bool {
        io::stderr().is_terminal()
    }

    /// Whether [`Ui::detail`] says anything.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose > 0
    }

    /// What only those want to know who ask (`-v`).
    pub(super) fn detail(self, text: &str) {
        if self.verbose > 0 {
            self.say(self.head("debug:", Colorize::dimmed), text);
        }
    }

    /// Writes a line to standard error, with commands as they are typed here.
    fn say(self, head: String, text: &str) {
        write_line(&format!("{head} {}", lines(&as_called(text, self.program))));
    }

    fn head(
        self,
        word: &str,
        colour: fn(colored::ColoredString) -> colored::ColoredString,
    ) -> String {
        if self.stderr_colour { colour(word.bold()).to_string() } else { word.to_owned() }
    }
}

/// A message, line by line, without control sequences for a terminal or a log reader.
fn lines(text: &str) -> String {
    text.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

/// Writes a line about something that a user named, to standard output.
pub(super) fn line(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", harmless(text))
}

/// A line of standard error. If that is closed or full, the line is lost.
fn write_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Standard output, collected; flush it at the end.
pub(super) fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// The value of a variable that is set and not empty.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether a stream is coloured; the first that decides wins.
pub(super) fn colours(when: ColourChoice, is_terminal: bool) -> bool {
    match when {
        ColourChoice::Always => return true,
        ColourChoice::Never => return false,
        ColourChoice::Auto => {}
    }
    if variable("NO_COLOR").is_some() {
        return false;
    }
    if ["CLICOLOR_FORCE", "FORCE_COLOR"].iter().any(|v| variable(v).is_some_and(|v| v != "0")) {
        return true;
    }
    if variable("CLICOLOR").is_some_and(|v| v == "0")
        || variable("TERM").is_some_and(|v| v == "dumb")
    {
        return false;
    }
    is_terminal
}

/// Columns of the terminal; 80 where there is none.
fn width() -> usize {
    if let Some(columns) = variable("COLUMNS").and_then(|v| v.to_str()?.parse().ok()) {
        return columns;
    }
    let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    terminal.map_or(80, |(width, _)| usize::from(width.0))
}

/// Whether the locale writes UTF-8; the first variable that is set decides, as in POSIX.
fn is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let locale = locale.unwrap_or_default().to_string_lossy().to_lowercase();
    cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8")
}
