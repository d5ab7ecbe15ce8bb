//! Kustomizations under `testdata/kustomize`: each directory with an `expected.yaml`, which is what
//! `kubectl kustomize` (1.36) prints of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kubevet::{
    input::Source,
    kustomize::{Build, BuildOptions, BuildProblemKind, build},
    lint::{Settings, lint_project},
    project,
};

use crate::temp_dir::TempDir;

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/kustomize")
}

/// The names of all cases.
fn cases() -> Vec<String> {
    let entries = fs::read_dir(testdata()).expect("the cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = paths
        .filter(|path| path.join("expected.yaml").exists())
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() > 15, "the cases");
    names
}

fn built(dir: &Path) -> Build {
    build(dir, &dir.to_string_lossy(), &BuildOptions::default())
}

/// What a build says is wrong, deprecated fields left out.
fn errors(build: &Build) -> Vec<&str> {
    let wrong = build.problems.iter().filter(|p| p.kind != BuildProblemKind::Deprecated);
    wrong.map(|problem| problem.message.with_values()).collect()
}

#[test]
fn builds_print_what_kubectl_prints() {
    for case in cases() {
        let dir = testdata().join(&case);
        let expected = fs::read_to_string(dir.join("expected.yaml")).expect("an expected text");
        let build = built(&dir);
        assert_eq!(errors(&build), [""; 0], "{case}");
        assert_eq!(build.to_yaml(), expected, "{case}");
    }
}

#[test]
fn files_are_called_as_kubectl_calls_them() {
    let names = |case: &str| -> Vec<String> {
        built(&testdata().join(case)).to_files().into_iter().map(|(name, _)| name).collect()
    };
    let one = names("namespace");
    assert!(one.contains(&"apps_v1_deployment_web.yaml".to_owned()), "{one:?}");
    let two = names("names");
    for name in [
        "apart_v1_pod_b-p-v2.yaml",
        "default_networking.k8s.io_v1_ingress_b-a-web-v2.yaml",
        "rbac.authorization.k8s.io_v1_clusterrole_b-a-web-v2.yaml",
        "v1_namespace_shop.yaml",
    ] {
        assert!(two.contains(&name.to_owned()), "{name}: {two:?}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// A scalar of a build: its text, whether one line decides it, and all lines that do.
type Scalars = BTreeMap<String, (String, bool, BTreeSet<(String, usize, usize)>)>;

fn scalars(build: &Build) -> Scalars {
    let place = |span| {
        let (file, span) = build.files.locate(span).expect("a place in a file");
        let name = build.files.get(file).name.clone();
        (name, span.start as usize, span.end as usize)
    };
    let all = build.scalars().into_iter();
    all.map(|(path, text, places)| {
        (path, (text, places.decides_alone(), places.all().map(place).collect()))
    })
    .collect()
}

/// Another value in the place of the one that is written; `None` where nothing is.
fn changed(raw: &str) -> Option<String> {
    let end = raw.trim_end().len();
    match raw {
        "true" => Some("false".to_owned()),
        "false" => Some("true".to_owned()),
        _ if end == 0 => None,
        _ if raw.starts_with(['"', '\'']) && raw.len() > 1 => {
            Some(format!("{}7{}", &raw[..end - 1], &raw[end - 1..]))
        }
        _ => Some(format!("{}7{}", &raw[..end], &raw[end..])),
    }
}

/// What an object is decides what is done with it: another kind, name or namespace changes more,
/// and so do the annotation that keeps an object out of the build and the label that a replacement
/// selects.
fn is_identity(path: &str) -> bool {
    let inside = path.split_once('/').map_or("", |(_, inside)| inside);
    matches!(inside, "kind" | "apiVersion" | "metadata/name" | "metadata/namespace")
        || inside.ends_with("local-config")
        || inside == "metadata/labels/picked"
}

/// Asserts that an edit of a place changes something, and only values that name this place.
fn assert_changes_are_known(
    edit: &str,
    place: &(String, usize, usize),
    before: &Scalars,
    after: &Scalars,
    errors: &[&str],
) {
    let value = |scalars: &Scalars, path: &String| scalars.get(path).map(|s| s.0.clone());
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed: Vec<&String> =
        paths.into_iter().filter(|path| value(before, path) != value(after, path)).collect();
    assert!(!changed.is_empty(), "{edit} nothing");
    for path in changed {
        let known = before.get(path).is_some_and(|(_, _, places)| places.contains(place));
        let (old, new) = (value(before, path), value(after, path));
        assert!(known, "{edit} {path} ({old:?} to {new:?}): {errors:?}");
    }
}

#[test]
fn every_value_knows_its_line() {
    let temporary = TempDir::new("places");
    copy(&testdata(), &temporary.0);
    let mut tried = 0;
    // In the others, what is written says how what is beside it is read or called.
    let plain = |case: &String| !["builtin", "memory", "odd"].contains(&case.as_str());
    for case in cases().into_iter().filter(plain) {
        let dir = temporary.0.join(&case);
        let before = scalars(&built(&dir));
        let of_identities: BTreeSet<_> = before
            .iter()
            .filter(|(path, _)| is_identity(path))
            .flat_map(|(_, (_, _, places))| places)
            .collect();
        let alone = before.iter().filter(|(_, (_, alone, _))| *alone);
        let places: BTreeSet<_> = alone.flat_map(|(_, (_, _, places))| places).collect();
        for (file, start, end) in &places {
            // What kustomize makes by itself has the place of all that it makes it of.
            let is_inside = |(other, from, to): &&(String, usize, usize)| {
                other == file && start <= from && to <= end && (from, to) != (start, end)
            };
            if of_identities.contains(&(file.clone(), *start, *end)) {
                continue;
            }
            if before.values().flat_map(|(_, _, places)| places).any(|p| is_inside(&p)) {
                continue;
            }
            // The base is the same for many.
            let of_base = file.contains("/base/") && case != "namespace" && case != "generators";
            let text = fs::read_to_string(file).unwrap_or_default();
            let Some(new) = text.get(*start..*end).and_then(changed).filter(|_| !of_base) else {
                continue;
            };
            tried += 1;
            fs::write(file, format!("{}{new}{}", &text[..*start], &text[*end..])).expect("a file");
            let build = built(&dir);
            fs::write(file, &text).expect("a file");
            let after = scalars(&build);
            let written = &text[*start..*end];
            let edit = format!("{case}: `{written}` at {file}:{start} changes");
            let place = (file.clone(), *start, *end);
            assert_changes_are_known(&edit, &place, &before, &after, &errors(&build));
        }
    }
    assert!(tried > 300, "{tried} values");
}

fn errors_of(dir: &TempDir, path: &str) -> String {
    let build = build(&dir.0.join(path), path, &BuildOptions::default());
    errors(&build).join("\n")
}

#[test]
fn files_outside_are_not_read() {
    let dir = TempDir::new("outside");
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: secret}\n";
    dir.write("outside.yaml", object);
    dir.write("up/kustomization.yaml", "resources: [../outside.yaml]\n");
    assert!(errors_of(&dir, "up").contains("not in or below"), "a file above");
    dir.write(
        "generator/kustomization.yaml",
        "configMapGenerator: [{name: a, files: [../outside.yaml]}]\n",
    );
    assert!(errors_of(&dir, "generator").contains("not in or below"), "a generator's file");
    dir.write("patch/kustomization.yaml", "patches: [{path: ../outside.yaml}]\n");
    assert!(errors_of(&dir, "patch").contains("not in or below"), "a patch");
    let absolute = dir.0.join("outside.yaml");
    dir.write("absolute/kustomization.yaml", format!("resources: ['{}']\n", absolute.display()));
    assert!(errors_of(&dir, "absolute").contains("not in or below"), "an absolute path");
    dir.write("root/kustomization.yaml", "resources: [/]\n");
    assert!(errors_of(&dir, "root").contains("must be relative"), "an absolute folder");
    let options = BuildOptions { unrestricted: true, ..BuildOptions::default() };
    let free = build(&dir.0.join("up"), "up", &options);
    assert_eq!(errors(&free), [""; 0], "where it is allowed");
    #[cfg(unix)]
    {
        dir.write("link/kustomization.yaml", "resources: [link.yaml]\n");
        let link = dir.0.join("link/link.yaml");
        std::os::unix::fs::symlink(dir.0.join("outside.yaml"), link).expect("a link");
        assert!(errors_of(&dir, "link").contains("not in or below"), "a symbolic link");
        dir.write("loop/kustomization.yaml", "resources: [self.yaml]\n");
        std::os::unix::fs::symlink("self.yaml", dir.0.join("loop/self.yaml")).expect("a link");
        assert!(errors_of(&dir, "loop").contains("cannot read"), "a link to itself");
    }
}

#[test]
fn steps_back_come_before_links() {
    // As kubectl 1.36 builds each of them.
    let dir = TempDir::new("steps");
    dir.write("app/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n");
    dir.write("other/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../other/deep", dir.0.join("app/link")).expect("a link");
    dir.write("other/deep/c.yaml", "");
    let paths = ["nosuch/../b.yaml", "b.yaml/", "b.yaml/../b.yaml", ".//b.yaml", "link/../b.yaml"];
    for path in paths {
        dir.write("app/kustomization.yaml", format!("resources: [{path}]\n"));
        let build = build(&dir.0.join("app"), "app", &BuildOptions::default());
        assert_eq!(errors(&build), [""; 0], "{path}");
        assert!(build.to_yaml().contains("name: b\n"), "{path}");
    }
}

#[test]
fn circles_are_found() {
    let dir = TempDir::new("circles");
    dir.write("a/kustomization.yaml", "resources: [../b]\n");
    dir.write("b/kustomization.yaml", "resources: [../a]\n");
    assert!(errors_of(&dir, "a").contains("includes itself"), "through another");
    dir.write("self/kustomization.yaml", "resources: [.]\n");
    assert!(errors_of(&dir, "self").contains("includes itself"), "itself");
    dir.write("above/below/kustomization.yaml", "resources: [..]\n");
    dir.write("above/kustomization.yaml", "namePrefix: a-\n");
    assert!(errors_of(&dir, "above/below").contains("includes itself"), "the folder above");
}

#[test]
fn what_is_not_built_is_said_at_its_line() {
    let dir = TempDir::new("left");
    dir.write(
        "kustomization.yaml",
        "resources:\n- cm.yaml\n- https://example.com/a.yaml\n- github.com/example/repo//base?ref=v1\n\
         helmCharts:\n- name: chart\ntransformers:\n- program.yaml\nvalidators: [v.yaml]\nnamePrefix: p-\n\
         patches: [{path: patch.yaml}]\nreplicas: [{name: far, count: 1}]\n",
    );
    dir.write("patch.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: far-away}\n");
    dir.write("cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\n");
    dir.write("program.yaml", "apiVersion: example.com/v1\nkind: Program\nmetadata: {name: x}\n");
    let build = build(&dir.0, ".", &BuildOptions::default());
    let said: Vec<String> = build
        .problems
        .iter()
        .map(|problem| {
            assert_eq!(
                problem.kind,
                BuildProblemKind::LeftOut,
                "{}",
                problem.message.with_values()
            );
            let (file, span) = build.files.locate(problem.at.expect("a place")).expect("a file");
            let file = build.files.get(file);
            let line = file.text[..span.start as usize].lines().count().max(1);
            format!("{}:{line}: {}", file.name, problem.message.with_values())
        })
        .collect();
    assert_eq!(
        said,
        [
            "kustomization.yaml:3: remote path `https://example.com/a.yaml` is not fetched",
            "kustomization.yaml:4: remote path `github.com/example/repo//base?ref=v1` is not fetched",
            "kustomization.yaml:6: Helm chart `chart` is not rendered",
            "program.yaml:1: kubevet does not run the plugin Program `x`",
            "kustomization.yaml:8: kubevet does not run validators",
        ]
    );
    assert!(build.to_yaml().contains("name: p-cm\n"), "the rest is built");
}

/// A kustomization, the names and texts of its other files, and what is said of it.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// What a kustomization contains, the files beside it, and what the error says.
const REFUSED: [Case; 13] = [
    (
        "configurations: [c.yaml]",
        &[("c.yaml", "varReference: [{path: spec/a, kind: Thing, apiVersion: v1}]\n")],
        "unknown field `apiVersion`",
    ),
    (
        "configurations: [c.yaml]\nnamespace: x",
        &[("c.yaml", "namespace: [{path: spec/*, kind: Thing}]\n")],
        "cannot contain `*`",
    ),
    (
        "configurations: [c.yaml]",
        &[("c.yaml", "nameReference: [{kind: ConfigMap, apiGroup: x}]\n")],
        "unknown field `apiGroup`",
    ),
    ("configMapGenerator: [{name: g, literals: ['1=5']}]", &[], "the key `1`"),
    ("configMapGenerator: [{name: g, files: [Makefile]}]", &[("Makefile", "\tall:\n\tx\n")], "tab"),
    ("commonAnnotations: {n: \"1\"}", &[], "key `false` is not a string"),
    (
        "resources: [c.yaml]",
        &[("c.yaml", "kind: ConfigMap\nmetadata: {name: b}\ndata: {a: \"x\\x7fy\"}\n")],
        "control character",
    ),
    (
        "resources: [c.yaml]",
        &[("c.yaml", "kind: ConfigMap\nmetadata: {name: b, annotations: {'1': x}}\n")],
        "the key `1`",
    ),
    (
        "patches: [{target: {kind: Thing}, patch: '[{\"op\": \"test\", \"path\": \"/metadata/annotations\", \"value\": null}]'}]",
        &[],
        "cannot test `/metadata/annotations`",
    ),
    (
        "patches: [{target: {kind: Thing}, patch: '[{\"op\": \"none\", \"path\": \"/a\"}]'}]",
        &[],
        "unknown JSON patch operation `none`",
    ),
    (
        "transformers: [t.yaml]",
        &[("t.yaml", "apiVersion: builtin\nkind: Unheard\nmetadata: {name: t}\n")],
        "unknown transformer Unheard",
    ),
    (
        "transformers: [t.yaml]",
        &[(
            "t.yaml",
            "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: t}\nprefix: x\n",
        )],
        "requires `fieldSpecs`",
    ),
    (
        "transformers: [t.yaml, u.yaml]",
        &[
            ("t.yaml", "apiVersion: builtin\nkind: HashTransformer\nmetadata: {name: t}\n"),
            ("u.yaml", "apiVersion: builtin\nkind: HashTransformer\nmetadata: {name: t}\n"),
        ],
        "defined twice",
    ),
];

#[test]
fn what_kubectl_refuses_is_refused() {
    let thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {a: b}\n";
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let rest = |text: &str| format!("resources: [r.yaml]\n{text}");
    for (kustomization, files, expected) in REFUSED {
        let dir = TempDir::new("refused");
        dir.write("r.yaml", format!("{thing}---\n{map}"));
        for (name, text) in files {
            dir.write(name, *text);
        }
        let text = if kustomization.starts_with("resources") {
            kustomization.replace('[', "[r.yaml, ")
        } else {
            rest(kustomization)
        };
        dir.write("kustomization.yaml", text);
        let errors = errors_of(&dir, ".");
        assert!(errors.contains(expected), "{kustomization}: {errors}");
    }
}

#[test]
fn keys_of_kustomizations_may_be_set_twice() {
    let dir = TempDir::new("twice");
    dir.write("r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
    dir.write("kustomization.yaml", "resources: [r.yaml]\nnamePrefix: a-\nnamePrefix: b-\n");
    let build = built(&dir.0);
    assert!(!build.is_broken());
    assert_eq!(errors(&build), ["`namePrefix` is set twice; only the last value is used"]);
    assert!(build.to_yaml().contains("name: b-x\n"), "{}", build.to_yaml());
}

#[test]
fn mistakes_are_said_at_their_line() {
    let deployment =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n";
    let cases = [
        ("resources: [a.yaml]\nnamePrefixes: x\n", "2:1: unknown field `namePrefixes`"),
        ("resources: a.yaml\n", "1:12: `resources` must be a list"),
        ("resources: [[a.yaml]]\n", "1:13: an item of `resources` must be a string"),
        (
            "resources: [a.yaml]\npatches: [b.yaml]\n",
            "2:11: an item of `patches` must be a map, such as `path: b.yaml`",
        ),
        ("resources: [a.yaml]\nlabels: [{pairs: {a: 1}}]\n", "2:22: `a` must be a string"),
        ("resources: [a.yaml, b.yaml]\n", "1:21: file `b.yaml` does not exist"),
        (
            "resources: [a.yaml]\npatches: [{path: none.yaml}]\n",
            "2:18: file `none.yaml` does not exist",
        ),
        (
            "resources: [a.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Pod\n    metadata:\n      name: db\n",
            "7:13: patch target Pod `db` does not exist",
        ),
        (
            "resources: [a.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/template/x\n      value: 1\n",
            "5:7: cannot replace `/spec/template/x`: `template` does not exist",
        ),
        (
            "resources: [a.yaml]\nreplicas: [{name: db, count: 1}]\n",
            "2:19: no resource with replicas has the name `db`",
        ),
        ("resources: [a.yaml, a.yaml]\n", "a.yaml:1:1: Deployment `web` is defined twice"),
        (
            "kind: Component\nresources: [a.yaml]\napiVersion: v1\n",
            "3:13: `apiVersion` must be `kustomize.config.k8s.io/v1alpha1`, not `v1`",
        ),
        ("{}\n", "1:1: the kustomization in `.` is empty"),
        ("a: [\n", "unclosed `[`"),
    ];
    for (text, expected) in cases {
        let dir = TempDir::new("mistakes");
        dir.write("kustomization.yaml", text);
        dir.write("a.yaml", deployment);
        let build = build(&dir.0, ".", &BuildOptions::default());
        let said: Vec<String> = build
            .problems
            .iter()
            .filter(|problem| problem.kind != BuildProblemKind::Deprecated)
            .map(|problem| {
                let at = problem.at.and_then(|span| build.files.locate(span)).expect("a place");
                let file = build.files.get(at.0);
                let before = &file.text[..at.1.start as usize];
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
                let name = if file.name == "kustomization.yaml" { "" } else { "a.yaml:" };
                format!("{name}{line}:{column}: {}", problem.message.with_values())
            })
            .collect();
        assert!(said.len() == 1 && said[0].contains(expected), "{text}: {said:?}, not {expected}");
    }
}

/// Bytes that mean something to YAML or kustomize, and some that mean nothing.
const BITS: [&[u8]; 16] = [
    b"[",
    b"{",
    b"- ",
    b": ",
    b"\n",
    b"  ",
    b"*a",
    b"&a ",
    b"<<: ",
    b"$patch: delete",
    b"\xff",
    b"'",
    b"|",
    b"name",
    b"$(A)",
    b"\t",
];

#[test]
fn no_bytes_stop_it() {
    let temporary = TempDir::new("bytes");
    copy(&testdata(), &temporary.0);
    // A small generator of numbers: the same ones in every run.
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for case in cases() {
        let dir = temporary.0.join(&case);
        let entries = fs::read_dir(&dir).expect("a folder").map(|e| e.expect("an entry").path());
        let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
        files.sort();
        for file in files {
            let bytes = fs::read(&file).expect("a file");
            for round in 0..4 {
                let mut broken = bytes.clone();
                for _ in 0..=random(3) {
                    let at = random(broken.len());
                    match random(3) {
                        0 => drop(broken.splice(at..at, BITS[random(BITS.len())].iter().copied())),
                        1 => drop(broken.drain(at..(at + random(20)).min(broken.len()))),
                        _ => broken.truncate(at.max(1)),
                    }
                    if broken.is_empty() {
                        broken.push(b'a');
                    }
                }
                fs::write(&file, &broken).expect("a file");
                let build = built(&dir);
                let _ = build.to_yaml();
                for (_, _, places) in build.scalars() {
                    assert!(places.all().all(|span| build.files.locate(span).is_some()), "{case}");
                }
                if round == 0 {
                    let found = lint_project(Vec::new(), &[build], &Settings::default()).findings;
                    let stopped =
                        found.iter().find(|finding| finding.rule.code.as_str() == "KV0099");
                    assert!(stopped.is_none(), "{case}: {stopped:?}");
                }
            }
            fs::write(&file, &bytes).expect("a file");
        }
    }
}

#[test]
fn copies_of_copies_come_to_an_end() {
    let dir = TempDir::new("copies");
    dir.write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx: {y: 1}\n");
    let copy = "  - {op: copy, from: /x, path: /x/z}\n  - {op: copy, from: /x, path: /x/w}\n";
    let patch = format!(
        "resources: [a.yaml]\npatches:\n- target: {{name: a}}\n  patch: |\n{}",
        copy.repeat(40).replace("  - ", "    - ")
    );
    dir.write("kustomization.yaml", &patch);
    let said = errors_of(&dir, ".");
    assert!(said.contains("values") || said.contains("too deeply"), "{said}");
    let mut text = String::new();
    for level in 0..40 {
        let next = format!("resources: [../l{}, ../l{}/.]\n", level + 1, level + 1);
        dir.write(&format!("l{level}/kustomization.yaml"), &next);
        text.push_str(&next);
    }
    dir.write("l40/kustomization.yaml", "namePrefix: a\n");
    assert!(errors_of(&dir, "l0").contains("more than"), "bases of bases");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let (dir, secret) = (TempDir::new("links"), TempDir::new("links-outside"));
    secret.write("map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: secret}\n");
    dir.write("app/kustomization.yaml", "resources: [map.yaml]\n");
    let link = dir.0.join("app/map.yaml");
    std::os::unix::fs::symlink(secret.0.join("map.yaml"), &link).expect("a link");
    let source = |name: &str| {
        let text = fs::read_to_string(dir.0.join(name)).expect("a file");
        Source::new(name, text)
    };
    // The run has read the file behind the link, and it is still not taken.
    let sources = [source("app/kustomization.yaml"), source("app/map.yaml")];
    let builds = project::builds(&sources, &dir.0);
    let [build] = &*builds else { panic!("{builds:?}") };
    assert!(build.is_broken() && build.to_yaml().is_empty(), "{build:?}");
}
