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
    let source: Arc<str> = write(text).into();
    let document = syntax::parse(&source).into_iter().next();
    let read = document.and_then(|document| document.tree);
    let read = read.as_ref().and_then(|tree| tree.root().get("a")?.as_str());
    read.unwrap_or(text).into()
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
