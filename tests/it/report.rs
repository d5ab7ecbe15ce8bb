//! What each output format prints, and what none of them may print.

use std::path::Path;

use kubevet::{
    code::{self, Code},
    diagnostic::{Edit, Safety, Severity},
    findings::{self, Outcome, Repository},
    input::{Location, Source, SourceId, Span},
    lint::{Settings, lint},
    report::{self, Format, TextStyle},
    rules::{self, Finding, Fixable, ObjectRef, Preset, Rule},
    text::Text,
    validate::Reason,
};
use serde_json::Value;

use crate::golden;

const fn rule(code: Code, name: &'static str, severity: Severity) -> Rule {
    Rule {
        code,
        name,
        title: "Service without endpoints",
        aliases: &[],
        severity,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: "# name\n\nConnections are refused. The pods are\nready all the same.\n\n## Bad\n",
    }
}

static SELECTS_NOTHING: Rule =
    rule(code::SERVICE_SELECTS_NOTHING, "service-selects-nothing", Severity::Error);
static PORT_NAME: Rule = rule(code::INVALID_CONTAINER_PORT, "port-name", Severity::Error);
static LATEST: Rule = rule(code::STALE_LATEST_IMAGE, "latest-tag", Severity::Warning);
static TAB: Rule = rule(code::TAB_INDENTATION, "tab-indentation", Severity::Error);
static ADVICE: Rule = rule(code::PULL_POLICY_NOT_ALWAYS, "root-user", Severity::Info);

/// A run over these files.
fn run(files: &[(&str, &str)]) -> Outcome {
    Outcome {
        sources: files.iter().map(|(name, text)| Source::new(*name, *text)).collect(),
        versions: "1.36".parse().into_iter().collect(),
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

fn object(kind: &str, name: &str) -> ObjectRef {
    let api_version = if kind == "Deployment" { "apps/v1" } else { "v1" };
    ObjectRef {
        api_version: api_version.into(),
        kind: kind.into(),
        namespace: None,
        name: Some(name.into()),
    }
}

fn print(run: &Outcome, format: Format, style: TextStyle) -> String {
    let mut text = Vec::new();
    format.reporter(style).report(run, &mut text).expect("a report");
    String::from_utf8(text).expect("UTF-8")
}

fn full(run: &Outcome, width: usize) -> String {
    print(run, Format::Full, TextStyle { width, ..TextStyle::default() })
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
    latest.object = Some(object("Deployment", "kubia"));
    latest
        .path("spec.template.spec.containers[0].image")
        .help("write the version that you tested: a node pulls whatever `latest` is on the day it starts the pod, so two pods of one Deployment can differ");

    let name = at(&run, 0, "http_traffic_of_the_shop");
    let mut long = Finding::new(&PORT_NAME, name, "port name has 24 characters; 15 are allowed");
    let mut letters = Finding::new(&PORT_NAME, name, "port name has `_`; use `a-z`, `0-9` and `-`");
    for finding in [&mut long, &mut letters] {
        finding.object = Some(object("Deployment", "kubia"));
        finding.reason = Some(Reason::Invalid);
        finding.path("spec.template.spec.containers[0].ports[0].name");
    }
    let edit = Edit { at: name, text: "http".into() };
    long.help("write a shorter name").fix(Safety::Unsafe, "call it `http`", [edit]);

    let app = at(&run, 1, "app: kubia");
    let mut selects = Finding::new(&SELECTS_NOTHING, app, "Service `kubia` selects no pods");
    selects.object = Some(object("Service", "kubia"));
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
        let text = print(&run, format, TextStyle::default());
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
        two.related(at(&run, 3, place), Text::value(format!("`{place}`")));
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
    let ascii = print(&run, Format::Full, TextStyle { unicode: false, ..TextStyle::default() });
    assert!(!ascii.contains(['│', '─', '…', '╭']), "{ascii}");
    let narrow = TextStyle { width: 39, summary: false, ..TextStyle::default() };
    assert_eq!(print(&run, Format::Full, narrow).lines().count(), run.findings.len());
}

/// A line is cut only if it does not fit, and tabs end where those of a terminal do.
#[test]
fn lines_that_fit_are_shown_whole() {
    let mut widest = 0;
    for letters in 60..90 {
        let word = "x".repeat(letters);
        let mut run = run(&[("a.yaml", &format!("a: {word}\n"))]);
        run.findings = vec![Finding::new(&TAB, at(&run, 0, "a:"), "here")];
        let text = full(&run, 80);
        let shown = text.lines().find(|line| line.ends_with(&word));
        widest = shown.map_or(widest, unicode_width::UnicodeWidthStr::width);
    }
    // A column stays free at the right.
    assert_eq!(widest, 79);
    let mut run = run(&[("a.yaml", "k:\tb\n")]);
    run.findings = vec![Finding::new(&TAB, at(&run, 0, "b"), "here")];
    let text = full(&run, 80);
    let below = text.lines().skip_while(|line| !line.ends_with("k:  b")).nth(1).expect("a line");
    let code = text.lines().find(|line| line.ends_with("k:  b")).expect("a line");
    let width = unicode_width::UnicodeWidthStr::width;
    assert_eq!(width(code), width(below), "{text}");
}

fn schema(path: &str, definition: Option<&str>) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).expect("a schema");
    // ECMA 262 takes the stray bracket of SARIF's pattern for languages as itself.
    let text = text.replace("-[a-zA-Z]{2}]?$", r"-[a-zA-Z]{2}\\]?$");
    let mut schema: Value = serde_json::from_str(&text).expect("JSON");
    if let Some(definition) = definition {
        schema = serde_json::json!({ "$ref": format!("#/$defs/{definition}"), "$defs": schema["$defs"] });
    }
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a JSON Schema")
}

fn assert_valid(validator: &jsonschema::Validator, text: &str) {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
}

#[test]
fn machine_formats_follow_their_schemas() {
    let output = schema("schemas/kubevet-output.schema.json", None);
    let diagnostic = schema("schemas/kubevet-output.schema.json", Some("diagnostic"));
    let sarif = schema("testdata/schemas/sarif-schema-2.1.0.json", None);
    for run in [shop(), edges(), hostile(), everything(), Outcome::default()] {
        assert_valid(&output, &print(&run, Format::Json, TextStyle::default()));
        assert_valid(&sarif, &print(&run, Format::Sarif, TextStyle::default()));
        for line in print(&run, Format::Jsonl, TextStyle::default()).lines() {
            assert_valid(&diagnostic, line);
        }
    }
}

const TOKEN: &str = "c3VwZXIgc2VjcmV0IHRva2Vu";

/// Names, values and messages made to be obeyed or to be told.
fn hostile() -> Outcome {
    let evil = "kind: ConfigMap\ndata:\n  a: \u{1b}]0;x\u{7} \u{9b}31m \u{202e}x ##vso[task.x]y\n::error::z: \u{0}\n";
    let secret = format!(
        "kind: Secret\nmetadata:\n  name: s\ndata:\n  token: {TOKEN}\n  long: |\n    {TOKEN}\n"
    );
    let broken = "kind: Secret\nstringData:\n  password: hunter2!\n\tuser: [x\n";
    let mut run = run(&[
        ("::error::evil\u{1b}[2J,a:b.yaml", evil),
        ("secret.yaml", &secret),
        ("broken.yaml", broken),
    ]);
    let text = "`\u{1b}[31m` \u{202e}\n::error::owned\n##[group]x 100% \u{9b}";
    let mut commands = Finding::new(&PORT_NAME, at(&run, 0, "::error::z"), text);
    commands.help(text).related(at(&run, 0, "\u{1b}]0;x"), text);
    let value = nth(&run, 1, TOKEN, 0);
    let mut told = Finding::new(&PORT_NAME, value, Text::value(format!("`{TOKEN}` is no base64")));
    told.object = Some(object("Secret", "s"));
    told.path("data[token]")
        .help(Text::value(format!("`{}…` is not padded", &TOKEN[..9])))
        .related(nth(&run, 1, TOKEN, 1), Text::value(format!("\"{TOKEN}\" again")))
        .fix(
            Safety::Safe,
            Text::value(format!("pad {TOKEN}")),
            [Edit { at: value, text: format!("{TOKEN}==") }],
        );
    let elsewhere = at(&run, 0, "kind");
    let mut leaked = Finding::new(
        &ADVICE,
        elsewhere,
        Text::value(format!("the value `{TOKEN}` is that of a Secret")),
    );
    leaked.related(value, "here");
    let tab = Finding::new(
        &TAB,
        at(&run, 2, "\t"),
        Text::value(format!("indented behind `{}`", "hunter2!")),
    );
    run.secrets = vec![value, nth(&run, 1, &format!("|\n    {TOKEN}"), 0)];
    run.findings = vec![leaked, commands, told, tab];
    run.clear_secrets();
    run
}

#[test]
fn nothing_harmful_or_secret_is_printed() {
    let run = hostile();
    for format in Format::ALL {
        let text = print(&run, format, TextStyle::default());
        for secret in [TOKEN, &TOKEN[..9], "hunter2"] {
            assert!(!text.contains(secret), "{format} tells {secret}:\n{text}");
        }
        assert!(text.contains("***"), "{format} shows the mask:\n{text}");
        let harmful =
            |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!text.contains(harmful), "{format} has controls:\n{text:?}");
        let others = text.replace("##vso[task.logissue type=", "");
        assert!(!others.contains("##[") && !others.contains("##vso["), "{format}:\n{text}");
        for line in text.lines() {
            let ours = ["::error title=kubevet (", "::notice title=kubevet ("];
            let command = line.trim_start().starts_with("::");
            assert!(
                !command || ours.iter().any(|start| line.starts_with(start)),
                "{format}: {line}"
            );
        }
    }
    golden::assert("report/hostile.full.txt", &full(&run, 80));
    golden::assert("report/hostile.github.txt", &print(&run, Format::Github, TextStyle::default()));
}

#[test]
fn secrets_of_linted_files_are_masked() {
    let text = format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  annotations:\n    \
         kubectl.kubernetes.io/last-applied-configuration: '{{\"data\":{{\"a\":\"{TOKEN}\"}}}}'\n\
         data:\n  a: {TOKEN}x\n  b: >\n    {TOKEN}\n    y!\n  c:\n    d: {TOKEN}\nimmutable: no thanks\n"
    );
    let run = lint(vec![Source::new("secret.yaml", text)], &Settings::default());
    assert!(!run.findings.is_empty());
    for format in Format::ALL {
        let text = print(&run, format, TextStyle::default());
        assert!(!text.contains(&TOKEN[..9]), "{text}");
    }
}

/// One finding of every rule there is.
fn everything() -> Outcome {
    let mut run = run(&[("svc.yaml", SERVICE)]);
    let place = at(&run, 0, "kubia");
    run.findings = rules::all().map(|rule| Finding::new(rule, place, "a message")).collect();
    run
}

#[test]
fn what_a_secret_shares_with_open_text_is_not_masked() {
    let secret = "kind: Secret\nstringData:\n  port: '8080'\n  image: luksa/kubia:latest\n";
    let mut run = run(&[("deploy.yaml", DEPLOYMENT), ("secret.yaml", secret)]);
    let image = at(&run, 0, "luksa/kubia:latest");
    let finding = Finding::new(&LATEST, image, "`luksa/kubia:latest` on port 8080");
    let other = format!("runs `{}`, 8080", "luksa/kubia:latest");
    let other = Finding::new(&LATEST, at(&run, 0, "name: main"), Text::value(other));
    run.findings = vec![finding, other];
    let text = print(&run, Format::Concise, TextStyle::default());
    assert!(text.contains("`luksa/kubia:latest` on port 8080"), "{text}");
    assert!(text.contains("runs `luksa/kubia:latest`, 8080"), "{text}");
}

#[test]
fn a_fix_writes_around_a_secret() {
    let text = print(&hostile(), Format::Json, TextStyle::default());
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let edits = &value["diagnostics"][2]["fix"]["edits"];
    assert_eq!((edits.as_array().map(Vec::len), &edits[0]["text"]), (Some(1), &"==".into()));
    let range = &edits[0]["range"];
    assert_eq!(range["start"], range["end"], "nothing is replaced");
}

#[test]
fn causes_with_one_root_are_told_once_to_people_and_whole_to_programs() {
    let mut run = run(&[("deploy.yaml", DEPLOYMENT)]);
    let selector = at(&run, 0, "app: kubja");
    let mut cause = Finding::new(&PORT_NAME, selector, "selector is wrong");
    cause.reason = Some(Reason::Invalid);
    let mut again = cause.clone();
    again.field_path = Some("spec.template".into());
    let mut follow = Finding::new(&SELECTS_NOTHING, nth(&run, 0, "app: kubja", 1), "label differs");
    follow.follows(selector);
    let mut lost = Finding::new(&LATEST, at(&run, 0, "luksa/kubia:latest"), "stands alone");
    lost.follows(nth(&run, 0, "name: kubia", 0));
    run.findings = vec![cause, again, follow, lost];
    let text = full(&run, 80);
    assert_eq!(text.matches("docs:").count(), 2, "{text}");
    assert!(text.contains("also: line 12, column 9: error[KV3101] label differs"), "{text}");
    assert!(text.contains("also: the same at spec.template"), "{text}");
    let concise = print(&run, Format::Concise, TextStyle::default());
    assert!(concise.starts_with("deploy.yaml:8:7: error[KV2127] selector is wrong (and 2 more)\n"));
    assert!(concise.ends_with("Found 3 errors, 1 warning in 1 file (1 object).\n"), "{concise}");
    assert_eq!(print(&run, Format::Jsonl, TextStyle::default()).lines().count(), 4);

    run.findings[1].field_path = None;
    let text = full(&run, 80);
    assert!(text.contains("also: the same 1 more time"), "{text}");
}

/// Programs apply what they get without asking.
#[test]
fn fixes_that_are_only_shown_are_not_given_to_programs() {
    let mut run = shop();
    let fixes = |run: &Outcome, format| {
        let text = print(run, format, TextStyle::default());
        ["\"fixes\"", "\"suggestions\""].iter().map(|key| text.matches(key).count()).sum::<usize>()
    };
    assert_eq!((fixes(&run, Format::Sarif), fixes(&run, Format::Rdjson)), (2, 2));
    for fix in run.findings.iter_mut().filter_map(|finding| finding.fix.as_mut()) {
        fix.safety = Safety::Shown;
    }
    assert_eq!((fixes(&run, Format::Sarif), fixes(&run, Format::Rdjson)), (0, 0));
}

/// Many findings of each severity, of which all but one object look the same.
fn many(count: usize) -> Outcome {
    let mut run = run(&[("deploy.yaml", DEPLOYMENT)]);
    let place = at(&run, 0, "app: kubja");
    let rules = [&PORT_NAME, &LATEST, &ADVICE];
    run.findings = (0..count)
        .map(|n| Finding::new(rules[n % 3], place, Text::value(format!("finding {n}"))))
        .collect();
    run
}

#[test]
fn github_gets_ten_commands_of_a_kind_and_the_rest_as_log() {
    let text = print(&many(40), Format::Github, TextStyle::default());
    let starting = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(starting("::error "), 10);
    assert_eq!(starting("::warning "), 10);
    assert_eq!(starting("::notice "), 10);
    assert_eq!(starting("deploy.yaml:8:7: "), 40 - 29);
    assert!(text.ends_with("::notice title=kubevet::11 more findings in the log of this step\n"));
}

#[test]
fn sarif_keeps_the_gravest_that_github_would_keep() {
    let text = print(&many(6000), Format::Sarif, TextStyle::default());
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let results = value["runs"][0]["results"].as_array().expect("results");
    let of = |level: &str| results.iter().filter(|result| result["level"] == level).count();
    assert_eq!((results.len(), of("error"), of("warning"), of("note")), (5000, 2000, 2000, 1000));
    let note =
        &value["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(note, "1000 less severe findings were omitted from this file");
}

#[test]
fn fingerprints_stay_when_lines_move_and_are_unique() {
    let fingerprints = |run: &Outcome| -> Vec<String> {
        let text = print(run, Format::Json, TextStyle::default());
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let found = value["diagnostics"].as_array().expect("diagnostics");
        found.iter().map(|one| one["fingerprint"].as_str().expect("a text").to_owned()).collect()
    };
    let before = fingerprints(&shop());
    let mut moved = shop();
    let text = format!("# a new line\n{DEPLOYMENT}");
    moved.sources[0] = Source::new("k8s/deploy.yaml", text);
    for finding in &mut moved.findings[..3] {
        finding.at.span = Span::new(finding.at.span.start + 13, finding.at.span.end + 13);
    }
    assert_eq!(before, fingerprints(&moved));
    let mut all = fingerprints(&many(3000));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 3000);
}

#[test]
fn statistics_count_rules() {
    let text = |format: Format| {
        let mut out = Vec::new();
        report::statistics(&shop(), format, TextStyle::default(), &mut out).expect("statistics");
        String::from_utf8(out).expect("UTF-8")
    };
    golden::assert("report/shop.statistics.txt", &text(Format::Full));
    golden::assert("report/shop.statistics.json.txt", &text(Format::Json));
}

#[test]
fn a_clean_run_says_so() {
    let clean = run(&[("a.yaml", "a: b\n")]);
    assert_eq!(full(&clean, 80), "No problems found in 1 file (1 object).\n");
    let quiet = TextStyle { summary: false, ..TextStyle::default() };
    assert_eq!(print(&clean, Format::Concise, quiet), "");
    assert_eq!(print(&clean, Format::Github, quiet), "");
}

#[test]
fn colours_are_painted_only_where_asked() {
    colored::control::set_override(true);
    let colour = TextStyle { colour: true, ..TextStyle::default() };
    for format in [Format::Full, Format::Concise, Format::Grouped] {
        assert!(print(&shop(), format, colour).contains("\u{1b}[1;31merror[KV3101]\u{1b}[0m"));
        assert!(!print(&shop(), format, TextStyle::default()).contains('\u{1b}'));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 200, failure_persistence: None, ..Default::default()
    })]

    /// Any text, any places: no panic, no control characters, no line wider than asked.
    #[test]
    fn anything_can_be_reported(
        text in "([ a:\"'{}#\t\r\n\u{0}\u{1b}\u{202e}\u{301}웹가🦀-]|kind: Secret|data:|##\\[|::a::){0,60}",
        spans in proptest::collection::vec((0..90_u32, 0..90_u32), 1..6),
        secret in (0..60_u32, 0..60_u32),
        width in 40..100_usize,
        unicode: bool,
    ) {
        let mut run = run(&[("a.yaml", &text)]);
        let place = |(start, end)| Location { source: SourceId(0), span: Span::new(start, end) };
        let mut finding = Finding::new(&TAB, place(spans[0]), Text::value(&text));
        for span in &spans[1..] {
            finding.related(place(*span), Text::value(&text));
        }
        finding.help(Text::value(&text)).fix(Safety::Safe, Text::value(&text), [Edit { at: place(spans[0]), text: text.clone() }]);
        finding.object = Some(object("Secret", &text));
        run.findings = vec![finding.clone(), finding];
        run.secrets = vec![place(secret)];
        for format in Format::ALL {
            let printed = print(&run, format, TextStyle { width, unicode, colour: false, summary: false, ..TextStyle::default() });
            let wide = |line: &str| unicode_width::UnicodeWidthStr::width(line) > width;
            proptest::prop_assert!(!printed.contains(|c: char| c.is_control() && c != '\n'));
            proptest::prop_assert!(
                format != Format::Full || !printed.lines().any(wide), "{}", printed
            );
        }
    }
}

/// Formats that are read in a repository name files from its root; others from where kubevet ran.
#[test]
fn files_are_named_from_the_root_of_the_repository() {
    let mut run = shop();
    let fingerprints = findings::fingerprints(&run);
    run.repository = Some(Repository {
        root: "/src/my shop".into(),
        working_directory: "/src/my shop/apps/web".into(),
    });
    run.sources[1].name = "../svc.yaml".to_owned();
    let sarif: Value =
        serde_json::from_str(&print(&run, Format::Sarif, TextStyle::default())).expect("JSON");
    let sarif = &sarif["runs"][0];
    assert_eq!(sarif["originalUriBaseIds"]["SRCROOT"]["uri"], "file:///src/my%20shop/");
    let place = |index: usize| &sarif["results"][index]["locations"][0]["physicalLocation"];
    let first = &place(0)["artifactLocation"];
    assert_eq!(first["uri"], "apps/web/k8s/deploy.yaml");
    assert_eq!(first["uriBaseId"], "SRCROOT");
    let github = print(&run, Format::Github, TextStyle::default());
    assert!(github.contains("file=apps/web/k8s/deploy.yaml,"), "{github}");
    assert!(github.contains("file=apps/svc.yaml,"), "{github}");
    let concise = print(&run, Format::Concise, TextStyle::default());
    assert!(concise.contains("\n../svc.yaml:"), "{concise}");
    run.sources[1].name = "k8s/svc.yaml".to_owned();
    assert_eq!(findings::fingerprints(&run), fingerprints);
    // What lies elsewhere keeps its name.
    run.sources[1].name = "/etc/svc.yaml".to_owned();
    let sarif = print(&run, Format::Sarif, TextStyle::default());
    assert!(sarif.contains("{\"uri\":\"file:///etc/svc.yaml\"}"), "{sarif}");
}

/// What is wrong in each of a hundred items is shown for the first few, and then counted.
#[test]
fn alike_findings_of_one_object_are_counted() {
    let head = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: nginx:1.29\n      env:\n";
    let text = head.to_owned() + &"        - {name: A, valeu: b}\n".repeat(100);
    let outcome = lint(vec![Source::new("web.yaml", text)], &Settings::default());
    assert_eq!(outcome.count(Severity::Error), 100);
    let print = |format: Format| {
        let mut out = Vec::new();
        format.reporter(TextStyle::default()).report(&outcome, &mut out).expect("memory takes all");
        String::from_utf8(out).expect("text")
    };
    let full = print(Format::Full);
    assert_eq!(full.matches("error[KV1004]").count(), 5, "{full}");
    assert!(
        full.contains("also: the same on lines 14, 15, 16, 17, 18, 19 and 89 more places"),
        "{full}"
    );
    assert_eq!(print(Format::Grouped).matches("error[KV1004]").count(), 5);
    // Editors mark each line, and programs count.
    assert_eq!(print(Format::Concise).matches("error[KV1004]").count(), 100);
    assert_eq!(print(Format::Json).matches("\"KV1004\"").count(), 100);
}
