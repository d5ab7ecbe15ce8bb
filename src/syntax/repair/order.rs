//! How orderly a text is laid out; of several repairs the one that leaves the best order is right.

use indexmap::IndexSet;

use super::super::{
    chars,
    events::{Event, EventKind, ParsedDocument},
    tree::NodeStyle,
};

/// Longer texts are not looked at.
const LONGEST: usize = 1 << 17;

/// Counts what careful writers avoid: keys without value, keys set twice, steps of indentation that
/// differ from the others.
pub(in super::super) fn disorder(text: &str, parsed: &ParsedDocument) -> usize {
    if text.len() > LONGEST {
        return 0;
    }
    let mut open: Vec<OpenCollection<'_>> = Vec::new();
    let mut steps = Steps::default();
    let mut count = 0;
    for event in &parsed.events {
        if event.kind == EventKind::End {
            open.pop();
            continue;
        }
        if let Some(parent) = open.last_mut() {
            count += parent.child(text, parsed, event);
        }
        if matches!(event.kind, EventKind::List | EventKind::Map) {
            let start = event.span.start as usize;
            let column = start - chars::line_start(text.as_bytes(), start);
            let list = event.kind == EventKind::List;
            if let Some(parent) = open.last()
                && event.style == NodeStyle::Block
                && !parent.list
            {
                steps.add(list, column.saturating_sub(parent.column));
            }
            open.push(OpenCollection { list, column, key: true, keys: IndexSet::new() });
        }
    }
    count + steps.odd()
}

struct OpenCollection<'a> {
    list: bool,
    column: usize,
    /// Whether the next child is a key.
    key: bool,
    keys: IndexSet<&'a str>,
}

impl<'a> OpenCollection<'a> {
    fn child(&mut self, text: &'a str, parsed: &'a ParsedDocument, event: &Event) -> usize {
        if self.list {
            return 0;
        }
        self.key = !self.key;
        if event.kind != EventKind::Scalar {
            return 0;
        }
        let whole = if event.decoded { &parsed.decoded } else { text };
        let value = whole.get(event.from as usize..event.to as usize).unwrap_or("");
        if !self.key {
            return 3 * usize::from(!self.keys.insert(value));
        }
        2 * usize::from(event.span.is_empty())
    }
}

/// How far maps and lists are further in than the keys they belong to.
#[derive(Default)]
struct Steps {
    maps: [usize; 10],
    lists: [usize; 10],
}

impl Steps {
    fn add(&mut self, list: bool, step: usize) {
        let steps = if list { &mut self.lists } else { &mut self.maps };
        steps[step.min(9)] += 1;
    }

    /// The number of steps that are not the usual one.
    fn odd(&self) -> usize {
        [self.maps, self.lists]
            .iter()
            .map(|steps| steps.iter().sum::<usize>() - steps.iter().max().unwrap_or(&0))
            .sum()
    }
}
