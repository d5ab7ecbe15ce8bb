//! Printing 10,000 findings: in the large manifests of a cluster, and in one long line of JSON.

use divan::Bencher;
use kubevet::{
    code,
    diagnostic::Severity,
    findings::Outcome,
    input::{Location, Source, SourceId, Span},
    report::{Format, TextStyle},
    rules::{Finding, Fixable, ObjectRef, Preset, Rule},
};

static RULE: Rule = Rule {
    code: code::STALE_LATEST_IMAGE,
    name: "latest-tag",
    title: "Image without a fixed version",
    aliases: &[],
    severity: Severity::Warning,
    preset: Preset::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: "# latest-tag\n\nA node pulls whatever is the latest.\n",
};

const FINDINGS: usize = 10_000;

fn main() {
    divan::main();
}

fn outcome(name: &str, item: &str, secret: bool) -> Outcome {
    let mut text = item.repeat(FINDINGS);
    if secret {
        text.push_str(
            "---\nkind: Secret\ndata:\n  token: c3VwZXIgc2VjcmV0\n  other: aHVudGVyMg==\n",
        );
    }
    let at = item.find("web:latest").expect("the value") as u32;
    let finding = |n: usize| {
        let start = (n * item.len()) as u32 + at;
        let at = Location { source: SourceId(0), span: Span::new(start, start + 10) };
        let mut finding = Finding::new(&RULE, at, "`web:latest` names no fixed version");
        finding.object = Some(ObjectRef {
            api_version: "v1".into(),
            kind: "Pod".into(),
            namespace: None,
            name: Some(format!("web-{n}")),
        });
        finding.path("spec.containers[0].image").help("write the version that you tested");
        finding
    };
    Outcome {
        findings: (0..FINDINGS).map(finding).collect(),
        sources: vec![Source::new(name, text)],
        versions: "1.36".parse().into_iter().collect(),
        files: 1,
        documents: FINDINGS,
        objects: FINDINGS,
        ..Outcome::default()
    }
}

const POD: &str = "\
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web}
spec:
  containers:
  - name: main
    image: web:latest
    ports:
    - containerPort: 80
";

const POD_JSON: &str =
    r#"{"kind":"Pod","metadata":{"name":"웹"},"spec":{"containers":[{"image":"web:latest"}]}},"#;

fn print(bencher: Bencher<'_, '_>, format: Format, outcome: &Outcome) {
    let reporter = format.reporter(TextStyle::default());
    bencher.bench_local(|| {
        let mut out = Vec::new();
        reporter.report(outcome, &mut out).expect("a report");
        out.len()
    });
}

#[divan::bench(args = Format::ALL)]
fn manifests(bencher: Bencher<'_, '_>, format: Format) {
    print(bencher, format, &outcome("pods.yaml", POD, false));
}

#[divan::bench(args = Format::ALL)]
fn one_line(bencher: Bencher<'_, '_>, format: Format) {
    print(bencher, format, &outcome("pods.json", POD_JSON, false));
}

#[divan::bench(args = Format::ALL)]
fn with_secrets(bencher: Bencher<'_, '_>, format: Format) {
    print(bencher, format, &outcome("pods.yaml", POD, true));
}
