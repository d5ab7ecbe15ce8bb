//! Findings that one repair settles, told as one.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    findings::{Finding, Outcome},
    input::Location,
};

/// A finding to show, and those that go with it.
pub(super) struct Group<'a> {
    pub head: &'a Finding,
    pub also: Vec<&'a Finding>,
    order: usize,
}

/// Findings in order, without those that have a root among them or share one place with a cause
/// of the same refusal; these are kept beside their head.
pub(super) fn groups(run: &Outcome) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::with_capacity(run.findings.len());
    let mut by_place: BTreeMap<Location, Vec<usize>> = BTreeMap::new();
    let mut followers = Vec::new();
    for (order, finding) in run.findings.iter().enumerate() {
        if finding.root.is_some_and(|root| root != finding.at) {
            followers.push((order, finding));
            continue;
        }
        let here = by_place.entry(finding.at).or_default();
        if let Some(index) = here.iter().find(|index| same_root(groups[**index].head, finding)) {
            groups[*index].add(finding);
        } else {
            here.push(groups.len());
            groups.push(Group { head: finding, also: Vec::new(), order });
        }
    }
    let mut alone: Vec<Group<'_>> = Vec::new();
    // The same said of several places stays one, even if the first of them is silenced.
    let mut first_alone: BTreeMap<_, usize> = BTreeMap::new();
    for (order, finding) in followers {
        let root = finding.root.and_then(|root| by_place.get(&root)?.first().copied());
        if let Some(index) = root {
            groups[index].also.push(finding);
            continue;
        }
        match first_alone.entry((finding.root, finding.rule.code, &finding.message)) {
            Entry::Occupied(first) => alone[*first.get()].also.push(finding),
            Entry::Vacant(first) => {
                first.insert(alone.len());
                alone.push(Group { head: finding, also: Vec::new(), order });
            }
        }
    }
    groups.extend(alone);
    groups.sort_by_key(|group| group.order);
    groups
}

impl<'a> Group<'a> {
    /// Adds a finding; the gravest leads.
    fn add(&mut self, finding: &'a Finding) {
        if finding.severity > self.head.severity {
            self.also.insert(0, std::mem::replace(&mut self.head, finding));
        } else {
            self.also.push(finding);
        }
    }
}

/// Whether two findings of one place come from one fault: they say the same (an alias read
/// twice), or the API server refuses the object for both.
fn same_root(a: &Finding, b: &Finding) -> bool {
    let repeated = std::ptr::eq(a.rule, b.rule) && a.message == b.message;
    repeated || (a.rejected() && b.rejected() && a.object == b.object)
}
