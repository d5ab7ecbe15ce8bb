//! Configurations of other linters as `kubevet.toml`.

use std::fmt::Write as _;

use serde::Deserialize;

use super::show::list_of;
use crate::{findings, text::MASK};

/// The checks that kube-linter 0.8 runs unless it is told otherwise.
const KUBE_LINTER_DEFAULTS: [&str; 31] = [
    "dangling-service",
    "deprecated-service-account-field",
    "docker-sock",
    "drop-net-raw-capability",
    "duplicate-env-var",
    "env-var-secret",
    "host-ipc",
    "host-network",
    "host-pid",
    "invalid-target-ports",
    "job-ttl-seconds-after-finished",
    "latest-tag",
    "liveness-port",
    "mismatching-selector",
    "no-anti-affinity",
    "no-extensions-v1beta",
    "no-read-only-root-fs",
    "non-existent-service-account",
    "pdb-max-unavailable",
    "pdb-min-available",
    "pdb-unhealthy-pod-eviction-policy",
    "privilege-escalation-container",
    "privileged-container",
    "readiness-port",
    "run-as-non-root",
    "sensitive-host-mounts",
    "ssh-port",
    "startup-port",
    "unsafe-sysctls",
    "unset-cpu-requirements",
    "unset-memory-requirements",
];

/// `.kube-linter.yaml`, as far as it says something that others can do.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct KubeLinter {
    checks: Checks,
    custom_checks: Vec<CustomCheck>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Checks {
    add_all_built_in: bool,
    do_not_auto_add_defaults: bool,
    include: Vec<String>,
    exclude: Vec<String>,
    ignore_paths: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CustomCheck {
    name: String,
    template: String,
}

/// A `kubevet.toml` that runs what a configuration of kube-linter runs, with comments about what
/// has no counterpart. `name` is that of the file; an error says why it cannot be read.
pub fn kube_linter(text: &str, name: &str) -> Result<String, String> {
    let config: Option<KubeLinter> =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let KubeLinter { checks, custom_checks } = config.unwrap_or_default();
    let mut left = Vec::new();
    let mut out = format!(
        "# The checks of {name}, in addition to the rules that run by default.\n\
         # `kubevet rule kube-linter:NAME` explains the rule for a check.\n"
    );
    let exclude: Vec<String> =
        checks.ignore_paths.iter().filter_map(|path| pattern(path, &mut left)).collect();
    if !exclude.is_empty() {
        let _ = write!(out, "\nexclude = {}\n", list_of(&exclude));
    }
    let mut select = Vec::new();
    if checks.add_all_built_in {
        select.push("kube-linter:all".to_owned());
    } else if !checks.do_not_auto_add_defaults {
        let defaults = KUBE_LINTER_DEFAULTS.iter().map(|check| (*check).to_owned());
        select.extend(known(defaults, &custom_checks, &mut left));
    }
    if !checks.add_all_built_in {
        select.extend(known(checks.include.into_iter(), &custom_checks, &mut left));
    }
    let ignore = known(checks.exclude.into_iter(), &custom_checks, &mut left);
    let _ = write!(out, "\n[lint]\nextend-select = {}\n", list_of(&select));
    if !ignore.is_empty() {
        let _ = writeln!(out, "ignore = {}", list_of(&ignore));
    }
    for check in custom_checks {
        let (name, template) = (shown(&check.name), shown(&check.template));
        left.push(format!("custom check {name} (template {template})"));
    }
    if !left.is_empty() {
        out.push_str("\n# Not taken over:\n");
        left.iter().for_each(|line| out.push_str(&format!("# - {line}\n")));
    }
    Ok(out)
}

/// The checks that a rule has as an alias; those of the configuration's own are told elsewhere.
fn known(
    checks: impl Iterator<Item = String>,
    custom: &[CustomCheck],
    left: &mut Vec<String>,
) -> Vec<String> {
    let mut known = Vec::new();
    for check in checks {
        let alias = format!("kube-linter:{check}");
        if findings::named(&alias).is_ok() {
            known.push(alias);
        } else if custom.iter().all(|custom| custom.name != check) {
            left.push(format!("check {}: kubevet has no rule for it", shown(&check)));
        }
    }
    known
}

/// A pattern of paths, which kube-linter takes from the root of the file system or from where it
/// runs, relative to the configuration file.
fn pattern(path: &str, left: &mut Vec<String>) -> Option<String> {
    let anywhere = path.strip_prefix("/**/").or_else(|| path.strip_prefix("**/"));
    if let Some(rest) = anywhere {
        return Some(format!("**/{}", rest.trim_start_matches("*/")));
    }
    if path.starts_with(['/', '~']) || path.starts_with("../") {
        left.push(format!("path {}: it is outside of the project", shown(path)));
        return None;
    }
    Some(path.trim_start_matches("./").to_owned())
}

/// A word for a comment, which must stay in its line.
fn shown(word: &str) -> String {
    let is_plain = word.len() < 200 && !word.chars().any(char::is_control);
    if is_plain { word.to_owned() } else { MASK.to_owned() }
}
