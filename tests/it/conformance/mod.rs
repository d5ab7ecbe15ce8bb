//! What kubevet says of documents made from the schemas, held against what servers of three minors
//! said of them; `examples/conformance.rs` records it.

mod generate;
mod verdicts;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use kubevet::{
    findings::Finding,
    input::{Mode, Source},
    lint::{Settings, lint},
    model::version::Version,
};
use verdicts::Verdict;

/// Causes of a server that cannot decode a document, of which it lists only some.
const DECODING: [&str; 4] = ["UnknownField", "DuplicateKey", "WrongType", "FieldValueTypeInvalid"];

#[test]
fn a_server_of_1_36_says_the_same() {
    compare(36);
}

fn compare(minor: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let text = fs::read_to_string(folder.join(format!("1.{minor}.txt"))).expect("verdicts");
    let verdicts = verdicts::parse(&text);
    assert!(verdicts::print(&verdicts) == text, "1.{minor}.txt is not as it is written");
    let verdicts: BTreeMap<String, Verdict> = verdicts.into_iter().collect();
    let version: Version = format!("1.{minor}").parse().expect("a version");
    let documents = generate::documents(version);
    let ids: BTreeSet<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    let stale = verdicts.keys().find(|id| !ids.contains(id.as_str()));
    assert!(stale.is_none(), "no document {stale:?}: record the verdicts anew");

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
    let (mut wrong, mut count) = (String::new(), 0);
    for (document, said) in documents.iter().zip(&said) {
        if let Some(difference) = differs(verdicts.get(&document.id), said) {
            count += 1;
            writeln!(wrong, "{}\n{difference}", document.id).expect("a string");
        }
    }
    assert!(count == 0, "{wrong}{count} of {} documents", documents.len());
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
