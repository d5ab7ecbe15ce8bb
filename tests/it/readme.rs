//! The parts of README.md that the program writes.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use kubevet::rules::{self, Fixable, Rule};

use crate::golden;

const FIRST_COMMAND: &str = "cargo run --release -- ";

#[test]
fn readme_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    assert!(readme.contains("\n    cargo test\n"), "the second command is gone");
    let now = with_output(&with_rules(&readme));
    assert!(
        golden::same_file("README.md", &now),
        "README.md is out of date; UPDATE=1 cargo test updates it"
    );
}

/// The text with a new table between the markers.
fn with_rules(readme: &str) -> String {
    let start = readme.find("<!-- rules:").expect("the first marker");
    let start = start + readme[start..].find('\n').expect("a line end") + 1;
    let end = readme.find("<!-- end of rules -->").expect("the last marker");
    format!("{}{}{}", &readme[..start], table(), &readme[end..])
}

/// The text with what its first command prints in the first console block.
fn with_output(readme: &str) -> String {
    let line = readme.lines().find_map(|line| line.trim_start().strip_prefix(FIRST_COMMAND));
    let arguments = line.expect("the first command").split(' ');
    let ran = Command::new(env!("CARGO_BIN_EXE_kubevet"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("LANG", "C.UTF-8")
        .output()
        .expect("kubevet runs");
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).expect("it prints UTF-8");
    let start = readme.find("```console\n").expect("a console block") + "```console\n".len();
    let end = start + readme[start..].find("```").expect("its end");
    format!("{}{}{}", &readme[..start], said, &readme[end..])
}

fn table() -> String {
    let documents = documents();
    let mut all: Vec<&Rule> = rules::all().collect();
    all.sort_by_key(|rule| rule.code.as_str());
    let mut text = String::from(
        "\n| code | name | title | severity | preset | fix |\n|---|---|---|---|---|---|\n",
    );
    for rule in all {
        let fix = match rule.fix {
            Fixable::Sometimes => "yes",
            Fixable::Never => "",
        };
        let (code, name, title) = (rule.code.as_str(), rule.name, rule.title);
        let document = &documents[name];
        let (severity, set) = (rule.severity, rule.preset.name());
        writeln!(text, "| {code} | [{name}]({document}) | {title} | {severity} | {set} | {fix} |")
            .expect("a string takes everything");
    }
    text.push('\n');
    text
}

/// The path of each rule's document from the root of the package, by the rule's name.
fn documents() -> BTreeMap<String, String> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let entries = |dir: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(dir).expect("a folder of rules");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let mut found = BTreeMap::new();
    for family in entries(&rules).iter().filter(|path| path.is_dir()) {
        for path in entries(family) {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name");
            let dir = family.file_name().and_then(|name| name.to_str()).expect("a plain name");
            if path.extension().is_some_and(|extension| extension == "md") {
                found.insert(stem.replace('_', "-"), format!("src/rules/{dir}/{stem}.md"));
            }
        }
    }
    found
}
