//! Healthy manifests of many styles, under `testdata/corpus`: what is said of them at all.

use std::{collections::BTreeMap, fmt::Write as _, process::Command};

use serde_json::Value;

use crate::golden;

#[test]
fn nothing_is_wrong_with_healthy_manifests() {
    let said: Vec<String> = lint(&[])
        .iter()
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| {
            let place = (&finding["file"], &finding["range"]["start"]["line"]);
            format!("{}:{} {} {}", place.0, place.1, finding["code"], finding["message"])
        })
        .collect();
    assert!(said.is_empty(), "false alarms:\n{}", said.join("\n"));
}

#[test]
fn counts_are_known() {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in lint(&["--select", "ALL"]) {
        let text = |key: &str| finding[key].as_str().expect("a text").to_owned();
        *counts.entry((text("code"), text("name"))).or_default() += 1;
    }
    let mut text = String::from("# Findings over testdata/corpus with all rules, by rule.\n");
    for ((code, name), count) in counts {
        writeln!(text, "{code} {name} {count}").expect("a string takes everything");
    }
    golden::assert("corpus.counts", &text);
}

/// The findings of the program over the corpus, as it prints them for machines.
fn lint(flags: &[&str]) -> Vec<Value> {
    let ran = Command::new(env!("CARGO_BIN_EXE_kubevet"))
        .args(["lint", "--isolated", "-o", "json", "testdata/corpus"])
        .args(flags)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .output()
        .expect("kubevet runs");
    let printed: Value = serde_json::from_slice(&ran.stdout)
        .unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&ran.stderr)));
    assert_eq!(printed["schemaVersion"], 1);
    printed["diagnostics"].as_array().expect("a list").clone()
}
