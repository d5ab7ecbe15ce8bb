//! No value of a Secret comes out, whatever is wrong with the document that holds it: every rule's
//! bad example beside a Secret, and Secrets that are broken in many ways, in every output format.

use std::{fs, path::Path, process::Command};

use kubevet::{
    dryrun::{self, Live, Request, UnknownFields},
    findings::{Outcome, Selection},
    input::{Mode, Source},
    lint::{Settings, lint},
    model::version::Version,
    report::{self, Format, TextStyle},
    rules::{self, Cluster, RuleSettings},
};
use rayon::prelude::*;

use crate::temp_dir::TempDir;

/// What no output may hold: the beginnings of the values below.
const CANARIES: [&str; 6] =
    ["Hunter2Ca", "Zw9Canary", "73910428", "SHVudGVyM", "MIIEcanar", "hunter2@c"];

const SECRET: &str = "\
apiVersion: v1
kind: Secret
metadata:
  name: db
  labels: {app: shop}
type: Opaque
stringData:
  user: Zw9CanaryUser
  password: \"Hunter2CanaryAAA1\"
  pin: '73910428'
  url: postgres://u:hunter2@canary.example/db
  long: |
    Hunter2CanaryLong
    KEY=Zw9CanaryBBBB22
  key: |
    -----BEGIN PRIVATE KEY-----
    MIIEcanaryPEMline77
    -----END PRIVATE KEY-----
data:
  token: SHVudGVyMkNhbmFyeUFBQTE=
";

const WRONG: &str = "\
kind: secret
metadata:
  name: db
datas:
  pin: 73910428
  user: Zw9CanaryUser
stringdata: {password: Hunter2CanaryAAA1, key: 73910428}
";

const JSON: &str = r#"{
  "apiVersion": "v1",
  "kind": "Secret",
  "metadata": {"name": "db"},
  "data": {"token": "SHVudGVyMkNhbmFyeUFBQTE=", "bad": "Hunter2CanaryAAA1"},
  "stringData": {
    "pin": 73910428,
    "user": "Zw9CanaryUser"
  }
}
"#;

const LIST: &str = "\
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: {name: db}
    data:
      pin: 73910428
      password: Hunter2CanaryAAA1
  - kind: Secret
    stringData: {user: Zw9CanaryUser}
";

const PATCHES: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
secretGenerator:
  - name: db
    literals:
      - password=Hunter2CanaryAAA1
      - Zw9CanaryUser
patches:
  - target: {kind: Secret}
    patch: |-
      - op: add
        path: /data/pin
        value: 73910428
  - patch: |-
      apiVersion: v1
      kind: Secret
      metadata: {name: db}
      stringData: {user: Zw9CanaryUser}
";

fn settings() -> Settings {
    Settings {
        selection: Selection::of(rules::all()),
        rules: RuleSettings { complete: true, ..RuleSettings::default() },
        whole: true,
        ..Settings::default()
    }
}

/// The canary that a text holds.
fn leak(text: &str) -> Option<&'static str> {
    CANARIES.into_iter().find(|canary| text.contains(canary))
}

/// Every output of a run, by the name of its format.
fn outputs(run: &Outcome) -> Vec<(String, String)> {
    let style = TextStyle { width: 80, ..TextStyle::default() };
    let mut all: Vec<(String, String)> = Format::ALL
        .into_iter()
        .map(|format| {
            let mut text = Vec::new();
            format.reporter(style).report(run, &mut text).expect("a report");
            (format.to_string(), String::from_utf8(text).expect("UTF-8"))
        })
        .collect();
    let mut text = Vec::new();
    report::statistics(run, Format::Full, style, &mut text).expect("statistics");
    all.push(("statistics".into(), String::from_utf8(text).expect("UTF-8")));
    all.push(("-v".into(), run.left_alone().join("\n")));
    all.push(("notes".into(), run.notes.join("\n")));
    all
}

/// What leaks of a run, and which fix would lose a value.
fn leaks(run: &Outcome) -> Option<String> {
    for (format, text) in outputs(run) {
        if let Some(canary) = leak(&text) {
            return Some(format!("{format} tells {canary}:\n{text}"));
        }
    }
    for finding in &run.findings {
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            let old = &run.source(edit.at).text[edit.at.span.range()];
            let masks = edit.text.contains("***") || leak(&edit.text).is_some();
            let lost = !edit.text.is_empty() && leak(old).is_some();
            if masks || lost {
                return Some(format!(
                    "{}: `{old}` becomes `{}`",
                    finding.rule.code.as_str(),
                    edit.text
                ));
            }
        }
    }
    None
}

fn request() -> Request {
    Request {
        version: Version::default(),
        cluster: Cluster::default(),
        namespace: None,
        selector: "".parse().expect("no selector"),
        server: true,
        apply: true,
        server_side: false,
        unknown_fields: UnknownFields::Refused,
        live: Live::default().into(),
        crds: Vec::new().into(),
    }
}

/// What an API server would answer, where it refuses.
fn answers(text: &str) -> String {
    let mut source = Source::new("x.yaml", text);
    source.mode = Mode::Objects;
    let answers = dryrun::ask(&[source], &request());
    let said = answers.into_iter().flat_map(|answer| {
        answer.warnings.into_iter().chain([answer.name]).chain(answer.result.err())
    });
    said.collect::<Vec<_>>().join("\n")
}

fn check(name: &str, text: &str) -> Option<String> {
    for mode in [Mode::Project, Mode::Objects] {
        let mut source = Source::new(name, text);
        source.mode = mode;
        let run = lint(vec![source], &settings());
        if let Some(leak) = leaks(&run) {
            return Some(format!("{leak}\nof:\n{text}"));
        }
    }
    let said = answers(text);
    leak(&said).map(|canary| format!("apply tells {canary}:\n{said}\nof:\n{text}"))
}

/// Texts that differ from one in a typo at one place.
fn slips(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let marks = [':', '-', '"', '\'', '{', '}', '[', ']', ',', '|', '='];
    for (at, c) in text.char_indices() {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        if marks.contains(&c) || c == '\n' {
            all.push(format!("{before}{behind}"));
        }
        if matches!(c, ':') {
            for other in ["=", " ", " =", "::", ":\t"] {
                all.push(format!("{before}{other}{behind}"));
            }
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    for index in 0..lines.len() {
        let line = lines[index];
        let content = line.trim_start();
        let indent = &line[..line.len() - content.len()];
        let key = content.split(':').next().unwrap_or("");
        let swapped = |new: String| {
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            lines[index] = new;
            lines.join("\n") + "\n"
        };
        let other_case: String = content
            .char_indices()
            .map(|(at, c)| if at == 0 { c.to_uppercase().next().unwrap_or(c) } else { c })
            .collect();
        all.extend(
            [
                content.to_owned(),
                format!("  {line}"),
                format!(" {line}"),
                format!("\t{content}"),
                format!("{indent}{other_case}"),
                format!("{indent}{}", content.to_lowercase()),
                format!("{indent}{}", content.get(1..).unwrap_or("")),
                format!("{indent}- {content}"),
                format!("{indent}#{content}"),
                format!("{indent}\"{content}"),
                format!("{indent}[{content}"),
                format!("{indent}&{content}"),
                format!("{indent}{content} x: y"),
                format!("{indent}{content}\n{line}"),
                format!("{indent}{key}: [${{X}}, <{}>]", content.replace(':', "")),
                format!("{indent}{content}\u{a0}"),
            ]
            .map(swapped),
        );
    }
    all
}

#[test]
fn no_slip_of_the_hand_shows_a_secret() {
    let mut texts = Vec::new();
    for (name, text) in [
        ("secret.yaml", SECRET),
        ("wrong.yaml", WRONG),
        ("secret.json", JSON),
        ("list.yaml", LIST),
        ("kustomization.yaml", PATCHES),
    ] {
        texts.push((name, text.to_owned()));
        // Every third, so that it takes seconds; all of them is a matter of one number.
        texts.extend(slips(text).into_iter().step_by(3).map(|text| (name, text)));
    }
    let leaks: Vec<String> =
        texts.par_iter().filter_map(|(name, text)| check(name, text)).collect();
    assert!(
        leaks.is_empty(),
        "{} of {} leak; the first:\n{}",
        leaks.len(),
        texts.len(),
        leaks[..leaks.len().min(3)].join("\n\n")
    );
}

/// The YAML of the rules' documents and of the cases of validation.
fn examples() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for rule in rules::all() {
        let mut blocks = rule.doc.split("\n```yaml").skip(1);
        texts.extend(blocks.next().and_then(|block| {
            let (_, body) = block.split_once('\n')?;
            Some(body.split("\n```").next()?.to_owned())
        }));
    }
    for entry in fs::read_dir(root.join("testdata/validation")).expect("a folder") {
        texts.push(fs::read_to_string(entry.expect("an entry").path()).expect("a text"));
    }
    texts
}

/// Nor does what any rule says of something beside it.
#[test]
fn no_rule_shows_a_secret() {
    let leaks: Vec<String> = examples()
        .par_iter()
        .filter_map(|text| {
            // Of a long one, more is said than of a short one.
            let merged = format!("{SECRET}---\n{text}\n---\n{WRONG}");
            let run = lint(vec![Source::new("x.yaml", merged)], &settings());
            leaks(&run)
        })
        .collect();
    assert!(leaks.is_empty(), "{} leak; the first:\n{}", leaks.len(), leaks[0]);
}

/// A Secret that holds the words of other objects hides none of these words there.
#[test]
fn what_a_secret_holds_hides_nothing_elsewhere() {
    let messages = |sources: Vec<Source>| -> Vec<String> {
        let run = lint(sources, &settings());
        let mut text = Vec::new();
        Format::Jsonl.reporter(TextStyle::default()).report(&run, &mut text).expect("a report");
        let text = String::from_utf8(text).expect("UTF-8");
        text.lines()
            .filter(|line| line.contains("\"file\":\"x.yaml\""))
            .map(str::to_owned)
            .collect()
    };
    let mut compared = 0;
    for text in examples().into_iter().filter(|text| !text.contains("Secret")) {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
        let mut secret =
            String::from("apiVersion: v1\nkind: Secret\nmetadata: {name: q}\nstringData:\n");
        for (index, word) in words.iter().enumerate().take(200) {
            secret += &format!("  k{index}: \"{word}\"\n");
        }
        let found = messages(vec![Source::new("q.yaml", secret), Source::new("x.yaml", text)]);
        compared += found.len();
        let masked = found.iter().find(|line| line.contains("***"));
        assert!(masked.is_none(), "{masked:?}");
    }
    assert!(compared > 300, "{compared}");
}

/// What a kustomization is refused for quotes no Secret.
#[test]
fn no_broken_build_shows_a_secret() {
    let dir = TempDir::new("secrets");
    dir.write("s.env", "a=-----BEGIN\nHunter2/CanaryHunter2CanaryAAA1\n");
    dir.write("base.yaml", SECRET);
    dir.write("p.yaml", "- op: test\n  path: /stringData/user\n  value: Hunter2CanaryX\n");
    let mut texts: Vec<String> = slips(PATCHES).into_iter().step_by(5).collect();
    texts.extend(
        [
            "secretGenerator:\n- name: x\n  envs: [s.env]\n",
            "secretGenerator:\n- name: x\n  literals: [Hunter2CanaryAAA1, p=Zw9CanaryBBBB22]\n",
            "secretGenerator:\n- name: x\n  literal: [Hunter2CanaryAAA1]\n",
            "secretGenerator:\n- name: x\n  files: [Hunter2CanaryAAA1, p=Zw9CanaryBBBB22]\n",
            "resources: [base.yaml]\npatches:\n- patch: |-\n    kind: Secret\n    metadata: {name: none}\n    stringData: [Hunter2CanaryAAA1]\n",
            "resources: [base.yaml]\npatches: [{path: p.yaml, target: {kind: Secret}}]\n",
            "resources: [base.yaml]\npatches:\n- target: {kind: Secret}\n  patch: '[{\"op\": \"replace\", \"path\": \"/stringData/none/Zw9CanaryUser\", \"value\": \"Hunter2CanaryAAA1\"}]'\n",
            "resources: [base.yaml]\npatches:\n- patch: |-\n    kind: Secret\n    metadata: {name: db}\n    stringData: {user: {a: Hunter2CanaryAAA1}}\n",
            "resources: [base.yaml]\nreplacements:\n- source: {kind: Secret, fieldPath: stringData.password, options: {delimiter: x, index: 9}}\n  targets: [{select: {kind: Secret}, fieldPaths: [data.none]}]\n",
        ]
        .map(str::to_owned),
    );
    for text in texts {
        dir.write("kustomization.yaml", &text);
        let mut program = Command::new(env!("CARGO_BIN_EXE_kubevet"));
        let output = program.arg("kustomize").arg(&dir.0).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(leak(&said), None, "{said}\nof:\n{text}");
        let sources: Vec<Source> = ["kustomization.yaml", "base.yaml", "p.yaml"]
            .into_iter()
            .map(|name| Source::new(name, fs::read_to_string(dir.0.join(name)).expect("a text")))
            .collect();
        let builds = kubevet::project::builds(&sources, &dir.0);
        let run = kubevet::lint::lint_project(sources, &builds, &settings());
        if let Some(leak) = leaks(&run) {
            panic!("{leak}\nof:\n{text}");
        }
    }
}

/// A dump of a cluster that cannot be used is refused without what is in it.
#[test]
fn no_live_object_shows_a_secret() {
    let dir = TempDir::new("secrets-live");
    dir.write("s.yaml", SECRET);
    let head = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\n";
    for live in [
        format!("{head}data: Hunter2CanaryAAA1\n"),
        format!("{head}data:\n  a: Hunter2CanaryAAA1\n b: Zw9CanaryBBBB22\n"),
        format!("{head}immutable: true\ndata: {{password: Hunter2CanaryAAA1}}\n"),
    ] {
        dir.write("live.yaml", &live);
        for output in ["name", "json"] {
            let mut program = Command::new(env!("CARGO_BIN_EXE_kubevet"));
            program.current_dir(&dir.0).args(["apply", "--dry-run=server", "-o", output]);
            let result = program.args(["--live", "live.yaml", "-f", "s.yaml"]).output();
            let result = result.expect("it runs");
            let said = String::from_utf8_lossy(&result.stderr);
            assert!(!said.is_empty(), "{live}");
            assert_eq!(leak(&said), None, "{said}\nof:\n{live}");
        }
    }
}
