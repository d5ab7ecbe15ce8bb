//! `kubevet create --dry-run=server` against what an API server and kubectl print.
//!
//! `testdata/defaults/NAME.yaml` are manifests, `NAME.server.yaml` what `kubectl create
//! --dry-run=server -o yaml` of Kubernetes 1.36 printed of them, without what only a live server
//! knows: uid, timestamps, generation, status, allocated addresses and ports. Those of older
//! releases are in directories.

#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/defaults")
}

fn dry_run(verb: &str, flags: &[&str], file: &Path) -> Output {
    dry_run_as("1.36", verb, flags, file)
}

fn dry_run_as(version: &str, verb: &str, flags: &[&str], file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubevet"));
    command.env_clear().args([verb, "--isolated", "--kubernetes-version", version]);
    let server: &[&str] = if flags.iter().any(|flag| flag.starts_with("--dry-run")) {
        &[]
    } else {
        &["--dry-run=server"]
    };
    command.args(server).args(flags).arg("-f").arg(file).output().unwrap()
}

fn manifests() -> Vec<PathBuf> {
    manifests_in(&dir())
}

fn manifests_in(dir: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let is_manifest =
        |path: &PathBuf| path.is_file() && !path.to_str().unwrap().ends_with(".server.yaml");
    let mut files: Vec<PathBuf> = files.filter(is_manifest).collect();
    files.sort();
    files
}

#[test]
fn accepted_objects_are_what_the_server_returns() {
    assert!(manifests().len() >= 7);
    let older = ["1.28", "1.34"].map(|version| (version, manifests_in(&dir().join(version))));
    let all = older.into_iter().chain([("1.36", manifests())]);
    for (version, file) in all.flat_map(|(v, files)| files.into_iter().map(move |file| (v, file))) {
        let output = dry_run_as(version, "create", &["-o", "yaml"], &file);
        let printed = String::from_utf8(output.stdout).unwrap();
        let expected = fs::read_to_string(file.with_extension("server.yaml")).unwrap();
        let differing = printed.lines().zip(expected.lines()).position(|(a, b)| a != b);
        assert!(
            printed == expected,
            "{}: not what the server returns, from line {:?}\n{}",
            file.display(),
            differing.map(|line| line + 1),
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.status.code(), Some(0));
    }
}

/// Custom resources get the defaults of their definitions.
#[test]
fn custom_resources_are_what_the_server_returns() {
    let dir = dir().join("custom");
    let definitions = dir.join("definitions.yaml");
    let flags = ["-o", "yaml", "--crds", definitions.to_str().unwrap()];
    let output = dry_run("create", &flags, &dir.join("objects.yaml"));
    let expected = fs::read_to_string(dir.join("objects.server.yaml")).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{errors}");
    assert_eq!(errors, "");
}

#[test]
fn json_says_the_same_as_yaml() {
    for file in manifests() {
        let output = dry_run("apply", &["-o", "json"], &file);
        let list: Value = serde_json::from_slice(&output.stdout).unwrap();
        let items = list["items"].as_array().unwrap();
        let yaml = fs::read_to_string(file.with_extension("server.yaml")).unwrap();
        let documents: Vec<Value> =
            yaml.split("\n---\n").map(|document| serde_yaml::from_str(document).unwrap()).collect();
        assert_eq!(items.len(), documents.len(), "{}", file.display());
        for (item, document) in items.iter().zip(&documents) {
            assert_eq!(item["kind"], document["kind"]);
            assert_eq!(item["spec"], document["spec"], "{}", item["metadata"]["name"]);
        }
    }
}

fn printed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/print").join(name);
    fs::read_to_string(path).unwrap()
}

/// `objects.kyaml` is what kubectl 1.36 printed of `objects.yaml`.
#[test]
fn kyaml_is_what_kubectl_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/print/objects.yaml");
    let output = dry_run("create", &["--dry-run=client", "-o", "kyaml"], &file);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), printed("objects.kyaml"));
    let output = dry_run("apply", &["--dry-run=client", "-o", "kyaml"], &file);
    let list = String::from_utf8(output.stdout).unwrap();
    let head =
        "---\n{\n  kind: \"List\",\n  apiVersion: \"v1\",\n  metadata: {},\n  items: [{\n    apiV";
    assert!(list.starts_with(head), "{list}");
    assert!(list.ends_with("    },\n  }],\n}\n"), "{list}");
}

/// `jsonpath.json` holds what kubectl 1.36 printed of `pod.yaml` by each template, or its error
/// without the part that repeats template and object.
#[test]
fn templates_give_what_kubectl_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/print/pod.yaml");
    let cases: Vec<Value> = serde_json::from_str(&printed("jsonpath.json")).unwrap();
    assert!(cases.len() > 100);
    for case in cases {
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let format = format!("{}={}", text("format"), text("template"));
        let output = dry_run("create", &["--dry-run=client", "-o", &format], &file);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(error.trim(), text("error"), "{format}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), text("output"), "{format}");
        let expected = if text("error").is_empty() { 0..=0 } else { 1..=2 };
        assert!(expected.contains(&output.status.code().unwrap()), "{format}");
    }
}

/// Objects with every kind of fault, as kubectl prints what the server answers to each.
#[test]
fn refusals_are_in_the_words_of_the_server() {
    for name in ["objects", "shapes", "removed", "edges"] {
        let (output, said) = answers("wording", &format!("{name}.yaml"));
        assert_eq!(output.status.code(), Some(1));
        crate::golden::assert(&format!("wording/{name}.answers.txt"), &said);
    }
    let mut all = String::new();
    let files = fs::read_dir(dir().join("../validation")).unwrap();
    let mut files: Vec<String> =
        files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    for file in files {
        let (_, said) = answers("validation", &file);
        all += &format!("== {file}\n{said}");
    }
    crate::golden::assert("wording/validation.answers.txt", &all);
}

/// What `create` prints of a file, standard output first.
fn answers(folder: &str, file: &str) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubevet"));
    command.env_clear().current_dir(dir().join("..").join(folder));
    command.args(["create", "--isolated", "--kubernetes-version", "1.36"]);
    let output = command.args(["--dry-run=server", "-f", file]).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let said = text(&output.stdout) + &text(&output.stderr);
    (output, said)
}
