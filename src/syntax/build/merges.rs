//! Merge keys (`<<`): the entries of other maps become entries of the map that has the key.

use super::{Builder, OpenNode};
use crate::{
    diagnostic::Diagnostic,
    syntax::{
        complaint::{Complaint, ComplaintKind},
        events::{Event, EventKind, YamlTag},
        stage::DecodeStage,
        tree::NodeStyle,
    },
};

impl Builder<'_> {
    pub(super) fn merge(&mut self, at: u32) {
        let map = match self.stack.last() {
            Some(OpenNode::Merge { map, .. }) => *map,
            _ => self.stack.len() - 1,
        };
        let value = self.cursor;
        let Some(event) = self.events.get(value).copied() else { return };
        match event.kind {
            EventKind::List => {
                let mut items = Vec::new();
                let mut item = value + 1;
                while item < event.from as usize {
                    items.push(item as u32);
                    item = match self.events[item].kind {
                        EventKind::List | EventKind::Map => self.events[item].from as usize + 1,
                        _ => item + 1,
                    };
                }
                let resume = event.from as usize + 1;
                self.stack.push(OpenNode::MergeItems { map, at, items, resume });
                self.done();
            }
            _ => {
                if !self.merge_mapping(value, map, at) {
                    self.cursor = value;
                    self.skip_value();
                }
            }
        }
    }

    /// Begins to merge the map at an event, or the one that an alias there refers to.
    pub(super) fn merge_mapping(&mut self, value: usize, map: usize, at: u32) -> bool {
        let event = self.events[value];
        let alias = event.kind == EventKind::Alias;
        let target = if alias { self.alias_target(event) } else { Some(value) };
        let Some(target) = target else { return false };
        let looped = alias && self.active.contains(&(value as u32));
        if self.events[target].kind != EventKind::Map || looped {
            let message = "the value of `<<` must be a map or a list of maps";
            let complaint =
                Complaint::new(ComplaintKind::Undecodable, Diagnostic::new(event.span, message));
            self.report(DecodeStage::Decode, complaint);
            return false;
        }
        self.count();
        self.cursor = value + 1;
        if alias {
            if self.bomb {
                return false;
            }
            self.enter_alias(value as u32, value + 1, target);
            self.count();
        }
        self.cursor = target + 1;
        self.stack.push(OpenNode::Merge { map, at, wants_key: true });
        true
    }

    /// The stack's index of the map that entries go to, and the merge key they come by.
    pub(super) fn receiver(&self) -> (usize, Option<u32>) {
        match self.stack.last() {
            Some(OpenNode::Merge { map, at, .. }) => (*map, Some(*at)),
            _ => (self.stack.len() - 1, None),
        }
    }
}

pub(super) fn is_merge(event: Event, text: &str) -> bool {
    let implicit = event.style == NodeStyle::Plain && event.tag == YamlTag::None;
    text == "<<" && (implicit || matches!(event.tag, YamlTag::Bang | YamlTag::Merge))
}
