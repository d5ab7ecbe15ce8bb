//! How time, memory and output grow with what a file holds.
//!
//! `cargo bench --bench growth` lints families of manifests, each with more and more of one thing,
//! and prints by which power of their number the time, the memory and the output grow: 1 is in
//! proportion, 2 is quadratic. Exits with 1 where one is above [`MAX`]. `--instructions` counts these
//! instead of seconds, which other work of the machine does not change. README.md says more.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::too_many_lines, reason = "the lists of families are data")]

use std::{
    fs::DirEntry,
    process::{Command, ExitCode},
    sync::LazyLock,
    time::Instant,
};

use kubevet::{
    findings::Selection,
    input::Source,
    lint::{Settings, lint},
    report::{Format, TextStyle},
    rules::RuleSettings,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What no family may exceed.
const MAX: f64 = 1.2;

/// Times below this many seconds, memory below this many bytes and output below this many bytes
/// say nothing of growth.
const LEAST: [f64; 3] = [0.02, 16e6, 100e3];

/// Set in a process that measures once only.
const ONE_PASS: &str = "KUBEVET_GROWTH_ONE_PASS";

/// The sizes of a family. Its text stays below 10 MB, what a file may hold.
const SIZES: [usize; 5] = [1250, 2500, 5000, 10_000, 20_000];

const LARGEST: usize = 10 << 20;

/// Of fewer instructions, in billions, the start of the process is too large a part.
const LEAST_INSTRUCTIONS: f64 = 0.1;

/// Sizes for counting, which takes fifty times as long.
const COUNTED_SIZES: [usize; 3] = [625, 1250, 2500];

/// Names and texts of `n` things.
type Make = fn(usize) -> Vec<(String, String)>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [one, family, size] = &words[..]
        && one == "--one"
    {
        return measure(family, size);
    }
    let (options, words): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word == "--instructions");
    let counts = !options.is_empty();
    let (sizes, words): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word.parse::<usize>().is_ok());
    let sizes: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = match sizes[..] {
        [] if counts => COUNTED_SIZES.to_vec(),
        [] => SIZES.to_vec(),
        _ => sizes,
    };
    let chosen =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let unit = if counts { "10^9 inst" } else { "s" };
    println!(
        "{:<28} {:>6} {unit:>9} {:>9} {:>9}   time  memory output",
        "family", "n", "MB", "KB out"
    );
    let mut steep = Vec::new();
    for (name, _) in families().into_iter().filter(|(name, _)| chosen(name)) {
        let rows: Vec<(f64, [f64; 3])> =
            sizes.iter().filter_map(|n| run(name, *n, counts)).collect();
        let least = if counts { [LEAST_INSTRUCTIONS, LEAST[1], LEAST[2]] } else { LEAST };
        let powers: Vec<Option<f64>> =
            (0..3).map(|column| power(&rows, column, least[column])).collect();
        let Some((n, last)) = rows.last() else { continue };
        let shown: Vec<String> =
            powers.iter().map(|p| p.map_or("     -".to_owned(), |p| format!("{p:6.2}"))).collect();
        let is_steep = powers.iter().flatten().any(|power| *power > MAX);
        println!(
            "{name:<28} {n:>6} {:>9.3} {:>9.1} {:>9.0} {}{}",
            last[0],
            last[1] / 1e6,
            last[2] / 1e3,
            shown.join(" "),
            if is_steep { "  <- steep" } else { "" }
        );
        if is_steep {
            steep.push(name);
        }
    }
    if steep.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("\nabove {MAX}: {}", steep.join(", "));
    ExitCode::FAILURE
}

/// Measures in a process of its own, so that memory is that of one run: seconds or billions of
/// instructions, bytes, bytes.
fn run(family: &str, size: usize, counts: bool) -> Option<(f64, [f64; 3])> {
    let this = std::env::current_exe().expect("a path of this program");
    let mut command = Command::new(if counts { "valgrind".as_ref() } else { this.as_os_str() });
    if counts {
        let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
        command.args(options).arg(&this).env(ONE_PASS, "1");
    }
    let output = command.args(["--one", family, &size.to_string()]).output();
    let output = output.expect("the program runs, and valgrind is installed");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    match numbers[..] {
        // Memory would be that of valgrind.
        [_, _, out] if counts => Some((size as f64, [collected(&errors)? / 1e9, 0.0, out])),
        [seconds, memory, out] => Some((size as f64, [seconds, memory, out])),
        _ if output.status.success() => None,
        _ => panic!("{family} {size}: {errors}"),
    }
}

/// The instructions that callgrind counted: `==12== Collected : 3456`.
fn collected(log: &str) -> Option<f64> {
    log.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

/// Prints seconds, bytes of memory at most and bytes of output; nothing for too large a text.
fn measure(family: &str, size: &str) -> ExitCode {
    let (_, make) = families().into_iter().find(|(name, _)| *name == family).expect("a family");
    let texts = make(size.parse().expect("a number"));
    if texts.iter().any(|(_, text)| text.len() > LARGEST) {
        return ExitCode::SUCCESS;
    }
    let before = peak();
    let mut seconds = f64::MAX;
    let (mut written, mut memory) = (0, 0.0);
    let passes = if std::env::var_os(ONE_PASS).is_some() { 1 } else { 3 };
    for pass in 0..passes {
        let sources: Vec<Source> =
            texts.iter().map(|(name, text)| Source::new(name.clone(), text.as_str())).collect();
        let start = spent();
        let rules = RuleSettings { complete: true, ..RuleSettings::default() };
        let settings = Settings { selection: Selection::all(), rules, ..Settings::default() };
        let outcome = lint(sources, &settings);
        let style = TextStyle { width: 80, ..TextStyle::default() };
        let mut out = [Vec::new(), Vec::new()];
        for (format, out) in [Format::Full, Format::Json].into_iter().zip(&mut out) {
            format.reporter(style).report(&outcome, out).expect("memory takes all");
        }
        let passed = spent() - start;
        seconds = seconds.min(passed);
        written = out[0].len() + out[1].len();
        if pass == 0 {
            memory = (peak() - before).max(0.0);
        }
        if passed > 1.0 {
            break;
        }
    }
    println!("{seconds} {memory} {written}");
    ExitCode::SUCCESS
}

/// The time that all threads of this process have computed, in seconds: what else the machine does
/// hardly counts in it. Where the system does not say, the time that has passed.
fn spent() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    let nanoseconds: f64 = tasks.filter_map(of).sum();
    if nanoseconds > 0.0 { nanoseconds / 1e9 } else { START.elapsed().as_secs_f64() }
}

/// The most memory that this process held so far, in bytes; 0 where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}

/// The slope of the line through the logarithms, over what is large enough to be measured; `None`
/// where less than two are.
fn power(rows: &[(f64, [f64; 3])], column: usize, least: f64) -> Option<f64> {
    let points: Vec<(f64, f64)> = rows
        .iter()
        .filter(|(_, values)| values[column] >= least)
        .map(|(n, values)| (n.ln(), values[column].ln()))
        .collect();
    // A quarter of the way is enough to tell 1 from 2, and noise is less where more is measured.
    let points = &points[points.len().saturating_sub(3)..];
    if points.len() < 2 {
        return None;
    }
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / count, y + b / count));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), (a, b)| {
        (over + (a - x) * (b - y), under + (a - x) * (a - x))
    });
    Some(over / under)
}

/// One file with a beginning, `n` parts and an end.
fn file(start: &str, n: usize, part: impl Fn(usize) -> String, end: &str) -> Vec<(String, String)> {
    vec![("all.yaml".to_owned(), format!("{start}{}{end}", joined(n, part)))]
}

fn joined(n: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    (0..n).for_each(|index| text.push_str(&part(index)));
    text
}

/// A name of letters alone, so that no two are told apart by digits.
fn word(mut n: usize) -> String {
    let mut word = String::from("checkout");
    for _ in 0..4 {
        word.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
    }
    word
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n";
const CONTAINER: &str = "  containers:\n  - name: web\n    image: nginx:1.29\n";

fn pod(part: &str, n: usize, item: impl Fn(usize) -> String) -> Vec<(String, String)> {
    file(&format!("{POD}{CONTAINER}{part}"), n, item, "")
}

fn deployment(name: &str, labels: &str, port: &str) -> String {
    format!(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  selector: {{matchLabels: {labels}}}\n  \
         template:\n    metadata: {{labels: {labels}}}\n    spec:\n      containers:\n      - name: c\n        image: {name}:1\n        \
         ports: [{{containerPort: 80, name: {port}}}]\n"
    )
}

fn service(name: &str, selector: &str, port: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  selector: {selector}\n  ports: [{{port: 80, targetPort: {port}}}]\n"
    )
}

fn families() -> Vec<(&'static str, Make)> {
    let mut all = of_syntax();
    all.extend(of_pods());
    all.extend(of_objects());
    all.extend(of_pairs());
    all
}

/// What the reader sees.
fn of_syntax() -> Vec<(&'static str, Make)> {
    vec![
        ("documents", |n| {
            file(
                "",
                n,
                |i| format!("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a{i}}}\n"),
                "",
            )
        }),
        ("documents, empty", |n| file("", n, |_| "---\n".to_owned(), "")),
        ("documents, open brace", |n| file("", n, |_| "---\nkind: {a\n".to_owned(), "")),
        ("documents, open quote", |n| file("", n, |_| "---\nkind: \"a\n".to_owned(), "")),
        ("documents, no kind", |n| {
            file(
                "",
                n,
                |i| format!("---\napiVersion: v1\nmetadata: {{name: a{i}}}\nspec: {{}}\n"),
                "",
            )
        }),
        ("documents, unknown kind", |n| {
            file(
                "",
                n,
                |i| format!("---\napiVersion: v1\nkind: Pot{i}\nmetadata: {{name: a}}\n"),
                "",
            )
        }),
        ("items of a List", |n| {
            file(
                "apiVersion: v1\nkind: List\nitems:\n",
                n,
                |i| format!("- apiVersion: v1\n  kind: ConfigMap\n  metadata: {{name: a{i}}}\n"),
                "",
            )
        }),
        ("items of a List in JSON", |n| {
            file(
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[",
                n,
                |i| {
                    format!(
                        "{{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{{\"name\":\"a{i}\"}}}},"
                    )
                },
                "{}]}",
            )
        }),
        ("scalars", |n| {
            file(
                "apiVersion: example.com/v1\nkind: X\nmetadata: {name: x}\nspec:\n",
                n * 10,
                |i| format!("- {i}\n"),
                "",
            )
        }),
        ("keys", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: v\n"),
                "",
            )
        }),
        ("keys in flow style", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {",
                n,
                |i| format!("k{i}: v, "),
                "}\n",
            )
        }),
        ("keys, twice", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{}: v\n", i / 2),
                "",
            )
        }),
        ("keys, always the same", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |_| "  k: v\n".to_owned(),
                "",
            )
        }),
        ("long lines of text", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: \"",
                n,
                |i| format!("some words {i} "),
                "\"\n",
            )
        }),
        ("lines of a block", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: |\n",
                n,
                |i| format!("    line {i} \n"),
                "",
            )
        }),
        ("comments", |n| {
            file(
                "",
                n,
                |i| format!("# comment {i}\n"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n",
            )
        }),
        ("comments, ignoring", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: v # kubevet: ignore[KV4401] not here\n"),
                "",
            )
        }),
        ("comments, Source", |n| {
            file(
                "",
                n,
                |i| {
                    format!(
                        "---\n# Source: chart/templates/{i}.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a{i}}}\n"
                    )
                },
                "",
            )
        }),
        ("anchors and aliases", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: &a v\n",
                n,
                |i| format!("  k{i}: *a\n"),
                "",
            )
        }),
        ("aliases, unknown", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: *nope\n"),
                "",
            )
        }),
        ("merge keys", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nx: &x {a: b}\ndata:\n",
                n,
                |i| format!("  k{i}: {{<<: *x}}\n"),
                "",
            )
        }),
        ("nesting", |n| {
            file(
                "apiVersion: example.com/v1\nkind: X\nmetadata: {name: x}\nspec: ",
                n,
                |_| "[".to_owned(),
                "",
            )
        }),
        ("lines with tabs", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("\tk{i}: v\n"),
                "",
            )
        }),
        ("lines without colons", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i} v\n"),
                "",
            )
        }),
        ("lines, badly indented", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("{}k{i}: v\n", " ".repeat(2 + i % 3)),
                "",
            )
        }),
        ("invisible characters", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: a\u{a0}b\n"),
                "",
            )
        }),
        ("placeholders", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: ${{V{i}}}\n"),
                "",
            )
        }),
        ("unrendered templates", |n| {
            file(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: {{{{ .Values.v{i} }}}}\n"),
                "",
            )
        }),
    ]
}

/// What one Pod may hold.
fn of_pods() -> Vec<(&'static str, Make)> {
    vec![
        ("containers", |n| {
            file(
                &format!("{POD}  containers:\n"),
                n,
                |i| format!("  - {{name: c{i}, image: 'a:1'}}\n"),
                "",
            )
        }),
        ("containers, null", |n| {
            file(&format!("{POD}  containers:\n"), n, |_| "  -\n".to_owned(), "")
        }),
        ("containers, same name", |n| {
            file(
                &format!("{POD}  containers:\n"),
                n,
                |_| "  - {name: c, image: 'a:latest'}\n".to_owned(),
                "",
            )
        }),
        ("init containers", |n| {
            pod("  initContainers:\n", n, |i| format!("  - {{name: c{i}, image: 'a:1'}}\n"))
        }),
        ("env", |n| pod("    env:\n", n, |i| format!("    - {{name: A{i}, value: b}}\n"))),
        ("env, same name", |n| pod("    env:\n", n, |_| "    - {name: A, value: b}\n".to_owned())),
        ("env from keys", |n| {
            pod("    env:\n", n, |i| {
                format!(
                    "    - {{name: A{i}, valueFrom: {{configMapKeyRef: {{name: a, key: b{i}}}}}}}\n"
                )
            })
        }),
        ("env, references", |n| {
            pod("    env:\n", n, |i| format!("    - {{name: A{i}, value: $(A{})}}\n", i + 1))
        }),
        ("env, numbers", |n| {
            pod("    env:\n", n, |i| format!("    - {{name: A{i}, value: {i}}}\n"))
        }),
        ("envFrom", |n| {
            pod("    envFrom:\n", n, |i| format!("    - configMapRef: {{name: a{i}}}\n"))
        }),
        ("unknown fields", |n| {
            pod("    env:\n", n, |i| format!("    - {{name: A{i}, valeu: b}}\n"))
        }),
        ("unknown fields of one map", |n| pod("", n, |i| format!("    unknown{i}: 1\n"))),
        ("args", |n| pod("    args:\n", n, |i| format!("    - --flag={i}\n"))),
        ("args, numbers", |n| pod("    args:\n", n, |i| format!("    - {i}\n"))),
        ("container ports", |n| {
            pod("    ports:\n", n, |i| format!("    - {{containerPort: {}, name: p{i}}}\n", i + 1))
        }),
        ("container ports, same", |n| {
            pod("    ports:\n", n, |_| {
                "    - {containerPort: 80, name: p, hostPort: 80}\n".to_owned()
            })
        }),
        ("volumes", |n| {
            pod("  volumes:\n", n, |i| format!("  - {{name: v{i}, emptyDir: {{}}}}\n"))
        }),
        ("volumes, same name", |n| {
            pod("  volumes:\n", n, |_| "  - {name: v, emptyDir: {}}\n".to_owned())
        }),
        ("mounts without volumes", |n| {
            pod("    volumeMounts:\n", n, |i| format!("    - {{name: v{i}, mountPath: /a{i}}}\n"))
        }),
        ("mounts and volumes", |n| {
            file(
                &format!("{POD}{CONTAINER}    volumeMounts:\n"),
                n,
                |i| format!("    - {{name: v{i}, mountPath: /a{i}}}\n"),
                &format!(
                    "  volumes:\n{}",
                    joined(n, |i| format!("  - {{name: v{i}, emptyDir: {{}}}}\n"))
                ),
            )
        }),
        ("mounts, same path", |n| {
            file(
                &format!("{POD}{CONTAINER}    volumeMounts:\n"),
                n,
                |_| "    - {name: v, mountPath: /a}\n".to_owned(),
                "  volumes: [{name: v, emptyDir: {}}]\n",
            )
        }),
        ("projected sources", |n| {
            pod("  volumes:\n  - name: v\n    projected:\n      sources:\n", n, |i| {
                format!("      - configMap: {{name: a{i}, items: [{{key: k, path: p{i}}}]}}\n")
            })
        }),
        ("items of a volume", |n| {
            pod("  volumes:\n  - name: v\n    configMap:\n      name: a\n      items:\n", n, |i| {
                format!("      - {{key: k{i}, path: p{i}}}\n")
            })
        }),
        ("tolerations", |n| {
            pod("  tolerations:\n", n, |i| format!("  - {{key: k{i}, operator: Exists}}\n"))
        }),
        ("image pull secrets", |n| {
            pod("  imagePullSecrets:\n", n, |i| format!("  - name: s{i}\n"))
        }),
        ("host aliases", |n| {
            pod("  hostAliases:\n", n, |i| format!("  - {{ip: 10.0.0.1, hostnames: [a{i}]}}\n"))
        }),
        ("node selector", |n| pod("  nodeSelector:\n", n, |i| format!("    k{i}: v\n"))),
        ("spread constraints", |n| {
            pod("  topologySpreadConstraints:\n", n, |i| {
                format!(
                    "  - {{maxSkew: 1, topologyKey: k{i}, whenUnsatisfiable: DoNotSchedule, labelSelector: {{matchLabels: {{app: web}}}}}}\n"
                )
            })
        }),
        ("spread constraints, same", |n| {
            pod("  topologySpreadConstraints:\n", n, |_| {
                "  - {maxSkew: 1, topologyKey: k, whenUnsatisfiable: DoNotSchedule}\n".to_owned()
            })
        }),
        ("affinity terms", |n| {
            pod(
                "  affinity:\n    podAntiAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n",
                n,
                |i| {
                    format!(
                        "      - {{topologyKey: k{i}, labelSelector: {{matchLabels: {{app: webb}}}}}}\n"
                    )
                },
            )
        }),
        ("node affinity terms", |n| {
            pod(
                "  affinity:\n    nodeAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        nodeSelectorTerms:\n",
                n,
                |i| {
                    format!(
                        "        - matchExpressions: [{{key: k{i}, operator: Gt, values: [a]}}]\n"
                    )
                },
            )
        }),
        ("resource claims", |n| {
            pod("  resourceClaims:\n", n, |i| format!("  - {{name: c{i}, resourceClaimName: a}}\n"))
        }),
        ("resource claims, used", |n| {
            file(
                &format!("{POD}{CONTAINER}    resources:\n      claims:\n"),
                n,
                |i| format!("      - {{name: c{i}}}\n"),
                &format!(
                    "  resourceClaims:\n{}",
                    joined(n, |i| format!("  - {{name: c{i}, resourceClaimName: a}}\n"))
                ),
            )
        }),
        ("limits", |n| {
            pod("    resources:\n      limits:\n", n, |i| format!("        example.com/r{i}: 1\n"))
        }),
        ("sysctls", |n| {
            pod("  securityContext:\n    sysctls:\n", n, |i| {
                format!("    - {{name: net.a{i}, value: '1'}}\n")
            })
        }),
        ("readiness gates", |n| {
            pod("  readinessGates:\n", n, |i| format!("  - conditionType: example.com/a{i}\n"))
        }),
        ("capabilities", |n| {
            pod("    securityContext:\n      capabilities:\n        add:\n", n, |i| {
                format!("        - CAP_{i}\n")
            })
        }),
        ("labels", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n",
                n,
                |i| format!("    k{i}: v\n"),
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
        ("labels, invalid", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n",
                n,
                |i| format!("    k{i}: a b\n"),
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
        ("annotations", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n",
                n,
                |i| format!("    k{i}: v\n"),
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
        ("owner references", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  ownerReferences:\n",
                n,
                |i| {
                    format!(
                        "  - {{apiVersion: v1, kind: ConfigMap, name: a{i}, uid: u{i}, controller: true}}\n"
                    )
                },
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
        ("finalizers", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  finalizers:\n",
                n,
                |i| format!("  - example.com/f{i}\n"),
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
        ("managed fields", |n| {
            file(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  managedFields:\n",
                n,
                |i| {
                    format!(
                        "  - {{manager: m{i}, operation: Apply, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {{}}}}\n"
                    )
                },
                "spec:\n  containers: [{name: web, image: 'nginx:1'}]\n",
            )
        }),
    ]
}

/// What other kinds may hold.
fn of_objects() -> Vec<(&'static str, Make)> {
    const VAP: &str = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: p}\nspec:\n  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}\n";
    const CRD: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: xs.example.com}\nspec:\n  group: example.com\n  names: {kind: X, plural: xs, singular: x, listKind: XList}\n  scope: Namespaced\n  versions:\n  - name: v1\n    served: true\n    storage: true\n";
    vec![
        ("service ports", |n| {
            file(
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: web}\n  ports:\n",
                n,
                |i| format!("  - {{name: p{i}, port: {}, targetPort: t{i}}}\n", i + 1),
                "",
            )
        }),
        ("service ports, same", |n| {
            file(
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: web}\n  ports:\n",
                n,
                |_| "  - {name: p, port: 80}\n".to_owned(),
                "",
            )
        }),
        ("service ports of a pod", |n| {
            file(
                &format!(
                    "{}---\napiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec:\n  selector: {{app: web}}\n  ports:\n",
                    deployment("web", "{app: web}", "http")
                ),
                n,
                |i| format!("  - {{name: p{i}, port: {}, targetPort: htttp}}\n", i + 1),
                "",
            )
        }),
        ("ingress paths", |n| {
            file(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n  - http:\n      paths:\n",
                n,
                |i| {
                    format!(
                        "      - {{path: /{i}, pathType: Prefix, backend: {{service: {{name: a, port: {{number: 80}}}}}}}}\n"
                    )
                },
                "",
            )
        }),
        ("ingress rules", |n| {
            file(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  rules:\n",
                n,
                |i| {
                    format!(
                        "  - {{host: a{i}.example.com, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: a, port: {{number: 80}}}}}}}}]}}}}\n"
                    )
                },
                "",
            )
        }),
        ("ingress tls", |n| {
            file(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec:\n  defaultBackend: {service: {name: a, port: {number: 80}}}\n  tls:\n",
                n,
                |i| format!("  - {{hosts: [a{i}.example.com], secretName: s{i}}}\n"),
                "",
            )
        }),
        ("policy peers", |n| {
            file(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress:\n  - from:\n",
                n,
                |i| format!("    - podSelector: {{matchLabels: {{app: a{i}}}}}\n"),
                "",
            )
        }),
        ("policy ports", |n| {
            file(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  podSelector: {}\n  ingress:\n  - ports:\n",
                n,
                |i| format!("    - {{port: {}}}\n", i + 1),
                "",
            )
        }),
        ("match expressions", |n| {
            file(
                "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec:\n  maxUnavailable: 1\n  selector:\n    matchExpressions:\n",
                n,
                |i| format!("    - {{key: k{i}, operator: In, values: [a]}}\n"),
                "",
            )
        }),
        ("endpoints", |n| {
            file(
                "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\nsubsets:\n- ports: [{port: 80}]\n  addresses:\n",
                n,
                |i| format!("  - {{ip: 10.0.{}.{}}}\n", i / 250, i % 250 + 1),
                "",
            )
        }),
        ("endpoint slices", |n| {
            file(
                "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\naddressType: IPv4\nports: [{port: 80}]\nendpoints:\n",
                n,
                |i| format!("- {{addresses: [10.0.{}.{}]}}\n", i / 250, i % 250 + 1),
                "",
            )
        }),
        ("role rules", |n| {
            file(
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\nrules:\n",
                n,
                |i| format!("- {{apiGroups: [''], resources: [a{i}], verbs: [get]}}\n"),
                "",
            )
        }),
        ("role subjects", |n| {
            file(
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}\nsubjects:\n",
                n,
                |i| format!("- {{kind: ServiceAccount, name: a{i}, namespace: b}}\n"),
                "",
            )
        }),
        ("webhooks", |n| {
            file(
                "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks:\n",
                n,
                |i| {
                    format!(
                        "- {{name: a{i}.example.com, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {{url: 'https://a.example.com'}}}}\n"
                    )
                },
                "",
            )
        }),
        ("audit annotations", |n| {
            file(
                &format!("{VAP}  auditAnnotations:\n"),
                n,
                |i| format!("  - {{key: a{i}, valueExpression: \"'a'\"}}\n"),
                "",
            )
        }),
        ("policy validations", |n| {
            file(
                &format!("{VAP}  validations:\n"),
                n,
                |i| format!("  - {{expression: 'object.metadata.name != \"a{i}\"'}}\n"),
                "",
            )
        }),
        ("policy variables", |n| {
            file(
                &format!("{VAP}  validations: [{{expression: 'true'}}]\n  variables:\n"),
                n,
                |i| format!("  - {{name: v{i}, expression: '{i} > 1'}}\n"),
                "",
            )
        }),
        ("match conditions", |n| {
            file(
                &format!("{VAP}  validations: [{{expression: 'true'}}]\n  matchConditions:\n"),
                n,
                |i| format!("  - {{name: v{i}, expression: 'true'}}\n"),
                "",
            )
        }),
        ("resource rules", |n| {
            file(
                "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks:\n- name: a.example.com\n  sideEffects: None\n  admissionReviewVersions: [v1]\n  clientConfig: {url: 'https://a.example.com'}\n  rules:\n",
                n,
                |i| {
                    format!(
                        "  - {{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [a{i}]}}\n"
                    )
                },
                "",
            )
        }),
        ("properties of a CRD", |n| {
            file(
                &format!(
                    "{CRD}    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n"
                ),
                n,
                |i| format!("          p{i}: {{type: string}}\n"),
                "",
            )
        }),
        ("properties without type", |n| {
            file(
                &format!(
                    "{CRD}    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n"
                ),
                n,
                |i| format!("          p{i}: {{minLength: 1}}\n"),
                "",
            )
        }),
        ("rules of a CRD", |n| {
            file(
                &format!(
                    "{CRD}    schema:\n      openAPIV3Schema:\n        type: object\n        x-kubernetes-validations:\n"
                ),
                n,
                |i| format!("        - {{rule: 'self.a{i} > 1', message: no}}\n"),
                "",
            )
        }),
        ("columns of a CRD", |n| {
            file(
                &format!(
                    "{CRD}    schema: {{openAPIV3Schema: {{type: object}}}}\n    additionalPrinterColumns:\n"
                ),
                n,
                |i| format!("    - {{name: a{i}, type: string, jsonPath: .spec.a}}\n"),
                "",
            )
        }),
        ("versions of a CRD", |n| {
            file(
                "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: xs.example.com}\nspec:\n  group: example.com\n  names: {kind: X, plural: xs}\n  scope: Namespaced\n  versions:\n",
                n,
                |i| {
                    format!(
                        "  - {{name: v{}, served: true, storage: {}, schema: {{openAPIV3Schema: {{type: object}}}}}}\n",
                        i + 1,
                        i == 0
                    )
                },
                "",
            )
        }),
        ("values of an enum", |n| {
            file(
                &format!(
                    "{CRD}    schema:\n      openAPIV3Schema:\n        type: object\n        properties:\n          a:\n            type: string\n            enum:\n"
                ),
                n,
                |i| format!("            - a{i}\n"),
                "",
            )
        }),
        ("metrics", |n| {
            file(
                "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}\n  maxReplicas: 3\n  metrics:\n",
                n,
                |i| {
                    format!(
                        "  - {{type: Pods, pods: {{metric: {{name: m{i}}}, target: {{type: AverageValue, averageValue: 1}}}}}}\n"
                    )
                },
                "",
            )
        }),
        ("claim templates", |n| {
            file(
                "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  serviceName: a\n  selector: {matchLabels: {app: a}}\n  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: 'a:1'}]}}\n  volumeClaimTemplates:\n",
                n,
                |i| {
                    format!(
                        "  - {{metadata: {{name: v{i}}}, spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}}}}}\n"
                    )
                },
                "",
            )
        }),
        ("binary data", |n| {
            file(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: YWJjZA==\n"),
                "",
            )
        }),
        ("binary data, invalid", |n| {
            file(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n",
                n,
                |i| format!("  k{i}: hello world\n"),
                "",
            )
        }),
        ("secret texts", |n| {
            file(
                "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n",
                n,
                |i| format!("  k{i}: {i}\n"),
                "",
            )
        }),
        ("hard quotas", |n| {
            file(
                "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: x}\nspec:\n  hard:\n",
                n,
                |i| format!("    count/a{i}: 1\n"),
                "",
            )
        }),
        ("limit ranges", |n| {
            file(
                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: x}\nspec:\n  limits:\n",
                n,
                |_| "  - {type: Container, max: {cpu: 1}}\n".to_owned(),
                "",
            )
        }),
        ("devices of a slice", |n| {
            file(
                "apiVersion: resource.k8s.io/v1\nkind: ResourceSlice\nmetadata: {name: x}\nspec:\n  driver: a.example.com\n  nodeName: a\n  pool: {name: a, generation: 1, resourceSliceCount: 1}\n  devices:\n",
                n,
                |i| format!("  - {{name: d{i}, attributes: {{a: {{int: 1}}}}}}\n"),
                "",
            )
        }),
        ("requests of a claim", |n| {
            file(
                "apiVersion: resource.k8s.io/v1\nkind: ResourceClaim\nmetadata: {name: x}\nspec:\n  devices:\n    requests:\n",
                n,
                |i| format!("    - {{name: r{i}, exactly: {{deviceClassName: a}}}}\n"),
                "",
            )
        }),
    ]
}

/// Objects that look at each other.
fn of_pairs() -> Vec<(&'static str, Make)> {
    vec![
        ("services of the same pods", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| service(&word(i), "{app: web}", "http"),
            )
        }),
        ("services, wrong port", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| service(&word(i), "{app: web}", "htttp"),
            )
        }),
        ("services, near labels", |n| {
            both(
                n,
                |i| deployment(&word(i), &format!("{{app: {}}}", word(i)), "http"),
                |i| service(&word(i), &format!("{{app: {}x}}", word(i)), "http"),
            )
        }),
        ("services, one each", |n| {
            both(
                n,
                |i| deployment(&word(i), &format!("{{app: {}}}", word(i)), "http"),
                |i| service(&word(i), &format!("{{app: {}}}", word(i)), "http"),
            )
        }),
        ("objects, same name", |n| {
            both(
                n,
                |_| deployment("web", "{app: web}", "http"),
                |_| service("web", "{app: web}", "http"),
            )
        }),
        ("policies", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {}}}\nspec: {{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: {{app: webb}}}}}}], ports: [{{port: htp}}]}}]}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("policies, none matches", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {}}}\nspec: {{podSelector: {{matchLabels: {{app: {}}}}}, egress: [{{to: [{{namespaceSelector: {{matchLabels: {{a: b}}}}}}]}}]}}\n",
                        word(i),
                        word(i)
                    )
                },
            )
        }),
        ("budgets", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: {}}}\nspec: {{maxUnavailable: 0, selector: {{matchLabels: {{app: web}}}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("budgets, expressions", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: {}}}\nspec: {{maxUnavailable: 0, selector: {{matchExpressions: [{{key: app, operator: Exists}}]}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("autoscalers", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {0}}}\nspec: {{maxReplicas: 3, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {0}}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("autoscalers of one", |n| {
            file(
                &deployment("web", "{app: web}", "http"),
                n,
                |i| {
                    format!(
                        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {}}}\nspec: {{maxReplicas: 3, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: web}}}}\n",
                        word(i)
                    )
                },
                "",
            )
        }),
        ("autoscalers, near", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {0}}}\nspec: {{maxReplicas: 3, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {0}x}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("services, long and near", |n| {
            let long = |i: usize| format!("{{app: {}{}}}", "checkout-".repeat(5), word(i));
            both(
                n,
                move |i| deployment(&word(i), &long(i), "http"),
                move |i| {
                    service(
                        &word(i),
                        &long(i + 1).replace("app: checkout", "app: checkuot"),
                        "http",
                    )
                },
            )
        }),
        ("ingresses", |n| {
            both(
                n,
                |i| service(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {0}}}\nspec: {{defaultBackend: {{service: {{name: {0}, port: {{number: 81}}}}}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("ingresses, near", |n| {
            both(
                n,
                |i| service(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {0}}}\nspec: {{defaultBackend: {{service: {{name: {0}x, port: {{number: 80}}}}}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("ingress paths and ports", |n| {
            file(
                &format!(
                    "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec:\n  selector: {{app: web}}\n  ports:\n{}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: a}}\nspec:\n  rules:\n  - http:\n      paths:\n",
                    joined(n / 2, |i| format!("  - {{name: p{i}, port: {}}}\n", i + 1))
                ),
                n / 2,
                |i| {
                    format!(
                        "      - {{path: /{i}, pathType: Prefix, backend: {{service: {{name: a, port: {{name: q{i}}}}}}}}}\n"
                    )
                },
                "",
            )
        }),
        ("pods and limit ranges", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: v1\nkind: LimitRange\nmetadata: {{name: {}}}\nspec: {{limits: [{{type: Container, max: {{cpu: 1}}}}]}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("pods and quotas", |n| {
            both(
                n,
                |i| deployment(&word(i), "{app: web}", "http"),
                |i| {
                    format!(
                        "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: {}}}\nspec: {{hard: {{pods: 1, requests.cpu: 1}}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("namespaces", |n| {
            both(
                n,
                |i| {
                    format!(
                        "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {}}}\n",
                        word(i)
                    )
                },
                |i| {
                    format!(
                        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: {}}}\n",
                        word(i)
                    )
                },
            )
        }),
        ("node ports", |n| {
            file(
                "",
                n,
                |i| {
                    format!(
                        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {}}}\nspec: {{type: NodePort, selector: {{app: web}}, ports: [{{port: 80, nodePort: 30080}}]}}\n",
                        word(i)
                    )
                },
                "",
            )
        }),
        ("anti-affinity", |n| {
            file(
                "",
                n,
                |i| {
                    format!(
                        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {0}}}\nspec:\n  selector: {{matchLabels: {{app: {0}}}}}\n  template:\n    metadata: {{labels: {{app: {0}}}}}\n    spec:\n      affinity: {{podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: a, labelSelector: {{matchLabels: {{app: {0}x}}}}}}]}}}}\n      containers: [{{name: c, image: 'a:1'}}]\n",
                        word(i)
                    )
                },
                "",
            )
        }),
        ("definitions", |n| {
            file(
                "",
                n,
                |i| {
                    format!(
                        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {0}s.example.com}}\nspec: {{group: example.com, scope: Namespaced, names: {{kind: X{i}, plural: {0}s}}, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}]}}\n",
                        word(i)
                    )
                },
                "",
            )
        }),
        ("custom resources", |n| {
            file(
                "",
                n,
                |i| {
                    format!(
                        "---\napiVersion: example.com/v1\nkind: X\nmetadata: {{name: {}}}\nspec: {{template: {{metadata: {{labels: {{app: {0}}}}}}}}}\n",
                        word(i),
                    )
                },
                "",
            )
        }),
        ("copies side by side", |n| {
            (0..n / 20).flat_map(|copy| {
            let at = |name: &str| format!("copy{copy}/{name}.yaml");
            let app = |i: usize| deployment(&format!("web-{i}"), &format!("{{app: web-{i}}}"), "http") + &service(&format!("web-{i}"), &format!("{{app: web-{i}}}"), "htp");
            let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: all}\nspec: {podSelector: {matchLabels: {app: web-1}}, ingress: [{from: [{podSelector: {matchLabels: {app: web-2}}, namespaceSelector: {matchLabels: {name: x}}}], ports: [{port: http}]}]}\n".to_owned();
            let budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: all}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: web-1}}}\n".to_owned();
            (0..9).map(|i| (at(&format!("app{i}")), app(i))).chain([(at("policy"), policy), (at("budget"), budget)]).collect::<Vec<_>>()
        }).collect()
        }),
    ]
}

fn both(
    n: usize,
    one: impl Fn(usize) -> String,
    two: impl Fn(usize) -> String,
) -> Vec<(String, String)> {
    file("", n / 2, |i| one(i) + &two(i), "")
}
