//! Values around which a text was not read whole: nothing is reported as missing from them.

use super::{Builder, OpenNode};
use crate::syntax::events::{Event, EventKind};

impl Builder<'_> {
    /// Marks a record, and what it is in, as not wholly read.
    pub(super) fn damage(&mut self, record: u32) {
        if let Some(record) = self.records.get_mut(record as usize) {
            record.damaged = true;
        }
        for frame in self.stack.iter().rev() {
            if let OpenNode::List { record } | OpenNode::Map { record, .. } = frame {
                let open = &mut self.records[*record as usize];
                if open.damaged {
                    break;
                }
                open.damaged = true;
            }
        }
    }

    /// What was lost after a list's last item may have been part of it.
    pub(super) fn damage_last_item(&mut self, list: u32, end: u32) {
        let mut item = list + 1;
        while let Some(record) = self.records.get_mut(item as usize).filter(|_| item < end) {
            if record.end >= end {
                record.damaged = true;
                return;
            }
            item = record.end;
        }
    }
}

/// The last event in front of each damaged place, in descending order.
pub(super) fn damaged_events(events: &[Event], places: &[u32]) -> Vec<usize> {
    let open: Vec<usize> =
        (0..events.len()).filter(|at| events[*at].kind != EventKind::End).collect();
    let mut damaged: Vec<usize> = places
        .iter()
        .map(|place| open.partition_point(|at| events[*at].span.start <= *place))
        .filter_map(|count| open.get(count.saturating_sub(1)).copied())
        .collect();
    damaged.sort_unstable();
    damaged.dedup();
    damaged.reverse();
    damaged
}
