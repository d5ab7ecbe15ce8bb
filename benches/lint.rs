//! Where the time of a run goes: reading, objects, the server's half, and each rule by itself.
//!
//! `cargo bench --bench lint`; README.md says how to compare two of them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use divan::{Bencher, black_box, counter::BytesCount};
use kubevet::{
    input::{self, Source, SourceId},
    lint::{Settings, lint},
    model::{Object, PodTemplate, PodTemplates, Workspace, custom::Definitions, version::Version},
    rules::{self, Context, RuleSettings},
    syntax::{self, tree::Tree},
    validate,
};

/// How often the corpus is taken, each time as a directory of its own.
const COPIES: usize = 20;

fn main() {
    divan::main();
}

/// Name and text of every manifest of `testdata/corpus`, [`COPIES`] times.
static TEXTS: LazyLock<Vec<(String, Arc<str>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/corpus");
    let one: Vec<(String, Arc<str>)> = files(&root)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below the corpus").display().to_string();
            let source = input::decode(name.clone(), fs::read(path).expect("a manifest"));
            (name, source.text)
        })
        .collect();
    let copy =
        |number| one.iter().map(move |(name, text)| (format!("{number}/{name}"), Arc::clone(text)));
    (0..COPIES).flat_map(copy).collect()
});

/// All of them read and put together; rules only look at it.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    let objects = objects();
    for object in &objects {
        // Typed once, as a run does before its rules.
        let _ = PodTemplate::of(object);
    }
    Workspace::new(sources(), objects)
});

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder of the corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "yaml" || e == "json"))
        .collect()
}

fn sources() -> Vec<Source> {
    TEXTS.iter().map(|(name, text)| Source::new(name.clone(), Arc::clone(text))).collect()
}

fn trees() -> Vec<(SourceId, u32, Arc<Tree>)> {
    let of = |(index, (_, text)): (usize, &(String, Arc<str>))| {
        let documents = syntax::parse(text).into_iter();
        let trees = documents.filter_map(|document| Some((document.index, document.tree?)));
        trees.map(move |(number, tree)| (SourceId(index as u32), number, tree)).collect::<Vec<_>>()
    };
    TEXTS.iter().enumerate().flat_map(of).collect()
}

fn objects() -> Vec<Object> {
    let object = |(source, number, tree): (SourceId, u32, Arc<Tree>)| {
        let root = tree.root().id();
        Object::new(source, number, tree, root)
    };
    trees().into_iter().map(object).collect()
}

fn bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(|(_, text)| text.len()).sum::<usize>())
}

/// Texts to trees, on one thread.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench_local(trees);
}

/// Trees to objects with their indexes, on one thread.
#[divan::bench]
fn model(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .with_inputs(|| (sources(), objects()))
        .bench_local_values(|(sources, objects)| Workspace::new(sources, objects));
}

/// What the API server says of each object, on one thread.
#[divan::bench]
fn server(bencher: Bencher<'_, '_>) {
    let definitions = Definitions::default();
    bencher.counter(bytes()).bench_local(|| {
        for object in WORKSPACE.objects() {
            black_box(validate::validate(object, Version::NEWEST, &definitions, ""));
        }
    });
}

/// A whole run, on all cores: everything but finding, opening and printing.
#[divan::bench]
fn run(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .with_inputs(sources)
        .bench_local_values(|sources| lint(sources, &Settings::default()));
}

/// Each rule by itself, on one thread.
#[divan::bench(args = checked())]
fn rule(bencher: Bencher<'_, '_>, code: &str) {
    let rule = rules::by_code(code).expect("a code of the list");
    let settings = RuleSettings::default();
    let pods = PodTemplates::of(&WORKSPACE);
    bencher.bench_local(|| {
        rules::run(rule, &mut Context::new(&WORKSPACE, &pods, &settings, Version::default()))
    });
}

/// The rules that look at objects themselves.
fn checked() -> impl Iterator<Item = &'static str> {
    rules::all().filter(|rule| !rules::is_elsewhere(rule)).map(|rule| rule.code.as_str())
}
