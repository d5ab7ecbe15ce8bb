//! Fixes into texts: which of a run's fixes are applied together, and what they make of its files.

mod diff;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    code::Code,
    diagnostic::{Fix, Safety},
    findings::Outcome,
    input::{Source, SourceId, Span},
    rules::Finding,
};

pub use diff::unified;
pub use texts::{edited, keeps_objects};

/// Applies fixes round by round: those that get in each other's way wait for the next one.
#[derive(Debug)]
pub struct Fixer {
    least: Safety,
    /// Fixes that broke something: they are not tried again.
    refused: BTreeSet<FixKey>,
    applied: Vec<AppliedFix>,
}

/// A finding whose fix was applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppliedFix {
    pub file: String,
    pub code: Code,
}

/// The fix of a finding, wherever edits before it have moved it to.
type FixKey = (String, Code, Option<String>, String);

/// A fix that may be applied, and the finding that offers it.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    finding: &'a Finding,
    fix: &'a Fix,
}

impl Fixer {
    /// Of safe fixes, or also of those that may change what a manifest means.
    pub fn new(is_unsafe: bool) -> Fixer {
        let least = if is_unsafe { Safety::Unsafe } else { Safety::Safe };
        Fixer { least, refused: BTreeSet::new(), applied: Vec::new() }
    }

    /// Everything that was applied, in the order of the rounds.
    pub fn applied(&self) -> &[AppliedFix] {
        &self.applied
    }

    /// Applies what a run offers and what does not overlap: the new texts of the sources that
    /// change. Fixes are applied whole or not at all, and only to sources that `may_edit` allows.
    pub fn round(
        &mut self,
        run: &Outcome,
        mut may_edit: impl FnMut(&Source) -> bool,
    ) -> BTreeMap<SourceId, String> {
        let mut candidates = self.candidates(run, &mut may_edit);
        candidates.sort_by_key(|candidate| candidate.fix.edits.iter().map(|edit| edit.at).min());
        let mut taken: BTreeMap<SourceId, BTreeMap<u32, u32>> = BTreeMap::new();
        candidates.retain(|candidate| take(candidate.fix, &mut taken));
        let mut texts = BTreeMap::new();
        for together in connected(&candidates) {
            self.apply(run, &together, &mut texts);
        }
        texts
    }

    fn candidates<'a>(
        &self,
        run: &'a Outcome,
        may_edit: &mut impl FnMut(&Source) -> bool,
    ) -> Vec<Candidate<'a>> {
        let mut known = BTreeSet::new();
        let mut allowed: BTreeMap<SourceId, bool> = BTreeMap::new();
        let mut candidates = Vec::new();
        for finding in &run.findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety >= self.least) else {
                continue;
            };
            let mut may_edit = |at: SourceId| {
                *allowed.entry(at).or_insert_with(|| may_edit(&run.sources[at.0 as usize]))
            };
            let is_allowed = fix.edits.iter().all(|edit| {
                let source = run.source(edit.at);
                may_edit(edit.at.source) && source.rendered_from(edit.at.span.start).is_none()
            });
            let candidate = Candidate { finding, fix };
            // Several builds and several causes may ask for the same.
            let mut edits: Vec<_> = fix.edits.iter().map(|edit| (edit.at, &edit.text)).collect();
            edits.sort();
            if is_allowed && !self.refused.contains(&key(run, candidate)) && known.insert(edits) {
                candidates.push(candidate);
            }
        }
        candidates
    }

    /// Applies fixes that share files: all at once or, where that breaks something, as many as can
    /// be applied without.
    fn apply(
        &mut self,
        run: &Outcome,
        together: &[Candidate<'_>],
        texts: &mut BTreeMap<SourceId, String>,
    ) {
        let fits = |fixes: &[Candidate<'_>], is_unsafe: bool| {
            let all = fixes.iter().flat_map(|candidate| &candidate.fix.edits);
            let new = edited(run, all)?;
            let is_kept = |(id, text): (&SourceId, &String)| {
                keeps_objects(&run.sources[id.0 as usize].text, text, is_unsafe)
            };
            new.iter().all(is_kept).then_some(new)
        };
        let is_unsafe = self.least < Safety::Safe;
        // Where some of them break the texts, these are found by halves.
        let mut accepted: Vec<Candidate<'_>> = Vec::new();
        let mut new = None;
        let mut open = vec![together];
        while let Some(part) = open.pop() {
            let before = accepted.len();
            accepted.extend(part);
            if let Some(texts) = fits(&accepted, is_unsafe) {
                new = Some(texts);
                continue;
            }
            accepted.truncate(before);
            match part {
                [] => {}
                [candidate] => drop(self.refused.insert(key(run, *candidate))),
                _ => {
                    let (first, second) = part.split_at(part.len() / 2);
                    open.extend([second, first]);
                }
            }
        }
        texts.extend(new.into_iter().flatten());
        self.applied.extend(accepted.iter().map(|candidate| AppliedFix {
            file: run.source(candidate.finding.at).name.clone(),
            code: candidate.finding.rule.code,
        }));
    }
}

fn key(run: &Outcome, candidate: Candidate<'_>) -> FixKey {
    let Candidate { finding, fix } = candidate;
    (
        run.source(finding.at).name.clone(),
        finding.rule.code,
        finding.field_path.clone(),
        fix.title.with_values().to_owned(),
    )
}

/// Reserves what a fix changes, from its first edit to its last in each source; `false` where
/// something there is taken.
fn take(fix: &Fix, taken: &mut BTreeMap<SourceId, BTreeMap<u32, u32>>) -> bool {
    let mut ranges: BTreeMap<SourceId, Span> = BTreeMap::new();
    for edit in &fix.edits {
        let range = ranges.entry(edit.at.source).or_insert(edit.at.span);
        range.start = range.start.min(edit.at.span.start);
        range.end = range.end.max(edit.at.span.end);
    }
    let is_free = |(id, range): (&SourceId, &Span)| {
        let last = taken.get(id).and_then(|taken| taken.range(..=range.end).next_back());
        // What only touches would depend on the order as well.
        last.is_none_or(|(_, end)| *end < range.start)
    };
    if !ranges.iter().all(is_free) {
        return false;
    }
    for (id, range) in ranges {
        taken.entry(id).or_default().insert(range.start, range.end);
    }
    true
}

/// Candidates in groups that share no source.
fn connected<'a>(candidates: &[Candidate<'a>]) -> Vec<Vec<Candidate<'a>>> {
    let mut groups: Vec<(BTreeSet<SourceId>, Vec<Candidate<'a>>)> = Vec::new();
    let mut group_of: BTreeMap<SourceId, usize> = BTreeMap::new();
    for candidate in candidates {
        let mut sources: BTreeSet<SourceId> =
            candidate.fix.edits.iter().map(|edit| edit.at.source).collect();
        let known: BTreeSet<usize> =
            sources.iter().filter_map(|id| group_of.get(id).copied()).collect();
        let mut members = Vec::new();
        for index in known {
            let (more, mut joined) = std::mem::take(&mut groups[index]);
            sources.extend(more);
            members.append(&mut joined);
        }
        members.push(*candidate);
        group_of.extend(sources.iter().map(|id| (*id, groups.len())));
        groups.push((sources, members));
    }
    groups.into_iter().map(|(_, members)| members).filter(|group| !group.is_empty()).collect()
}
