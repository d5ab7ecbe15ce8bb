//! The functions at the top level of a Go file, by text.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

/// By name, `Type.Method` for methods, the source without comments, white space and marks.
pub type Functions = BTreeMap<String, String>;

/// What a function's head is: a receiver's type, and a name.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^func (?:\((?:[A-Za-z0-9_]+ )?\*?([A-Za-z0-9_]+)[^)]*\) )?([A-Za-z0-9_]+)").ok()
});

/// What says something about a cause only to the tests of the server.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\.(?:WithOrigin\((?:"[^"]*"|[A-Za-z0-9_.+"]*)\)|Mark[A-Za-z]+\(\))"#).ok()
});

/// Reads the functions of a file. Go's formatter puts their last brace at the start of a line.
pub fn functions(text: &str) -> Functions {
    let mut functions = Functions::new();
    let mut lines = text.lines();
    while let Some(head) = lines.next() {
        let Some(name) = name(head) else { continue };
        let mut source = head.to_owned();
        if !head.ends_with('}') {
            for line in lines.by_ref().take_while(|line| *line != "}") {
                source.push('\n');
                source.push_str(line);
            }
        }
        functions.insert(name, bare(&source));
    }
    functions
}

fn name(head: &str) -> Option<String> {
    let found = HEAD.as_ref()?.captures(head)?;
    let name = found.get(2)?.as_str();
    Some(match found.get(1) {
        Some(receiver) => format!("{}.{name}", receiver.as_str()),
        None => name.to_owned(),
    })
}

/// Source without comments, white space outside of strings, and marks.
fn bare(source: &str) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' | '`' => {
                let end = end_of_string(rest, first);
                bare.push_str(&rest[..end]);
                end
            }
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => {
                if !first.is_whitespace() {
                    bare.push(first);
                }
                first.len_utf8()
            }
        };
        rest = &rest[end..];
    }
    match MARKS.as_ref() {
        Some(marks) => marks.replace_all(&bare, "").into_owned(),
        None => bare,
    }
}

/// Where a string ends that begins the text, after its closing quote.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        if char == quote && !escaped {
            return at + 1;
        }
        escaped = char == '\\' && !escaped && quote != '`';
    }
    text.len()
}
