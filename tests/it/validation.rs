//! What the API server's half says of single objects, kind by kind, under `testdata/validation`.
//!
//! Above each document stands what a Kubernetes 1.36 API server answered to a strict dry run: its
//! causes as `# refused: PATH REASON`, or `# accepted`.

use std::{collections::BTreeSet, fs, path::Path};

use kubevet::{
    input::{Mode, Source},
    lint::{Settings, lint},
};

/// A path of the API machinery and a reason.
type Cause = (String, String);

#[test]
fn objects_are_judged_as_the_server_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/validation");
    let entries = fs::read_dir(&folder).expect("the cases");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of cases");
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
        let said = judge(name, &text);
        for (index, document) in text.split("\n---\n").enumerate() {
            let expected = expected(document);
            let of_this = |(document, _): &&(u32, Cause)| *document as usize == index;
            let found: BTreeSet<Cause> =
                said.iter().filter(of_this).map(|(_, cause)| cause.clone()).collect();
            if found != expected {
                wrong.push(format!(
                    "{name}, document {}:\n{document}\n  said: {found:?}\n  true: {expected:?}",
                    index + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} documents", wrong.join("\n\n"), wrong.len());
}

/// The refusals of every document, by its number.
fn judge(name: &str, text: &str) -> Vec<(u32, Cause)> {
    let mut source = Source::new(name, text);
    source.mode = Mode::Objects;
    let settings = Settings { version: "1.36".parse().expect("a version"), ..Settings::default() };
    let outcome = lint(vec![source], &settings);
    let refusals = outcome.findings.iter().filter_map(|finding| {
        let path = finding.field_path.clone().unwrap_or_default();
        Some((finding.document, (path, finding.reason?.name().to_owned())))
    });
    refusals.collect()
}

fn expected(document: &str) -> BTreeSet<Cause> {
    let comments: Vec<&str> = document.lines().take_while(|line| line.starts_with("# ")).collect();
    if comments == ["# accepted"] {
        return BTreeSet::new();
    }
    assert!(!comments.is_empty(), "say what is expected of\n{document}");
    let cause = |line: &&str| {
        let cause = line.strip_prefix("# refused: ").expect("`# refused:` or `# accepted`");
        let (path, reason) = cause.rsplit_once(' ').expect("a path and a reason");
        (path.to_owned(), reason.to_owned())
    };
    comments.iter().map(cause).collect()
}
