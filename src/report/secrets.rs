//! Finds secret values by the look of a text alone, so that a Secret whose YAML cannot be read is
//! masked as well as one that can.

use memchr::memmem;

use crate::input::Span;

/// The ranges of values under `data` and `stringData` of every document that speaks of a Secret.
pub(super) fn in_text(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    if memmem::find(text.as_bytes(), b"Secret").is_none() {
        return spans;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = line.as_ptr() as usize - text.as_ptr() as usize;
        if line.starts_with("---") {
            in_document(text, start, end, &mut spans);
            start = end;
        }
    }
    in_document(text, start, text.len(), &mut spans);
    spans
}

fn in_document(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let document = &text[start..end];
    if !memmem::find_iter(document.as_bytes(), b"Secret").any(|at| is_kind(document, at)) {
        return;
    }
    let found = spans.len();
    in_block(document, spans);
    in_json(document, spans);
    for span in &mut spans[found..] {
        *span = Span::new(span.start + start as u32, span.end + start as u32);
    }
}

/// Whether the word `Secret` at an offset is the value of a key `kind`.
fn is_kind(text: &str, at: usize) -> bool {
    let ends = !text[at + "Secret".len()..].starts_with(|c: char| c.is_alphanumeric());
    let quotes = ['"', '\'', '\\', ' '];
    let key = text[..at].trim_end_matches(quotes).strip_suffix(':');
    ends && key.is_some_and(|key| key.trim_end_matches(quotes).ends_with("kind"))
}

/// Values below a line `data:`, by indentation.
fn in_block(text: &str, spans: &mut Vec<Span>) {
    let mut outer: Option<usize> = None;
    let mut inner: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (offset, body) = (at, line.trim_end());
        at += line.len();
        let content = body.trim_start();
        let indent = body.len() - content.len();
        if content.is_empty() || (content.starts_with('#') && inner.is_none()) {
            continue;
        }
        if outer.is_some_and(|outer| indent > outer) {
            let level = *inner.get_or_insert(indent);
            let value = if indent <= level { after_colon(content) } else { 0 };
            push_value(content, offset + indent, value, spans);
            continue;
        }
        (outer, inner) = (None, None);
        let item = content.trim_start_matches("- ");
        let key = item.trim_start_matches(['"', '\'']);
        let named = key.strip_prefix("data").or_else(|| key.strip_prefix("stringData"));
        if named.is_some_and(|rest| rest.trim_matches(['"', '\'', ' ']).starts_with(':')) {
            outer = Some(indent + content.len() - item.len());
        }
    }
}

/// The offset of what follows the key of a line; 0 where it has none.
fn after_colon(content: &str) -> usize {
    match content.find(": ") {
        Some(colon) => colon + 2,
        None if content.ends_with(':') => content.len(),
        None => 0,
    }
}

fn push_value(content: &str, offset: usize, value: usize, spans: &mut Vec<Span>) {
    let text = content[value..].trim().trim_end_matches(',');
    let plain = matches!(text, "" | "{" | "}" | "}," | "|" | ">" | "|-" | ">-" | "|+" | ">+");
    if !plain {
        let start = offset + content.len() - content[value..].trim_start().len();
        spans.push(Span::new(start as u32, (start + text.len()) as u32));
    }
}

/// Values between the braces of `"data": {…}`, also where the JSON stands escaped in a string.
fn in_json(text: &str, spans: &mut Vec<Span>) {
    let mut done = 0;
    // The key `stringData` ends in the same letters but for one.
    for at in memmem::find_iter(text.as_bytes(), b"ata") {
        let key = &text[..at + 3];
        let rest = &text[at + 3..];
        let after = rest.trim_start_matches(['\\', '"', '\'']).trim_start();
        if at < done || !(key.ends_with("data") || key.ends_with("stringData")) {
            continue;
        }
        let Some(braces) = after.strip_prefix(':').map(str::trim_start) else { continue };
        if braces.starts_with('{') {
            done = in_braces(text, text.len() - braces.len(), rest.starts_with('\\'), spans);
        }
    }
}

/// Masks what follows a colon, up to the brace that closes the one at `open`; gives its offset.
fn in_braces(text: &str, open: usize, escaped: bool, spans: &mut Vec<Span>) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut quoted, mut value) = (0_u32, None, None);
    let mut push = |start: usize, end: usize| {
        let raw = &text[start..end.max(start)];
        let start = start + raw.len() - raw.trim_start().len();
        spans.push(Span::new(start as u32, (start + raw.trim().len()) as u32));
    };
    for at in open..bytes.len() {
        let is_quote = bytes[at] == b'"' && backslashes(&bytes[..at]) == usize::from(escaped);
        match (quoted, bytes[at]) {
            (None, b'"') if is_quote => quoted = Some(at + 1),
            (Some(start), b'"') if is_quote => {
                quoted = None;
                if value.take().is_some() {
                    push(start, at - usize::from(escaped));
                }
            }
            (None, b':') if value.is_none() => value = Some(at + 1),
            (None, b'{') => (depth, value) = (depth + 1, None),
            (None, end @ (b',' | b'}')) => {
                if let Some(start) = value.take() {
                    push(start, at);
                }
                depth -= u32::from(end == b'}');
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

fn backslashes(before: &[u8]) -> usize {
    before.iter().rev().take(3).take_while(|byte| **byte == b'\\').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        in_text(text).iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn values_are_found_without_a_parser() {
        let block =
            "kind: Secret\ndata:\n  a: b25l\n\tb: dHdv\n  c: |\n    l1\n    l2: x\nmore: y\n";
        assert_eq!(found(block), ["b25l", "dHdv", "l1", "l2: x"]);
        let list = "- kind: 'Secret'\n  stringData:\n    # note\n    a: one two # x\n- x: y\n";
        assert_eq!(found(list), ["one two # x"]);
        assert!(found("kind: ConfigMap\ndata:\n  a: Secret\n").is_empty());
        assert_eq!(found("kind: ConfigMap\ndata: {}\n---\nkind: Secret\ndata:\n  a: b\n"), ["b"]);
    }

    #[test]
    fn values_in_json_are_found() {
        let json = r#"{"kind":"Secret","data":{"a":"b\"25l","c":"d"},"type":"x"}"#;
        assert_eq!(found(json), [r#"b\"25l"#, "d"]);
        let escaped = r#"kind: Secret
x: "{\"kind\":\"Secret\",\"data\":{\"a\":\"b25l\"},\"b\":\"c\"}""#;
        assert_eq!(found(escaped), ["b25l"]);
        let pretty = "{\n \"kind\": \"Secret\",\n \"data\": {\n  \"a\": \"b25l\",\n }\n}\n";
        assert!(found(pretty).contains(&"b25l"));
        assert_eq!(found("kind: Secret\ndata: {a: b25l, c: 'x:y'}\n"), ["b25l", "'x:y'"]);
    }
}
