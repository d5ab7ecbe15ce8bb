//! What several rules report about classes, of which one may be the default of a cluster.

use std::collections::BTreeMap;

use super::Context;
use crate::{input::SourceId, model::Place, text, text::name};

/// Reports each class of a kind that is marked as the default after another one. By unit: loose
/// files may be alternatives of each other.
pub fn report_second_default<'a>(
    kind: &'static str,
    annotations: &[&'static str],
    help: &'static str,
    cx: &mut Context<'a>,
) {
    let mut first: BTreeMap<SourceId, Place<'a>> = BTreeMap::new();
    let workspace = cx.workspace;
    for object in workspace.of_kind(kind).filter(|object| object.is_whole()) {
        let written = object.field("metadata").get("annotations");
        let mut marks = annotations.iter().map(|annotation| written.get(annotation));
        let Some(mark) = marks.find(|mark| mark.str() == "true") else { continue };
        let earlier = *first.entry(object.source).or_insert(mark);
        if earlier.object().name != object.name {
            let (kind, other) = (name(kind), name(&earlier.object().name));
            cx.report(mark, text!("{} `{}` is already the default", kind, other))
                .related(earlier, "first marked here")
                .help(help);
        }
    }
}
