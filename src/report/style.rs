//! How text for people looks: colour, frame characters, width.

use std::borrow::Cow;

use colored::{ColoredString, Colorize};
use textwrap::{WordSeparator, core::Word, wrap_algorithms::wrap_first_fit};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::Severity;

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
    let words = WordSeparator::AsciiSpace.find_words(text);
    let words: Vec<Word<'_>> = words.flat_map(|word| pieces(word, columns)).collect();
    let lines = wrap_first_fit(&words, &[columns as f64]);
    let one = |line: &[Word<'_>]| {
        let spaced: String = line.iter().flat_map(|word| [word.word, word.whitespace]).collect();
        spaced.trim_end_matches(' ').to_owned()
    };
    lines.into_iter().map(one).collect()
}

/// The parts of a word, none wider than a line.
fn pieces(word: Word<'_>, columns: usize) -> Vec<Word<'_>> {
    let mut pieces = Vec::new();
    let mut rest = word.word;
    while width(rest) > columns {
        let fits = Word::from(rest).break_apart(columns).next().map_or(rest, |piece| piece.word);
        let behind = fits.rfind('/').map_or(0, |at| at + 1);
        let cut = if behind > fits.len() / 2 { behind } else { fits.len() };
        pieces.push(Word::from(&rest[..cut]));
        rest = &rest[cut..];
    }
    pieces.push(Word { whitespace: word.whitespace, ..Word::from(rest) });
    pieces
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
