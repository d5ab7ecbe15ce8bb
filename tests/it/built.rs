//! Small kustomizations, and what is built of each or said of it: `testdata/built.txt`.
//!
//! A case is a line `== TITLE`, the `kustomization.yaml`, other files below lines `-- NAME`, and
//! below a line `--` the problems with their places and the objects. `app.yaml` is there if a case
//! does not have its own. Where nothing is wrong, `kubectl kustomize` prints the same objects.
//! `UPDATE=1 cargo test` rewrites what is below the lines.

use std::{fmt::Write as _, fs, path::Path};

use kubevet::kustomize::{Build, BuildOptions, build};

use crate::{golden, temp_dir::TempDir};

const APP: &str = include_str!("../../testdata/built.yaml");

#[test]
fn small_kustomizations() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/built.txt");
    let cases = fs::read_to_string(file).expect("the cases");
    let mut actual = String::new();
    for case in format!("\n{cases}").split("\n== ").skip(1) {
        let (title, rest) = case.split_once('\n').expect("a title");
        let (texts, _) = rest.split_once("\n--\n").expect("a line `--`");
        let dir = TempDir::new("built");
        dir.write("app.yaml", APP);
        for (index, part) in format!("\n{texts}").split("\n-- ").enumerate() {
            let (name, text) = match index {
                0 => ("kustomization.yaml", part.trim_start_matches('\n')),
                _ => part.split_once('\n').unwrap_or((part, "")),
            };
            dir.write(name, format!("{text}\n"));
        }
        let build = build(&dir.0, ".", &BuildOptions::default());
        actual += &format!("== {title}\n{texts}\n--\n{}\n", said(&build));
    }
    golden::assert("built.txt", &actual);
}

fn said(build: &Build) -> String {
    let mut text = String::new();
    for problem in &build.problems {
        let place = problem.at.and_then(|at| build.files.locate(at)).map(|(file, span)| {
            let file = build.files.get(file);
            let before = &file.text[..span.start as usize];
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            format!("{}:{}:{column}", file.name, before.matches('\n').count() + 1)
        });
        let place = place.unwrap_or_else(|| "-".to_owned());
        writeln!(text, "! {place} {:?}: {}", problem.kind, problem.message.with_values())
            .expect("a string");
        if let Some(help) = &problem.help {
            writeln!(text, "!   {}", help.with_values()).expect("a string");
        }
    }
    text + &build.to_yaml()
}
