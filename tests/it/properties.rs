//! What holds for any input: nothing panics, every place lies in its text, runs repeat exactly.

use std::sync::Arc;

use kubevet::{
    defaults,
    dryrun::{self, Live, Request, UnknownFields},
    findings::{Outcome, Selection},
    input,
    lint::{Settings, lint},
    model::{Requirements, version::Version},
    print, rules, syntax,
};
use proptest::prelude::*;

const POD: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # 웹
  labels: {app: web, \"tier\": 'front'}
spec:
  replicas: 2
  selector: &sel
    matchLabels: {app: web}
    matchExpressions:
    - {key: tier, operator: In, values: [front, back]}
  template:
    metadata:
      labels: {app: web, tier: front}
    spec:
      containers:
      - name: web
        image: registry.example.com:5000/web:1.4
        command: [sh, -c, \"sleep 5\\n\"]
        args:
        - |
          a: b
          \tc
        ports:
        - {name: http, containerPort: 8080}
        livenessProbe:
          httpGet: {path: /, port: http}
        resources:
          limits: {cpu: 500m, memory: 1Gi}
        env:
        - name: MODE
          value: \"yes\"
        - name: N
          value: 0644
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - port: 80
    targetPort: http
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  minAvailable: 100%
  selector: *sel
";

/// One typo at a place (in thousandths of the text).
#[derive(Clone, Debug)]
enum Slip {
    Insert(u32, String),
    Delete(u32, u8),
    DoubleLine(u32),
    Indent(u32, u8),
    Swap(u32, u32),
}

fn slip() -> impl Strategy<Value = Slip> {
    let odd = prop::sample::select(vec![
        "\t",
        "\0",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "&a ",
        "*sel",
        "<<: *sel\n",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "\u{feff}",
        "\u{a0}",
        "\r",
        "%",
        "!!binary ",
        "? ",
        "~",
        "1e999",
        "-9223372036854775809",
        "0x",
        "null",
        "\u{202e}",
        "#",
        "\u{85}",
        "서비스",
        "99999999999999",
    ]);
    prop_oneof![
        (0..1000u32, odd).prop_map(|(at, text)| Slip::Insert(at, text.to_owned())),
        (0..1000u32, any::<u8>()).prop_map(|(at, length)| Slip::Delete(at, length)),
        (0..1000u32).prop_map(Slip::DoubleLine),
        (0..1000u32, 0..12u8).prop_map(|(at, by)| Slip::Indent(at, by)),
        (0..1000u32, 0..1000u32).prop_map(|(a, b)| Slip::Swap(a, b)),
    ]
}

fn apply(text: &mut String, slip: &Slip) {
    let place = |text: &str, at: u32| {
        let mut at = text.len() * at as usize / 1000;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let line = |text: &str, at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    match slip {
        Slip::Insert(at, odd) => {
            let at = place(text, *at);
            text.insert_str(at, odd);
        }
        Slip::Delete(at, length) => {
            let at = place(text, *at);
            let mut end = (at + usize::from(*length)).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.replace_range(at..end, "");
        }
        Slip::DoubleLine(at) => {
            let start = line(text, place(text, *at));
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            let copy = text[start..end].to_owned();
            text.insert_str(start, &copy);
        }
        Slip::Indent(at, by) => {
            let start = line(text, place(text, *at));
            text.insert_str(start, &" ".repeat(usize::from(*by)));
        }
        Slip::Swap(a, b) => {
            let (a, b) = (line(text, place(text, *a)), line(text, place(text, *b)));
            let moved = text.split_off(a.max(b));
            text.insert_str(a.min(b), &moved);
        }
    }
}

fn run(bytes: &[u8]) -> Outcome {
    let settings = Settings { selection: Selection::all(), ..Settings::default() };
    let mut source = input::decode("any.yaml", bytes.to_vec());
    source.mode = input::Mode::Objects;
    lint(vec![source], &settings)
}

/// What a server makes of any text is printed so that it is read back as it was, be it new to the
/// cluster or there already.
fn answers_hold(bytes: &[u8]) {
    let mut source = input::decode("any.yaml", bytes.to_vec());
    source.mode = input::Mode::Objects;
    let live = Live::read(&[source], Version::NEWEST).unwrap_or_default();
    for (unknown_fields, live) in
        [(UnknownFields::Refused, Live::default()), (UnknownFields::Dropped, live)]
    {
        let request = Request {
            version: Version::NEWEST,
            cluster: rules::Cluster::default(),
            namespace: None,
            selector: Requirements::default(),
            server: true,
            apply: true,
            server_side: false,
            unknown_fields,
            live: Arc::new(live),
            crds: Arc::default(),
        };
        let mut source = input::decode("any.yaml", bytes.to_vec());
        source.mode = input::Mode::Objects;
        for answer in dryrun::ask(&[source], &request) {
            let Ok(object) = answer.result else { continue };
            let mut text = Vec::new();
            print::value(&object, print::ObjectFormat::Yaml, &mut text).expect("memory takes it");
            let text: Arc<str> = String::from_utf8(text).expect("YAML is text").into();
            let documents = syntax::parse(&text);
            let tree = documents[0].tree.as_ref().expect("it is read");
            assert_eq!(defaults::raw(tree.root()), object, "{text}");
        }
    }
}

fn holds(bytes: &[u8]) {
    std::thread::scope(|scope| {
        // As much stack as the program gives to objects that nest deeply.
        let thread = std::thread::Builder::new().stack_size(1 << 29);
        let answers = thread.spawn_scoped(scope, || answers_hold(bytes)).expect("a thread");
        answers.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    let outcome = run(bytes);
    for finding in &outcome.findings {
        assert_ne!(finding.rule.code.as_str(), "KV0099", "{}", finding.message.with_values());
        let related = finding.related.iter().map(|label| label.at);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.at));
        for at in [finding.at].into_iter().chain(related).chain(edits) {
            let text = &outcome.source(at).text;
            assert!(
                text.get(at.span.range()).is_some(),
                "{} {}: {:?} of {} bytes",
                finding.rule.code.as_str(),
                finding.message.with_values(),
                at.span,
                text.len()
            );
        }
    }
    let said = |outcome: &Outcome| -> Vec<String> {
        outcome
            .findings
            .iter()
            .map(|f| format!("{} {:?} {}", f.rule.code.as_str(), f.at, f.message.with_values()))
            .collect()
    };
    assert_eq!(said(&outcome), said(&run(bytes)), "two runs differ");
}

/// Pieces of templates, whole and broken.
fn template() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "{range ",
        "{end}",
        ".spec",
        ".a",
        "..",
        "[*]",
        "[0]",
        "[-1:]",
        "[",
        "]",
        ",",
        "[?(@.a==1)]",
        "[?(@",
        ")]",
        "==",
        "'",
        "\"",
        "\\",
        "\\u00e9",
        "@",
        "$",
        "*",
        " ",
        "-",
        "7",
        "9999999999999999999",
        "1.5",
        "true",
        "x",
        "é",
        "\n",
        "('",
        "')",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_template_is_printed_or_refused(text in template(), as_json: bool, strict: bool) {
        let value = serde_json::json!({"spec": {"a": [1, {"a": [null, "é"]}, []]}, "a": 1.5});
        if let Ok(mut template) = print::JsonPath::parse(&text) {
            (template.as_json, template.strict) = (as_json, strict);
            let _ = template.print(&value, &mut Vec::new());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(&bytes);
    }

    #[test]
    fn a_manifest_with_slips(slips in prop::collection::vec(slip(), 1..6)) {
        let mut text = POD.to_owned();
        slips.iter().for_each(|slip| apply(&mut text, slip));
        holds(text.as_bytes());
    }
}

#[test]
fn bombs_and_depth_are_bounded() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ('b'..='j').zip('a'..='i') {
        let refs = vec![format!("*{before}"); 10].join(", ");
        bomb.push_str(&format!("{name}: &{name} [{refs}]\n"));
    }
    let codes = |text: &str| -> Vec<&str> {
        run(text.as_bytes()).findings.iter().map(|f| f.rule.code.as_str()).collect()
    };
    assert!(codes(&bomb).contains(&"KV0005"), "{:?}", codes(&bomb));
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let deep = format!("a: {}{}\n", open.repeat(20_000), close.repeat(20_000));
        assert!(codes(&deep).contains(&"KV0024"), "{:?}", codes(&deep));
        holds(format!("a: {}", open.repeat(50_000)).as_bytes());
    }
    let stairs: String = (0..12_000).map(|i| format!("{:i$}a:\n", "")).take(2_000).collect();
    holds(stairs.as_bytes());
}

/// A word without digits for each number.
fn word(number: usize) -> String {
    let letter = |place: u32| (b'a' + (number / 26_usize.pow(place) % 26) as u8) as char;
    (0..3).map(letter).chain("frontend".chars()).collect()
}

/// What would cost minutes here if any step looked through a whole list for each of its items.
#[test]
fn long_lists_cost_no_more_than_their_length() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n";
    let in_container = format!("{pod}  - name: a\n    image: a:1\n");
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: a}\n  ports:\n";
    let pods = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\n\
                spec: {containers: [{name: a, image: a}]}\n";
    let services = "---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n\
                    spec: {selector: {app: a}, ports: [{port: 80, targetPort: x}]}\n";
    let numbered = |text: &str| -> String {
        (0..10_000).map(|n: usize| text.replace("NN", &n.to_string())).collect()
    };
    let spread = numbered("  - {maxSkew: 1, topologyKey: kNN, whenUnsatisfiable: DoNotSchedule}\n");
    let ports = numbered("    - {name: aNN, containerPort: 1NN}\n");
    let claims = numbered("      - {name: cNN}\n");
    let near_miss = |n: usize| {
        let name = word(n);
        services.replace("app: a", &format!("app: {name}x"))
            + &pods.replace("app: a", &format!("app: {name}"))
    };
    let texts = [
        pod.to_owned() + &"  - image: a:1\n".repeat(10_000),
        pod.to_owned() + &"  -\n".repeat(10_000),
        pod.to_owned() + &"  - {name: a, image: b, foo: c}\n".repeat(10_000),
        format!("{in_container}    ports:\n") + &"    - {name: a}\n".repeat(10_000),
        in_container.clone() + "  volumes:\n" + &"  - {name: v, x: y}\n".repeat(10_000),
        format!("{in_container}    volumeMounts:\n") + &"    - {name: v}\n".repeat(10_000),
        service.to_owned() + &"  - {port: 80}\n".repeat(10_000),
        pods.repeat(300) + &services.repeat(300),
        format!("{in_container}  topologySpreadConstraints:\n") + &spread,
        format!("{in_container}    ports:\n") + &ports,
        format!("{pod}  - name: a\n    image: a:1\n    resources:\n      claims:\n{claims}")
            + "  resourceClaims:\n"
            + &claims.replace("      -", "  -").replace('}', ", resourceClaimName: a}"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n".to_owned()
            + &"  a: b # kubevet: ignore[KV4401] not here\n".repeat(10_000),
        (0..400).map(near_miss).collect(),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        assert!(!run(text.as_bytes()).findings.is_empty());
        let seconds = start.elapsed().as_secs();
        assert!(seconds < 60, "{seconds} s for {} bytes: {}", text.len(), &text[..100]);
    }
}

/// More values than any healthy object has, and fewer than what a server reads of one.
#[test]
fn large_objects_are_checked_to_the_end() {
    let service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n";
    let head = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - http:\n      paths:\n";
    let path = |n: usize| {
        let port = if n == 6_999 { 81 } else { 80 };
        format!(
            "      - {{path: /{n}, pathType: Prefix, backend: {{service: {{name: a, port: {{number: {port}}}}}}}}}\n"
        )
    };
    let paths: String = (0..7_000).map(path).collect();
    let outcome = run(format!("{service}{head}{paths}").as_bytes());
    let codes: Vec<&str> =
        outcome.findings.iter().map(|finding| finding.rule.code.as_str()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "KV3202").count(), 1, "{codes:?}");
}
