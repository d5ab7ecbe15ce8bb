//! Holds every rule's document to what the rule does: its examples are run.
//!
//! A document is Markdown: the rule's name as title, the symptom, `## Bad` with YAML and what
//! kubevet says of it, `## Good`, `## Fix` and, where there is something, `## See also`. The info string of a YAML block may give
//! `file=NAME`, `version=1.N`, `allow=IMAGES`,
//! `label=KEY`, `annotation=KEY`, `forbid=KEY`, `objects` (as under `-f`), `crlf`, `encoding=latin-1` or `repeat-last-line=N`.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use kubevet::{
    code::Code,
    diagnostic::{Edit, Safety, Severity},
    findings::{Outcome, Selection},
    input::{Mode, Source, decode},
    kustomize,
    lint::{Settings, lint_project},
    model::pattern::RequiredKey,
    project,
    rules::{self, Finding, Fixable, Preset, Rule, RuleSettings},
};

use crate::{fixes::Case, temp_dir::TempDir};

const HEADINGS: [&str; 3] = ["Bad", "Good", "Fix"];

/// Rules that no text shows: they are about files that cannot be read, and kubevet's own defects.
const WITHOUT_EXAMPLES: [&str; 6] = ["KV0024", "KV0025", "KV0026", "KV0027", "KV0028", "KV0099"];

/// Rules that are described, but found by nothing yet; leave the list as you make them.
const NOT_YET: [&str; 1] = ["KV0021"];

/// The rules whose documents have examples.
fn shown() -> impl Iterator<Item = &'static Rule> {
    rules::all().filter(|rule| !WITHOUT_EXAMPLES.contains(&rule.code.as_str()))
}

/// The YAML of one section, by file name, and how it is to be read.
#[derive(Clone, Default)]
struct Example {
    files: Vec<(String, Vec<u8>)>,
    version: Option<String>,
    rules: RuleSettings,
    /// As under `-f`: every document as it stands.
    objects: bool,
}

/// A document cut into its parts.
struct Document {
    path: PathBuf,
    text: String,
}

/// A label or annotation of any value.
fn required(key: &str) -> RequiredKey {
    RequiredKey::new(key, "").expect("no pattern")
}

impl Document {
    fn of(rule: &Rule) -> Document {
        let file = format!("{}.md", rule.name.replace('-', "_"));
        let found = documents().into_iter().find(|path| path.ends_with(&file));
        let path = found.unwrap_or_else(|| panic!("{} has no {file}", rule.code.as_str()));
        Document { path, text: rule.doc.to_owned() }
    }

    fn section(&self, heading: &str) -> &str {
        let start = format!("\n## {heading}\n");
        let at = self.text.find(&start);
        let rest = &self.text[at.unwrap_or_else(|| panic!("{:?}: no {start}", self.path))..];
        let end = rest[1..].find("\n## ").map_or(rest.len(), |end| end + 1);
        &rest[..end]
    }

    /// The fenced blocks of a section: info string and body.
    fn blocks(&self, heading: &str) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        let mut rest = self.section(heading);
        while let Some(start) = rest.find("\n```") {
            let (info, body) = rest[start + 4..].split_once('\n').expect("a line behind a fence");
            let end =
                if body.starts_with("```") { 0 } else { body.find("\n```").expect("a fence") + 1 };
            found.push((info, &body[..end]));
            rest = &body[end.saturating_sub(1)..];
            rest = &rest[rest.find("```").expect("the fence") + 3..];
        }
        found
    }

    fn example(&self, heading: &str) -> Example {
        let mut example = Example::default();
        for (info, body) in self.blocks(heading) {
            let mut words = info.split_whitespace();
            if words.next() != Some("yaml") {
                continue;
            }
            let number = example.files.len() + 1;
            let mut name = match number {
                1 => "manifest.yaml".to_owned(),
                number => format!("manifest-{number}.yaml"),
            };
            let mut bytes = body.as_bytes().to_vec();
            for word in words {
                match word.split_once('=').unwrap_or((word, "")) {
                    ("file", file) => file.clone_into(&mut name),
                    ("version", version) => example.version = Some(version.to_owned()),
                    ("allow", pattern) => example.rules.allowed_images.push(pattern.to_owned()),
                    ("label", key) => example.rules.required_labels.push(required(key)),
                    ("annotation", key) => example.rules.required_annotations.push(required(key)),
                    ("forbid", key) => example.rules.forbidden_metadata.push(key.to_owned()),
                    ("objects", _) => example.objects = true,
                    ("crlf", _) => bytes = body.replace('\n', "\r\n").into_bytes(),
                    ("encoding", "latin-1") => {
                        bytes =
                            body.chars().map(|c| u8::try_from(u32::from(c)).expect(word)).collect();
                    }
                    ("repeat-last-line", times) => {
                        let last = format!("{}\n", body.lines().last().unwrap_or_default());
                        bytes.extend(last.repeat(times.parse().expect(word)).bytes());
                    }
                    _ => panic!("{:?}: `{word}` is no attribute of a block", self.path),
                }
            }
            example.files.push((name, bytes));
        }
        assert!(!example.files.is_empty(), "{:?}: no YAML under {heading}", self.path);
        example
    }

    fn console(&self) -> &str {
        let blocks = self.blocks("Bad");
        let console = blocks.into_iter().find(|(info, _)| *info == "console");
        console.unwrap_or_else(|| panic!("{:?}: no console block under Bad", self.path)).1
    }

    fn write_console(&self, console: &str) {
        let old = format!("```console\n{}```", self.console());
        let new = format!("```console\n{console}```");
        fs::write(&self.path, self.text.replacen(&old, &new, 1)).expect("a document");
    }
}

/// The bad examples that are text, as cases of their own.
pub(crate) fn bad_examples() -> impl Iterator<Item = Case> {
    shown().map(|rule| {
        let Example { files, version, objects, .. } = Document::of(rule).example("Bad");
        let text =
            |(name, bytes): (String, Vec<u8>)| (name, String::from_utf8_lossy(&bytes).into_owned());
        let version = version.map(|text| text.parse().expect("a version"));
        Case {
            name: format!("{} {}", rule.code.as_str(), rule.name),
            files: files.into_iter().map(text).collect(),
            mode: if objects { Mode::Objects } else { Mode::Project },
            settings: Settings { version: version.unwrap_or_default(), ..Settings::default() },
        }
    })
}

/// Every Markdown file below the families.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let entries = |dir: &Path| {
        fs::read_dir(dir)
            .expect("a folder")
            .map(|e| e.expect("an entry").path())
            .collect::<Vec<_>>()
    };
    let families = entries(&root).into_iter().filter(|path| path.is_dir());
    let files = families.flat_map(|family| entries(&family));
    let mut found: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    found.sort();
    found
}

fn run(example: &Example, rule: &'static Rule, others: impl Fn(&Rule) -> bool) -> Outcome {
    let read = |(name, bytes): &(String, Vec<u8>)| {
        let mut source = decode(name.clone(), bytes.clone());
        source.mode = if example.objects { Mode::Objects } else { Mode::Project };
        source
    };
    let sources: Vec<Source> = example.files.iter().map(read).collect();
    let chosen = rules::all().filter(|other| other.code == rule.code.as_str() || others(other));
    let version = example.version.as_deref().map(|text| text.parse().expect("a version"));
    let settings = Settings {
        version: version.unwrap_or_default(),
        rules: RuleSettings {
            complete: rule.preset == Preset::ClosedWorld,
            ..example.rules.clone()
        },
        selection: Selection::of(chosen),
        whole: true,
        ..Settings::default()
    };
    let builds = builds(example, rule, &sources);
    lint_project(sources, &builds, &settings)
}

/// The kustomizations of an example, which are read from a disk.
fn builds(example: &Example, rule: &Rule, sources: &[Source]) -> Vec<kustomize::Build> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    if !example.files.iter().any(|(name, _)| kustomize::is_file_name(name)) {
        return Vec::new();
    }
    let dir =
        TempDir::new(&format!("{}-{}", rule.code.as_str(), COUNT.fetch_add(1, Ordering::Relaxed)));
    example.files.iter().for_each(|(name, bytes)| dir.write(name, bytes));
    project::builds(sources, &dir.0)
}

fn of_rule<'o>(outcome: &'o Outcome, rule: &Rule) -> impl Iterator<Item = &'o Finding> {
    outcome.findings.iter().filter(move |finding| finding.rule.code.as_str() == rule.code.as_str())
}

/// `manifest.yaml:7:9: error[KV2106] message`, and the help below it.
fn print<'o>(outcome: &Outcome, findings: impl Iterator<Item = &'o Finding>) -> String {
    let mut text = String::new();
    // What only follows from another fault is folded away, as people see it.
    for finding in findings.filter(|finding| finding.root.is_none()) {
        let source = outcome.source(finding.at);
        let at = source.line_column(finding.at.span.start);
        let (severity, code) = (finding.severity, finding.rule.code.as_str());
        let place = format!("{}:{}:{}", source.name, at.line, at.column);
        let _ = writeln!(text, "{place}: {severity}[{code}] {}", finding.message.with_values());
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  help: {}", help.with_values());
        }
    }
    text
}

/// Replaces the ranges of a fix in the files of an example.
fn apply(example: &Example, outcome: &Outcome, edits: &[Edit]) -> Example {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.at);
    let mut fixed = example.clone();
    for edit in edits.iter().rev() {
        let source = outcome.source(edit.at);
        let index =
            example.files.iter().position(|(name, _)| *name == source.name).expect("a file");
        let mut text = String::from_utf8(fixed.files[index].1.clone()).expect("UTF-8");
        text.replace_range(edit.at.span.range(), &edit.text);
        fixed.files[index].1 = text.into_bytes();
    }
    fixed
}

/// Applies the offered fixes one by one: each must take away a finding and add none of the reader.
fn check_fixes(rule: &'static Rule, document: &Document) -> Result<(), String> {
    let reads =
        |other: &Rule| other.code.as_str().starts_with("KV00") && other.severity == Severity::Error;
    let mut example = document.example("Bad");
    let mut outcome = run(&example, rule, reads);
    for _ in 0..20 {
        let fixes = of_rule(&outcome, rule).filter_map(|finding| finding.fix.clone());
        let offered: Vec<_> = fixes.filter(|fix| fix.safety > Safety::Shown).collect();
        let Some(fix) = offered.first() else { return Ok(()) };
        if rule.fix == Fixable::Never {
            return Err("it offers a fix, but says that it never does".to_owned());
        }
        let fixed = apply(&example, &outcome, &fix.edits);
        let after = run(&fixed, rule, reads);
        if after.findings.len() >= outcome.findings.len() {
            let text = fixed.files.iter().map(|(_, b)| String::from_utf8_lossy(b));
            let said = print(&after, after.findings.iter());
            let text = text.collect::<String>();
            return Err(format!("`{}` does not help:\n{said}{text}", fix.title.with_values()));
        }
        (example, outcome) = (fixed, after);
    }
    Err("its fixes never end".to_owned())
}

#[test]
fn documents_tell_what_rules_do() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for rule in shown() {
        let document = Document::of(rule);
        let outcome = run(&document.example("Bad"), rule, |_| false);
        let printed = print(&outcome, of_rule(&outcome, rule));
        if printed.is_empty() != NOT_YET.contains(&rule.code.as_str()) {
            let state = if printed.is_empty() { "does not see" } else { "sees (leave NOT_YET)" };
            wrong.push(format!("{} {state} what is bad", rule.code.as_str()));
        } else if update {
            document.write_console(&printed);
        } else if printed != document.console() {
            wrong.push(format!("{}: (UPDATE=1 rewrites it) now:\n{printed}", rule.code.as_str()));
        }
        let outcome = run(&document.example("Good"), rule, |o| o.severity == Severity::Error);
        let printed = print(&outcome, outcome.findings.iter());
        if !printed.is_empty() {
            wrong.push(format!("{}: the good example is not good:\n{printed}", rule.code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{} documents are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn fixes_help() {
    let check = |rule| {
        let result = check_fixes(rule, &Document::of(rule));
        result.err().map(|why| format!("{} {}: {why}", rule.code.as_str(), rule.name))
    };
    let wrong: Vec<String> = shown().filter_map(check).collect();
    assert!(wrong.is_empty(), "{} rules\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn documents_have_their_parts() {
    for rule in rules::all() {
        let document = Document::of(rule);
        let title = format!("# {}\n\n", rule.name);
        assert!(document.text.starts_with(&title), "{:?}: title", document.path);
        if WITHOUT_EXAMPLES.contains(&rule.code.as_str()) {
            continue;
        }
        let mut last = 0;
        for heading in HEADINGS {
            let at = document.text.find(&format!("\n## {heading}\n"));
            let at = at.unwrap_or_else(|| panic!("{:?}: no ## {heading}", document.path));
            assert!(at > last, "{:?}: {heading} is out of order", document.path);
            last = at;
        }
        let opening = document.text[title.len()..].trim_start();
        assert!(!opening.starts_with('#'), "{:?}: no symptom", document.path);
    }
}

#[test]
fn titles_are_short_phrases() {
    let mut titles = BTreeSet::new();
    for rule in rules::all() {
        let (code, title) = (rule.code.as_str(), rule.title);
        let words = title.split(' ').count();
        assert!((2..=8).contains(&words), "{code}: `{title}` has {words} words");
        assert!(title.len() <= 60, "{code}: `{title}` is too wide for a list");
        // Names of fields begin in lower case, as they do in a manifest.
        let first = title.split(' ').next().unwrap_or_default();
        let is_field = first.chars().any(|c| c.is_ascii_uppercase());
        assert!(title.starts_with(|c: char| c.is_ascii_uppercase()) || is_field, "{code}: {title}");
        let plain = title.chars().all(|c| c.is_ascii_alphanumeric() || " -,".contains(c));
        assert!(plain, "{code}: `{title}` is no plain phrase");
        let article = ["A ", "An ", "The "].iter().any(|article| title.starts_with(article));
        assert!(!article, "{code}: `{title}` begins with an article");
        assert!(titles.insert(title.to_lowercase()), "{code}: `{title}` is the title of two rules");
    }
}

/// The table of codes is that of the rules, and constants are called as the rules.
#[test]
fn codes_are_in_one_table() {
    assert!(Code::all().is_sorted_by_key(|code| code.as_str()), "codes in order: one_table");
    let mut declared: Vec<Code> = rules::all().map(|rule| rule.code).collect();
    declared.sort();
    assert_eq!(declared, Code::all().collect::<Vec<_>>(), "a rule for each code");
    for rule in rules::all() {
        let constant = rule.name.to_uppercase().replace('-', "_");
        assert_eq!(constant, rule.code.constant(), "{}", rule.code);
        assert_eq!(rules::of(rule.code).name, rule.name);
    }
}

#[test]
fn rules_are_told_apart() {
    let mut names = BTreeSet::new();
    let files: BTreeSet<String> = documents()
        .iter()
        .map(|path| path.file_stem().expect("a name").to_string_lossy().replace('_', "-"))
        .collect();
    for rule in rules::all() {
        assert!(names.insert(rule.code.as_str()), "{} is declared twice", rule.code.as_str());
        assert!(names.insert(rule.name), "{} is the name of two rules", rule.name);
        let aliases: BTreeSet<_> = rule.aliases.iter().collect();
        assert_eq!(aliases.len(), rule.aliases.len(), "{}: an alias twice", rule.code.as_str());
    }
    for rule in rules::all() {
        assert!(files.contains(rule.name), "{}: no file {}.md", rule.code.as_str(), rule.name);
        for alias in rule.aliases {
            assert!(!names.contains(alias), "{}: {alias} is a rule", rule.code.as_str());
        }
    }
    let unlisted: Vec<_> = files.iter().filter(|file| !names.contains(file.as_str())).collect();
    assert!(unlisted.is_empty(), "in no family's list: {unlisted:?}");
}
