//! Aliases: each is read again where it is used, within the limits of Kubernetes.

use super::{Builder, OpenNode};
use crate::{
    diagnostic::Diagnostic,
    syntax::{
        complaint::{Complaint, ComplaintKind},
        events::{Event, UNKNOWN},
        stage::DecodeStage,
        tree::{NodeStyle, Stored},
    },
    text,
};

impl Builder<'_> {
    /// Counts a step as Kubernetes' guard against aliases does.
    pub(super) fn count(&mut self) {
        self.decodes += 1;
        if self.active.is_empty() {
            return;
        }
        self.alias_decodes += 1;
        if self.bomb || self.decodes <= 1000 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let (all, by_alias) = (self.decodes as f64, self.alias_decodes as f64);
        let share = ((all - 400_000.0) / 3_600_000.0).clamp(0.0, 1.0);
        if by_alias / all > 0.99 - 0.89 * share {
            self.bomb = true;
            let first = self.active.first().map_or(0, |event| *event as usize);
            let span = self.events[first].span;
            let diagnostic = Diagnostic::new(span, "the document contains excessive aliasing")
                .with_help(
                    "write the values out; the YAML parser rejects so many expanded aliases",
                );
            let complaint = Complaint::new(ComplaintKind::AliasBomb, diagnostic);
            self.report(DecodeStage::Decode, complaint);
        }
    }

    pub(super) fn alias(&mut self, event: Event) {
        let index = self.cursor as u32 - 1;
        if let Some(target) = self.alias_target(event) {
            let looped = self.active.contains(&index);
            if looped {
                let message =
                    text!("alias `{}` refers to a value that contains it", self.raw(event.span));
                self.report(
                    DecodeStage::Decode,
                    Complaint::new(
                        ComplaintKind::UnknownAlias,
                        Diagnostic::new(event.span, message),
                    ),
                );
            }
            if !looped && !self.bomb {
                self.enter_alias(index, self.cursor, target);
                return;
            }
        }
        let record = self.record(Stored::Null, event.span, NodeStyle::Plain);
        self.damage(record);
        self.done();
    }

    /// Continues reading at an anchor; the alias's frame leads back.
    pub(super) fn enter_alias(&mut self, event: u32, resume: usize, target: usize) {
        self.active.insert(event);
        self.stack.push(OpenNode::Alias { event, resume });
        self.cursor = target;
    }

    /// The event that an alias refers to; a complaint if there is none.
    pub(super) fn alias_target(&mut self, event: Event) -> Option<usize> {
        if event.from != UNKNOWN {
            return Some(event.from as usize);
        }
        let message = text!("alias `{}` refers to an undefined anchor", self.raw(event.span));
        let help =
            "define the anchor earlier in this document, or quote the string if it is not an alias";
        self.report(
            DecodeStage::Read,
            Complaint::new(
                ComplaintKind::UnknownAlias,
                Diagnostic::new(event.span, message).with_help(help),
            ),
        );
        None
    }
}
