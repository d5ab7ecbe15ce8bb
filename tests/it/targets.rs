//! Several target versions in one run say what a run for each of them says.

use std::{collections::BTreeMap, fs, path::Path};

use kubevet::{
    findings::{Outcome, Selection},
    input::{Mode, Source},
    lint::{Settings, lint},
    model::version::{Switched, Version},
    rules::RuleSettings,
};

use crate::validation;

/// Documents of all kinds, right and wrong, each a file.
fn sources() -> Vec<Source> {
    let mut texts: Vec<String> =
        validation::documents().flat_map(|case| case.files).map(|(_, text)| text).collect();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/wording");
    for name in ["edges.yaml", "objects.yaml", "removed.yaml", "shapes.yaml"] {
        let text = fs::read_to_string(dir.join(name)).expect("documents");
        texts.extend(text.split("\n---\n").map(|document| format!("{document}\n")));
    }
    assert!(texts.len() > 800, "{}", texts.len());
    let source = |(index, text): (usize, String)| {
        let mut source = Source::new(format!("{index}.yaml"), text);
        // Documents of one project would be told apart by their files.
        source.mode = if index % 2 == 0 { Mode::Objects } else { Mode::Project };
        source
    };
    texts.into_iter().enumerate().map(source).collect()
}

fn settings(version: Version, older: Vec<Version>) -> Settings {
    let mut rules = RuleSettings { complete: true, ..RuleSettings::default() };
    rules.cluster.pod_security = Some("baseline".parse().expect("a level"));
    Settings { version, older, rules, selection: Selection::all(), ..Settings::default() }
}

/// How often everything is found that a run finds at a version, without its words: they may name
/// another version.
fn found(outcome: &Outcome, version: Version) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let at = |finding: &&kubevet::rules::Finding| finding.versions.contains(version);
    for finding in outcome.findings.iter().filter(at) {
        let (name, span) = (&outcome.source(finding.at).name, finding.at.span);
        let words = format!(
            "{name}:{}-{} {} {} {:?} {:?}",
            span.start,
            span.end,
            finding.severity,
            finding.rule.code,
            finding.field_path,
            finding.reason.map(kubevet::validate::Reason::name)
        );
        *found.entry(words).or_insert(0) += 1;
    }
    found
}

fn compare(versions: Vec<Version>) {
    let (newest, older) = versions.split_first().expect("a version");
    let together = lint(sources(), &settings(*newest, older.to_vec()));
    assert_eq!(together.versions.iter().count(), versions.len());
    for version in versions {
        let alone = lint(sources(), &settings(version, Vec::new()));
        let (alone, together) = (found(&alone, version), found(&together, version));
        assert!(alone.len() > 1500, "{}", alone.len());
        let differ = |a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>| -> Vec<String> {
            let more = a.iter().filter(|(words, count)| b.get(*words) != Some(*count));
            more.map(|(words, count)| format!("{words} ({count} times)")).collect()
        };
        let (less, more) = (differ(&alone, &together), differ(&together, &alone));
        assert!(
            less.is_empty() && more.is_empty(),
            "{version} alone:\n{}\ntogether:\n{}",
            less.join("\n"),
            more.join("\n")
        );
    }
}

#[test]
fn a_range_says_what_each_of_its_versions_says() {
    compare(Version::all().rev().collect());
}

#[test]
fn gates_that_a_cluster_switches_are_those_of_each_version() {
    let gates = Switched::new(vec![("HPAScaleToZero", true), ("ImageVolume", true)]);
    let switched = |version: Version| {
        if version.since(34) { version.with(gates) } else { version }
    };
    compare([36, 35, 33].into_iter().filter_map(Version::new).map(switched).collect());
}
