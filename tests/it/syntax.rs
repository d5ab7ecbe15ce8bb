//! What is read of a text and what is said of it, under `testdata/syntax`.
//!
//! A file holds cases: a line `== TITLE`, a text, and below a line `--` what becomes of it: each
//! complaint with its code, place, help, related places and fix, the places around which a document
//! is not trusted, its value as JSON, and the text after all fixes if these change it. In the texts `→` stands for a tab, `⍽` for a no-break space, `␍` for a carriage return, and
//! `␄` for the end without a line break. `UPDATE=1 cargo test` rewrites what is below the lines.

use std::{
    fmt::{self, Write as _},
    fs,
    path::Path,
    sync::Arc,
};

use kubevet::{
    defaults,
    diagnostic::{Edit, Safety},
    input::{Source, Span},
    syntax::{self, Complaint},
};

use crate::golden;

#[test]
fn texts_are_read_and_explained() {
    for name in ["broken", "values"] {
        let path = format!("syntax/{name}.txt");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(&path);
        let cases = fs::read_to_string(file).expect("the cases");
        let mut actual = String::new();
        for case in format!("\n{cases}").split("\n== ").skip(1) {
            let (title, rest) = case.split_once('\n').expect("a title");
            let (text, _) = rest.split_once("\n--\n").expect("a line `--`");
            let text = &format!("{text}\n");
            let said = said(&typed(text)).expect("a string takes everything");
            actual += &format!("== {title}\n{text}--\n{said}\n");
        }
        golden::assert(&path, &actual);
    }
}

fn typed(text: &str) -> String {
    let typed = text.replace('→', "\t").replace('⍽', "\u{A0}").replace('␍', "\r");
    typed.split('␄').next().unwrap_or_default().to_owned()
}

fn said(text: &str) -> Result<String, fmt::Error> {
    let source = Source::new("a.yaml", text);
    let shared: Arc<str> = text.into();
    let mut said = String::new();
    let mut fixed = text.to_owned();
    let mut edits: Vec<Edit<Span>> = Vec::new();
    for document in syntax::parse(&shared) {
        for complaint in &document.complaints {
            describe(&source, complaint, &mut said)?;
            let Some(fix) = complaint.fix.as_ref() else { continue };
            let apart = fix.edits.iter().all(|edit| {
                edits
                    .iter()
                    .all(|other| edit.at.end <= other.at.start || other.at.end <= edit.at.start)
            });
            if fix.safety > Safety::Shown && apart {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        let line = |at: &u32| source.line_column(*at).line.to_string();
        let doubtful: Vec<String> = document.damaged.iter().map(line).collect();
        if !doubtful.is_empty() {
            writeln!(said, "    not trusted around line {}", doubtful.join(", "))?;
        }
        match &document.tree {
            Some(tree) => writeln!(said, "{}", defaults::raw(tree.root()))?,
            None => writeln!(said, "(no value)")?,
        }
    }
    edits.sort_by_key(|edit| edit.at);
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.at.range(), &edit.text);
    }
    if fixed != text {
        let shown = fixed.replace('\t', "→").replace('\u{A0}', "⍽").replace('\r', "␍");
        for line in shown.lines() {
            writeln!(said, "{}", format!("> {line}").trim_end())?;
        }
    }
    Ok(said)
}

fn describe(source: &Source, complaint: &Complaint, text: &mut String) -> fmt::Result {
    let place = |span: Span| {
        let (start, end) = (source.line_column(span.start), source.line_column(span.end));
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let code = complaint.kind.code().as_str();
    write!(text, "{} {code} {}", place(complaint.at), complaint.message.with_values())?;
    match complaint.reported_line {
        Some(line) => writeln!(text, " (line {line} for Kubernetes)")?,
        None => writeln!(text)?,
    }
    if let Some(root) = complaint.root {
        writeln!(text, "    follows from {}", place(root))?;
    }
    for label in &complaint.related {
        writeln!(text, "    {}: {}", place(label.at), label.text.with_values())?;
    }
    if let Some(help) = &complaint.help {
        writeln!(text, "    help: {}", help.with_values())?;
    }
    if let Some(fix) = &complaint.fix {
        writeln!(text, "    {} fix", fix.safety.name())?;
    }
    Ok(())
}

#[test]
fn a_node_holds_itself_and_what_is_below_it() {
    let documents = syntax::parse(&"a: {b: 1}\nc: 2\n".into());
    let tree = documents[0].tree.as_ref().expect("a tree");
    let (root, a, c) = (tree.root(), tree.root().at(&["a"]), tree.root().at(&["c"]));
    let (a, b, c) = (a.expect("a"), root.at(&["a", "b"]).expect("b"), c.expect("c"));
    for (node, held, other) in [(root, c, root), (a, b, a), (c, c, c)] {
        assert!(node.holds(held.id()) && node.holds(other.id()));
    }
    assert!(!a.holds(root.id()) && !a.holds(c.id()) && !b.holds(a.id()) && !c.holds(b.id()));
}
