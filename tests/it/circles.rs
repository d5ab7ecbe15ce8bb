//! No file of `src/` imports in a circle: each can be read after those that it imports.
//!
//! A `mod.rs` and the files below it are one thing: it may call them, and they may use what it
//! defines. All other imports count, through re-exports as well.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::layers::sources;

/// The names of a path from the crate's root on.
type ModulePath = Vec<String>;

/// What a file names of others.
#[derive(Default)]
struct FileImports {
    /// What `use` declares: the name here, and what it stands for.
    names: BTreeMap<String, ModulePath>,
    /// Paths that its code names, as written.
    mentions: Vec<Vec<String>>,
    /// Modules of which everything is imported.
    globs: Vec<ModulePath>,
}

#[test]
fn no_file_imports_in_a_circle() {
    let files: BTreeMap<ModulePath, FileImports> = sources()
        .iter()
        .map(|(path, text)| (module_of(path), text))
        .map(|(module, text)| (module.clone(), read(&module, &tokens(text))))
        .collect();
    let mut imports: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = BTreeMap::new();
    for (module, file) in &files {
        let mut targets = targets(&files, module, file);
        targets.retain(|target| *target != module && !target.starts_with(module));
        imports.insert(module, targets);
    }
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 1000, "imports are not seen");
    // Files that import nothing that is left are in no circle; nor are those that nothing imports.
    loop {
        let left: BTreeSet<&ModulePath> = imports.keys().copied().collect();
        let imported: BTreeSet<&ModulePath> = imports.values().flatten().copied().collect();
        imports.retain(|module, targets| {
            targets.retain(|target| left.contains(target));
            !targets.is_empty() && imported.contains(module)
        });
        if imports.len() == left.len() {
            break;
        }
    }
    let shown = imports.iter().map(|(module, targets)| {
        let targets: Vec<String> = targets.iter().map(|target| target.join("::")).collect();
        format!("{} imports {}", module.join("::"), targets.join(", "))
    });
    let shown: Vec<String> = shown.collect();
    assert!(shown.is_empty(), "files that import in a circle:\n{}", shown.join("\n"));
}

#[test]
fn circles_are_seen_through_all_ways_to_import() {
    let files: Vec<(ModulePath, &str)> = vec![
        (vec![], "mod a; mod b; pub use b::Bee;"),
        (
            vec!["a".into()],
            "use crate::{Bee, c::{self, Sea as Lake}}; fn f() { c::g(super::d::H) }",
        ),
        (vec!["b".into()], "// use crate::a;\nconst TEXT: &str = \"crate::a::f\";"),
        (vec!["c".into()], ""),
        (vec!["d".into()], "use super::a::*;"),
    ];
    let files: BTreeMap<ModulePath, FileImports> = files
        .into_iter()
        .map(|(module, text)| (module.clone(), read(&module, &tokens(text))))
        .collect();
    let seen = |module: &str| -> Vec<String> {
        let module = vec![module.to_owned()];
        targets(&files, &module, &files[&module]).iter().map(|path| path.join("::")).collect()
    };
    assert_eq!(seen("a"), ["b", "c", "d"]);
    assert_eq!(seen("b"), [""; 0]);
    assert_eq!(seen("d"), ["a"]);
}

/// The files that a file imports from.
fn targets<'f>(
    files: &'f BTreeMap<ModulePath, FileImports>,
    module: &ModulePath,
    file: &FileImports,
) -> BTreeSet<&'f ModulePath> {
    let is_module = |path: &ModulePath| files.contains_key(path);
    let named = file.names.values().filter(|path| !is_module(path)).cloned();
    let mentioned = file.mentions.iter().filter_map(|path| {
        let (first, rest) = path.split_first()?;
        match file.names.get(first) {
            Some(imported) => Some([imported.as_slice(), rest].concat()),
            None => absolute(module, path, &is_module),
        }
    });
    let globs = file.globs.iter().cloned();
    let mut found = BTreeSet::new();
    for path in named.chain(mentioned).chain(globs) {
        found.extend(defined_in(files, &path, 0));
    }
    found
}

/// The file that defines what a path leads to, through what others hand on.
fn defined_in<'f>(
    files: &'f BTreeMap<ModulePath, FileImports>,
    path: &[String],
    depth: usize,
) -> Option<&'f ModulePath> {
    let length = (0..=path.len()).rev().find(|length| files.contains_key(&path[..*length]))?;
    let (module, file) = files.get_key_value(&path[..length])?;
    let handed_on = path.get(length).and_then(|name| file.names.get(name));
    match handed_on {
        Some(target) if depth < 8 => {
            defined_in(files, &[target.as_slice(), &path[length + 1..]].concat(), depth + 1)
        }
        _ => Some(module),
    }
}

/// `model/pods.rs` is `model::pods`, `model/mod.rs` is `model`, `lib.rs` the root.
fn module_of(path: &Path) -> ModulePath {
    let whole = path.with_extension("");
    let mut parts: ModulePath =
        whole.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// A path from the crate's root on; `None` for paths into other crates and local names.
fn absolute(
    module: &[String],
    path: &[String],
    is_module: &dyn Fn(&ModulePath) -> bool,
) -> Option<ModulePath> {
    let first = path.first()?;
    match first.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => {
            let above = path.iter().take_while(|part| *part == "super").count();
            Some([&module[..module.len().checked_sub(above)?], &path[above..]].concat())
        }
        _ => {
            let child = [module, &path[..1]].concat();
            is_module(&child).then(|| [module, path].concat())
        }
    }
}

/// What a file declares and names. Children are told by their `mod` declarations.
fn read(module: &[String], tokens: &[&str]) -> FileImports {
    let mut file = FileImports::default();
    let children: BTreeSet<&str> = tokens
        .windows(3)
        .filter(|three| three[0] == "mod" && three[2] == ";")
        .map(|three| three[1])
        .collect();
    let is_child = |path: &ModulePath| {
        path.strip_prefix(module)
            .is_some_and(|rest| rest.len() == 1 && children.contains(rest[0].as_str()))
    };
    let mut at = 0;
    while at < tokens.len() {
        // `use<'a>` says what an opaque type captures.
        if tokens[at] == "use" && tokens.get(at + 1) != Some(&"<") {
            at = declare(&mut file, module, tokens, at + 1, &mut Vec::new(), &is_child);
            continue;
        }
        let starts = is_name(tokens[at]) && (at == 0 || tokens[at - 1] != "::");
        let mut end = at + 1;
        while starts
            && tokens.get(end) == Some(&"::")
            && tokens.get(end + 1).is_some_and(|t| is_name(t))
        {
            end += 2;
        }
        if end > at + 1 {
            let parts = tokens[at..end].iter().step_by(2);
            file.mentions.push(parts.map(|part| (*part).to_owned()).collect());
        }
        at = end;
    }
    file
}

/// Reads one tree of a `use` declaration; the index of the token behind it.
fn declare(
    file: &mut FileImports,
    module: &[String],
    tokens: &[&str],
    mut at: usize,
    prefix: &mut ModulePath,
    is_child: &dyn Fn(&ModulePath) -> bool,
) -> usize {
    let depth = prefix.len();
    while let Some(token) = tokens.get(at) {
        at += 1;
        match *token {
            "::" => {}
            "{" => {
                while tokens.get(at).is_some_and(|token| !["}", ";"].contains(token)) {
                    at = declare(file, module, tokens, at, prefix, is_child);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                at += 1;
            }
            "*" => file.globs.extend(absolute(module, prefix, is_child)),
            "as" => {
                file.names.extend(
                    absolute(module, prefix, is_child).map(|path| (tokens[at].to_owned(), path)),
                );
                prefix.truncate(depth);
                return at + 1;
            }
            "," | "}" | ";" => {
                at -= 1;
                break;
            }
            name => prefix.push(name.to_owned()),
        }
    }
    if prefix.len() > depth && tokens[at - 1] != "}" && tokens[at - 1] != "*" {
        if prefix.last().is_some_and(|last| last == "self") {
            prefix.pop();
        }
        if let (Some(path), Some(name)) = (absolute(module, prefix, is_child), prefix.last()) {
            file.names.insert(name.clone(), path);
        }
    }
    prefix.truncate(depth);
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The words and marks of a source, without comments, texts and its tests.
fn tokens(text: &str) -> Vec<&str> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => quoted(rest),
            // A lifetime ends like a word; a character has its quote behind it.
            '\'' => character(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#") => raw(rest),
            _ if is_name(rest) => {
                let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric());
                let end = end.unwrap_or(rest.len());
                tokens.push(&rest[..end]);
                end
            }
            ':' if rest.starts_with("::") => {
                tokens.push(&rest[..2]);
                2
            }
            '{' | '}' | '*' | ',' | ';' | '<' => {
                tokens.push(&rest[..1]);
                1
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of a string literal with escapes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    end.map_or(text.len(), |end| end + 2)
}

/// The length of a character literal, or of the quote of a lifetime.
fn character(text: &str) -> usize {
    let inner = text[1..].chars().next().map_or(0, char::len_utf8);
    match text.as_bytes().get(1) {
        Some(b'\\') => text[3..].find('\'').map_or(1, |end| end + 4),
        _ if text[1 + inner..].starts_with('\'') => inner + 2,
        _ => 1,
    }
}

/// The length of a raw string, or of the `r` of a raw name.
fn raw(text: &str) -> usize {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let Some(inner) = text[1 + hashes..].strip_prefix('"') else { return 1 };
    let close = format!("\"{}", "#".repeat(hashes));
    inner.find(&close).map_or(text.len(), |end| 2 + hashes + end + close.len())
}
