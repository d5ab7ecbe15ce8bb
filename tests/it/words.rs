//! Phrases that read as if translated must not come back: in what users read, that is in the texts
//! of the source (messages, help, commands), rule documents, README, changelog and docs.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Phrases, each with what to write instead.
const PHRASES: &[(&str, &str)] = &[
    (" is no ", "is not a valid …; unknown …"),
    (" are no ", "are not …"),
    ("takes text", "must be a string"),
    ("whole number", "integer"),
    ("belongs into", "belongs in"),
    ("is gone since", "was removed in Kubernetes …"),
    ("is frozen since", "has been frozen since"),
    ("seldom", "rarely"),
    ("for ever ", "forever"),
    ("slip of the hand", "typo"),
    ("mend ", "fix"),
    (" stands ", "is"),
    ("left alone", "skipped"),
    ("judge", "check, validate"),
    ("is told ", "is reported"),
    ("tells of", "reports"),
    ("it is said", "reported"),
    ("folder", "directory"),
    ("silence", "suppress, ignore"),
    ("asks for no", "does not request"),
    ("in one piece", "whole"),
    ("without a word", "silently"),
];

/// Where a phrase is right: a part of the file's path, and the phrase.
const RIGHT: &[(&str, &str)] = &[
    ("unreadable_folder", "folder"),
    ("README.md", "folder"),
    ("core/fractions.rs", "whole number"),
];

/// These begin like a phrase, and are right.
const LIKE: [&str; 3] = ["there is no ", "there are no ", " is no more "];

#[test]
fn texts_are_in_the_words_of_the_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for place in ["src", "docs", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"] {
        collect(&root.join(place), &mut files);
    }
    files.sort();
    let (mut wrong, mut read) = (String::new(), 0);
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        let path = file.strip_prefix(root).expect("below the root").display().to_string();
        let is_code = file.extension().is_some_and(|extension| extension == "rs");
        if is_code && (path.ends_with("tests.rs") || path.contains("/slips/")) {
            continue;
        }
        for (number, line) in prose(&text, is_code) {
            read += 1;
            let mut low = line.to_lowercase();
            LIKE.iter().for_each(|right| low = low.replace(right, " "));
            for (phrase, better) in PHRASES {
                let right = RIGHT.iter().any(|(part, of)| path.contains(part) && of == phrase);
                if low.contains(phrase) && !right {
                    let place = format!("{path}:{number}");
                    writeln!(wrong, "{place}: `{phrase}` ({better}): {line}").expect("a string");
                }
            }
        }
    }
    assert!(read > 10_000, "{read} lines were read");
    assert!(wrong.is_empty(), "{wrong}");
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a directory") {
            collect(&entry.expect("an entry").path(), files);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
        files.push(path.to_owned());
    }
}

/// The lines that users read, with their numbers: of code the strings, of documents all that is not
/// in a block of code.
fn prose(text: &str, is_code: bool) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut in_block = false;
    for (index, line) in text.lines().enumerate() {
        if is_code {
            if line.trim_start().starts_with("#[cfg(test)]") {
                break;
            }
            let code = line.split("// ").next().unwrap_or_default();
            if code.trim_start().starts_with("///") && text.contains("clap::") {
                // The help of a command.
                lines.push((index + 1, code.trim().to_owned()));
            }
            let strings: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
            lines.push((index + 1, strings.join(" ")));
        } else if line.starts_with("```") || line.starts_with("~~~") {
            in_block = !in_block;
        } else if !in_block {
            lines.push((index + 1, line.to_owned()));
        }
    }
    lines
}
