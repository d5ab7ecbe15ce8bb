//! `kubevet apply --dry-run=server --live` against what an API server and kubectl answer.
//!
//! `testdata/live/FAMILY/live.yaml` are objects that `kubectl apply` made in a cluster of Kubernetes
//! 1.36, as `kubectl get -o yaml` printed them; `new.yaml` is what each was to become. `answers.txt`
//! says what `kubectl apply --dry-run=server` answered, refusals with the fields and reasons below
//! them, and `server.yaml` holds the objects that it printed of those that were taken.

#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn families() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/live");
    let mut dirs: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    dirs.sort();
    dirs
}

fn apply(dir: &Path, flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubevet"));
    command.env_clear().args(["apply", "--isolated", "--kubernetes-version", "1.36"]);
    command.args(["--dry-run=server", "-f", "new.yaml", "--live", "live.yaml"]).args(flags);
    command.current_dir(dir).output().unwrap()
}

/// The answers by object: `configured`, `unchanged`, or the causes of a refusal.
type Answers = BTreeMap<String, BTreeSet<String>>;

fn expected(dir: &Path) -> Answers {
    let mut answers = Answers::new();
    let mut name = String::new();
    for line in fs::read_to_string(dir.join("answers.txt")).unwrap().lines() {
        if let Some(cause) = line.strip_prefix("  ") {
            answers.get_mut(&name).unwrap().insert(cause.to_owned());
            continue;
        }
        let (title, answer) = line.split_once(' ').unwrap();
        title.rsplit('/').next().unwrap().clone_into(&mut name);
        let said = if answer == "refused" { None } else { Some(answer.to_owned()) };
        assert!(answers.insert(name.clone(), said.into_iter().collect()).is_none(), "{name} twice");
    }
    answers
}

fn answered(output: &Output) -> Answers {
    let mut answers = Answers::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert!(line.ends_with(" (server dry run)"), "{line}");
        answers.entry(name).or_default().insert(words.next().unwrap().to_owned());
    }
    let mut name = String::new();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    // kubectl's warnings, and kubevet's own.
    let is_warning = |line: &&str| line.to_lowercase().starts_with("warning: ");
    for line in errors.lines().filter(|line| !is_warning(line)) {
        let mut cause = line.strip_prefix("* ").unwrap_or(line);
        if let Some((head, rest)) = line.split_once("\" is invalid: ") {
            head.rsplit('"').next().unwrap().clone_into(&mut name);
            cause = rest;
        }
        let causes = answers.entry(name.clone()).or_default();
        let mut parts = cause.splitn(3, ": ");
        if let (Some(path), Some(reason), Some(_)) = (parts.next(), parts.next(), parts.next()) {
            causes.insert(format!("{path}: {reason}"));
        }
    }
    answers
}

#[test]
fn changes_are_answered_as_the_server_does() {
    let mut count = 0;
    for dir in families() {
        let expected = expected(&dir);
        count += expected.len();
        let answered = answered(&apply(&dir, &[]));
        for (name, answer) in &expected {
            assert_eq!(answered.get(name), Some(answer), "{} {name}", dir.display());
        }
        assert_eq!(answered.len(), expected.len(), "{}", dir.display());
    }
    assert!(count >= 149, "{count} pairs");
}

#[test]
fn changed_objects_are_what_the_server_returns() {
    for dir in families() {
        let printed: Value = serde_json::from_slice(&apply(&dir, &["-o", "json"]).stdout).unwrap();
        let key = |object: &Value| format!("{} {}", object["kind"], object["metadata"]["name"]);
        let items = printed["items"].as_array().unwrap();
        let printed: BTreeMap<String, &Value> =
            items.iter().map(|item| (key(item), item)).collect();
        let yaml = fs::read_to_string(dir.join("server.yaml")).unwrap();
        for document in yaml.split("\n---\n") {
            let expected: Value = serde_yaml::from_str(document).unwrap();
            let name = key(&expected);
            let printed = printed.get(&name).unwrap_or_else(|| panic!("{name} is not there"));
            assert_eq!(**printed, expected, "{} {name}", dir.display());
        }
    }
}

/// Every word of the answers, not only what a server says as well.
#[test]
fn answers_are_known_by_word() {
    for dir in families() {
        let output = apply(&dir, &[]);
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        let name = dir.file_name().unwrap().to_str().unwrap();
        crate::golden::assert(&format!("live/{name}/messages.txt"), &said.concat());
    }
}
