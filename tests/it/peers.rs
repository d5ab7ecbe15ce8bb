//! Which rules check what other linters check: `testdata/peers.txt`, and the page for those who come
//! from them, `docs/other-linters.md`. `UPDATE=1 cargo test` writes the page.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use kubevet::rules;

/// A check of another linter, and the codes of our rules for it.
struct PeerCheck {
    tool: &'static str,
    check: &'static str,
    codes: Vec<&'static str>,
}

const CHECKS: &str = include_str!("../../testdata/peers.txt");

/// What is not listed, and why: by tool.
const NOT_CHECKED: &[(&str, &str)] = &[
    (
        "kubescape",
        "Controls about hosts, files of nodes, flags of a running kubelet, cloud providers, \
         registries and images are not about manifests.",
    ),
    ("popeye", "Codes about metrics, usage, restarts, events and nodes need a running cluster."),
    (
        "kics",
        "Two queries whose texts contradict what Kubernetes does: `Host Aliases Undefined Or \
              Empty`, `Ingress Controller Exposes Workload`.",
    ),
    ("datree", "`EKS_INVALID_CPU_LIMIT` is about the machine types of one provider."),
];

fn checks() -> Vec<PeerCheck> {
    let lines = CHECKS.lines().filter(|line| !line.starts_with('#'));
    let check = |line: &'static str| {
        let (name, codes) = line.rsplit_once(" = ").expect("a check and its codes");
        let (tool, check) = name.split_once(':').expect("a tool and a check");
        PeerCheck { tool, check, codes: codes.split(' ').collect() }
    };
    lines.map(check).collect()
}

/// Rules that are still to be written: about custom resources, for which their definitions are
/// needed, and about policies, for which CEL must be evaluated.
const TO_BE_WRITTEN: [&str; 16] = [
    "KV3806", "KV8205", "KV8301", "KV8303", "KV8305", "KV8306", "KV8307", "KV8401", "KV8501",
    "KV8601", "KV8603", "KV8604", "KV8605", "KV8606", "KV8901", "KV8302",
];

/// Every check has its rules, and they have it as an alias, so that it can be selected and
/// suppressed by its own name.
#[test]
fn every_check_of_other_linters_has_a_rule() {
    let checks = checks();
    assert_eq!(checks.len(), 1006);
    let mut missing = Vec::new();
    for PeerCheck { tool, check, codes } in &checks {
        for code in codes {
            let alias = format!("{tool}:{check}");
            match rules::by_code(code) {
                None if TO_BE_WRITTEN.contains(code) => {}
                None => missing.push(format!("{alias}: there is no rule {code}")),
                Some(rule) if !rule.aliases.contains(&alias.as_str()) => {
                    missing.push(format!("{alias} is not an alias of {code}"));
                }
                Some(_) => {}
            }
        }
    }
    let done = TO_BE_WRITTEN.iter().filter(|code| rules::by_code(code).is_some());
    missing.extend(done.map(|code| format!("{code} is written, take it off the list")));
    assert!(missing.is_empty(), "{}\n{} in all", missing.join("\n"), missing.len());
}

#[test]
fn the_page_of_other_linters_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/other-linters.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "run `UPDATE=1 cargo test` to write docs/other-linters.md");
}

fn page() -> String {
    let mut by_tool: BTreeMap<String, (&str, Vec<PeerCheck>)> = BTreeMap::new();
    for check in checks() {
        let entry = by_tool.entry(check.tool.to_lowercase()).or_insert((check.tool, Vec::new()));
        entry.1.push(check);
    }
    let mut page = String::from(
        "# From other linters\n\n\
         Which rule of kubevet checks what a check of another linter checks. The names work wherever \
         a rule can\nbe named: `kubevet rule kube-linter:latest-tag` explains the rule, \
         `--select kube-linter:all` runs all\nthat stand for checks of kube-linter, and annotations \
         that suppress a check of kube-linter,\nkube-score, Polaris or Checkov are honored.\n",
    );
    for (tool, checks) in by_tool.values() {
        let _ = write!(page, "\n## {}\n\n", title(tool));
        if let Some((_, why)) = NOT_CHECKED.iter().find(|(name, _)| name == tool) {
            let _ = write!(page, "{why}\n\n");
        }
        page.push_str("| check | rule |\n|---|---|\n");
        for PeerCheck { check, codes, .. } in checks {
            let rules: Vec<String> = codes.iter().map(|code| link(code)).collect();
            let _ = writeln!(page, "| {} | {} |", check.replace('|', "\\|"), rules.join(", "));
        }
    }
    page
}

fn title(tool: &str) -> &str {
    match tool {
        "k8s-warn" => "Warnings of the API server (`k8s-warn`)",
        "PSS" => "Pod Security Standards (`PSS`)",
        other => other,
    }
}

fn link(code: &str) -> String {
    rules::by_code(code).map_or_else(|| code.to_owned(), |rule| format!("{code} {}", rule.name))
}
