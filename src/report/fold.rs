//! Findings that one repair settles, told as one.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    code::Code,
    findings::Outcome,
    input::Location,
    rules::{Finding, ObjectRef},
    text::Text,
};

/// A finding to show, and those that go with it.
pub(super) struct FindingGroup<'a> {
    pub head: &'a Finding,
    pub also: Vec<&'a Finding>,
    /// Findings of the same object that are alike and not shown.
    pub alike: Vec<&'a Finding>,
    order: usize,
}

/// So many alike findings of one object are shown; the others are kept next to the last of them.
const SHOWN: usize = 5;

/// What is at a place already.
#[derive(Default)]
struct GroupsAtPlace<'a> {
    first: usize,
    /// The group of each rule's message.
    by_message: BTreeMap<(Code, &'a Text), usize>,
    /// The group of what an API server refuses an object for.
    by_refusal: BTreeMap<&'a Option<ObjectRef>, usize>,
}

/// Findings in order, without those that have a root among them or share one place with a cause
/// of the same refusal; these are kept next to their head.
pub(super) fn groups(run: &Outcome) -> Vec<FindingGroup<'_>> {
    let mut groups: Vec<FindingGroup<'_>> = Vec::with_capacity(run.findings.len());
    let mut by_place: BTreeMap<Location, GroupsAtPlace<'_>> = BTreeMap::new();
    // Those about a place that something else is reported for: with it, or at another place.
    let (mut here, mut followers) = (Vec::new(), Vec::new());
    for (order, finding) in run.findings.iter().enumerate() {
        match finding.root {
            Some(root) if root == finding.at => here.push((order, finding)),
            Some(_) => followers.push((order, finding)),
            None => add(&mut groups, &mut by_place, order, finding, false),
        }
    }
    for (order, finding) in here {
        add(&mut groups, &mut by_place, order, finding, true);
    }
    let mut alone: Vec<FindingGroup<'_>> = Vec::new();
    // The same said of several places stays one, even if the first of them is suppressed.
    let mut first_alone: BTreeMap<_, usize> = BTreeMap::new();
    for (order, finding) in followers {
        if let Some(here) = finding.root.and_then(|root| by_place.get(&root)) {
            groups[here.first].also.push(finding);
            continue;
        }
        match first_alone.entry((finding.root, finding.rule.code, &finding.message)) {
            Entry::Occupied(first) => alone[*first.get()].also.push(finding),
            Entry::Vacant(first) => {
                first.insert(alone.len());
                alone.push(FindingGroup::new(finding, order));
            }
        }
    }
    groups.extend(alone);
    groups.sort_by_key(|group| group.order);
    groups
}

/// Adds a finding to the group of its fault at its place; `joins` if that is whatever is there.
fn add<'a>(
    groups: &mut Vec<FindingGroup<'a>>,
    by_place: &mut BTreeMap<Location, GroupsAtPlace<'a>>,
    order: usize,
    finding: &'a Finding,
    joins: bool,
) {
    let new = groups.len();
    let here = by_place
        .entry(finding.at)
        .or_insert_with(|| GroupsAtPlace { first: new, ..GroupsAtPlace::default() });
    let any = joins.then_some(here.first);
    let index = here.group_of(finding).or(any).unwrap_or(new);
    here.by_message.entry((finding.rule.code, &finding.message)).or_insert(index);
    if finding.rejected() {
        here.by_refusal.entry(&finding.object).or_insert(index);
    }
    match groups.get_mut(index) {
        Some(group) => group.add(finding),
        None => groups.push(FindingGroup::new(finding, order)),
    }
}

/// As [`groups`], with only the first few findings that repeat for one object: by the same
/// rule, of a field of the same name at the same level.
pub(super) fn first_groups(run: &Outcome) -> Vec<FindingGroup<'_>> {
    let mut shown: Vec<FindingGroup<'_>> = Vec::new();
    let mut last: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for group in groups(run) {
        let head = group.head;
        let path = head.field_path.as_deref().map(without_indexes);
        let kind = (head.at.source, head.document, &head.object, head.rule.code, path);
        let (count, index) = last.entry(kind).or_insert((0, 0));
        *count += 1;
        if *count > SHOWN {
            shown[*index].alike.push(head);
        } else {
            *index = shown.len();
            shown.push(group);
        }
    }
    shown
}

/// A field path without what tells items and keys apart: `spec.containers[].env[].value`.
fn without_indexes(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut depth = 0_usize;
    for c in path.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            _ => {}
        }
        text.push(c);
    }
    text
}

impl<'a> GroupsAtPlace<'a> {
    /// The group that comes from the same fault: one that says the same (an alias read twice), or
    /// one for which the API server refuses the object as well.
    fn group_of(&self, finding: &'a Finding) -> Option<usize> {
        let same = self.by_message.get(&(finding.rule.code, &finding.message));
        let refused = finding.rejected().then(|| self.by_refusal.get(&finding.object)).flatten();
        same.or(refused).copied()
    }
}

impl<'a> FindingGroup<'a> {
    fn new(head: &'a Finding, order: usize) -> FindingGroup<'a> {
        FindingGroup { head, also: Vec::new(), alike: Vec::new(), order }
    }

    /// Adds a finding; the gravest leads.
    fn add(&mut self, finding: &'a Finding) {
        if finding.severity > self.head.severity {
            self.also.insert(0, std::mem::replace(&mut self.head, finding));
        } else {
            self.also.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_items_are_alike() {
        assert_eq!(
            without_indexes("spec.containers[3].env[0].value"),
            "spec.containers[].env[].value"
        );
        assert_eq!(without_indexes("data[a[b]].x"), "data[[]].x");
        assert_eq!(without_indexes("metadata.labels"), "metadata.labels");
    }
}
