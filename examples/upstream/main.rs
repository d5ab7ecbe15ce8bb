//! Compares the port of the API server's validation with its Go source.
//!
//! `cargo run --example upstream` prints each Go function of the newest pinned release with where
//! ours is, why it is not needed, or that it is missing; `-- --check` prints only what is missing
//! and in no line of `schemas/upstream.txt`, and fails if there is any; `-- 1.36 1.37` prints what
//! changed between two releases.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool of the project")]
#![allow(unreachable_pub, reason = "nothing can be reached from outside an example")]

mod go;
#[path = "../schemas/modules.rs"]
mod modules;
mod ours;
mod places;
mod sources;

use std::{collections::BTreeMap, error::Error, fs, path::Path, process::ExitCode};

use places::{Place, Places};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const USAGE: &str =
    "usage: cargo run --example upstream [-- --check | -- FROM TO], such as 1.36 1.37";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("upstream: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pinned = modules::pinned(&fs::read_to_string(root.join("schemas/modules.txt"))?)?;
    let newest = *pinned.last().ok_or("modules.txt is empty")?;
    let places = Places::read(root)?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => table(&sources::read(newest)?, &places),
        ["--check"] => return check(&sources::read(newest)?, &places),
        [from, to] => changes(
            &sources::read(release(from, &pinned)?)?,
            &sources::read(release(to, &pinned)?)?,
            &places,
        ),
        _ => return Err(USAGE.into()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The pinned release of a minor version, or any release by its patch version.
fn release(text: &str, pinned: &[modules::Pinned]) -> Result<modules::Pinned> {
    let wrong = || format!("`{text}` is neither a minor version of modules.txt nor a release");
    let version = text.trim_start_matches('v');
    let of_minor = |release: &&modules::Pinned| version == format!("1.{}", release.minor);
    if let Some(release) = pinned.iter().find(of_minor) {
        return Ok(*release);
    }
    let exact = modules::pinned(&format!("v{version}")).map_err(|_| wrong())?;
    Ok(*exact.first().ok_or_else(wrong)?)
}

fn table(files: &sources::Files, places: &Places) {
    let mut counts = BTreeMap::new();
    for (file, functions) in files {
        println!("{file}");
        for name in functions.keys() {
            let place = places.of(file, name);
            *counts.entry(place.class()).or_insert(0) += 1;
            println!("  {name}: {place}");
        }
    }
    for (class, count) in counts {
        println!("{count} {class}");
    }
}

/// Fails where a function has no place, or a line of `upstream.txt` no function.
fn check(files: &sources::Files, places: &Places) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for (file, functions) in files {
        for name in functions.keys() {
            if let place @ Place::Missing(_) = places.of(file, name) {
                println!("{file}: {name}: {place}");
                code = ExitCode::FAILURE;
            }
        }
    }
    for line in places.unused(files)? {
        println!("schemas/upstream.txt: no function matches `{line}`");
        code = ExitCode::FAILURE;
    }
    Ok(code)
}

fn changes(old: &sources::Files, new: &sources::Files, places: &Places) {
    let none = go::Functions::new();
    let mut count = 0;
    let files: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for file in files {
        let (before, after) = (old.get(file).unwrap_or(&none), new.get(file).unwrap_or(&none));
        let names: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let mut heading = Some(file);
        for name in names {
            let what = match (before.get(name), after.get(name)) {
                (Some(before), Some(after)) if before == after => continue,
                (Some(_), Some(_)) => "changed",
                (None, _) => "added",
                (_, None) => "removed",
            };
            if let Some(file) = heading.take() {
                println!("{file}");
            }
            match places.of(file, name) {
                Place::Missing(_) if what == "removed" => println!("  removed {name}"),
                place => println!("  {what} {name}: {place}"),
            }
            count += 1;
        }
    }
    println!("{count} functions differ");
}
