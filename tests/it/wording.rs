//! All messages, help and fixes for documents, word by word.
//!
//! `testdata/wording/NAME.txt` has the findings for the documents of `testdata/wording/NAME.yaml`,
//! each linted alone, and `validation.txt` those for `testdata/validation`, of which other tests know
//! what an API server answers. `# version: 1.30` above a document sets the version.
//! `UPDATE=1 cargo test` rewrites them.

use std::{
    fmt::{self, Write as _},
    fs,
    path::Path,
};

use kubevet::{
    findings::{Choice, Outcome, Selection},
    input::{Location, Mode, Source},
    lint::{Settings, lint},
    rules::{Finding, RuleSettings},
};

use crate::{fixes::Case, golden, mistakes, rules, validation};

#[test]
fn every_word_and_every_fix_is_known() {
    let mut described = String::new();
    for case in validation::documents() {
        let (file, text) = &case.files[0];
        let number = case.name.rsplit(' ').next().unwrap_or_default();
        add(&format!("{file} {number}"), text, &case.settings, &mut described);
    }
    golden::assert("wording/validation.txt", &described);
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/wording");
    let mut paths: Vec<_> = fs::read_dir(dir)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "the cases");
    for path in paths {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let text = fs::read_to_string(&path).expect("documents");
        let mut described = String::new();
        for (index, document) in text.split("\n---\n").enumerate() {
            let version = document.lines().find_map(|line| line.strip_prefix("# version: "));
            let mut settings = Settings::default();
            if let Some(version) = version {
                settings.version = version.parse().expect("a version");
            }
            let title = document.lines().next().unwrap_or_default();
            let title = format!("{} {}", index + 1, title.trim_start_matches("# "));
            add(title.trim(), &format!("{document}\n"), &settings, &mut described);
        }
        golden::assert(&format!("wording/{name}.txt"), &described);
    }
}

/// The findings for a document that is alone in its file.
fn add(title: &str, text: &str, settings: &Settings, described: &mut String) {
    let mut source = Source::new("a.yaml", text);
    source.mode = Mode::Objects;
    let outcome = lint(vec![source], settings);
    writeln!(described, "== {title}").expect("a string");
    for finding in &outcome.findings {
        describe(&outcome, finding, described).expect("a string");
    }
}

fn describe(outcome: &Outcome, finding: &Finding, text: &mut String) -> fmt::Result {
    let Finding { rule, severity, .. } = finding;
    let message = finding.message.with_values();
    let place = |at: Location| {
        let source = outcome.source(at);
        let (start, end) = (source.line_column(at.span.start), source.line_column(at.span.end));
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let path = finding.field_path.as_deref().unwrap_or("-");
    let (at, code) = (place(finding.at), rule.code.as_str());
    writeln!(text, "{at} {severity}[{code}] {path}: {message}")?;
    for label in &finding.related {
        writeln!(text, "    {}: {}", place(label.at), label.text.with_values())?;
    }
    if let Some(help) = &finding.help {
        writeln!(text, "    help: {}", help.with_values())?;
    }
    if let Some(root) = finding.root {
        writeln!(text, "    follows from {}", place(root))?;
    }
    let Some(fix) = &finding.fix else { return Ok(()) };
    writeln!(text, "    {} fix: {}", fix.safety.name(), fix.title.with_values())?;
    let before = &outcome.source(finding.at).text;
    let mut after = before.to_string();
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.at);
    for edit in edits.iter().rev() {
        after.replace_range(edit.at.span.range(), &edit.text);
    }
    // Only what is between the lines that stay.
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    for line in &old[head..old.len() - tail] {
        writeln!(text, "    - {line}")?;
    }
    for line in &new[head..new.len() - tail] {
        writeln!(text, "    + {line}")?;
    }
    Ok(())
}

/// What a server refuses for its size is refused from the first byte too many on.
#[test]
fn sizes_have_bounds() {
    let cases = [
        (
            "ConfigMap of strings",
            1 << 20,
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: …}\n",
        ),
        (
            "Secret",
            (1 << 20) / 3 * 4,
            "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: …}\n",
        ),
        (
            "annotations",
            (256 << 10) - 1,
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, annotations: {a: …}}\n",
        ),
        (
            "trust bundle",
            1 << 20,
            "apiVersion: certificates.k8s.io/v1beta1\nkind: ClusterTrustBundle\nmetadata: {name: a}\nspec: {trustBundle: …}\n",
        ),
    ];
    for (name, most, text) in cases {
        let refused = |length: usize| -> Vec<&'static str> {
            let text = text.replace('…', &"A".repeat(length));
            let mut source = Source::new("a.yaml", text);
            source.mode = Mode::Objects;
            let findings = lint(vec![source], &Settings::default()).findings.into_iter();
            findings.filter_map(|finding| Some(finding.reason?.name())).collect()
        };
        let step = if name == "Secret" { 4 } else { 1 };
        let (fits, exceeds) = (refused(most), refused(most + step));
        assert!(!fits.contains(&"FieldValueTooLong"), "{name}: {fits:?}");
        assert!(exceeds.contains(&"FieldValueTooLong"), "{name}: {exceeds:?}");
    }
}

/// Objects that are linted together: `testdata/together`.
#[test]
fn what_objects_say_of_each_other_is_known() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/together");
    let mut count = 0;
    for entry in fs::read_dir(dir).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        count += 1;
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let text = fs::read_to_string(&path).expect("documents");
        let presets = ["core", "recommended", "closed-world"].map(str::to_owned).to_vec();
        let choice = Choice { presets, ..Choice::default() };
        let settings = Settings {
            selection: Selection::new(&choice).expect("presets"),
            rules: RuleSettings { complete: true, ..RuleSettings::default() },
            whole: true,
            ..Settings::default()
        };
        let outcome = lint(vec![Source::new("a.yaml", text)], &settings);
        let mut described = String::new();
        for finding in &outcome.findings {
            describe(&outcome, finding, &mut described).expect("a string");
        }
        golden::assert(&format!("together/{name}.txt"), &described);
    }
    assert!(count > 0, "the cases");
}

/// The bad examples of the rules, and the mistakes of `testdata/mistakes`, with their fixes.
#[test]
fn what_fixes_make_of_examples_is_known() {
    let all = |cases: &mut dyn Iterator<Item = Case>| {
        let mut described = String::new();
        for case in cases {
            let source = |(name, text): &(String, String)| {
                let mut source = Source::new(name.clone(), text.clone());
                source.mode = case.mode;
                source
            };
            let outcome = lint(case.files.iter().map(source).collect(), &case.settings);
            writeln!(described, "== {}", case.name).expect("a string");
            for finding in &outcome.findings {
                describe(&outcome, finding, &mut described).expect("a string");
            }
        }
        described
    };
    golden::assert("wording/rules.txt", &all(&mut rules::bad_examples()));
    golden::assert("wording/mistakes.txt", &all(&mut mistakes::broken()));
}
