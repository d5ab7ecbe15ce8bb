//! What each output format prints, and what none of them may print.

use std::path::Path;

use kubevet::{
    findings::{Finding, ObjectRef, Outcome, Severity},
    input::{Location, Source, SourceId, Span},
    report::{self, Format, Style},
    rules::{Elsewhere, Fixable, Rule, Set},
    syntax::edit::{Edit, Safety},
    validate::Reason,
};
use serde_json::Value;

use crate::golden;

const fn rule(code: &'static str, name: &'static str, severity: Severity) -> Rule {
    Rule {
        code,
        name,
        aliases: &[],
        severity,
        set: Set::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: "# name\n\nConnections are refused. The pods are\nready all the same.\n\n## Bad\n",
        check: &Elsewhere,
    }
}

static SELECTS_NOTHING: Rule = rule("KV3101", "service-selects-nothing", Severity::Error);
static PORT_NAME: Rule = rule("KV2127", "port-name", Severity::Error);
static LATEST: Rule = rule("KV4404", "latest-tag", Severity::Warning);
static TAB: Rule = rule("KV0002", "tab-indentation", Severity::Error);
static ADVICE: Rule = rule("KV5101", "root-user", Severity::Info);

/// A run over these files.
fn run(files: &[(&str, &str)]) -> Outcome {
    Outcome {
        sources: files.iter().map(|(name, text)| Source::new(*name, *text)).collect(),
        kubernetes_versions: vec!["1.36".into()],
        files: files.len(),
        documents: files.len(),
        objects: files.len(),
        ..Outcome::default()
    }
}

/// Where a text stands for the n-th time (from 0) in a file.
fn nth(run: &Outcome, file: usize, text: &str, n: usize) -> Location {
    let found = run.sources[file].text.match_indices(text).nth(n);
    let start = found.unwrap_or_else(|| panic!("`{text}` is not in file {file}")).0 as u32;
    let span = Span::new(start, start + text.len() as u32);
    Location { source: SourceId(file as u32), span }
}

fn at(run: &Outcome, file: usize, text: &str) -> Location {
    nth(run, file, text, 0)
}

fn object(kind: &str, name: &str) -> Option<ObjectRef> {
    let api_version = if kind == "Deployment" { "apps/v1" } else { "v1" };
    Some(ObjectRef {
        api_version: api_version.into(),
        kind: kind.into(),
        namespace: None,
        name: Some(name.into()),
    })
}

fn print(run: &Outcome, format: Format, style: Style) -> String {
    let mut text = Vec::new();
    format.reporter(style).report(run, &mut text).expect("a report");
    String::from_utf8(text).expect("UTF-8")
}

fn full(run: &Outcome, width: usize) -> String {
    print(run, Format::Full, Style { width, ..Style::default() })
}

const SERVICE: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: kubia
spec:
  ports:
  - port: 80
    targetPort: 8080
  selector:
    app: kubia
";

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: kubia
spec:
  selector:
    matchLabels:
      app: kubja
  template:
    metadata:
      labels:
        app: kubja
    spec:
      containers:
      - name: main
        image: luksa/kubia:latest
        ports:
        - name: http_traffic_of_the_shop
          containerPort: 8080
";

/// A run with something of everything.
fn shop() -> Outcome {
    let mut run = run(&[("k8s/deploy.yaml", DEPLOYMENT), ("k8s/svc.yaml", SERVICE)]);

    let image = at(&run, 0, "luksa/kubia:latest");
    let mut latest = Finding::new(&LATEST, image, "`luksa/kubia:latest` names no fixed version");
    latest.object = object("Deployment", "kubia");
    latest
        .path("spec.template.spec.containers[0].image")
        .help("write the version that you tested: a node pulls whatever `latest` is on the day it starts the pod, so two pods of one Deployment can differ");

    let name = at(&run, 0, "http_traffic_of_the_shop");
    let mut long = Finding::new(&PORT_NAME, name, "port name has 24 characters; 15 are allowed");
    let mut letters = Finding::new(&PORT_NAME, name, "port name has `_`; use `a-z`, `0-9` and `-`");
    for finding in [&mut long, &mut letters] {
        finding.object = object("Deployment", "kubia");
        finding.reason = Some(Reason::Invalid);
        finding.path("spec.template.spec.containers[0].ports[0].name");
    }
    let edit = Edit { at: name, text: "http".into() };
    long.help("write a shorter name").fix(Safety::Unsafe, "call it `http`", [edit]);

    let app = at(&run, 1, "app: kubia");
    let mut selects = Finding::new(&SELECTS_NOTHING, app, "Service `kubia` selects no pods");
    selects.object = object("Service", "kubia");
    let value = Location { span: Span::new(app.span.start + 5, app.span.end), ..app };
    selects
        .path("spec.selector.app")
        .related(nth(&run, 0, "app: kubja", 1), "the pods of Deployment `kubia` have this label")
        .help("write `app: kubja`")
        .fix(Safety::Safe, "select `app: kubja`", [Edit { at: value, text: "kubja".into() }]);

    run.findings = vec![latest, long, letters, selects];
    run
}

#[test]
fn every_format_prints_the_same_findings() {
    let run = shop();
    for format in Format::ALL {
        let text = print(&run, format, Style::default());
        golden::assert(&format!("report/shop.{format}.txt"), &text);
    }
}

/// Findings in places that are hard to show.
fn edges() -> Outcome {
    let tabs = "metadata:\n\tname: web\n\tlabels: {a:\tb}\n";
    let korean = "metadata:\n  name: 가게  # 쇼핑몰 웹 서버입니다\n  annotations:\n    설명: \"주문을 받는 서비스, 낮에는 세 대\"\n";
    let long =
        format!("spec: {{a: {}, image: web:latest, b: {}}}\n", "x".repeat(400), "y".repeat(400));
    let end = "a:\n  b: |\n    one\n    two\n\nc: [1, 2]\n";
    let json = format!(
        "{{\"kind\":\"List\",\"items\":[{}]}}",
        "{\"kind\":\"Pod\",\"이름\":\"웹\"},".repeat(40_000)
    );
    let mut run = run(&[
        ("edges/tabs.yaml", tabs),
        ("edges/한글.yaml", korean),
        ("edges/long.yaml", &long),
        ("edges/end.yaml", end),
        ("edges/list.json", &json),
        ("edges/empty.yaml", ""),
    ]);
    let span = |file: u32, start: usize, end: usize| Location {
        source: SourceId(file),
        span: Span::new(start as u32, end as u32),
    };
    let mut found = Vec::new();
    found.push(Finding::new(&TAB, nth(&run, 0, "\t", 0), "indented with a tab"));
    let mut wide = Finding::new(
        &PORT_NAME,
        at(&run, 1, "가게"),
        "`가게` 는 DNS 이름이 아닙니다: 소문자, 숫자, `-` 만 쓸 수 있습니다. 이 이름은 서비스 이름으로도 쓰입니다",
    );
    wide.related(at(&run, 1, "쇼핑몰"), "여기에는 무엇이든 쓸 수 있습니다")
        .related(
            at(&run, 1, "\"주문을 받는 서비스, 낮에는 세 대\""),
            "and here as well: an annotation may hold any text, up to 256 KiB in all",
        )
        .help("`shop` 이라고 쓰세요");
    found.push(wide);
    let mut cut =
        Finding::new(&LATEST, at(&run, 2, "web:latest"), "`web:latest` names no fixed version");
    cut.related(at(&run, 2, "xxx"), "far to the left").related(at(&run, 2, "b: yyy"), "near");
    found.push(cut);
    let block = at(&run, 3, "|\n    one\n    two\n");
    found.push(Finding::new(&LATEST, block, "a value of several lines"));
    let mut two = Finding::new(&PORT_NAME, at(&run, 3, "1"), "1 stands before 2");
    two.related(at(&run, 3, "2"), "2")
        .related(at(&run, 3, "[1, 2]"), "the whole list")
        .related(at(&run, 3, "1"), "the very place");
    for place in ["a:", "b:", "one", "two"] {
        two.related(at(&run, 3, place), format!("`{place}`"));
    }
    found.push(two);
    found.push(Finding::new(&TAB, span(3, end.len(), end.len()), "the file ends too early"));
    found.push(Finding::new(&TAB, span(4, 600_000, 600_009), "far into a long line"));
    found.push(Finding::new(&ADVICE, span(5, 0, 0), "the file is empty"));
    run.findings = found;
    run
}

#[test]
fn hard_places_are_shown_within_80_columns() {
    let run = edges();
    let text = full(&run, 80);
    golden::assert("report/edges.full.txt", &text);
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    let ascii = print(&run, Format::Full, Style { unicode: false, ..Style::default() });
    assert!(!ascii.contains(['│', '─', '…', '╭']), "{ascii}");
    assert_eq!(full(&run, 39).lines().count(), run.findings.len() + 1);
}
