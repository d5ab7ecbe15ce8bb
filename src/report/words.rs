//! A finding as plain lines, for formats that show no lines of the manifest.

use super::{clean, concise, fold::FindingGroup};
use crate::{
    findings::{Outcome, secrets::Secrets},
    input::Location,
    text::Text,
};

/// Message, folded causes, related places and help, a line each; `place` names places.
pub(super) fn lines(
    run: &Outcome,
    group: &FindingGroup<'_>,
    masks: &Secrets,
    place: impl Fn(Location) -> String,
) -> Vec<String> {
    let finding = group.head;
    let clean = |text: &Text| clean::line(&masks.text(finding, text)).into_owned();
    let mut lines = vec![message(run, group, masks)];
    for also in &group.also {
        let message = concise::message(run, also, masks);
        lines.push(format!("also: {} {}", concise::head(also), clean::line(&message)));
    }
    for label in &finding.related {
        lines.push(format!("{}: {}", place(label.at), clean(&label.text)));
    }
    lines.extend(finding.help.iter().map(|help| format!("help: {}", clean(help))));
    lines
}

/// What is wrong, in one line.
pub(super) fn message(run: &Outcome, group: &FindingGroup<'_>, masks: &Secrets) -> String {
    clean::line(&concise::message(run, group.head, masks)).into_owned()
}
