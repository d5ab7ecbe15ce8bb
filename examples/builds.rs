//! Lints directories one after the other, each as a project of its own, and says how long that took.
//!
//! ```console
//! $ cargo run --release --example builds -- FOLDER...
//! ```
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{env, path::Path, time::Instant};

use kubevet::{
    input::{self, Limits, Walked},
    lint::{Settings, lint_project},
    project,
};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    let working_directory = env::current_dir()?;
    let settings = Settings { whole: true, root: working_directory.clone(), ..Settings::default() };
    let (mut dirs, mut built, mut findings) = (0, 0, 0);
    let start = Instant::now();
    for dir in env::args_os().skip(1) {
        let mut walked = Walked::default();
        input::project(Path::new(&dir), false, &mut walked);
        let sources = input::read_all(&walked.files, &working_directory, Limits::default());
        let builds = project::builds(&sources, &working_directory);
        dirs += 1;
        built += builds.len();
        findings += lint_project(sources, &builds, &settings).findings.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{dirs} folders, {built} builds, {findings} findings in {seconds:.2} s");
    Ok(())
}
