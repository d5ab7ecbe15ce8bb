//! A directory of any texts is built as a kustomization and linted as a project without a panic, and
//! no build is made of what lies outside.
#![no_main]

use std::{fs, path::Path};

use kubevet::{
    findings::Selection,
    input::{self, Limits, Walked},
    kustomize::{self, BuildOptions},
    lint::{Settings, lint_project},
    project,
};
use libfuzzer_sys::fuzz_target;

/// The names of the files, in the order of the parts of an input.
const NAMES: [&str; 6] =
    ["kustomization.yaml", "a.yaml", "patch.yaml", "base/kustomization.yaml", "base/b.yaml", ".env"];

/// What stands between two files of an input.
const BETWEEN: &[u8] = b"\n====\n";

fuzz_target!(|bytes: &[u8]| {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path();
    fs::create_dir(root.join("base")).expect("a folder");
    let mut rest = bytes;
    for name in NAMES {
        let end = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        let (part, behind) = match end {
            Some(end) => (&rest[..end], &rest[end + BETWEEN.len()..]),
            None => (rest, &[][..]),
        };
        fs::write(root.join(name), part).expect("a file");
        rest = behind;
    }
    let build = kustomize::build(root, ".", &BuildOptions::default());
    let _ = build.to_yaml();
    for file in build.files.all() {
        assert!(Path::new(&file.name).components().all(|part| part.as_os_str() != ".."));
    }
    let mut walked = Walked::default();
    input::project(root, false, &mut walked);
    let sources = input::read_all(&walked.files, root, Limits::default());
    let builds = project::builds(&sources, root);
    let settings = Settings {
        selection: Selection::all(),
        whole: true,
        root: root.to_path_buf(),
        ..Settings::default()
    };
    let outcome = lint_project(sources, &builds, &settings);
    for finding in &outcome.findings {
        assert_ne!(finding.rule.code, "KV0099", "{}", finding.message.with_values());
        assert!(outcome.source(finding.at).text.get(finding.at.span.range()).is_some());
    }
});
