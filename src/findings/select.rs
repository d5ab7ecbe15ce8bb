//! Which rules run, at which severity.

use std::collections::{BTreeMap, BTreeSet};

use super::suggest;
use crate::{
    code::{self, Code},
    diagnostic::Severity,
    model::similar::distance,
    rules::{self, Finding, Preset, Rule},
};

/// A word that selects no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    pub word: String,
    pub nearest: Option<String>,
}

impl UnknownSelector {
    /// What to write instead.
    pub fn help(&self) -> String {
        match &self.nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if Preset::ALL.iter().any(|set| set.name() == self.word) => {
                let full = |set: &Preset| rules::all().any(|rule| rule.preset == *set);
                let names: Vec<_> =
                    Preset::ALL.iter().filter(|set| full(set)).map(|set| set.name()).collect();
                format!("presets with rules: {}", names.join(", "))
            }
            None if is_code_prefix(&self.word) => {
                let blocks: BTreeSet<&str> =
                    rules::all().map(|rule| &rule.code.as_str()[..3]).collect();
                let blocks: Vec<&str> = blocks.into_iter().collect();
                format!(
                    "rule codes start with {}; run `kubevet rule` to list them",
                    blocks.join(", ")
                )
            }
            None => "run `kubevet rule` to list the rules".to_owned(),
        }
    }
}

impl std::fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no rule matches `{}`", self.word)
    }
}

/// How a word names rules.
pub type FindRules = fn(&str) -> Result<Vec<&'static Rule>, UnknownSelector>;

/// The categories, each named as [`Rule::category`] names it.
pub const CATEGORIES: [&str; 10] = [
    "syntax",
    "schema",
    "api-validation",
    "references",
    "reliability",
    "security",
    "api-versions",
    "style",
    "custom-resources",
    "control-plane",
];

/// All rules that stand for checks of another tool: `kube-linter:all`.
const ALL_OF_TOOL: &str = ":all";

/// The rules that a word names: a code or its beginning, a name, a name of another tool
/// (`kube-linter:latest-tag`, or `latest-tag` alone) or all of them (`kube-linter:all`), a
/// category, a set, `ALL`.
pub fn named(word: &str) -> Result<Vec<&'static Rule>, UnknownSelector> {
    let rules = of_one_or_few(word);
    if !rules.is_empty() || is_code_prefix(word) {
        return Ok(rules);
    }
    if let Some(tool) = word.strip_suffix(ALL_OF_TOOL) {
        let is_of_tool = |alias: &&str| alias.split_once(':').is_some_and(|(of, _)| of == tool);
        let of_tool = |rule: &&Rule| rule.aliases.iter().any(is_of_tool);
        let rules: Vec<&Rule> = rules::all().filter(of_tool).collect();
        if !rules.is_empty() {
            return Ok(rules);
        }
    }
    let wide =
        |rule: &&Rule| word == "ALL" || rule.category() == word || rule.preset.name() == word;
    let known = word == "ALL"
        || CATEGORIES.contains(&word)
        || Preset::ALL.iter().any(|set| set.name() == word);
    if known {
        return Ok(rules::all().filter(wide).collect());
    }
    Err(UnknownSelector { word: word.to_owned(), nearest: nearest(word) })
}

/// As [`named`], with the rules of the preset that a preset includes; refuses words that name no
/// rule of this release: to run them is to run nothing.
pub fn named_to_run(word: &str) -> Result<Vec<&'static Rule>, UnknownSelector> {
    let mut rules = named(word)?;
    let preset = Preset::ALL.into_iter().find(|preset| preset.name() == word);
    if let Some(base) = preset.and_then(Preset::base) {
        rules.extend(rules::all().filter(|rule| rule.preset == base));
    }
    if rules.is_empty() {
        return Err(UnknownSelector { word: word.to_owned(), nearest: None });
    }
    Ok(rules)
}

/// As [`named`], but without the words that stand for whole fields: what a suppression may hold.
pub fn named_in_suppression(word: &str) -> Result<Vec<&'static Rule>, UnknownSelector> {
    let rules = of_one_or_few(word);
    if rules.is_empty() && !is_code_prefix(word) {
        return Err(UnknownSelector { word: word.to_owned(), nearest: nearest(word) });
    }
    Ok(rules)
}

fn of_one_or_few(word: &str) -> Vec<&'static Rule> {
    if word.starts_with("KV") {
        let full = word.len() == 6;
        let fits = |rule: &&Rule| {
            if full { rule.code == word } else { rule.code.as_str().starts_with(word) }
        };
        return if is_code_prefix(word) || full {
            rules::all().filter(fits).collect()
        } else {
            Vec::new()
        };
    }
    if let Some(rule) = rules::all().find(|rule| rule.name == word) {
        return vec![rule];
    }
    rules::all().filter(|rule| rule.aliases.iter().any(|alias| is_alias(alias, word))).collect()
}

/// `KV` and up to three digits. Blocks without rules of this release are words too, so that a
/// configuration serves several releases.
fn is_code_prefix(word: &str) -> bool {
    word.strip_prefix("KV")
        .is_some_and(|digits| digits.len() < 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether an alias (`tool:name`) is meant by the whole or by its name alone.
fn is_alias(alias: &str, word: &str) -> bool {
    alias == word || alias.split_once(':').is_some_and(|(_, name)| name == word)
}

fn nearest(word: &str) -> Option<String> {
    let sets = Preset::ALL.iter().map(|set| set.name());
    let own = rules::all().flat_map(|rule| [rule.name, rule.code.as_str()]);
    let foreign = rules::all().flat_map(|rule| rule.aliases).flat_map(|alias| {
        let name = alias.split_once(':').map_or(*alias, |(_, name)| name);
        [*alias, name]
    });
    if word.starts_with("KV") {
        return nearest_code(word);
    }
    let words = own.chain(CATEGORIES).chain(sets).chain(["ALL"]).chain(foreign);
    suggest(word, words).map(str::to_owned)
}

/// The code that a word was meant to be: one digit was mistyped, or two were swapped, and only one
/// code is that near. A failure of kubevet itself is never meant.
fn nearest_code(word: &str) -> Option<String> {
    let codes = rules::all().filter(|rule| !cannot_be_off(rule)).map(|rule| rule.code.as_str());
    let mut near = codes.filter(|code| distance(word, code, 1).is_some());
    let first = near.next()?;
    near.next().is_none().then(|| first.to_owned())
}

/// The rules of a preset; of other words those that [`named_to_run`] finds.
fn preset(word: &str) -> Result<Vec<&'static Rule>, UnknownSelector> {
    // The name of a category may be that of a preset.
    let others = |rule: &&Rule| rule.preset.name() == word || rule.category() != word;
    Ok(named_to_run(word)?.into_iter().filter(others).collect())
}

/// The choice as the user wrote it; words are resolved by [`Selection::new`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Sets by name; none means `core`.
    pub presets: Vec<String>,
    /// Where it is given, only these run, whatever the presets.
    pub select: Option<Vec<String>>,
    pub extend_select: Vec<String>,
    pub ignore: Vec<String>,
    pub severity: Vec<(String, Severity)>,
}

/// The rules that run, with the severity of their findings where the user set one.
#[derive(Clone, Debug)]
pub struct Selection {
    on: BTreeMap<Code, Option<Severity>>,
    /// The same, once for all runs.
    rules: Vec<&'static Rule>,
}

impl Default for Selection {
    /// The rules of the set `core`.
    fn default() -> Selection {
        Selection::of(rules::all().filter(|rule| rule.preset == Preset::Core))
    }
}

impl Selection {
    /// These rules, and those that cannot be off.
    pub fn of(rules: impl IntoIterator<Item = &'static Rule>) -> Selection {
        let always = rules::all().filter(|rule| cannot_be_off(rule));
        Selection::from(always.chain(rules).map(|rule| (rule.code, None)).collect())
    }

    /// Every rule.
    pub fn all() -> Selection {
        Selection::of(rules::all())
    }

    /// Resolves a choice; what is ignored wins over what is selected.
    pub fn new(choice: &Choice) -> Result<Selection, UnknownSelector> {
        let mut on = BTreeMap::new();
        let mut add = |words: &[String], named: FindRules| {
            for word in words {
                on.extend(named(word)?.into_iter().map(|rule| (rule.code, None)));
            }
            Ok(())
        };
        match &choice.select {
            Some(words) => add(words, named_to_run)?,
            None if choice.presets.is_empty() => add(&["core".to_owned()], preset)?,
            None => add(&choice.presets, preset)?,
        }
        add(&choice.extend_select, named_to_run)?;
        for word in &choice.ignore {
            for rule in named(word)? {
                on.remove(&rule.code);
            }
        }
        for rule in rules::all().filter(|rule| cannot_be_off(rule)) {
            on.insert(rule.code, None);
        }
        for (word, severity) in &choice.severity {
            for rule in named(word)?.into_iter().filter(|rule| !cannot_be_off(rule)) {
                on.entry(rule.code).and_modify(|set| *set = Some(*severity));
            }
        }
        Ok(Selection::from(on))
    }

    fn from(on: BTreeMap<Code, Option<Severity>>) -> Selection {
        let rules = rules::all().filter(|rule| on.contains_key(&rule.code)).collect();
        Selection { on, rules }
    }

    /// Turns a rule on that the choice left off.
    pub fn turn_on(&mut self, code: Code, severity: Severity) {
        let mut on = std::mem::take(&mut self.on);
        on.entry(code).or_insert(Some(severity));
        *self = Selection::from(on);
    }

    /// Whether no rule is left but those that cannot be off.
    pub fn is_empty(&self) -> bool {
        self.rules.iter().all(|rule| cannot_be_off(rule))
    }

    /// The rules that run, in the order of their families.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    pub fn has(&self, rule: &Rule) -> bool {
        self.has_code(rule.code)
    }

    pub fn has_code(&self, code: Code) -> bool {
        self.on.contains_key(&code)
    }

    /// The severity that the user set for a rule's findings.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        *self.on.get(&rule.code)?
    }

    /// Drops findings of rules that are not selected, and sets the severities of the others.
    pub fn keep(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| self.keeps(finding));
    }

    /// Whether a finding is of a selected rule; it then has the severity that the user set.
    pub fn keeps(&self, finding: &mut Finding) -> bool {
        if let Some(severity) = self.severity(finding.rule) {
            finding.severity = severity;
        }
        self.has(finding.rule)
    }
}

/// What says that something was not checked at all: leaving it out would make a gap a pass.
pub(super) fn cannot_be_off(rule: &Rule) -> bool {
    matches!(
        rule.code,
        code::FILE_TOO_LARGE
            | code::UNREADABLE_FILE
            | code::UNREADABLE_FOLDER
            | code::INTERNAL_ERROR
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(select: &[&str], ignore: &[&str]) -> Choice {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Choice { select: Some(owned(select)), ignore: owned(ignore), ..Choice::default() }
    }

    #[test]
    fn every_category_is_known() {
        assert!(rules::all().all(|rule| CATEGORIES.contains(&rule.category())));
    }

    #[test]
    fn ignore_wins_but_failures_stay() {
        let selection =
            Selection::new(&choice(&["KV00", "syntax"], &["KV0012", "KV0099"])).unwrap();
        let on = |code| rules::by_code(code).is_some_and(|rule| selection.has(rule));
        assert!(on("KV0021") && on("KV0099") && !on("KV0012"));
    }

    #[test]
    fn restricted_runs_baseline_but_does_not_ignore_it() {
        let on = |choice: &Choice, code| {
            let selection = Selection::new(choice).unwrap();
            rules::by_code(code).is_some_and(|rule| selection.has(rule))
        };
        let presets = vec!["pss-restricted".to_owned()];
        let chosen = Choice { presets, ..Choice::default() };
        assert!(on(&chosen, "KV5102") && on(&chosen, "KV5101"));
        let ignored = choice(&["pss-baseline", "KV5102"], &["pss-restricted"]);
        assert!(!on(&ignored, "KV5102") && on(&ignored, "KV5101"));
    }

    #[test]
    fn words() {
        assert_eq!(named("KV0021").unwrap()[0].name, "unused-suppression");
        assert_eq!(named("unused-suppression").unwrap()[0].code, "KV0021");
        assert!(named("KV89").unwrap().is_empty());
        assert_eq!(
            named("unused-supression").unwrap_err().nearest.as_deref(),
            Some("unused-suppression")
        );
        assert_eq!(named("KV00210").unwrap_err().word, "KV00210");
        assert!(named_in_suppression("ALL").is_err());
    }
}
