//! Folded block scalars as kustomize writes and reads them: its writer (`go.yaml.in/yaml/v3`,
//! `emitterc.go`) puts empty lines where none were, so the text changes.

use std::sync::Arc;

use crate::syntax;

/// The text that is read of what is written for a text.
pub(super) fn round_trip(text: &str) -> Arc<str> {
    // Other texts are written in quotes.
    if !text.contains('\n') || text.ends_with(' ') || text.contains(" \n") {
        return text.into();
    }
    let read = read(write(text));
    read.as_deref().unwrap_or(text).into()
}

/// A block that stands in a text, by its mark (`>-`) and its lines, as it is written again: its
/// mark and its lines. `indent` is the column of its key. `None` if it is not folded.
pub(super) fn again(mark: &str, block: &str, indent: usize) -> Option<(String, String)> {
    let blanks = " ".repeat(indent);
    let text = read(format!("{blanks}a: {mark}\n{block}")).filter(|_| mark.starts_with('>'))?;
    let written = write(&text);
    let (header, lines) = written.split_once('\n')?;
    let mut block = String::new();
    let lines = lines.strip_suffix('\n').filter(|_| text.ends_with('\n')).unwrap_or(lines);
    for line in lines.lines() {
        if !line.is_empty() {
            block.push_str(&blanks);
            block.push_str(line);
        }
        block.push('\n');
    }
    Some((header.trim_start_matches("a: ").to_owned(), block))
}

/// The value of the key `a`.
fn read(source: String) -> Option<String> {
    let document = syntax::parse(&source.into()).into_iter().next()?;
    document.tree?.root().get("a")?.as_str().map(str::to_owned)
}

fn write(text: &str) -> String {
    let mut out = "a: >".to_owned();
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let mut end = text.chars().rev();
    match (end.next(), end.next()) {
        (Some('\n'), None | Some('\n')) => out.push('+'),
        (Some('\n'), _) => {}
        _ => out.push('-'),
    }
    out.push('\n');
    // The writer looks at the first line breaks of the whole text instead of those it is at.
    let after_breaks = text.trim_start_matches('\n').chars().next();
    let odd = !matches!(after_breaks, None | Some(' ' | '\t' | '\n'));
    let (mut breaks, mut leading) = (true, true);
    for character in text.chars() {
        if character == '\n' {
            if !breaks && !leading && odd {
                out.push('\n');
            }
            out.push('\n');
            breaks = true;
            continue;
        }
        if breaks {
            out.push_str("  ");
            leading = matches!(character, ' ' | '\t');
        }
        out.push(character);
        breaks = false;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::round_trip;

    #[test]
    fn more_indented_lines_get_an_empty_line_in_front() {
        assert_eq!(&*round_trip("a\nb\n"), "a\nb\n");
        assert_eq!(&*round_trip("all(\n  x\n)"), "all(\n\n  x\n)");
    }
}
