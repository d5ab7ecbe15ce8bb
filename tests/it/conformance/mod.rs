//! What kubevet says of documents made from the schemas, held against what servers of several
//! minors said of them (`1.36.txt`); `examples/conformance.rs` records it.
//!
//! Documents of which kubevet says something else are listed in `1.36.open.txt`: a list that may
//! only become shorter. `UPDATE=1` writes it.

mod generate;
mod verdicts;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use kubevet::{
    input::{Mode, Source},
    lint::{Settings, lint},
    model::version::Version,
    rules::Finding,
};
use verdicts::Verdict;

/// Causes of a server that cannot decode a document, of which it lists only some.
const DECODING: [&str; 4] = ["UnknownField", "DuplicateKey", "WrongType", "FieldValueTypeInvalid"];

#[test]
fn a_server_of_1_32_says_the_same() {
    compare(32);
}

#[test]
fn a_server_of_1_36_says_the_same() {
    compare(36);
}

#[test]
fn a_server_of_1_37_says_the_same() {
    compare(37);
}

fn verdicts_of(minor: u32, dir: &Path) -> BTreeMap<String, Verdict> {
    let text = fs::read_to_string(dir.join(format!("1.{minor}.txt"))).expect("verdicts");
    let verdicts = verdicts::parse(&text);
    assert!(verdicts::print(&verdicts) == text, "1.{minor}.txt is not as it is written");
    verdicts.into_iter().collect()
}

fn compare(minor: u32) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let verdicts = verdicts_of(minor, &dir);
    let version: Version = format!("1.{minor}").parse().expect("a version");
    let mut documents = generate::documents(version);
    let ids: BTreeSet<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    let stale = verdicts.keys().find(|id| !ids.contains(id.as_str()));
    assert!(stale.is_none(), "no document {stale:?}: record the verdicts anew");

    if minor != 36 {
        // All that is not as in 1.36, and a part of the rest.
        let main = verdicts_of(36, &dir);
        let mut place = 0;
        documents.retain(|document| {
            place += 1;
            place % 4 == 0 || verdicts.get(&document.id) != main.get(&document.id)
        });
    }
    let sources = documents.iter().map(|document| {
        let mut source = Source::new(document.id.clone(), document.object.to_string());
        source.mode = Mode::Objects;
        source
    });
    let outcome = lint(sources.collect(), &Settings { version, ..Settings::default() });
    let mut said: Vec<Vec<&Finding>> = vec![Vec::new(); documents.len()];
    for finding in outcome.findings.iter().filter(|finding| finding.reason.is_some()) {
        said[finding.at.source.0 as usize].push(finding);
    }
    let mut wrong = BTreeMap::new();
    for (document, said) in documents.iter().zip(&said) {
        let difference = differs(verdicts.get(&document.id), said);
        wrong.extend(difference.map(|difference| (document.id.as_str(), difference)));
    }
    let file = dir.join(format!("1.{minor}.open.txt"));
    if std::env::var_os("UPDATE").is_some() {
        let lines: Vec<&str> = wrong.keys().flat_map(|id| [*id, "\n"]).collect();
        fs::write(&file, lines.concat()).expect("a list of what is open");
    }
    let open = fs::read_to_string(&file).expect("a list of what is open");
    let open: BTreeSet<&str> = open.lines().collect();
    let mut new = String::new();
    for (id, difference) in wrong.iter().filter(|(id, _)| !open.contains(**id)) {
        writeln!(new, "{id}\n{difference}").expect("a string");
    }
    assert!(new.is_empty(), "{new}of {} documents", documents.len());
    let done: Vec<_> = open.iter().filter(|id| !wrong.contains_key(**id)).collect();
    assert!(done.is_empty(), "take out of 1.{minor}.open.txt (UPDATE=1 does): {done:#?}");
}

/// How what is said differs from what the server said.
fn differs(verdict: Option<&Verdict>, said: &[&Finding]) -> Option<String> {
    let pair = |finding: &&Finding| {
        let reason = finding.reason.map_or("", |reason| reason.name());
        format!("{} {reason}", finding.field_path.as_deref().unwrap_or_default())
    };
    let ours: BTreeSet<String> = said.iter().map(pair).collect();
    let theirs: BTreeSet<String> = match verdict {
        Some(Verdict::Unclear) => return None,
        None => BTreeSet::new(),
        Some(Verdict::Failed(message)) => {
            let decoding = message.contains("decoding error") || message.contains("unmarshal");
            let is_it = |finding: &&Finding| {
                let reason = finding.reason.map_or("", |reason| reason.name());
                !decoding || DECODING.contains(&reason)
            };
            return (!said.iter().any(is_it)).then(|| format!("  - {message}"));
        }
        Some(Verdict::Refused(causes)) => {
            causes.iter().map(|cause| format!("{} {}", cause.field, cause.reason)).collect()
        }
    };
    let mut lines = String::new();
    for line in ours.symmetric_difference(&theirs) {
        let sign = if ours.contains(line) { '+' } else { '-' };
        writeln!(lines, "  {sign} {line}").expect("a string");
    }
    (!lines.is_empty()).then(|| lines.trim_end().to_owned())
}
