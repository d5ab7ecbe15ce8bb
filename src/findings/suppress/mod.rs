//! Findings that the author of a manifest has suppressed.

mod annotations;
mod comments;

pub use annotations::{TOOLS, in_annotations};
pub use comments::in_comments;

use std::collections::BTreeMap;

use super::{Selection, named_in_suppression, select::cannot_be_off};
use crate::{
    code::{self, Code},
    diagnostic::{Edit, Safety},
    input::{Location, SourceId, Span},
    rules::{self, Finding, ObjectRef, Rule},
    text,
    text::name,
    validate::Reason,
};

/// What suppressions may do.
#[derive(Clone, Debug)]
pub struct SuppressionPolicy {
    /// False where none of them counts.
    pub inline: bool,
    /// Rules that cannot be suppressed.
    pub fixed: Vec<&'static Rule>,
    /// The linters whose annotations are understood.
    pub tools: Vec<String>,
}

impl Default for SuppressionPolicy {
    fn default() -> SuppressionPolicy {
        let tools = TOOLS.iter().map(|&tool| tool.to_owned()).collect();
        SuppressionPolicy { inline: true, fixed: Vec::new(), tools }
    }
}

/// Where a suppression holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SuppressionScope {
    /// For findings that begin in the range.
    Range(Span),
    Document(u32),
    File,
}

/// A word of a suppression's list.
#[derive(Clone, Debug)]
struct SuppressedRule {
    word: String,
    /// None of them: no rule has this name, which is a finding already.
    rules: Vec<&'static Rule>,
    used: bool,
}

/// A comment or annotation that suppresses findings.
#[derive(Clone, Debug)]
pub struct Suppression {
    at: Location,
    document: u32,
    object: Option<ObjectRef>,
    scope: SuppressionScope,
    items: Vec<SuppressedRule>,
    /// Suppresses everything that an API server does not refuse.
    everything: bool,
    /// Made for another linter.
    foreign: bool,
    /// Takes it away as a whole.
    removal: Option<Edit>,
    /// The range that holds the list, and the quote around it.
    list: Option<(Location, &'static str)>,
}

impl Suppression {
    /// Whether it suppresses a finding that it covers; what did so counts as used.
    fn suppresses(&mut self, finding: &Finding) -> bool {
        if self.foreign && finding.rejected() {
            return false;
        }
        let mut suppressed = self.everything;
        for item in &mut self.items {
            if item.rules.iter().any(|rule| rule.code == finding.rule.code) {
                item.used = true;
                suppressed = true;
            }
        }
        suppressed
    }
}

/// What was found where suppressions are written: they themselves, and what is wrong with them.
#[derive(Debug, Default)]
pub struct FoundSuppressions {
    pub suppressions: Vec<Suppression>,
    pub findings: Vec<Finding>,
}

/// Removes suppressed findings from `findings`; suppressions come in the order of their sources.
pub fn apply(
    findings: &mut Vec<Finding>,
    suppressions: &mut [Suppression],
    policy: &SuppressionPolicy,
) {
    if suppressions.is_empty() {
        return;
    }
    let mut covers = SuppressionIndex::of(suppressions);
    findings.retain(|finding| {
        !can_be_suppressed(finding, policy) || !covers.suppress(finding, suppressions)
    });
}

/// Which suppressions cover a place, found without asking each of them.
#[derive(Default)]
struct SuppressionIndex {
    /// Those that hold for a range of a source, by its start.
    ranges: BTreeMap<SourceId, Vec<SuppressedLines>>,
    /// Those that hold for a document, or a whole file.
    wide: BTreeMap<Wide, Vec<usize>>,
    /// Whether the latter suppress a rule, and what is rejected. Each is asked only once.
    suppressed: BTreeMap<(Wide, Code, bool), bool>,
}

/// A document of a source, or all of it.
type Wide = (SourceId, Option<u32>);

struct SuppressedLines {
    span: Span,
    /// Where the last of this and all earlier ranges ends.
    furthest: u32,
    suppression: usize,
}

impl SuppressionIndex {
    fn of(suppressions: &[Suppression]) -> SuppressionIndex {
        let mut covers = SuppressionIndex::default();
        for (index, one) in suppressions.iter().enumerate() {
            let wide = match one.scope {
                SuppressionScope::Range(span) => {
                    let range = SuppressedLines { span, furthest: span.end, suppression: index };
                    covers.ranges.entry(one.at.source).or_default().push(range);
                    continue;
                }
                SuppressionScope::Document(document) => Some(document),
                SuppressionScope::File => None,
            };
            covers.wide.entry((one.at.source, wide)).or_default().push(index);
        }
        for ranges in covers.ranges.values_mut() {
            ranges.sort_by_key(|range| range.span);
            let mut furthest = 0;
            for range in ranges {
                furthest = furthest.max(range.span.end);
                range.furthest = furthest;
            }
        }
        covers
    }

    /// Whether any suppression covers a finding; all that do count as used.
    fn suppress(&mut self, finding: &Finding, suppressions: &mut [Suppression]) -> bool {
        let (source, start) = (finding.at.source, finding.at.span.start);
        let mut suppressed = false;
        let ranges = self.ranges.get(&source).map_or(&[][..], Vec::as_slice);
        let before = ranges.partition_point(|range| range.span.start <= start);
        let reaching = ranges[..before].iter().rev().take_while(|range| range.furthest > start);
        for range in reaching.filter(|range| range.span.contains(start)) {
            suppressed |= suppressions[range.suppression].suppresses(finding);
        }
        for wide in [(source, Some(finding.document)), (source, None)] {
            let Some(indexes) = self.wide.get(&wide) else { continue };
            let suppresses = self.suppressed.entry((wide, finding.rule.code, finding.rejected()));
            suppressed |= *suppresses.or_insert_with(|| {
                let mut any = false;
                indexes.iter().for_each(|index| any |= suppressions[*index].suppresses(finding));
                any
            });
        }
        suppressed
    }
}

fn can_be_suppressed(finding: &Finding, policy: &SuppressionPolicy) -> bool {
    !matches!(finding.reason, Some(Reason::Yaml | Reason::UnknownKind))
        && !cannot_be_off(finding.rule)
        && policy.fixed.iter().all(|rule| rule.code != finding.rule.code)
}

/// Those that suppressed nothing. `is_checked` is whether all rules could check a document; `whole`
/// whether the run saw the whole project, so that rules about several objects could run.
pub fn unused(
    suppressions: &[Suppression],
    selection: &Selection,
    is_checked: impl Fn(SourceId, Option<u32>) -> bool,
    whole: bool,
) -> Vec<Finding> {
    let rule = rules::of(code::UNUSED_SUPPRESSION);
    let mut findings = Vec::new();
    for one in suppressions.iter().filter(|s| !s.foreign) {
        let document = (one.scope != SuppressionScope::File).then_some(one.document);
        let could_be_used = |item: &SuppressedRule| {
            let spoke = |rule: &&Rule| {
                selection.has(rule)
                    && (whole || !may_look_elsewhere(rule))
                    && rule.code != code::UNUSED_SUPPRESSION
            };
            item.rules.iter().any(spoke)
        };
        let idle: Vec<&SuppressedRule> =
            one.items.iter().filter(|item| !item.used && could_be_used(item)).collect();
        if idle.is_empty() || !is_checked(one.at.source, document) {
            continue;
        }
        findings.push(unused_finding(rule, one, &idle));
    }
    findings
}

/// Whether a rule may compare objects of several files.
fn may_look_elsewhere(rule: &Rule) -> bool {
    matches!(rule.category(), "references" | "reliability" | "security" | "custom-resources")
}

fn unused_finding(rule: &'static Rule, one: &Suppression, idle: &[&SuppressedRule]) -> Finding {
    // They name rules; other words are findings of their own.
    let words: Vec<String> = idle.iter().map(|item| format!("`{}`", item.word)).collect();
    let words = name(words.join(", "));
    let matches = if idle.len() == 1 { "matches" } else { "match" };
    let message = text!("unused suppression: {} {} no finding here", words, name(matches));
    let mut finding = Finding::new(rule, one.at, message);
    finding.document = one.document;
    finding.object.clone_from(&one.object);
    let kept: Vec<&str> = one
        .items
        .iter()
        .filter(|item| !idle.iter().any(|idle| std::ptr::eq(*idle, *item)))
        .map(|item| item.word.as_str())
        .collect();
    match (&one.removal, one.list) {
        (Some(edit), _) if kept.is_empty() => {
            finding.fix(Safety::Safe, "remove the suppression", [edit.clone()]);
        }
        (_, Some((at, quote))) if !kept.is_empty() => {
            let text = format!("{quote}{}{quote}", kept.join(", "));
            finding.fix(Safety::Safe, text!("remove {}", words), [Edit { at, text }]);
        }
        _ => {}
    }
    finding
}

/// The rules of one word of a list; one that names none becomes a finding at `at`.
fn item(word: &str, at: Location, findings: &mut Vec<Finding>) -> SuppressedRule {
    let rules = named_in_suppression(word).unwrap_or_else(|unknown| {
        let rule = rules::of(code::UNKNOWN_RULE_IN_SUPPRESSION);
        let mut finding = Finding::new(rule, at, text!("unknown rule `{}`", word));
        match unknown.nearest {
            // Which of many codes was meant, only its author knows.
            Some(nearest) if word.starts_with("KV") => {
                finding.help(text!("did you mean `{}`?", name(nearest)));
            }
            Some(nearest) => {
                finding.help(text!("did you mean `{}`?", name(&nearest)));
                let edit = Edit { at, text: nearest.clone() };
                finding.fix(Safety::Unsafe, text!("replace with `{}`", name(nearest)), [edit]);
            }
            None => {
                finding.help(
                    "run `kubevet rule` to list the rules; there is no way to suppress all of \
                     them at once",
                );
            }
        }
        findings.push(finding);
        Vec::new()
    });
    SuppressedRule { word: word.to_owned(), rules, used: false }
}

/// The finding that a suppression has no reason.
fn without_reason(at: Location, help: &'static str, findings: &mut Vec<Finding>) {
    let rule = rules::of(code::SUPPRESSION_WITHOUT_REASON);
    let mut finding = Finding::new(rule, at, "the suppression has no reason");
    finding.help(help);
    findings.push(finding);
}

/// The words of a list with commas, each with its range, counted from `start`.
fn words(list: &str, start: u32) -> impl Iterator<Item = (&str, Span)> {
    let mut at = start;
    list.split(',').filter_map(move |part| {
        let word = part.trim();
        let from = at + (part.len() - part.trim_start().len()) as u32;
        at += part.len() as u32 + 1;
        (!word.is_empty()).then(|| (word, Span::new(from, from + word.len() as u32)))
    })
}
