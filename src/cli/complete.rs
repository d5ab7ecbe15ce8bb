//! Completion of `kubectl vet`: kubectl hands over the words and reads values, one a line.

use std::{ffi::OsString, io::Write as _};

use clap::{Arg, Command};

use super::{command, ui};
use crate::{
    findings::CATEGORIES,
    model::version::Version,
    report::Format,
    rules::{self, Preset},
};

/// The verb after which the wrapper script passes the words on.
pub const HIDDEN_VERB: &str = "__complete";

/// Cobra's directives: whether the shell may offer files besides.
const FILES: u8 = 0;
const NO_FILES: u8 = 4;

/// A value and what it is.
type CompletionCandidate = (String, String);

pub fn main(words: &[OsString]) -> u8 {
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut out = ui::stdout();
    // Nobody reads an error here: a shell shows nothing then.
    let _ = out.write_all(answer(&words).as_bytes()).and_then(|()| out.flush());
    0
}

/// The lines for kubectl: values with descriptions, then the directive.
pub fn answer(words: &[String]) -> String {
    let (typed, before) = words.split_last().map_or(("", &[][..]), |(last, rest)| (last, rest));
    let (mut candidates, directive) = candidates(before, typed);
    candidates.sort();
    candidates.dedup();
    let mut text = String::new();
    for (value, about) in candidates.iter().filter(|(value, _)| value.starts_with(typed)) {
        text.push_str(value);
        if !about.is_empty() {
            text.push('\t');
            text.push_str(about);
        }
        text.push('\n');
    }
    text + &format!(":{directive}\n")
}

fn candidates(before: &[String], typed: &str) -> (Vec<CompletionCandidate>, u8) {
    let root = command("kubevet");
    let mut here = &root;
    let mut pending: Option<&Arg> = None;
    for word in before {
        if pending.take().is_some() {
            continue;
        }
        if let Some(flag) = flag(here, &root, word) {
            let needs_one = flag.get_num_args().is_none_or(|range| range.min_values() > 0);
            let takes_value = flag.get_action().takes_values() && needs_one;
            pending = (takes_value && !word.contains('=')).then_some(flag);
        } else if let Some(verb) = here.find_subcommand(word) {
            here = verb;
        }
    }
    if let Some(flag) = pending {
        return values(here, flag, typed, "");
    }
    if let Some((name, rest)) = typed.split_once('=')
        && let Some(flag) = flag(here, &root, name)
    {
        return values(here, flag, rest, &format!("{name}="));
    }
    if typed.starts_with('-') {
        return (flags(here, &root), NO_FILES);
    }
    let verbs: Vec<CompletionCandidate> = here
        .get_subcommands()
        .map(|verb| (verb.get_name().to_owned(), about(verb.get_about())))
        .collect();
    if !verbs.is_empty() {
        return (verbs, NO_FILES);
    }
    match here.get_name() {
        "rule" => (codes(), NO_FILES),
        "completion" => (plain(["bash", "zsh", "fish", "powershell", "kubectl"]), NO_FILES),
        "lint" | "kustomize" => (Vec::new(), FILES),
        _ => (Vec::new(), NO_FILES),
    }
}

/// The flag that a word is, of the verb or of all verbs.
fn flag<'a>(here: &'a Command, root: &'a Command, word: &str) -> Option<&'a Arg> {
    let name = word.split('=').next().unwrap_or(word);
    let is = |arg: &&Arg| match name.strip_prefix("--") {
        Some(long) => arg.get_long_and_visible_aliases().is_some_and(|names| names.contains(&long)),
        None => name
            .strip_prefix('-')
            .is_some_and(|short| arg.get_short().is_some_and(|c| short.chars().eq([c]))),
    };
    here.get_arguments().chain(root.get_arguments()).find(is)
}

fn flags(here: &Command, root: &Command) -> Vec<CompletionCandidate> {
    here.get_arguments()
        .chain(root.get_arguments())
        .filter(|arg| !arg.is_hide_set())
        .filter_map(|arg| Some((format!("--{}", arg.get_long()?), about(arg.get_help()))))
        .collect()
}

/// The values of a flag of a verb, after what is typed of it already.
fn values(verb: &Command, flag: &Arg, typed: &str, prefix: &str) -> (Vec<CompletionCandidate>, u8) {
    let (list, words) = match flag.get_id().as_str() {
        "select" | "ignore" | "extend_select" => (true, selectors()),
        "preset" => (true, plain(Preset::ALL.map(Preset::name))),
        "kubernetes_version" => {
            let versions = Version::all().rev().map(|v| (v.to_string(), String::new()));
            (false, versions.chain(plain(["latest"])).collect())
        }
        "output" if verb.get_name() == "lint" => (false, plain(Format::ALL.map(Format::name))),
        "output" if matches!(verb.get_name(), "apply" | "create") => {
            (false, plain(["json", "jsonpath=", "kyaml", "name", "yaml"]))
        }
        "fail_on" => (false, plain(["error", "warning", "info", "never"])),
        "min_severity" => (false, plain(["error", "warning", "info"])),
        "pod_security" => (false, plain(["baseline", "privileged", "restricted"])),
        "dry_run" => (false, plain(["client", "server"])),
        "validate" => (false, plain(["ignore", "strict", "warn"])),
        _ => {
            let possible = flag.get_possible_values();
            let shown = possible.iter().filter(|value| !value.is_hide_set());
            (false, plain(shown.map(clap::builder::PossibleValue::get_name)))
        }
    };
    if words.is_empty() {
        return (words, FILES);
    }
    // After a comma the next word of a list begins.
    let done = if list { typed.rfind(',').map_or("", |at| &typed[..=at]) } else { "" };
    let words = words.into_iter().map(|(word, about)| (format!("{prefix}{done}{word}"), about));
    (words.collect(), NO_FILES)
}

fn selectors() -> Vec<CompletionCandidate> {
    let rules = rules::all().map(|rule| (rule.name.to_owned(), rule.code.to_string()));
    rules
        .chain(codes())
        .chain(plain(CATEGORIES))
        .chain(plain(Preset::ALL.map(Preset::name)))
        .collect()
}

fn codes() -> Vec<CompletionCandidate> {
    rules::all().map(|rule| (rule.code.to_string(), rule.name.to_owned())).collect()
}

fn plain<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<CompletionCandidate> {
    words.into_iter().map(|word| (word.to_owned(), String::new())).collect()
}

fn about(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> String {
        answer(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_kubectl_asks() {
        assert!(of(&["li"]).starts_with("lint\tCheck"));
        assert!(of(&["li"]).ends_with(":4\n"));
        assert!(of(&["lint", "--fail-o"]).starts_with("--fail-on\t"));
        assert_eq!(of(&["lint", "--fail-on", "w"]), "warning\n:4\n");
        assert_eq!(of(&["lint", "--fail-on=w"]), "--fail-on=warning\n:4\n");
        assert!(of(&["lint", "--select", "KV0001,KV002"]).contains("KV0001,KV0021\t"));
        assert_eq!(of(&["lint", ""]), ":0\n");
        assert!(of(&["rule", "KV0021"]).starts_with("KV0021\tunused-suppression\n"));
        assert!(of(&["-q", "rule", "KV"]).contains("KV0001\t"));
        assert_eq!(of(&["lint", "-o", "sar"]), "sarif\n:4\n");
        assert_eq!(of(&["rule", "-o", ""]), "json\nmarkdown\ntext\n:4\n");
        assert_eq!(of(&["apply", "-o", "kya"]), "kyaml\n:4\n");
        assert_eq!(of(&["kustomize", "-o", ""]), ":0\n");
        assert!(of(&["lint", "--color", ""]).contains("never\n"));
        assert!(!of(&["apply", "--"]).contains("--context\t"));
        assert!(of(&["lint", "--kubernetes-version", "1.3"]).contains("1.36\n"));
        assert_eq!(of(&["config", "sc"]).lines().count(), 2);
    }
}
