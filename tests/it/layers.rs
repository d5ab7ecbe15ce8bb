//! Rules that the compiler does not check: which module may import from which, and that every rule
//! that is named exists.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kubevet::rules;

/// The modules of `src/`; each imports only from modules of its own rank or of those before it.
const ROOMS: &[&[&str]] = &[
    &["parallel", "text"],
    &["input"],
    &["diagnostic"],
    &["syntax"],
    &["model", "print"],
    &["cel"],
    &["defaults", "validate", "kustomize"],
    &["project"],
    &["rules"],
    &["findings"],
    &["report"],
    &["config", "fix"],
    &["lint", "dryrun"],
    &["cli"],
];

#[test]
fn modules_import_only_from_rooms_before_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        let rank = rank(room).unwrap_or_else(|| panic!("give `{room}` its place in ROOMS"));
        for import in imports(&text) {
            if self::rank(&import).is_some_and(|theirs| theirs > rank) {
                wrong.push(format!("{}: `{room}` imports from `{import}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "against the flow of data:\n{}", wrong.join("\n"));
}

/// Codes stand as text in the table of codes alone: elsewhere their constants are used.
#[test]
fn codes_are_written_in_one_table() {
    let (mut unknown, mut written) = (Vec::new(), Vec::new());
    for (path, text) in sources() {
        let is_test = path.ends_with("tests.rs") || path == Path::new("code.rs");
        let code_of_tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
        let until = text[..code_of_tests].lines().count();
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            for code in codes(line) {
                if rules::by_code(code).is_none() {
                    unknown.push(format!("{}: {code}", place()));
                }
                if !is_test && number < until && line.contains(&format!("\"{code}\"")) {
                    written.push(format!("{}: {code}", place()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "no rule has these codes:\n{}", unknown.join("\n"));
    assert!(written.is_empty(), "write their constants:\n{}", written.join("\n"));
}

/// Every source file, as a path below `src/` and its text, in order.
pub(crate) fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut dirs = vec![root.clone()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).expect("a folder of the package") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                files.push((path.strip_prefix(&root).expect("below src").to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The first directory of a path; `None` for `lib.rs` and `main.rs`, which see everything.
fn room_of(path: &Path) -> Option<&str> {
    let mut parts = path.iter();
    let first = parts.next()?.to_str()?;
    parts.next().map(|_| first)
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms named after `crate::`, alone or in braces, comments left out.
fn imports(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.push(word(rest).to_owned()),
        }
    }
    found
}

/// The first names of the paths in a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut start = true;
    let mut found = Vec::new();
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            _ if start && !letter.is_whitespace() => {
                found.push(word(&group[at..]).to_owned());
                start = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
}

/// The quoted rule codes of a line.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2).filter(|text| {
        text.strip_prefix("KV")
            .is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}
