//! Makes the generated files of `schemas/` from Kubernetes' Go modules.
//!
//! `cargo run --example schemas` writes the files, `-- --check` compares them instead.
#![allow(clippy::print_stderr, reason = "a command-line tool of the project")]
#![allow(unreachable_pub, reason = "nothing can be reached from outside an example")]

mod declarative;
#[path = "../../schemas/format.rs"]
#[allow(dead_code, reason = "shared with build.rs and the tests")]
mod format;
mod gates;
mod generated;
mod lifecycle;
mod merge;
mod modules;
mod openapi;
mod served;
mod structs;
mod tags;

use std::{error::Error, fs, path::Path, process::ExitCode, sync::Mutex};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const HEADER: &str =
    "# Made by `cargo run --example schemas`; README.md has the grammar. Not to be edited.\n";

/// The release of `k8s.io/kube-aggregator` that is read for all.
const AGGREGATOR: &str = "v0.36.3";

/// Everything that one minor version has to say.
pub struct Release {
    minor: u8,
    types: openapi::Types,
    kinds: Vec<served::Kind>,
    markers: lifecycle::Markers,
    gates: gates::Gates,
    declared: declarative::Declared,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("schemas: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let check = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo run --example schemas [-- --check]".into()),
    };
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let releases = read_releases(&modules::pinned(&fs::read_to_string(dir.join("modules.txt"))?)?)?;
    let history = format::parse_lifecycles(&fs::read_to_string(dir.join("history.txt"))?)?;

    let schemas = merge::schemas(&releases)?;
    let printed = schemas.print();
    if format::Schemas::parse(&printed)? != schemas {
        return Err("the schemas do not survive being printed and parsed".into());
    }
    let lifecycles = lifecycle::merge(&releases, &schemas.kinds, history);
    put(&dir.join("kubernetes.txt"), &format!("{HEADER}{printed}"), check)?;
    put(&dir.join("gates.txt"), &format!("{HEADER}{}", gates::print(&releases)), check)?;
    let printed = format::print_lifecycles(&lifecycles);
    put(&dir.join("lifecycle.txt"), &format!("{HEADER}{printed}"), check)?;
    let declarative = declarative::merge(&releases);
    let printed = declarative.print();
    if format::Declarative::parse(&printed)? != declarative {
        return Err("the tags do not survive being printed and parsed".into());
    }
    put(&dir.join("declarative.txt"), &format!("{HEADER}{printed}"), check)
}

/// Reads the releases on all cores, each as soon as it is downloaded.
fn read_releases(pinned: &[modules::Pinned]) -> Result<Vec<Release>> {
    let queue = Mutex::new(pinned.iter());
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 6));
    let work = || {
        let mut done = Vec::new();
        loop {
            let next = queue.lock().map_err(|_| "another worker failed")?.next();
            let Some(pinned) = next else { return Ok(done) };
            done.push(read_release(*pinned)?);
        }
    };
    let mut releases = Vec::new();
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for worker in running {
            let done: Result<Vec<Release>> = worker.join().map_err(|_| "a worker panicked")?;
            releases.extend(done?);
        }
        Result::Ok(())
    })?;
    releases.sort_by_key(|release| release.minor);
    Ok(releases)
}

fn read_release(pinned: modules::Pinned) -> Result<Release> {
    let kubernetes = modules::download("k8s.io/kubernetes", &pinned.kubernetes())?;
    let api = modules::download("k8s.io/api", &pinned.api())?;
    let swagger = openapi::read(&kubernetes)?;
    let mut types = openapi::types(&swagger, &kubernetes)?;
    let structs = read_structs(pinned, &api)?;
    structs::mark(&mut types, &structs)?;
    let gates = read_gates(pinned)?;
    gates::mark(&mut types, &gates, &structs, pinned.minor);
    let kinds = served::kinds(&swagger, &kubernetes)?;
    let meta = modules::download("k8s.io/apimachinery", &pinned.api())?.join("pkg/apis/meta/v1");
    let declared = declarative::read(&kubernetes, &api, &meta, &types, &kinds)
        .map_err(|error| format!("1.{}: {error}", pinned.minor))?;
    eprintln!("{}: {} kinds, {} types", pinned.kubernetes(), kinds.len(), types.len());
    let markers = lifecycle::markers(&api)?;
    Ok(Release { minor: pinned.minor, types, kinds, markers, gates, declared })
}

fn read_gates(pinned: modules::Pinned) -> Result<gates::Gates> {
    let mut dirs = Vec::new();
    for (module, dir) in gates::FOLDERS {
        let is_kubernetes = module == "k8s.io/kubernetes";
        let version = if is_kubernetes { pinned.kubernetes() } else { pinned.api() };
        dirs.push(modules::download(module, &version)?.join(dir));
    }
    gates::read(&dirs, pinned.minor)
}

/// The structs of every kind: most in `k8s.io/api`, the rest in three more modules.
fn read_structs(pinned: modules::Pinned, api: &Path) -> Result<structs::Structs> {
    let mut structs = structs::Structs::new();
    structs::read_all(api, &mut structs)?;
    for (module, dir) in [
        ("k8s.io/apimachinery", "pkg/apis/meta/v1"),
        ("k8s.io/apiextensions-apiserver", "pkg/apis/apiextensions/v1"),
        ("k8s.io/kube-aggregator", "pkg/apis/apiregistration/v1"),
    ] {
        // The checksum database lacks a release of the aggregator, whose one version never changed.
        let version = if module.ends_with("aggregator") { AGGREGATOR } else { &pinned.api() };
        let module = modules::download(module, version)?;
        structs::read(&module.join(dir), &mut structs)?;
    }
    Ok(structs)
}

fn put(path: &Path, text: &str, check: bool) -> Result<()> {
    if !check {
        return Ok(fs::write(path, text)?);
    }
    let committed = fs::read_to_string(path)?;
    let differing = committed.lines().zip(text.lines()).position(|(old, new)| old != new);
    match differing {
        Some(line) => {
            Err(format!("{}:{} differs from what the modules say", path.display(), line + 1).into())
        }
        None if committed != text => Err(format!("{} has another length", path.display()).into()),
        None => Ok(()),
    }
}
