//! Edits of block-style YAML by whole lines: to put a key above a block, to take one away, and to
//! make items of entries and entries of items. `None` where it cannot be done line by line.

use crate::{
    diagnostic::Edit,
    input::Span,
    model::Object,
    syntax::tree::{Entry, Node, NodeStyle},
};

/// The text of an object, to be edited.
#[derive(Clone, Copy)]
pub(super) struct Blocks<'a> {
    pub object: &'a Object,
}

impl<'a> Blocks<'a> {
    fn text(self) -> &'a str {
        self.object.tree().text()
    }

    pub(super) fn replace(self, start: u32, end: u32, text: impl Into<String>) -> Edit {
        Edit { at: self.object.location(Span::new(start, end)), text: text.into() }
    }

    fn insert(self, at: u32, text: impl Into<String>) -> Edit {
        self.replace(at, at, text)
    }

    /// The column of a node with nothing but blanks and dashes before it on its line.
    pub(super) fn column(self, node: Node<'_>) -> Option<usize> {
        // Within brackets, lines and columns have no meaning.
        if node.seat().is_some_and(|(holder, _)| holder.style() == NodeStyle::Flow) {
            return None;
        }
        let before = self.text().get(..node.span().start as usize)?;
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        line.bytes().all(|b| matches!(b, b' ' | b'-')).then_some(line.len())
    }

    /// Indents the lines after the first one of a range.
    fn indented(self, range: Span, by: usize) -> Option<Vec<Edit>> {
        let text = self.text().get(range.range())?;
        let mut edits = Vec::new();
        for (offset, _) in text.match_indices('\n') {
            let line = text[offset + 1..].lines().next().unwrap_or("");
            if !line.trim().is_empty() {
                edits.push(self.insert(range.start + offset as u32 + 1, " ".repeat(by)));
            }
        }
        Some(edits)
    }

    /// Takes blanks away from the lines after the first one of a range.
    fn outdented(self, range: Span, by: usize) -> Option<Vec<Edit>> {
        let text = self.text().get(range.range())?;
        let mut edits = Vec::new();
        for (offset, _) in text.match_indices('\n') {
            let line = text[offset + 1..].lines().next().unwrap_or("");
            if line.trim().is_empty() {
                continue;
            }
            if !line.get(..by)?.bytes().all(|b| b == b' ') {
                return None;
            }
            let at = range.start + offset as u32 + 1;
            edits.push(self.replace(at, at + by as u32, ""));
        }
        Some(edits)
    }

    /// Puts `key:` above entries of a block, which are indented below it.
    pub(super) fn nested(self, first: Entry<'_>, last: Entry<'_>, key: &str) -> Option<Vec<Edit>> {
        let column = self.column(first.key)?;
        let start = first.key.span().start;
        let end = last.value.span().end.max(last.key.span().end);
        let mut edits = self.indented(Span::new(start, end), 2)?;
        edits.insert(0, self.insert(start, format!("{key}:\n{:1$}", "", column + 2)));
        Some(edits)
    }

    /// Puts `key:` above a list that is the value of another key.
    pub(super) fn list_below(
        self,
        outer: Node<'_>,
        list: Node<'_>,
        key: &str,
    ) -> Option<Vec<Edit>> {
        let column = self.column(outer)?;
        if list.style() == NodeStyle::Flow {
            let text = format!(":\n{:1$}{key}: ", "", column + 2);
            return Some(vec![self.replace(outer.span().end, list.span().start, text)]);
        }
        let dash = self.column(list)?;
        let start = list.span().start;
        if dash > column {
            return Some(vec![self.insert(start, format!("{key}:\n{:dash$}", ""))]);
        }
        let mut edits = self.indented(list.span(), 2)?;
        edits.insert(0, self.insert(start, format!("  {key}:\n{:1$}", "", dash + 2)));
        Some(edits)
    }

    /// Takes a key away, so that the block below it takes its place.
    pub(super) fn unnested(self, key: Node<'_>, below: Node<'_>) -> Option<Vec<Edit>> {
        if below.style() != NodeStyle::Block || !below.is_map() {
            return None;
        }
        let (outer, inner) = (self.column(key)?, self.column(below)?);
        let by = inner.checked_sub(outer).filter(|by| *by > 0)?;
        let between = self.text().get(key.span().end as usize..below.span().start as usize)?;
        if !between.trim_start_matches(':').trim().is_empty() {
            return None;
        }
        let mut edits = self.outdented(below.span(), by)?;
        edits.insert(0, self.replace(key.span().start, below.span().start, ""));
        Some(edits)
    }

    /// Makes entries of the items of a list of maps.
    pub(super) fn without_dashes(self, list: Node<'_>) -> Option<Vec<Edit>> {
        if list.style() != NodeStyle::Block {
            return None;
        }
        let mut columns = list.items().map(|item| self.column(item));
        let first = columns.next()??;
        if columns.any(|column| column != Some(first)) {
            return None;
        }
        let text = self.text();
        let dashes = list.items().map(|item| {
            let start = item.span().start;
            let dash = text.get(..start as usize)?.rfind('-')? as u32;
            let blank = text[dash as usize + 1..start as usize].bytes().all(|b| b == b' ');
            let is_block = item.is_map() && item.style() == NodeStyle::Block;
            (blank && is_block).then(|| self.replace(dash, dash + 1, " "))
        });
        dashes.collect()
    }

    /// Makes an item of a named entry with a block below it: `web:` becomes `- name: web`.
    pub(super) fn named_item(self, entry: Entry<'_>, name: &str, dash: &str) -> Option<Vec<Edit>> {
        let (outer, inner) = (self.column(entry.key)?, self.column(entry.value)?);
        let (key, below) = (entry.key.span(), entry.value.span());
        let between = self.text().get(key.end as usize..below.start as usize)?;
        let is_block = entry.value.is_map() && entry.value.style() == NodeStyle::Block;
        if !is_block || !between.trim_start_matches(':').trim().is_empty() {
            return None;
        }
        let wanted = outer + dash.len();
        let mut edits = self.outdented(below, inner.checked_sub(wanted)?)?;
        let text = format!("{dash}{name}: {}\n{:wanted$}", entry.key.raw(), "");
        edits.insert(0, self.replace(key.start, below.start, text));
        Some(edits)
    }

    /// Writes lines of `field: text` in place of an entry or of an item, in its column.
    pub(super) fn lines(self, at: Node<'_>, pairs: &[String]) -> Option<String> {
        let column = self.column(at)?;
        Some(pairs.join(&format!("\n{:column$}", "")))
    }
}
