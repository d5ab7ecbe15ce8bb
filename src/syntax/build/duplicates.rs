//! Keys that a map has twice: the complaint, and the earlier entry that goes.

use super::{Builder, OpenNode, scalars::shorten};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::Span,
    syntax::{
        complaint::{Complaint, ComplaintKind},
        events::{Event, EventKind},
        stage::{DecodeStage, MAX_COMPLAINTS, StagedComplaint},
        tree::Record,
    },
    text,
};

impl Builder<'_> {
    /// A key is set that its map has: the earlier entry goes.
    pub(super) fn duplicate(&mut self, key: Event, known: u32, map: usize, merge: Option<u32>) {
        let new = self.records.len() as u32 - 1;
        let earlier = self.records[known as usize];
        let last = self.records.get(known as usize + 1).map_or(known + 1, |value| value.end);
        self.dropped.push((known, last));
        let same_type = self.key_types.get(&known) == self.key_types.get(&new);
        let begins = match &self.stack[map] {
            OpenNode::Map { record, .. } => self.records[*record as usize].span.start,
            _ => 0,
        };
        // What is before the map has come into it by a merge.
        let overrides = merge.is_none() && earlier.span.start < begins;
        let kind = match same_type {
            true if overrides || merge.is_some() => ComplaintKind::MergeOverride,
            true => ComplaintKind::DuplicateKey,
            false => ComplaintKind::CollidingKeys,
        };
        let name = shorten(self.stored_text(&self.records[new as usize].stored)).to_owned();
        let span = merge.map_or(key.span, |at| self.events[at as usize].span);
        let message = match (merge, same_type) {
            (Some(_), _) => text!("the merge sets `{}` again", text::key(name)),
            (None, true) => text!("`{}` is set twice", text::key(name)),
            (None, false) => text!("two keys are read as `{}`", text::key(name)),
        };
        let help = if merge.is_some() || overrides || earlier.span.start > key.span.start {
            "remove one of them; the API server rejects a merged key that is set again"
        } else if same_type {
            "remove one of them; strict validation rejects duplicate keys"
        } else {
            "remove one of them; which value is used is random"
        };
        let mut complaint = Complaint::new(kind, Diagnostic::new(span, message).with_help(help));
        if merge.is_some() {
            complaint.related(key.span, "merged from here");
        }
        complaint.related(earlier.span, "first set here");
        let step = if same_type { DecodeStage::Compare } else { DecodeStage::Never };
        let value = self.events.get(self.cursor);
        let told_at = value.map(|value| {
            self.marks.get(&(self.cursor as u32)).copied().unwrap_or(value.span.start)
        });
        if same_type && merge.is_none() && map == 0 && self.active.is_empty() {
            self.root_duplicates.push(self.found.len());
        }
        if self.found.len() < MAX_COMPLAINTS {
            // Kubernetes compares when it has read the value.
            let order = value.map_or(0, |value| match value.kind {
                EventKind::List | EventKind::Map => value.from,
                _ => self.cursor as u32,
            });
            self.found.push(StagedComplaint { complaint, step, order, reported_at: told_at });
        }
    }

    /// Duplicates at the root that come with `apiVersion` or `kind` are one typo, a lost `---`: the
    /// first says so, and the others follow from it.
    pub(super) fn fold_second_object(&mut self) {
        let spans: Vec<Span> = self
            .root_duplicates
            .iter()
            .filter_map(|at| self.found.get(*at))
            .map(|found| found.complaint.at)
            .collect();
        let names = |name: &str| spans.iter().any(|span| self.raw(*span) == name);
        if !names("apiVersion") && !names("kind") {
            return;
        }
        let marker = self.swallowed;
        let mut root = None;
        for at in &self.root_duplicates {
            let Some(found) = self.found.get_mut(*at) else { continue };
            if root.is_some() {
                found.complaint.root = root;
                continue;
            }
            let related = std::mem::take(&mut found.complaint.related);
            found.complaint = second_object(found.complaint.at, marker);
            found.complaint.related.extend(related);
            root = Some(found.complaint.at);
        }
    }
}

/// The complaint about an object that is in the document of another one.
fn second_object(key: Span, marker: Option<Span>) -> Complaint {
    let Some(marker) = marker else {
        return Complaint::new(
            ComplaintKind::SecondObject,
            Diagnostic::new(key, "a second object starts here without a `---` before it")
                .with_help("add a line `---` before it; without it, the first object is lost"),
        )
        .edits(Safety::Unsafe, vec![(Span::at(key.start), "---\n".to_owned())]);
    };
    let indent = Span::new(marker.start, marker.end - 3);
    Complaint::new(
        ComplaintKind::JoinedDocument,
        Diagnostic::new(
            Span::new(marker.end - 3, marker.end),
            "this `---` is indented, so it does not separate documents",
        )
        .with_help("move it to the start of the line; here it is part of the value before it")
        .with_related(key, "this object is not in a document of its own"),
    )
    .edits(Safety::Safe, vec![(indent, String::new())])
}

/// Takes ranges of records out; all indices are kept true.
pub(super) fn compact(records: &mut Vec<Record>, mut dropped: Vec<(u32, u32)>) {
    if dropped.is_empty() {
        return;
    }
    dropped.sort_unstable();
    let mut moved = Vec::with_capacity(records.len() + 1);
    let mut kept = 0;
    let mut next = dropped.iter().peekable();
    let mut until = 0;
    for at in 0..=records.len() as u32 {
        while let Some((_, end)) = next.next_if(|(start, _)| *start <= at) {
            until = until.max(*end);
        }
        moved.push(kept);
        kept += u32::from(at >= until);
    }
    let mut at = 0;
    records.retain(|_| {
        at += 1;
        moved[at] > moved[at - 1]
    });
    for record in records.iter_mut() {
        record.end = moved[record.end as usize];
    }
}
