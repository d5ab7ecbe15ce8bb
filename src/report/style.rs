//! How text for people looks: colour, frame characters, width.

use crate::diagnostic::Severity;
use std::borrow::Cow;

use colored::{ColoredString, Colorize};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What the caller knows of the place where the text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Paint with ANSI colours. The caller also forces `colored` to its decision, once.
    pub colour: bool,
    /// Draw frames with Unicode characters; else with ASCII.
    pub unicode: bool,
    /// Columns; below 40 every finding is one line.
    pub width: usize,
    /// Close with lines that count the findings.
    pub summary: bool,
    /// What to type to run the program.
    pub program: &'static str,
}

impl Default for TextStyle {
    /// Plain text of 80 columns.
    fn default() -> TextStyle {
        TextStyle { colour: false, unicode: true, width: 80, summary: true, program: "kubevet" }
    }
}

/// The subcommands that texts tell to run.
const COMMANDS: [&str; 12] = [
    "apply",
    "check",
    "completion",
    "config",
    "create",
    "explain",
    "help",
    "kustomize",
    "lint",
    "rule",
    "version",
    "--help",
];

/// A text with the commands in it as they are typed here: as a plugin, kubevet is `kubectl vet`.
pub fn as_called<'t>(text: &'t str, program: &str) -> Cow<'t, str> {
    if program == "kubevet" {
        return Cow::Borrowed(text);
    }
    let mut called = Cow::Borrowed(text);
    for command in COMMANDS {
        let written = format!("kubevet {command}");
        if called.contains(&written) {
            called = Cow::Owned(called.replace(&written, &format!("{program} {command}")));
        }
    }
    called
}

/// What a text is painted for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ink {
    Severity(Severity),
    Strong,
    Quiet,
    Help,
}

impl TextStyle {
    pub(super) fn paint<'t>(&self, ink: Ink, text: &'t str) -> Cow<'t, str> {
        if !self.colour || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let painted: ColoredString = match ink {
            Ink::Severity(Severity::Error) => text.red().bold(),
            Ink::Severity(Severity::Warning) => text.yellow().bold(),
            Ink::Severity(Severity::Info) => text.cyan().bold(),
            Ink::Strong => text.bold(),
            Ink::Quiet => text.dimmed(),
            Ink::Help => text.cyan(),
        };
        Cow::Owned(painted.to_string())
    }

    /// The mark where something was cut off.
    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

/// Columns that a text takes in a terminal.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Breaks a text at blanks into lines of at most so many columns; a longer word is broken after a
/// slash of its second half, or anywhere.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let needs = width(word);
        if used > 0 && used + 1 + needs > columns {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("there is always a line");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if used + needs <= columns {
            line.push_str(word);
            used += needs;
        } else {
            used = break_word(word, columns, &mut lines);
        }
    }
    lines
}

/// Appends a word that is wider than a line; gives the columns used of the last line.
fn break_word(word: &str, columns: usize, lines: &mut Vec<String>) -> usize {
    let mut used = 0;
    for c in word.chars() {
        let needs = c.width().unwrap_or(0);
        let line = lines.last_mut().expect("there is always a line");
        if used + needs > columns {
            let behind = line.rfind('/').map_or(0, |at| at + 1);
            let cut = if behind > line.len() / 2 { behind } else { line.len() };
            let rest = line.split_off(cut);
            used = width(&rest);
            lines.push(rest);
        }
        lines.last_mut().expect("there is always a line").push(c);
        used += needs;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_their_width() {
        assert_eq!(wrap("write `app: web` there", 12), ["write `app:", "web` there"]);
        assert_eq!(wrap("abcdefghijkl m", 8), ["abcdefgh", "ijkl m"]);
        assert_eq!(wrap("no app/base/web.yaml", 11), ["no", "app/base/", "web.yaml"]);
        assert_eq!(wrap("a/bcdefghijkl", 8), ["a/bcdefg", "hijkl"]);
        assert_eq!(
            wrap("서비스가 고르는 파드가 없다", 10),
            ["서비스가", "고르는", "파드가", "없다"]
        );
        assert_eq!(wrap("", 10), [""]);
    }
}
