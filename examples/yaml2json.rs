//! Prints what kubevet's reader makes of YAML files: one line of JSON a document.
//!
//! `cargo run --release --example yaml2json -- [-whole] PATH…`; directories are walked. With `-whole`
//! each file is one document, otherwise files are cut at `---` lines as kubectl cuts them. A
//! document that Kubernetes refuses has an `error` with the line that Kubernetes names, and, if it
//! only repeats keys, the value that kubectl would take (`lax`).
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{fmt::Write as _, fs, path::Path, process::ExitCode};

use kubevet::{
    input::{Span, decode},
    syntax::{
        Complaint, ComplaintKind, Digits, Document, parse_one, parse_yaml,
        tree::{Node, Value},
    },
};

fn main() -> ExitCode {
    let mut whole = false;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        if path == "-whole" || path == "--whole" {
            whole = true;
        } else if let Err(error) = walk(Path::new(&path), whole, &mut out) {
            println!("{path}: {error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Visits files in the order of their names, directory by directory.
fn walk(path: &Path, whole: bool, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let kind = fs::symlink_metadata(path)?.file_type();
    if kind.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| walk(entry, whole, out));
    }
    if !kind.is_file() || path.extension().is_some_and(|e| e == "jsonl") {
        return Ok(());
    }
    let name = path.to_string_lossy();
    for line in lines(&name, fs::read(path)?, whole) {
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn lines(name: &str, mut bytes: Vec<u8>, mut whole: bool) -> Vec<String> {
    let utf16 = bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]);
    if utf16 && !whole {
        // kubectl cuts bytes, not characters: such a file is one document to it, and it ends the
        // last line with one byte.
        whole = true;
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    let source = decode(name, bytes);
    let documents = if whole {
        vec![parse_one(&source, Span::new(0, source.text.len() as u32))]
    } else {
        parse_yaml(&source)
    };
    let mut lines = Vec::new();
    for document in &documents {
        let cluttered = document.complaints.iter().find(|c| c.kind == ComplaintKind::SeparatorText);
        if document.ordinal.is_some() || cluttered.is_some() {
            lines.push(line(name, lines.len(), document));
        }
        if cluttered.is_some() {
            break;
        }
    }
    lines
}

fn line(name: &str, index: usize, document: &Document) -> String {
    let mut line = String::from("{\"file\":");
    string(&mut line, name, false);
    let _ = write!(line, ",\"doc\":{index}");
    let refusal = document.refusal().filter(|c| c.kind != ComplaintKind::NotAnObject);
    match refusal {
        None => {
            line.push_str(",\"value\":");
            value(&mut line, document);
        }
        Some(complaint) => {
            line.push_str(",\"error\":");
            let place = complaint.reported_line.map(|n| format!("line {n}: ")).unwrap_or_default();
            string(&mut line, &format!("yaml: {place}{}", complaint.message.with_values()), false);
            let whole = document.tree.as_ref().is_none_or(|tree| !tree.root().damaged());
            if whole && document.complaints.iter().all(|c| !c.kind.unreadable() || repeats(c)) {
                line.push_str(",\"lax\":");
                value(&mut line, document);
            }
        }
    }
    line.push_str("}\n");
    line
}

/// Whether only the strict reading minds.
fn repeats(complaint: &Complaint) -> bool {
    matches!(
        complaint.kind,
        ComplaintKind::DuplicateKey | ComplaintKind::SecondObject | ComplaintKind::JoinedDocument
    )
}

/// What is left to write of a value.
enum Rest<'a> {
    Value(Node<'a>),
    Key(&'a str),
    Text(&'static str),
}

/// Writes a document's value as Go writes JSON: keys sorted, `<`, `>` and `&` escaped.
fn value(out: &mut String, document: &Document) {
    let Some(tree) = &document.tree else {
        out.push_str("null");
        return;
    };
    let mut rest = vec![Rest::Value(tree.root())];
    while let Some(next) = rest.pop() {
        let node = match next {
            Rest::Text(text) => {
                out.push_str(text);
                continue;
            }
            Rest::Key(key) => {
                string(out, key, true);
                out.push(':');
                continue;
            }
            Rest::Value(node) => node,
        };
        match node.value() {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if value { "true" } else { "false" }),
            Value::Int(value) => drop(write!(out, "{value}")),
            Value::UInt(value) => drop(write!(out, "{value}")),
            Value::Float(value) => out.push_str(&Digits::of_json(value)),
            Value::Str(text) => string(out, text, true),
            Value::List => {
                out.push('[');
                rest.push(Rest::Text("]"));
                let items: Vec<_> = node.items().collect();
                for (i, item) in items.into_iter().enumerate().rev() {
                    rest.push(Rest::Value(item));
                    if i > 0 {
                        rest.push(Rest::Text(","));
                    }
                }
            }
            Value::Map => {
                out.push('{');
                rest.push(Rest::Text("}"));
                let mut entries: Vec<_> = node.entries().collect();
                entries.sort_by_key(|entry| entry.key.as_str());
                for (i, entry) in entries.into_iter().enumerate().rev() {
                    rest.push(Rest::Value(entry.value));
                    rest.push(Rest::Key(entry.key.as_str().unwrap_or("")));
                    if i > 0 {
                        rest.push(Rest::Text(","));
                    }
                }
            }
        }
    }
}

fn string(out: &mut String, text: &str, html: bool) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            '<' | '>' | '&' if html => drop(write!(out, "\\u{:04x}", c as u32)),
            '\0'..' ' | '\u{2028}' | '\u{2029}' => drop(write!(out, "\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
