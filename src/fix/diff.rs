//! What fixes change, as a unified diff.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use crate::{input::Span, report::harmless, text::MASK};

/// Lines around a change.
const CONTEXT: usize = 3;

/// The unified diff of two texts of a file, as `diff -u` and `git apply` have it. What lies in the
/// `masked` ranges of a text, sorted, is not shown.
pub fn unified(name: &str, old: (&str, &[Span]), new: (&str, &[Span])) -> String {
    let (old_lines, new_lines) = (masked_lines(old.0, old.1), masked_lines(new.0, new.1));
    let diff = TextDiff::from_lines(old.0, new.0);
    let mut text = format!("--- {name}\n+++ {name}\n");
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(text, "{}", hunk.header());
        for change in hunk.iter_changes() {
            let (sign, line) = match change.tag() {
                ChangeTag::Equal => (' ', change.old_index().and_then(|at| old_lines.get(at))),
                ChangeTag::Delete => ('-', change.old_index().and_then(|at| old_lines.get(at))),
                ChangeTag::Insert => ('+', change.new_index().and_then(|at| new_lines.get(at))),
            };
            let line = line.map_or("", String::as_str);
            let line: Vec<_> = line.split('\t').map(harmless).collect();
            let _ = writeln!(text, "{sign}{}", line.join("\t"));
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// The lines of a text, without line feeds.
fn masked_lines(text: &str, masked: &[Span]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut masked = masked.iter().peekable();
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        let (mut shown, mut from) = (String::new(), start);
        while let Some(span) = masked.peek().filter(|span| (span.start as usize) < end) {
            let range = span.range();
            shown.push_str(text.get(from..range.start.max(from)).unwrap_or(""));
            if range.end > from && range.start.max(from) < end {
                shown.push_str(MASK);
            }
            from = range.end.clamp(from, end);
            if range.end > end {
                break;
            }
            masked.next();
        }
        shown.push_str(text.get(from..end).unwrap_or(""));
        lines.push(shown);
        start += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_ranges_are_not_shown() {
        let lines = |spans: &[(u32, u32)]| {
            let spans: Vec<Span> = spans.iter().map(|(a, b)| Span::new(*a, *b)).collect();
            masked_lines("ab: cd\nef\ngh: ij\n", &spans)
        };
        assert_eq!(lines(&[]), ["ab: cd", "ef", "gh: ij"]);
        assert_eq!(lines(&[(4, 6)]), ["ab: ***", "ef", "gh: ij"]);
        assert_eq!(lines(&[(4, 9), (14, 15)]), ["ab: ***", "***", "gh: ***j"]);
        assert_eq!(lines(&[(4, 12)]), ["ab: ***", "***", "***: ij"]);
    }

    #[test]
    fn diffs_are_those_of_diff() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let new = "a\nb\nc\nd\nE\nf\ng\nh";
        assert_eq!(
            unified("x.yaml", (old, &[]), (new, &[])),
            "--- x.yaml\n+++ x.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n-h\n+h\n\
             \\ No newline at end of file\n"
        );
    }
}
