//! What the comments of our source name in backticks: Go functions, and Go files.

use std::{collections::BTreeMap, fs, path::Path};

use crate::Result;

#[derive(Default)]
pub struct Named {
    /// The first place of each name with an inner capital, as `src/validate/ip.rs:16`.
    functions: BTreeMap<String, String>,
    /// The file of ours whose head names a Go file or its directory, and that path.
    files: Vec<(String, String)>,
}

impl Named {
    pub fn read(root: &Path) -> Result<Self> {
        let mut named = Self::default();
        let mut paths = Vec::new();
        collect(&root.join("src"), &mut paths)?;
        // Before the rules, which name functions in passing.
        paths.sort_by_key(|path| (!path.starts_with(root.join("src/validate")), path.clone()));
        for path in paths {
            let ours = path.strip_prefix(root)?.display().to_string();
            named.add(&ours, &fs::read_to_string(&path)?);
        }
        Ok(named)
    }

    fn add(&mut self, ours: &str, text: &str) {
        for (number, line) in (1..).zip(text.lines()) {
            let Some((_, comment)) = line.split_once("//") else { continue };
            for quoted in comment.split('`').skip(1).step_by(2) {
                if comment.starts_with('!') && quoted.contains("pkg/") {
                    self.files.push((ours.to_owned(), quoted.to_owned()));
                }
                let is_other = |char: char| !char.is_ascii_alphanumeric() && char != '.';
                for word in quoted.split(is_other).filter(|word| is_telling(word)) {
                    let place = || format!("{ours}:{number}");
                    self.functions.entry(word.to_owned()).or_insert_with(place);
                }
            }
        }
    }

    /// Where a comment names the function, a method with its type.
    pub fn function(&self, name: &str) -> Option<&str> {
        self.functions.get(name).map(String::as_str)
    }

    /// The file of ours whose head names the Go file.
    pub fn file(&self, go: &str) -> Option<&str> {
        let names =
            |(_, named): &&(String, String)| named.ends_with(go) || go.ends_with(named.as_str());
        self.files.iter().find(names).map(|(ours, _)| ours.as_str())
    }
}

/// Whether a word has a capital after a small letter: `Validate` or `hash` may name anything.
fn is_telling(word: &str) -> bool {
    let pairs = word.as_bytes().windows(2);
    pairs.into_iter().any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}
