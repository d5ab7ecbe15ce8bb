//! A text with replacements, and where each of its places is in the original.

use std::{borrow::Cow, ops::Range};

use crate::input::Span;

#[derive(Clone, Debug)]
struct TreePatch {
    /// Its place in the original.
    at: usize,
    removed: usize,
    text: String,
    /// Its place in the patched text.
    start: usize,
}

impl TreePatch {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn after(&self) -> usize {
        self.at + self.removed
    }
}

/// A part of a text, patched. Places in it count from its own start, places in the original from
/// the start of the whole text.
#[derive(Clone)]
pub(super) struct Patched<'t> {
    original: &'t str,
    /// Where the part begins in the whole text, and where that ends.
    base: usize,
    limit: usize,
    patches: Vec<TreePatch>,
    pub(super) text: Cow<'t, str>,
}

impl<'t> Patched<'t> {
    /// The part of `whole` from `base` on; it ends at `limit` in the text it was made from.
    pub(super) fn new(whole: &'t str, base: usize, limit: usize) -> Patched<'t> {
        let original = &whole[base..];
        Patched { original, base, limit, patches: Vec::new(), text: Cow::Borrowed(original) }
    }

    /// The same with more replacements; their ranges are sorted and do not overlap. One that
    /// touches a replacement which an earlier one has taken in is left out, as is one that would
    /// split a character.
    pub(super) fn with(&self, edits: &[(Span, String)]) -> Patched<'t> {
        let mut patches: Vec<TreePatch> = Vec::with_capacity(self.patches.len() + edits.len());
        let mut kept = 0;
        for (span, text) in edits {
            let (start, end) = (span.start as usize, span.end as usize);
            let first = self.first_touching(start);
            if first < kept || self.text.get(start..end).is_none() {
                continue;
            }
            patches.extend_from_slice(&self.patches[kept..first]);
            let touches = |p: &&TreePatch| p.start < end || p.end() <= start;
            kept = first + self.patches[first..].iter().take_while(touches).count();
            patches.push(self.merged(start, end, text, first..kept));
        }
        patches.extend_from_slice(&self.patches[kept..]);
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut copied = 0;
        for patch in &mut patches {
            patch.at = patch.at.max(copied);
            text.push_str(&self.original[copied..patch.at]);
            patch.start = text.len();
            text.push_str(&patch.text);
            copied = patch.after();
        }
        text.push_str(&self.original[copied..]);
        Patched { patches, text: Cow::Owned(text), ..*self }
    }

    /// The index of the first replacement that does not end in front of a place.
    fn first_touching(&self, start: usize) -> usize {
        let before = |p: &TreePatch| p.end() < start || (p.end() == start && p.start < start);
        self.patches.partition_point(before)
    }

    /// One replacement that takes in those in `absorbed`.
    fn merged(&self, start: usize, end: usize, text: &str, absorbed: Range<usize>) -> TreePatch {
        let absorbed = &self.patches[absorbed];
        let mut at = self.place(start, false);
        let mut after = self.place(end, true);
        let mut whole = String::new();
        if let Some(patch) = absorbed.first() {
            at = at.min(patch.at);
            if patch.start < start {
                whole.push_str(&patch.text[..start - patch.start]);
            }
        }
        whole.push_str(text);
        if let Some(patch) = absorbed.last() {
            after = after.max(patch.after());
            if patch.end() > end {
                whole.push_str(&patch.text[end - patch.start..]);
            }
        }
        TreePatch { at, removed: after.saturating_sub(at), text: whole, start: 0 }
    }

    /// Where a place of the patched text is in the part; inside of an inserted text, at its
    /// start or after what it replaces.
    fn place(&self, at: usize, end: bool) -> usize {
        let before = |p: &TreePatch| if end { p.start < at } else { p.start <= at };
        let index = self.patches.partition_point(before);
        let Some(patch) = index.checked_sub(1).map(|index| &self.patches[index]) else { return at };
        match at.checked_sub(patch.end()) {
            Some(behind) => patch.after() + behind,
            None if end => patch.after(),
            None => patch.at,
        }
    }

    /// Where a place of the patched text is in the whole text.
    pub(super) fn origin(&self, at: usize) -> usize {
        (self.base + self.place(at, false)).min(self.limit)
    }

    pub(super) fn origin_span(&self, span: Span) -> Span {
        let start = self.origin(span.start as usize);
        let end = (self.base + self.place(span.end as usize, true)).clamp(start, self.limit);
        Span::new(start as u32, end as u32)
    }

    /// Whether a range is the same in the original.
    pub(super) fn intact(&self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let beyond = self.first_touching(start);
        self.patches[beyond..]
            .iter()
            .take_while(|p| p.start < end)
            .all(|p| p.start <= start && p.end() <= start)
            && self.base + self.place(end, true) <= self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> (Span, String) {
        (Span::new(start, end), text.to_owned())
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "ab\tcd\nxyz\n";
        let once = Patched::new(text, 0, text.len()).with(&[edit(2, 3, "    "), edit(6, 6, "- ")]);
        assert_eq!(once.text, "ab    cd\n- xyz\n");
        assert_eq!(once.origin(6), 3);
        assert_eq!(once.origin_span(Span::new(2, 6)), Span::new(2, 3));
        assert_eq!(once.origin_span(Span::new(11, 14)), Span::new(6, 9));
        assert!(once.intact(Span::new(6, 8)));
        assert!(!once.intact(Span::new(0, 8)));
        let twice = once.with(&[edit(0, 1, ""), edit(10, 12, "!")]);
        assert_eq!(twice.text, "b    cd\n-!yz\n");
        assert_eq!(twice.origin_span(Span::new(5, 7)), Span::new(3, 5));
        assert_eq!(twice.origin_span(Span::new(10, 12)), Span::new(7, 9));
        let hidden = twice.with(&[edit(0, 8, "")]);
        assert_eq!(hidden.text, "-!yz\n");
        assert_eq!(hidden.origin_span(Span::new(2, 4)), Span::new(7, 9));
    }

    #[test]
    fn part_of_a_text() {
        let whole = "0123\nabc\n";
        let part = Patched::new(whole, 5, 8);
        assert_eq!(part.origin_span(Span::new(0, 4)), Span::new(5, 8));
        assert!(!part.intact(Span::new(0, 4)));
    }
}
