//! Where a Go function is in our source, or why it is not: what comments name, then
//! `schemas/upstream.txt`.

use std::{fmt, fs, path::Path};

use globset::{Glob, GlobMatcher};

use crate::{Result, ours::Named, sources};

pub enum Place {
    /// A file of ours, with the line of the comment that names the function if one does.
    Ported(String),
    NotNeeded(String),
    /// Known to be missing, with what this means.
    Gap(String),
    /// Not accounted for; the file of ours that has others of the Go file.
    Missing(Option<String>),
}

impl Place {
    pub fn class(&self) -> &'static str {
        match self {
            Self::Ported(_) => "ported",
            Self::NotNeeded(_) => "not needed",
            Self::Gap(_) => "known gaps",
            Self::Missing(_) => "missing",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ported(place) => f.write_str(place),
            Self::NotNeeded(reason) => write!(f, "not needed: {reason}"),
            Self::Gap(reason) => write!(f, "known gap: {reason}"),
            Self::Missing(Some(ours)) => write!(f, "missing ({ours} has others of this file)"),
            Self::Missing(None) => f.write_str("missing"),
        }
    }
}

/// One line of `upstream.txt`.
struct Line {
    text: String,
    section: Section,
    file: GlobMatcher,
    names: Vec<GlobMatcher>,
    /// A file of ours, or a reason.
    rest: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Ported,
    NotNeeded,
    Gaps,
}

pub struct Places {
    named: Named,
    lines: Vec<Line>,
}

impl Places {
    pub fn read(root: &Path) -> Result<Self> {
        let lines = lines(&fs::read_to_string(root.join("schemas/upstream.txt"))?)?;
        for line in lines.iter().filter(|line| line.section == Section::Ported) {
            if !root.join(&line.rest).is_file() {
                return Err(format!("upstream.txt: there is no file `{}`", line.rest).into());
            }
        }
        Ok(Self { named: Named::read(root)?, lines })
    }

    pub fn of(&self, file: &str, name: &str) -> Place {
        if let Some(place) = self.named.function(name) {
            return Place::Ported(place.to_owned());
        }
        match self.lines.iter().find(|line| line.matches(file, name)) {
            Some(line) => match line.section {
                Section::Ported => Place::Ported(line.rest.clone()),
                Section::NotNeeded => Place::NotNeeded(line.rest.clone()),
                Section::Gaps => Place::Gap(line.rest.clone()),
            },
            None => Place::Missing(self.named.file(file).map(str::to_owned)),
        }
    }

    /// The lines with a pattern that matches no function.
    pub fn unused(&self, files: &sources::Files) -> Result<Vec<&str>> {
        let is_used = |line: &&Line| {
            let names = || {
                let files = files.iter().filter(|(file, _)| line.file.is_match(file));
                files.flat_map(|(_, functions)| functions.keys())
            };
            line.names.iter().all(|pattern| names().any(|name| pattern.is_match(name)))
        };
        Ok(self.lines.iter().filter(|line| !is_used(line)).map(|line| line.text.as_str()).collect())
    }
}

impl Line {
    fn matches(&self, file: &str, name: &str) -> bool {
        self.file.is_match(file) && self.names.iter().any(|pattern| pattern.is_match(name))
    }
}

fn lines(text: &str) -> Result<Vec<Line>> {
    let mut section = None;
    let mut lines = Vec::new();
    // An indented line continues the one before.
    let text = text.replace("\n  ", " ");
    for text in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        section = match text {
            "[ported]" => Some(Section::Ported),
            "[not needed]" => Some(Section::NotNeeded),
            "[gaps]" => Some(Section::Gaps),
            _ => {
                let section = section.ok_or("upstream.txt does not begin with a section")?;
                lines.push(line(section, text)?);
                continue;
            }
        };
    }
    Ok(lines)
}

fn line(section: Section, text: &str) -> Result<Line> {
    let wrong = || format!("upstream.txt: `{text}` is not of the form `FILE NAME…: REASON`");
    let (patterns, rest) = text.split_once(": ").ok_or_else(wrong)?;
    if section == Section::Ported && patterns.contains('*') {
        return Err(format!("upstream.txt: a pattern in `{text}` would claim new functions").into());
    }
    let mut patterns = patterns.split_whitespace();
    let file = patterns.next().ok_or_else(wrong)?;
    let matcher = |pattern: &str| Glob::new(pattern).map(|glob| glob.compile_matcher());
    let names = patterns.map(matcher).collect::<std::result::Result<Vec<_>, _>>()?;
    if names.is_empty() {
        return Err(wrong().into());
    }
    let (text, rest) = (text.to_owned(), rest.trim().to_owned());
    Ok(Line { text, section, file: matcher(file)?, names, rest })
}
